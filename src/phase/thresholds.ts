/** The numbers of the rules; docs/phases.md gives their reasons. */
export interface InferenceThresholds {
  /** `markers`: a function is start-up (first frame) when scenarios of at least this share of the weight reach it there. */
  readonly earliestShare: number
  /** `markers`: weighted calls from which on a function is steady. */
  readonly steadyCalls: number
  /** `markers`: share of the weight of all scenarios from which on a rarely called function is steady all the same. */
  readonly steadyReach: number
  /** `markers`: below this number of scenarios their share says nothing. */
  readonly reachScenarios: number
  /** `time`: end of the first frame in microseconds where no marker said when it was. */
  readonly defaultFrameUs: number
  /** `rate`: end of start-up, microseconds. */
  readonly startupWindowUs: number
  /** `rate`: end of the first frame, microseconds. */
  readonly firstFrameWindowUs: number
  /** `rate`: calls a second from which on a function is steady. */
  readonly hotThreshold: number
  /** `rate`: calls a second below which a function is cold. */
  readonly coldThreshold: number
}

export const DEFAULT_THRESHOLDS: InferenceThresholds = {
  earliestShare: 0.1,
  steadyCalls: 10,
  steadyReach: 0.5,
  reachScenarios: 4,
  defaultFrameUs: 100_000,
  startupWindowUs: 100_000,
  firstFrameWindowUs: 500_000,
  hotThreshold: 100,
  coldThreshold: 1,
}
