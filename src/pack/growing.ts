/** Typed arrays that grow: twice as large whenever they are full. */
export class GrowingInts {
  #values: Int32Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  at(index: number): number {
    return this.#values[index]!
  }

  /** The values; the growing array must not be used afterwards. */
  take(): Int32Array {
    return this.#values.subarray(0, this.length)
  }
}

export class GrowingFloats {
  #values: Float64Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Float64Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  take(): Float64Array {
    return this.#values.subarray(0, this.length)
  }
}
