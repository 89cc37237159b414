export interface LogEntry {
  readonly path: string
  readonly status: number
  readonly ms: number
}

/** The last requests, in a ring that never grows. */
export class RequestLog {
  static readonly capacity = 1000
  readonly #entries: LogEntry[] = []
  #total = 0

  add(entry: LogEntry): void {
    this.#entries[this.#total % RequestLog.capacity] = entry
    this.#total++
  }

  get size(): number {
    return this.#total
  }

  slowest(): LogEntry | undefined {
    return this.#entries.reduce<LogEntry | undefined>(
      (worst, entry) => (worst === undefined || entry.ms > worst.ms ? entry : worst),
      undefined,
    )
  }

  summary(): string {
    const failed = this.#entries.filter(({ status }) => status >= 400).length
    return `${this.#total} requests, ${failed} not found\n`
  }
}
