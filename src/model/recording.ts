import type { FunctionLayoutHint } from './hint.ts'
import type { LayoutPhase } from './phase.ts'

/**
 * One function of the user's own source and what was recorded of it.
 * Functions that never ran are present too, with `callCount` 0: they are what `cold` is made of.
 */
export interface FunctionRecord {
  /** Stable and unique in a recording: `src/app.ts:App.render`. */
  readonly name: string
  /** Path of the source file relative to the project's root, with `/`. */
  readonly module: string
  /** Place of the function in the original source; both count from 1. */
  readonly line: number
  readonly column: number
  /** UTF-8 bytes of its own JavaScript code, nested functions left out. */
  readonly size: number
  /** UTF-8 bytes with nested functions. */
  readonly totalSize: number
  /** Hash of its own code, to recognise a function that was renamed or moved. Empty when unknown. */
  readonly bodyHash: string
  /** The annotation in the source, if any. */
  readonly hint?: FunctionLayoutHint
  readonly callCount: number
  /** Microseconds from the start of its test file's recording; undefined when it never ran. */
  readonly firstCallUs: number | undefined
  readonly lastCallUs: number | undefined
  /** Time on the stack, microseconds, callees included; estimated when timing is sampled. */
  readonly totalUs: number
  /** The same without its callees. */
  readonly selfUs: number
  /** Name of each function it called, with the number of calls. */
  readonly callees: ReadonlyMap<string, number>
  /** Whether it ran before start-up was complete in some scenario. */
  readonly isStartupPath: boolean
}

/** A marker that was passed while a scenario ran. */
export interface ScenarioMark {
  readonly name: string
  /** How many functions of the scenario's `order` had run for the first time before the mark. */
  readonly position: number
  /** Microseconds from the start of the file's recording. */
  readonly us: number
}

/**
 * What ran, in the order of first execution: one for each test, and one (`kind: 'load'`) for each test file,
 * which holds what its modules ran while they were loaded and its hooks outside tests. One more, without a file, holds
 * the loading of modules whose place is not known.
 */
export interface ScenarioTrace {
  readonly kind: 'load' | 'test'
  /** Name of the Vitest project, `''` for the only one. */
  readonly project: string
  /** Test file relative to the project's root, with `/`. */
  readonly file: string
  /** Names of suites and test joined by ` > `; `''` for `load`. */
  readonly test: string
  /** Scenario name where one was declared. */
  readonly scenario?: string
  readonly phase?: LayoutPhase
  readonly stopMark?: string
  /** Default 1. */
  readonly weight: number
  /** Indices into {@link Recording.functions}, each once, in order of first execution. */
  readonly order: Int32Array
  /** Calls in this scenario, parallel to `order`; 0 for what ran only while a module loaded that the test imports. */
  readonly calls: Float64Array
  readonly marks: readonly ScenarioMark[]
}

/** All that was recorded in one run, or in several that were merged. */
export interface Recording {
  /** False when something that ran is missing (a killed worker, files that failed to collect). */
  readonly complete: boolean
  /** What is missing and why, one line each, sorted. */
  readonly problems: readonly string[]
  readonly functions: readonly FunctionRecord[]
  readonly scenarios: readonly ScenarioTrace[]
}

/** What is known of a function without running it. */
export type FunctionFacts = Pick<
  FunctionRecord,
  'name' | 'module' | 'line' | 'column' | 'size' | 'totalSize' | 'bodyHash' | 'hint'
>

/**
 * What one worker sent of one test file, by columns: the form in which recordings are joined.
 * All columns are parallel to `functions`; scenarios refer to it by index.
 */
export interface RecordingBlock {
  readonly functions: readonly FunctionFacts[]
  readonly callCount: ArrayLike<number>
  /** Microseconds; NaN where the function never ran. */
  readonly firstCallUs: ArrayLike<number>
  readonly lastCallUs: ArrayLike<number>
  readonly totalUs: ArrayLike<number>
  readonly selfUs: ArrayLike<number>
  /** 1 where it ran before start-up was complete. */
  readonly isStartupPath: ArrayLike<number>
  /** Edge k says that `edgeCaller[k]` called `edgeCallee[k]` (both indices into `functions`) `edgeCount[k]` times. */
  readonly edgeCaller: ArrayLike<number>
  readonly edgeCallee: ArrayLike<number>
  readonly edgeCount: ArrayLike<number>
  readonly scenarios: readonly ScenarioTrace[]
  readonly complete: boolean
  readonly problems: readonly string[]
}
