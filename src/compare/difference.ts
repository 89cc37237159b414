import type { LayoutPhase } from '../model/phase.ts'

/** A number on both sides. */
export interface Pair {
  readonly base: number
  readonly head: number
}

export interface PhaseDifference {
  readonly phase: LayoutPhase
  readonly pages: Pair
  readonly bytes: Pair
  readonly functions: Pair
  /** The head's budget in pages; 0 means none. */
  readonly budget: number
  readonly isOver: boolean
}

export interface FunctionState {
  readonly name: string
  readonly module: string
  readonly line: number
  readonly column: number
  readonly phase: LayoutPhase
  /** First page, from 0. */
  readonly page: number
  readonly size: number
  readonly calls: number
}

export interface ChangedFunction {
  readonly base: FunctionState
  readonly head: FunctionState
}

/** A function that runs at start-up now and did not before. */
export interface StartupEntry {
  readonly function: FunctionState
  /** Its phase before, `undefined` for a new function. */
  readonly from: LayoutPhase | undefined
  /** Shortest chain of calls from outside to it, itself last; only itself where no edges were recorded. */
  readonly path: readonly string[]
  /** Position in `path` of the first call that the base did not have; `undefined` when all of them are old. */
  readonly newCallAt: number | undefined
}

export interface CallDifference {
  readonly caller: string
  readonly callee: string
  readonly count: Pair
}

/** A module that is loaded before the first frame though nothing in it runs by then. */
export interface LazyCandidate {
  readonly module: string
  /** Bytes of the whole module. */
  readonly bytes: number
  readonly functions: number
  /** Whether it was no candidate in the base. */
  readonly isNew: boolean
}

export interface BundleSize {
  readonly raw: number
  readonly gzip: number
  readonly brotli: number
}

/** Times of repeated runs on one machine, in microseconds. */
export interface TimeDifference {
  readonly what: string
  readonly base: Spread
  readonly head: Spread
}

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly runs: number
}

/** All that changed between two recordings. Lists stand in the order of their weight. */
export interface Difference {
  readonly version: 1
  readonly base: string
  readonly head: string
  readonly pageSize: number
  readonly phases: readonly PhaseDifference[]
  readonly total: { readonly pages: Pair; readonly bytes: Pair; readonly functions: Pair }
  readonly startup: readonly StartupEntry[]
  /** Ran at start-up before and no longer. */
  readonly leftStartup: readonly ChangedFunction[]
  readonly added: readonly FunctionState[]
  readonly removed: readonly FunctionState[]
  /** Same body under another name or in another module. */
  readonly renamed: readonly ChangedFunction[]
  readonly movedPhase: readonly ChangedFunction[]
  readonly resized: readonly ChangedFunction[]
  /** Same phase, another page. */
  readonly movedPage: readonly ChangedFunction[]
  readonly callCounts: readonly ChangedFunction[]
  readonly newCalls: readonly CallDifference[]
  readonly lazy: readonly LazyCandidate[]
  readonly bundle?: { readonly base: BundleSize; readonly head: BundleSize }
  readonly times?: readonly TimeDifference[]
  /** Functions without any change. */
  readonly unchanged: number
  /** What makes the comparison less certain. */
  readonly problems: readonly string[]
}
