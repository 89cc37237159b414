import type { StackSamples } from './stack-samples.ts'

/** Calls of one function as counted by something else than `recordCall`: a bundle's probes, V8's own counters. */
export interface CountedCalls {
  readonly name: string
  /** Calls since profiling began; an estimate where `sampleCount` is less. */
  readonly callCount: number
  /** `callCount` is the least it can be: it is known to have run, nobody has counted how often. */
  readonly isAtLeast?: boolean
  /** The most calls there can be, where resumptions were counted too; `callCount` is the least then. */
  readonly mostCalls?: number
  /** Calls that were really counted; with V8's counters resumptions too. */
  readonly sampleCount: number
  /** Nanoseconds from the start of profiling; `Infinity` when it never ran. */
  readonly firstCallNs: number
  readonly lastCallNs: number
  /** Samples of a sampling profiler with it anywhere on the stack. It was alive at `lastCallNs` when not 0. */
  readonly onStackSamples?: number
  /** Those in which it was the innermost function. */
  readonly innermostSamples?: number
}

/** Something that counts calls by itself and is read when metrics are collected. */
export interface CallSource {
  /** Called at `start`, `stop` and `clear` of the profiler, where the source cares. */
  onStart?(): void
  onStop?(): void
  clear(): void
  /** Functions that never ran may be among them, with `callCount` 0. */
  read(): Iterable<CountedCalls>
  /** Stacks, where the source samples any. */
  readStacks?(): StackSamples
}
