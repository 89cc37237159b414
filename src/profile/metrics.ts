import { countPageSavings, type PageSavings, type PlacedFunction } from './page-savings.ts'
import type { LayoutPhase } from './phase-rule.ts'
import { NO_STACK_SAMPLES, type StackSamples } from './stack-samples.ts'
import type { FunctionStats } from './stats.ts'

/** Everything collected so far. */
export class RuntimeMetrics {
  /** By calls, most first; ties by name. */
  readonly functions: readonly FunctionStats[]
  /** Time spent profiling, without the pauses between `stop` and `start`. */
  readonly durationSeconds: number
  /** Calls that were recorded. */
  readonly sampleCount: number
  /** Calls, estimated from the samples. */
  readonly totalCalls: number
  /** Names for which there was no room; 0 means nothing is missing. */
  readonly dropped: number
  /** What a sampling profiler saw; pairs and stacks are empty unless `trackCallStacks` is on. */
  readonly stackSamples: StackSamples

  constructor(
    functions: readonly FunctionStats[],
    durationSeconds: number,
    dropped: number,
    stackSamples: StackSamples = NO_STACK_SAMPLES,
  ) {
    this.functions = [...functions].sort((a, b) => b.callCount - a.callCount || (a.name < b.name ? -1 : 1))
    this.durationSeconds = durationSeconds
    this.dropped = dropped
    this.stackSamples = stackSamples
    this.sampleCount = functions.reduce((sum, stats) => sum + stats.sampleCount, 0)
    this.totalCalls = functions.reduce((sum, stats) => sum + stats.callCount, 0)
  }

  functionsByPhase(phase: LayoutPhase): FunctionStats[] {
    return this.functions.filter((stats) => stats.inferredPhase === phase)
  }

  /** The functions called most often a second, at most `limit`. */
  topHotFunctions(limit: number = 10): FunctionStats[] {
    return [...this.functions]
      .filter((stats) => stats.callCount > 0)
      .sort((a, b) => b.recentCallsPerSecond - a.recentCallsPerSecond || (a.name < b.name ? -1 : 1))
      .slice(0, Math.max(0, limit))
  }

  /**
   * Pages that the functions of each phase touch in the given order of the code, and in an order by inferred phase.
   * Counted, not estimated; functions that are not in `order` count nowhere.
   *
   * @param order every function of the code in its present order, with its size in bytes.
   */
  pageSavings(order: readonly PlacedFunction[], pageSize: number = 4096): PageSavings {
    return countPageSavings(
      order,
      new Map(this.functions.filter((stats) => stats.callCount > 0).map((stats) => [stats.name, stats.inferredPhase])),
      pageSize,
    )
  }
}
