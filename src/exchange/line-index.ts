/** Finds line and column of an offset, all from 0, in UTF-16 units. */
export class LineIndex {
  readonly #starts: readonly number[]

  private constructor(starts: readonly number[]) {
    this.#starts = starts
  }

  static ofText(text: string): LineIndex {
    const starts = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    return new LineIndex(starts)
  }

  /** From the lengths of the lines without their ends, as Node's `source-map-cache` has them. */
  static ofLengths(lengths: readonly number[]): LineIndex {
    const starts = [0]
    for (const length of lengths) starts.push(starts.at(-1)! + length + 1)
    return new LineIndex(starts)
  }

  place(offset: number): { line: number; column: number } {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low, column: offset - this.#starts[low]! }
  }

  offset(line: number, column: number): number {
    return (this.#starts[Math.min(Math.max(line, 0), this.#starts.length - 1)] ?? 0) + column
  }
}
