import type { CallSource, CountedCalls } from '../call-source.ts'

/** A function as V8 reports it: byte range in a script, and V8's own name for it. */
export interface CoveredFunction {
  readonly functionName: string
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[]
}

export interface CoveredScript {
  readonly scriptId: string
  readonly url: string
  readonly functions: readonly CoveredFunction[]
}

/** One function of one script, and what was counted of it. */
export interface TalliedFunction {
  readonly scriptId: string
  readonly url: string
  /** UTF-16 offset in the script. */
  readonly start: number
  readonly end: number
  readonly v8Name: string
  readonly isModule: boolean
  /** Whether resumptions are among its calls; known when its script has been read. */
  canSuspend: boolean
  /** Calls seen in start-up windows and bursts. */
  counted: number
  /** Calls, those between bursts estimated. */
  estimated: number
  /** V8 told that it ran, but nobody has counted how often. */
  isAtLeast: boolean
  firstNs: number
  lastNs: number
}

/** Observation a rate needs to be called low: three times the mean gap of the threshold, so that a miss is unlikely (5 %). */
const GAPS_OBSERVED = 3

/** Adds up what V8 counted. Bounded: functions beyond `maxFunctions` are counted as dropped. */
export class ScriptTally implements CallSource {
  readonly #functions: Map<string, TalliedFunction> = new Map()
  readonly #nameOf: (tallied: TalliedFunction) => string | undefined
  readonly #maxFunctions: number
  /** Calls a second under which a function is called cold. */
  readonly #coldThreshold: number
  #observedSeconds = 0
  dropped = 0

  constructor(
    options: { maxFunctions: number; coldThreshold: number },
    nameOf: (tallied: TalliedFunction) => string | undefined,
  ) {
    this.#maxFunctions = options.maxFunctions
    this.#coldThreshold = options.coldThreshold
    this.#nameOf = nameOf
  }

  /** Whether calls were counted for long enough to say that a function not seen is cold. */
  get canTellCold(): boolean {
    return this.#observedSeconds * this.#coldThreshold >= GAPS_OBSERVED
  }

  get functions(): Iterable<TalliedFunction> {
    return this.#functions.values()
  }

  /**
   * Takes in one reading.
   *
   * @param sinceNs When the counters were last zero; first calls are dated there, as V8 tells no times.
   * @param scale How many calls each counted one stands for.
   */
  add(scripts: readonly CoveredScript[], sinceNs: number, nowNs: number, scale: number): void {
    for (const [tallied, count] of this.#called(scripts)) {
      tallied.firstNs = Math.min(tallied.firstNs, sinceNs)
      tallied.lastNs = nowNs
      tallied.counted += count
      tallied.estimated += count * scale
      tallied.isAtLeast = false
    }
  }

  /**
   * Takes in which functions have run at some time: those that nobody has counted a call of ran since the last reading,
   * at least once.
   */
  addRan(scripts: readonly CoveredScript[], sinceNs: number, nowNs: number): void {
    for (const [tallied] of this.#called(scripts)) {
      if (tallied.counted > 0) continue
      tallied.firstNs = sinceNs
      tallied.lastNs = nowNs
      tallied.counted = 1
      tallied.estimated = 1
      tallied.isAtLeast = true
    }
  }

  /** Tells for how long calls were counted after the windows. */
  observed(seconds: number): void {
    this.#observedSeconds += seconds
  }

  clear(): void {
    this.#functions.clear()
    this.#observedSeconds = 0
    this.dropped = 0
  }

  /**
   * Functions that were not seen in a burst may be called rarely or never; nothing is said of those that were
   * in no window either, until the bursts together are long enough to tell.
   */
  *read(): Iterable<CountedCalls> {
    const { canTellCold } = this
    for (const tallied of this.#functions.values()) {
      if (tallied.counted === 0 && !canTellCold) continue
      const name = this.#nameOf(tallied)
      if (name === undefined) continue
      const entered = Math.round(tallied.estimated)
      const once = Math.min(1, entered)
      // V8 enters a module's code to prepare it, to run it, and after each `await`: it runs once all the same.
      yield {
        name,
        callCount: tallied.isModule || tallied.canSuspend ? once : entered,
        mostCalls: tallied.isModule ? once : entered,
        sampleCount: tallied.counted,
        firstCallNs: tallied.firstNs,
        lastCallNs: tallied.lastNs,
        isAtLeast: tallied.isAtLeast,
      }
    }
  }

  /** Functions that were called, with V8's count; those that were not are noted as well. */
  *#called(scripts: readonly CoveredScript[]): Iterable<[tallied: TalliedFunction, count: number]> {
    for (const { scriptId, url, functions } of scripts) {
      for (const [index, { functionName, ranges }] of functions.entries()) {
        const range = ranges[0]
        if (range === undefined) continue
        const tallied = this.#find(`${scriptId}:${range.startOffset}:${range.endOffset}`, () => ({
          scriptId,
          url,
          start: range.startOffset,
          end: range.endOffset,
          v8Name: functionName,
          // The script itself comes first, without a name.
          isModule: index === 0 && functionName === '' && range.startOffset === 0,
          canSuspend: false,
          counted: 0,
          estimated: 0,
          isAtLeast: false,
          firstNs: Infinity,
          lastNs: -Infinity,
        }))
        if (tallied !== undefined && range.count > 0) yield [tallied, range.count]
      }
    }
  }

  #find(key: string, make: () => TalliedFunction): TalliedFunction | undefined {
    const known = this.#functions.get(key)
    if (known !== undefined) return known
    if (this.#functions.size >= this.#maxFunctions) {
      this.dropped++
      return undefined
    }
    const made = make()
    this.#functions.set(key, made)
    return made
  }
}
