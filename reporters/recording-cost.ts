import { performance } from 'node:perf_hooks'

import type { Recorder } from '../src/record/index.ts'
import { formatShare } from '../src/report/index.ts'

const SLOWEST = 10
const MS_PER_SECOND = 1000

/** Milliseconds that recording took, as far as it was measured or can be estimated. */
export interface RecordingCost {
  /** From the start of the run to now. */
  readonly runMs: number
  /** Instrumenting modules, in the main process. */
  readonly transformMs: number
  /** Taking blocks, laying out and writing, in the main process. */
  readonly joinMs: number
  /** Recorded calls times what one costs after calibration, over all workers; 0 where nothing is timed. */
  readonly probeMs: number
}

/** The clock of one run of the reporter; a rerun in watch mode begins anew. */
export class CostClock {
  readonly #recorder: Recorder
  #start: number = performance.now()
  #transformedBefore = 0
  #joinMs = 0

  constructor(recorder: Recorder) {
    this.#recorder = recorder
  }

  begin(): void {
    this.#start = performance.now()
    this.#joinMs = 0
  }

  /** Does `work` and books its time as joining. */
  async join<T>(work: () => T | Promise<T>): Promise<T> {
    const started = performance.now()
    try {
      return await work()
    } finally {
      this.#joinMs += performance.now() - started
    }
  }

  /** The run's cost; `calls` are those it recorded. */
  end(calls: number): RecordingCost {
    const transformed = [...this.#recorder.transformMs.values()].reduce((sum, ms) => sum + ms, 0)
    const transformMs = transformed - this.#transformedBefore
    this.#transformedBefore = transformed
    const runMs = performance.now() - this.#start
    return { runMs, transformMs, joinMs: this.#joinMs, probeMs: calls * this.#recorder.costMs }
  }
}

/** In the style of Vitest's own line of durations. */
export function formatCost({ runMs, transformMs, joinMs, probeMs }: RecordingCost): string {
  const total = transformMs + joinMs + probeMs
  const parts = [`transform ${duration(transformMs)}`, `join ${duration(joinMs)}`, `probes about ${duration(probeMs)}`]
  return `${duration(total)} (${parts.join(', ')}), ${formatShare(total / runMs)} of the run's ${duration(runMs)}`
}

/** The modules that took longest to instrument, slowest first. */
export function formatSlowest(recorder: Recorder): string[] {
  const slowest = [...recorder.transformMs].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, SLOWEST)
  return slowest.map(([module, ms]) => `${duration(ms).padStart(7)}  ${module}`)
}

function duration(ms: number): string {
  return ms < MS_PER_SECOND ? `${Math.round(ms)}ms` : `${(ms / MS_PER_SECOND).toFixed(2)}s`
}
