import { GrowingInts } from './growing.ts'

/** Names by number, as UTF-8 bytes end to end: a million strings would take four times the memory. */
export class NameTable {
  #bytes: Uint8Array = new Uint8Array(1 << 16)
  #used = 0
  readonly #ends: GrowingInts = new GrowingInts()
  /** Hash table of numbers + 1, open addressing, at most half full. */
  #slots: Int32Array = new Int32Array(1 << 12)

  get size(): number {
    return this.#ends.length
  }

  /** Adds a name; returns the number of an equal one that is there already, else -1. */
  add(name: Uint8Array): number {
    if (2 * (this.size + 1) > this.#slots.length) this.#rehash()
    let slot = hash(name, 0, name.length) & (this.#slots.length - 1)
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & (this.#slots.length - 1)) {
      const number = this.#slots[slot]! - 1
      if (this.#equals(number, name)) return number
    }
    while (this.#used + name.length > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(name, this.#used)
    this.#used += name.length
    this.#ends.push(this.#used)
    this.#slots[slot] = this.size
    return -1
  }

  get(number: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(this.#start(number), this.#ends.at(number)))
  }

  /** The names in this order, each followed by a line feed. */
  toLines(order: Int32Array): Uint8Array {
    const lines = new Uint8Array(this.#used + order.length)
    let end = 0
    for (const number of order) {
      for (let i = this.#start(number), last = this.#ends.at(number); i < last; i++) lines[end++] = this.#bytes[i]!
      lines[end++] = 0x0a
    }
    return lines.subarray(0, end)
  }

  #start(number: number): number {
    return number === 0 ? 0 : this.#ends.at(number - 1)
  }

  #equals(number: number, name: Uint8Array): boolean {
    const start = this.#start(number)
    if (this.#ends.at(number) - start !== name.length) return false
    for (let i = 0; i < name.length; i++) if (this.#bytes[start + i] !== name[i]) return false
    return true
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let number = 0; number < this.size; number++) {
      let slot = hash(this.#bytes, this.#start(number), this.#ends.at(number)) & (this.#slots.length - 1)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = number + 1
    }
  }
}

/** FNV-1a with a final mix, for the low bits choose the slot. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193)
  return value ^ (value >>> 15)
}
