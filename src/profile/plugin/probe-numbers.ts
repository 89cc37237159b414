/** Where a module's probes are among those of the bundle. */
export interface ProbeRange {
  readonly base: number
  readonly count: number
}

/**
 * Gives modules the numbers of their probes. A module keeps its numbers as long as they are enough for it, also from one
 * build to the next: what a bundler has kept of the build before stands beside what it transforms anew.
 */
export class ProbeNumbers {
  readonly #max: number
  readonly #ranges = new Map<string, ProbeRange>()
  #next = 0

  constructor(max: number) {
    this.#max = max
  }

  /** All numbers that are given are below it. */
  get size(): number {
    return this.#next
  }

  /** @returns the first of `count` numbers in a row for a module, or -1 when none are left */
  take(id: string, count: number): number {
    const range = this.#ranges.get(id)
    if (range !== undefined && count <= range.count) return range.base
    if (this.#next + count > this.#max) return -1
    const base = this.#next
    this.#next += count
    this.#ranges.set(id, { base, count })
    return base
  }

  /** Whether these are numbers that the module has. */
  holds(id: string, { base, count }: ProbeRange): boolean {
    const range = this.#ranges.get(id)
    return range !== undefined && range.base === base && count <= range.count
  }
}
