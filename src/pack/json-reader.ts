import { closeSync, openSync, readSync } from 'node:fs'

import { LayoutError } from '../errors.ts'

const CHUNK_BYTES = 1 << 20
const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Reads JSON from a file of any size, piece by piece: one string of it would break at half a gigabyte,
 * and a tree of it would take ten times its bytes.
 */
export class JsonReader {
  readonly #path: string
  readonly #file: number
  readonly #chunk: Uint8Array = new Uint8Array(CHUNK_BYTES)
  #at = 0
  #end = 0
  #before = 0
  #line = 1
  #lineStart = 0
  readonly #decoder: TextDecoder = new TextDecoder()
  #text: Uint8Array = new Uint8Array(256)

  constructor(path: string) {
    this.#path = path
    try {
      this.#file = openSync(path, 'r')
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new LayoutError('READ_FAILED', `cannot read this file: ${reason}.`, { file: path, cause })
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  /** The next byte that is not white space, not consumed; -1 at the end. */
  peek(): number {
    for (;;) {
      if (this.#at === this.#end && !this.#fill()) return -1
      const byte = this.#chunk[this.#at]!
      if (byte > 0x20) return byte
      this.#at++
      if (byte === 0x0a) {
        this.#line++
        this.#lineStart = this.#before + this.#at
      }
    }
  }

  /** Consumes this character if it is next. */
  accept(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false
    this.#at++
    return true
  }

  expect(character: string): void {
    if (!this.accept(character)) throw this.error(`expected \`${character}\``)
  }

  /** Calls `item` before each item of an array, which must consume it. */
  readArray(item: (index: number) => void): void {
    this.expect('[')
    if (this.accept(']')) return
    let index = 0
    do item(index++)
    while (this.accept(','))
    this.expect(']')
  }

  /** Calls `member` with each key of an object, which must consume its value. */
  readObject(member: (key: string) => void): void {
    this.expect('{')
    if (this.accept('}')) return
    do {
      const key = this.readString()
      this.expect(':')
      member(key)
    } while (this.accept(','))
    this.expect('}')
  }

  readNumber(): number {
    let byte = this.peek()
    let value = 0
    let digits = 0
    // Nearly all numbers here are short and whole.
    for (; byte >= 0x30 && byte <= 0x39 && digits < 15; digits++) {
      value = value * 10 + (byte - 0x30)
      byte = this.#skipByte()
    }
    if (digits > 0 && !isNumberByte(byte)) return value
    let text = digits === 0 ? '' : String(value)
    for (; isNumberByte(byte); byte = this.#skipByte()) text += String.fromCharCode(byte)
    const number = text === '' ? Number.NaN : Number(text)
    if (Number.isNaN(number)) throw this.error('expected a number')
    return number
  }

  readString(): string {
    return this.#decoder.decode(this.readStringBytes())
  }

  /** The next string as UTF-8; the array is valid until the next call. */
  readStringBytes(): Uint8Array {
    this.expect('"')
    let length = 0
    let isEscaped = false
    for (;;) {
      if (this.#at === this.#end && !this.#fill()) throw this.error('expected the end of a string')
      const byte = this.#chunk[this.#at++]!
      if (byte === QUOTE) break
      if (byte < 0x20) throw this.error('found a control character in a string')
      if (length + 2 > this.#text.length) this.#text = grow(this.#text)
      this.#text[length++] = byte
      if (byte === BACKSLASH) {
        isEscaped = true
        if (this.#at === this.#end && !this.#fill()) throw this.error('expected the end of a string')
        this.#text[length++] = this.#chunk[this.#at++]!
      }
    }
    const bytes = this.#text.subarray(0, length)
    return isEscaped ? this.#unescape(bytes) : bytes
  }

  skipValue(): void {
    const byte = this.peek()
    if (byte === 0x7b) this.readObject(() => this.skipValue())
    else if (byte === 0x5b) this.readArray(() => this.skipValue())
    else if (byte === QUOTE) this.readStringBytes()
    else if (byte === 0x74) this.#word('true')
    else if (byte === 0x66) this.#word('false')
    else if (byte === 0x6e) this.#word('null')
    else this.readNumber()
  }

  /** An error at the current place. */
  error(expected: string): LayoutError {
    const next = this.#at < this.#end || this.#fill() ? this.#chunk[this.#at]! : -1
    const found = next < 0 ? 'the end of the file' : `\`${String.fromCharCode(next)}\``
    return new LayoutError('WORKLOAD_SYNTAX', `${expected}, found ${found}.`, {
      file: this.#path,
      line: this.#line,
      column: this.#before + this.#at - this.#lineStart + 1,
    })
  }

  #word(word: string): void {
    for (const character of word) this.expect(character)
  }

  #unescape(bytes: Uint8Array): Uint8Array {
    try {
      return new TextEncoder().encode(JSON.parse(`"${this.#decoder.decode(bytes)}"`) as string)
    } catch {
      throw this.error('found a wrong escape in a string')
    }
  }

  /** Consumes one byte and returns the next, -1 at the end. */
  #skipByte(): number {
    this.#at++
    return this.#at < this.#end || this.#fill() ? this.#chunk[this.#at]! : -1
  }

  #fill(): boolean {
    this.#before += this.#end
    this.#at = 0
    this.#end = readSync(this.#file, this.#chunk, 0, CHUNK_BYTES, null)
    return this.#end > 0
  }
}

function isNumberByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e || (byte | 0x20) === 0x65
}

function grow(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length * 2)
  larger.set(bytes)
  return larger
}
