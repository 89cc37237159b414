/**
 * Function names of all threads, numbered in the order in which they came: an open-addressing hash table in one
 * buffer that threads fill without locks. A slot goes from EMPTY through BUSY to the number of its function + 1.
 */
const EMPTY = 0
const BUSY = -1
/** A thread that was terminated while it filled a slot leaves it BUSY for ever: others pass it after so many looks. */
const MAX_SPINS = 1_000_000

const COUNT = 0
const BYTES_USED = 1
const DROPPED = 2
const HEADER_INTS = 3

const BYTES_PER_NAME = 64

/** Room for the table of so many functions, in bytes. */
export function nameTableBytes(maxFunctions: number): number {
  return 4 * (HEADER_INTS + slotCount(maxFunctions) + 2 * maxFunctions) + BYTES_PER_NAME * maxFunctions
}

function slotCount(maxFunctions: number): number {
  return 2 ** Math.ceil(Math.log2(maxFunctions * 2 + 1))
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export class NameTable {
  readonly #max: number
  readonly #mask: number
  readonly #header: Int32Array
  readonly #slots: Int32Array
  /** Offset and length in `#bytes` by number of the function. */
  readonly #places: Int32Array
  readonly #bytes: Uint8Array

  constructor(buffer: ArrayBufferLike, maxFunctions: number) {
    const slots = slotCount(maxFunctions)
    this.#max = maxFunctions
    this.#mask = slots - 1
    this.#header = new Int32Array(buffer, 0, HEADER_INTS)
    this.#slots = new Int32Array(buffer, 4 * HEADER_INTS, slots)
    this.#places = new Int32Array(buffer, 4 * (HEADER_INTS + slots), 2 * maxFunctions)
    this.#bytes = new Uint8Array(buffer, 4 * (HEADER_INTS + slots + 2 * maxFunctions))
  }

  /** Functions numbered so far. */
  get count(): number {
    return Math.min(Atomics.load(this.#header, COUNT), this.#max)
  }

  /** Look-ups of names for which there was no room. */
  get dropped(): number {
    return Atomics.load(this.#header, DROPPED)
  }

  drop(): void {
    Atomics.add(this.#header, DROPPED, 1)
  }

  /** Whether no further name can be taken in. */
  get isFull(): boolean {
    return Atomics.load(this.#header, COUNT) >= this.#max
  }

  /** The number of that name, given now if it has none; -1 when the table is full. */
  intern(name: string): number {
    const bytes = encoder.encode(name)
    for (let slot = hash(bytes) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const owner = this.#settle(slot)
      if (owner === BUSY) continue
      if (owner !== EMPTY) {
        if (this.#equals(owner - 1, bytes)) return owner - 1
        continue
      }
      if (this.isFull) return -1
      if (Atomics.compareExchange(this.#slots, slot, EMPTY, BUSY) !== EMPTY) {
        // Another thread took the slot in between; perhaps with the same name: look at it again.
        slot = (slot - 1) & this.#mask
        continue
      }
      const id = this.#append(bytes)
      Atomics.store(this.#slots, slot, id === -1 ? EMPTY : id + 1)
      return id
    }
  }

  name(id: number): string {
    const offset = this.#places[2 * id] ?? 0
    // Decoders refuse views on shared memory, hence the copy.
    return decoder.decode(this.#bytes.slice(offset, offset + (this.#places[2 * id + 1] ?? 0)))
  }

  clear(): void {
    this.#slots.fill(EMPTY)
    this.#header.fill(0)
  }

  #settle(slot: number): number {
    let owner = Atomics.load(this.#slots, slot)
    for (let spins = 0; owner === BUSY && spins < MAX_SPINS; spins++) owner = Atomics.load(this.#slots, slot)
    return owner
  }

  #append(bytes: Uint8Array): number {
    const offset = Atomics.add(this.#header, BYTES_USED, bytes.length)
    if (offset + bytes.length > this.#bytes.length) {
      Atomics.sub(this.#header, BYTES_USED, bytes.length)
      return -1
    }
    const id = Atomics.add(this.#header, COUNT, 1)
    if (id >= this.#max) return -1
    this.#bytes.set(bytes, offset)
    this.#places[2 * id] = offset
    this.#places[2 * id + 1] = bytes.length
    return id
  }

  #equals(id: number, bytes: Uint8Array): boolean {
    const offset = this.#places[2 * id] ?? 0
    if (this.#places[2 * id + 1] !== bytes.length) return false
    for (let i = 0; i < bytes.length; i++) if (this.#bytes[offset + i] !== bytes[i]) return false
    return true
  }
}

/** FNV-1a, 32 bits, with a final mix so that the low bits depend on all. */
function hash(bytes: Uint8Array): number {
  let h = 0x811c9dc5
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193)
  h ^= h >>> 15
  return Math.imul(h, 0x2c1b3c6d) >>> 4
}
