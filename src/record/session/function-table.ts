import { compareNames, type FunctionFacts, type FunctionLayoutHint } from '../../model/index.ts'

/** Nanoseconds in a microsecond. Times are kept as whole nanoseconds: sums of integers do not depend on their order. */
const NS = 1000

/** What was counted and timed of one function; times in nanoseconds, NaN where it never ran. */
export interface FunctionNumbers {
  readonly callCount: number
  readonly firstNs: number
  readonly lastNs: number
  readonly totalNs: number
  readonly selfNs: number
  readonly isStartupPath: boolean
}

/** Functions by number, growing as they are added. */
export class FunctionTable {
  readonly facts: FunctionFacts[] = []
  callCount: Float64Array
  firstNs: Float64Array
  lastNs: Float64Array
  totalNs: Float64Array
  selfNs: Float64Array
  isStartupPath: Uint8Array
  readonly #byName = new Map<string, number>()

  constructor(capacity = 64) {
    this.callCount = new Float64Array(capacity)
    this.firstNs = new Float64Array(capacity).fill(Number.NaN)
    this.lastNs = new Float64Array(capacity).fill(Number.NaN)
    this.totalNs = new Float64Array(capacity)
    this.selfNs = new Float64Array(capacity)
    this.isStartupPath = new Uint8Array(capacity)
  }

  get size(): number {
    return this.facts.length
  }

  find(name: string): number | undefined {
    return this.#byName.get(name)
  }

  /**
   * The index of a function, which is added when it is new. Facts that differ are settled by {@link preferFacts}.
   *
   * @param onConflict Called when two different bodies stand under one name.
   */
  add(facts: FunctionFacts, onConflict?: () => void): number {
    const known = this.#byName.get(facts.name)
    if (known === undefined) {
      const index = this.facts.length
      if (index === this.callCount.length) this.#grow()
      this.facts.push(facts)
      this.#byName.set(facts.name, index)
      return index
    }
    const old = this.facts[known]
    // Blocks of one run share the very objects where they can; then there is nothing to compare.
    if (old !== undefined && old !== facts) {
      if (old.bodyHash !== facts.bodyHash && old.bodyHash !== '' && facts.bodyHash !== '') onConflict?.()
      this.facts[known] = preferFacts(old, facts)
    }
    return known
  }

  /** Adds numbers to those of a function: counts and times are summed, first and last calls are the earliest and latest. */
  accumulate(index: number, more: FunctionNumbers): void {
    this.callCount[index] = (this.callCount[index] ?? 0) + more.callCount
    this.totalNs[index] = (this.totalNs[index] ?? 0) + more.totalNs
    this.selfNs[index] = (this.selfNs[index] ?? 0) + more.selfNs
    const first = this.firstNs[index] ?? Number.NaN
    if (!Number.isNaN(more.firstNs) && !(first <= more.firstNs)) this.firstNs[index] = more.firstNs
    const last = this.lastNs[index] ?? Number.NaN
    if (!Number.isNaN(more.lastNs) && !(last >= more.lastNs)) this.lastNs[index] = more.lastNs
    if (more.isStartupPath) this.isStartupPath[index] = 1
  }

  numbersOf(index: number): FunctionNumbers {
    return {
      callCount: this.callCount[index] ?? 0,
      firstNs: this.firstNs[index] ?? Number.NaN,
      lastNs: this.lastNs[index] ?? Number.NaN,
      totalNs: this.totalNs[index] ?? 0,
      selfNs: this.selfNs[index] ?? 0,
      isStartupPath: this.isStartupPath[index] === 1,
    }
  }

  #grow(): void {
    const capacity = this.callCount.length * 2
    const wider = (old: Float64Array, fill: number): Float64Array => {
      const next = new Float64Array(capacity).fill(fill, old.length)
      next.set(old)
      return next
    }
    this.callCount = wider(this.callCount, 0)
    this.firstNs = wider(this.firstNs, Number.NaN)
    this.lastNs = wider(this.lastNs, Number.NaN)
    this.totalNs = wider(this.totalNs, 0)
    this.selfNs = wider(this.selfNs, 0)
    const flags = new Uint8Array(capacity)
    flags.set(this.isStartupPath)
    this.isStartupPath = flags
  }
}

/** Microseconds as whole nanoseconds; NaN for undefined. */
export function toNs(us: number | undefined): number {
  return us === undefined ? Number.NaN : Math.round(us * NS)
}

/** Nanoseconds as microseconds; undefined for NaN. */
export function toUs(ns: number): number | undefined {
  return Number.isNaN(ns) ? undefined : ns / NS
}

/** Facts of a function of which nothing but the name is known. */
export function unknownFacts(name: string, module: string): FunctionFacts {
  return { name, module, line: 0, column: 0, size: 0, totalSize: 0, bodyHash: '' }
}

/**
 * Which of two descriptions of one function is kept when recordings of different code are joined: always a whole one;
 * the one whose body is known, then the larger, then by a total order. So the result does not depend on who came first.
 */
export function preferFacts(a: FunctionFacts, b: FunctionFacts): FunctionFacts {
  const order =
    Number(a.bodyHash !== '') - Number(b.bodyHash !== '') ||
    a.size - b.size ||
    a.totalSize - b.totalSize ||
    a.line - b.line ||
    a.column - b.column ||
    compareNames(a.bodyHash, b.bodyHash) ||
    compareNames(a.module, b.module) ||
    compareNames(hintText(a.hint), hintText(b.hint))
  return order >= 0 ? a : b
}

/** A hint as text, for comparing. */
function hintText(hint: FunctionLayoutHint | undefined): string {
  return hint === undefined ? '' : `${hint.phase}\0${hint.pinned ? 'pin' : ''}\0${hint.anchor ?? ''}`
}
