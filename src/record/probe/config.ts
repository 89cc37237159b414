export type Timing = 'sampled' | 'full' | 'off'

/** What the main process tells the probe. */
export interface ProbeConfig {
  readonly edges: boolean
  readonly timing: Timing
  /** Names of `performance.mark` that count as markers. */
  readonly marks: readonly string[]
  /** Measured cost of the probe itself, milliseconds a call, taken off timed calls. */
  readonly costMs: number
  /** The project has a runner of its own (`test.runner`), which need not extend Vitest's. */
  readonly hasOwnRunner?: boolean
}

export const DEFAULT_MARKS: readonly string[] = [
  'startup.complete',
  'ui.ready',
  'first_frame',
  'event_loop.enter',
  'main_loop',
]

export const DEFAULT_PROBE_CONFIG: ProbeConfig = { edges: true, timing: 'sampled', marks: DEFAULT_MARKS, costMs: 0 }
