import { LayoutError } from '../../errors.ts'

const CHUNK = 0x8000
const ENCODER = new TextEncoder()
const DECODER = new TextDecoder()
/** Kept from the start: tests may replace globals. Undefined in browsers. */
const Buffers: typeof Buffer | undefined = (globalThis as { Buffer?: typeof Buffer }).Buffer
const NOT_BASE64 = /[^A-Za-z0-9+/=]/

/** A signed number as an unsigned one: small stays small, whatever the sign. */
export function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

/** Writes unsigned numbers of variable length (LEB128, up to 2^53), texts and doubles. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow()
    this.#bytes[this.#length++] = value
  }

  unsigned(value: number): void {
    // One byte is what most numbers take, 8 is what 2^53 does.
    if (this.#length + 8 > this.#bytes.length) this.#grow()
    const bytes = this.#bytes
    let at = this.#length
    let rest = value
    while (rest >= 0x80) {
      bytes[at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    bytes[at++] = rest
    this.#length = at
  }

  signed(value: number): void {
    this.unsigned(zigzag(value))
  }

  text(value: string): void {
    const bytes = ENCODER.encode(value)
    this.unsigned(bytes.length)
    while (this.#length + bytes.length > this.#bytes.length) this.#grow()
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** All that was written, as base64 text: it survives structured clone and JSON alike. */
  toBase64(): string {
    const written = this.#bytes.subarray(0, this.#length)
    if (Buffers !== undefined) return Buffers.from(written.buffer, 0, written.length).toString('base64')
    const parts: string[] = []
    for (let i = 0; i < this.#length; i += CHUNK) {
      parts.push(String.fromCharCode(...this.#bytes.subarray(i, Math.min(i + CHUNK, this.#length))))
    }
    return btoa(parts.join(''))
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2)
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}

/** Reads what {@link ByteWriter} wrote; anything else is a `BAD_BLOCK`. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(base64: string) {
    // `Buffer` takes anything.
    if (base64.length % 4 !== 0 || NOT_BASE64.test(base64)) {
      throw new LayoutError('BAD_BLOCK', 'the recorded block is not base64 text.')
    }
    this.#bytes =
      Buffers === undefined ? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) : Buffers.from(base64, 'base64')
  }

  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined) throw this.error('it ends too early')
    return value
  }

  unsigned(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 8; i++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) break
        return value
      }
      scale *= 0x80
    }
    throw this.error('a number in it is too large')
  }

  signed(): number {
    return unzigzag(this.unsigned())
  }

  /** A length of a list whose items take at least one byte each: no list can be longer than what is left. */
  length(): number {
    const value = this.unsigned()
    if (value > this.#bytes.length - this.#at) throw this.error('a list in it is longer than the block')
    return value
  }

  text(): string {
    const length = this.length()
    const bytes = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return DECODER.decode(bytes)
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw this.error('it has bytes left over')
  }

  error(what: string): LayoutError {
    return new LayoutError(
      'BAD_BLOCK',
      `the recorded block is damaged: ${what} (byte ${this.#at} of ${this.#bytes.length}).`,
      {
        hint: 'Run the tests again; if it persists, two versions of vitest-layout may be mixed.',
      },
    )
  }
}
