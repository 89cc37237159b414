/**
 * Call totals at the last two borders of windows: the recent rate is taken from the older of them to now,
 * so that it always rests on one to two windows. Holds at most `maxFunctions` numbers a border.
 */
export class RollingWindows {
  #older: Border | undefined
  #newer: Border | undefined

  /** Ends a window. */
  roll(atNs: number, calls: Map<string, number>): void {
    this.#older = this.#newer ?? { atNs: 0, calls: new Map() }
    this.#newer = { atNs, calls }
  }

  /** Since when recent rates count; 0 while no window has ended. */
  get recentSinceNs(): number {
    return this.#older?.atNs ?? 0
  }

  /** Calls a second from the older border to now; `undefined` while no window has ended. */
  recentRate(name: string, callsNow: number, nowNs: number): number | undefined {
    if (this.#older === undefined || nowNs <= this.#older.atNs) return undefined
    return (callsNow - (this.#older.calls.get(name) ?? 0)) / ((nowNs - this.#older.atNs) / 1e9)
  }

  clear(): void {
    this.#older = undefined
    this.#newer = undefined
  }
}

interface Border {
  readonly atNs: number
  readonly calls: ReadonlyMap<string, number>
}
