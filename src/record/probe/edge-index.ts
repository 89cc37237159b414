/** Slots per caller in the combined key; both stay exact in a double. */
const KEY_BASE = 2 ** 26
const FIRST_SIZE = 1 << 13

/** Gives each edge (caller, callee) a number, in the order in which they are asked for. */
export class EdgeIndex {
  /** By number. */
  from: Int32Array = new Int32Array(FIRST_SIZE)
  to: Int32Array = new Int32Array(FIRST_SIZE)
  /** Its last entry in the journal plus one. */
  lastEntry: Int32Array = new Int32Array(FIRST_SIZE)
  size = 0
  /** Open addressing, at most half full; a key is stored plus one, so that 0 means empty. */
  #keys = new Float64Array(FIRST_SIZE * 2)
  #numbers = new Int32Array(FIRST_SIZE * 2)

  numberOf(from: number, to: number): number {
    const key = from * KEY_BASE + to + 1
    const at = this.#find(key, from, to)
    return this.#keys[at] === key ? this.#numbers[at]! : this.#add(key, from, to, at)
  }

  clear(): void {
    this.size = 0
    this.#keys.fill(0)
    this.lastEntry.fill(0)
  }

  #add(key: number, from: number, to: number, at: number): number {
    if (this.size === this.from.length) {
      this.#grow()
      at = this.#find(key, from, to)
    }
    const number = this.size++
    this.#keys[at] = key
    this.#numbers[at] = number
    this.from[number] = from
    this.to[number] = to
    return number
  }

  #find(key: number, from: number, to: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    let at = (Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b)) & mask
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    this.from = grown(this.from, new Int32Array(this.size * 2))
    this.to = grown(this.to, new Int32Array(this.size * 2))
    this.lastEntry = grown(this.lastEntry, new Int32Array(this.size * 2))
    this.#keys = new Float64Array(this.size * 4)
    this.#numbers = new Int32Array(this.size * 4)
    for (let number = 0; number < this.size; number++) {
      const from = this.from[number]!
      const to = this.to[number]!
      const key = from * KEY_BASE + to + 1
      const at = this.#find(key, from, to)
      this.#keys[at] = key
      this.#numbers[at] = number
    }
  }
}

/** The same array with room for more. */
export function grown<T extends Float64Array | Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
