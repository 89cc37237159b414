import type { LayoutPhase } from './phase-rule.ts'

export interface FunctionStatsInit {
  readonly name: string
  readonly callCount: number
  readonly sampleCount: number
  readonly totalTimeNs: number
  readonly timedCalls: number
  readonly firstCallNs: number
  readonly lastCallNs: number
  readonly onStackSamples?: number
  readonly innermostSamples?: number
  readonly recentCallsPerSecond: number
  readonly inferredPhase: LayoutPhase
  readonly confidence: number
  readonly reason: string
  readonly stacks: readonly (readonly [stack: string, samples: number])[]
}

/** What is known of one function. Times are nanoseconds from the start of profiling. */
export class FunctionStats {
  readonly name: string
  /**
   * Calls; an estimate where calls were sampled, exact up to 32 and at rate 1. By V8's counters 1 for a function that can
   * be suspended, however often it ran: they count resumptions as well.
   */
  readonly callCount: number
  /** Calls that were recorded: what the estimate rests on. By V8's counters with resumptions. */
  readonly sampleCount: number
  /** Time in the calls recorded with a duration, scaled to all of them. */
  readonly totalTimeNs: number
  /** Number of calls that `totalTimeNs` stands for. */
  readonly timedCalls: number
  /** `Infinity` when it never ran. */
  readonly firstCallNs: number
  /** The last call whose time was read; `-Infinity` when it never ran. */
  readonly lastCallNs: number
  /** Samples of a sampling profiler with it anywhere on the stack, see `RuntimeMetrics.stackSamples`; 0 without one. */
  readonly onStackSamples: number
  /** Those in which it was the innermost function. */
  readonly innermostSamples: number
  /** Calls a second over the last windows; over the whole time while no window has ended. */
  readonly recentCallsPerSecond: number
  readonly inferredPhase: LayoutPhase
  readonly confidence: number
  /** Which clause of the phase rule decided. */
  readonly reason: string
  /** Stacks with the number of samples, most frequent first; empty unless `trackCallStacks` is on. */
  readonly stacks: readonly (readonly [stack: string, samples: number])[]

  constructor(init: FunctionStatsInit) {
    this.name = init.name
    this.callCount = init.callCount
    this.sampleCount = init.sampleCount
    this.totalTimeNs = init.totalTimeNs
    this.timedCalls = init.timedCalls
    this.firstCallNs = init.firstCallNs
    this.lastCallNs = init.lastCallNs
    this.onStackSamples = init.onStackSamples ?? 0
    this.innermostSamples = init.innermostSamples ?? 0
    this.recentCallsPerSecond = init.recentCallsPerSecond
    this.inferredPhase = init.inferredPhase
    this.confidence = init.confidence
    this.reason = init.reason
    this.stacks = init.stacks
  }

  /** Mean rate over so many seconds; 0 when no time has passed. */
  callsPerSecond(durationSeconds: number): number {
    return durationSeconds > 0 ? this.callCount / durationSeconds : 0
  }

  /** Mean duration of the calls that were recorded with one; 0 when there was none. */
  avgDurationNs(): number {
    return this.timedCalls > 0 ? this.totalTimeNs / this.timedCalls : 0
  }
}
