/** A binary heap of numbered items by key, the largest first, equal ones by number; keys can change. */
export class EdgeHeap {
  readonly #keys: Float64Array
  readonly #items: Int32Array
  /** Place in the heap, -1 for items that are not in it. */
  readonly #places: Int32Array
  #size = 0

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity)
    this.#items = new Int32Array(capacity)
    this.#places = new Int32Array(capacity).fill(-1)
  }

  /** Puts the item in with this key, or gives it this key. */
  set(item: number, key: number): void {
    let place = this.#places[item]!
    if (place < 0) {
      place = this.#size++
    } else if (!this.#isBefore(item, key, item, this.#keys[item]!)) {
      this.#keys[item] = key
      this.#sinkDown(item, place)
      return
    }
    this.#keys[item] = key
    this.#floatUp(item, place)
  }

  remove(item: number): void {
    const place = this.#places[item]!
    if (place < 0) return
    this.#places[item] = -1
    const last = this.#items[--this.#size]!
    if (last === item) return
    this.#floatUp(last, place)
    this.#sinkDown(last, this.#places[last]!)
  }

  /** The item with the largest key, taken out; -1 when empty. */
  pop(): number {
    if (this.#size === 0) return -1
    const item = this.#items[0]!
    this.remove(item)
    return item
  }

  #isBefore(a: number, keyA: number, b: number, keyB: number): boolean {
    return keyA > keyB || (keyA === keyB && a < b)
  }

  #floatUp(item: number, from: number): void {
    const key = this.#keys[item]!
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 1
      const other = this.#items[parent]!
      if (!this.#isBefore(item, key, other, this.#keys[other]!)) break
      this.#items[place] = other
      this.#places[other] = place
      place = parent
    }
    this.#items[place] = item
    this.#places[item] = place
  }

  #sinkDown(item: number, from: number): void {
    const key = this.#keys[item]!
    let place = from
    for (;;) {
      let child = 2 * place + 1
      if (child >= this.#size) break
      let other = this.#items[child]!
      if (child + 1 < this.#size) {
        const second = this.#items[child + 1]!
        if (this.#isBefore(second, this.#keys[second]!, other, this.#keys[other]!)) {
          child++
          other = second
        }
      }
      if (this.#isBefore(item, key, other, this.#keys[other]!)) break
      this.#items[place] = other
      this.#places[other] = place
      place = child
    }
    this.#items[place] = item
    this.#places[item] = place
  }
}
