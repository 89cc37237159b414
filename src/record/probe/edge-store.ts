/** Slots per caller in the combined key; both stay exact in a double. */
const KEY_BASE = 2 ** 26

/** Counts per (caller, callee): an open-addressed table that grows. */
export class EdgeStore {
  #keys = new Float64Array(1024)
  #counts = new Float64Array(1024)
  #size = 0

  add(from: number, to: number, count: number): void {
    // Keys are stored plus one, so that 0 means empty.
    const key = from * KEY_BASE + to + 1
    let at = this.#find(this.#keys, key, from, to)
    if (this.#keys[at] === 0) {
      if (++this.#size * 2 > this.#keys.length) {
        this.#grow()
        at = this.#find(this.#keys, key, from, to)
      }
      this.#keys[at] = key
    }
    this.#counts[at]! += count
  }

  /** Empties the table into sorted triples: caller, callee, count. */
  drain(): { from: number; to: number; count: number }[] {
    const edges: { from: number; to: number; count: number }[] = []
    for (let i = 0; i < this.#keys.length; i++) {
      const key = this.#keys[i]! - 1
      if (key < 0) continue
      const to = key % KEY_BASE
      edges.push({ from: (key - to) / KEY_BASE, to, count: this.#counts[i]! })
    }
    this.#keys.fill(0)
    this.#counts.fill(0)
    this.#size = 0
    return edges.sort((a, b) => a.from - b.from || a.to - b.to)
  }

  #find(keys: Float64Array, key: number, from: number, to: number): number {
    const mask = keys.length - 1
    let at = (Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b)) & mask
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const oldKeys = this.#keys
    const oldCounts = this.#counts
    this.#keys = new Float64Array(oldKeys.length * 2)
    this.#counts = new Float64Array(oldKeys.length * 2)
    for (let i = 0; i < oldKeys.length; i++) {
      const key = oldKeys[i]!
      if (key === 0) continue
      const to = (key - 1) % KEY_BASE
      const at = this.#find(this.#keys, key, (key - 1 - to) / KEY_BASE, to)
      this.#keys[at] = key
      this.#counts[at] = oldCounts[i]!
    }
  }
}
