/** When code runs. The same four words as in the rest of the project; this room imports nothing. */
export type LayoutPhase = 'startup' | 'first_frame' | 'steady' | 'cold'

/** What was seen of one function. */
export interface CallEvidence {
  /** Calls, scaled to an estimate where calls were sampled. */
  readonly callCount: number
  /** Nanoseconds from the start of profiling to the first call; `Infinity` for a function that never ran. */
  readonly firstCallNs: number
  readonly callsPerSecond: number
  /** The most it can be, where that is not known: resumptions were counted as calls. @default callsPerSecond */
  readonly mostPerSecond?: number
}

/** The thresholds of the rule. */
export interface PhaseThresholds {
  readonly startupWindowNs: number
  readonly firstFrameWindowNs: number
  /** Calls a second from which a function is hot. */
  readonly hotThreshold: number
  /** Calls a second under which a function is cold. */
  readonly coldThreshold: number
}

export interface PhaseInference {
  readonly phase: LayoutPhase
  /** 0 to 1. */
  readonly confidence: number
  /** Which clause of the rule decided, in words for people. */
  readonly reason: string
}

/**
 * A function that was lately seen on a sampled stack is alive, however rare its calls. Says nothing for certain.
 *
 * @param isAtLeast Whether its calls were not counted: then it is not known to be called seldom either.
 */
export function keepAlive(inference: PhaseInference, isAtLeast: boolean): PhaseInference {
  if (inference.phase !== 'cold' && !isAtLeast) return inference
  return { phase: 'steady', confidence: 0.5, reason: 'few calls, but seen on a sampled stack' }
}

/** Under this confidence an inference is no recommendation. */
export const MIN_CONFIDENCE = 0.6

/**
 * The phase of a function by when it was first called and how often it is called.
 * The clauses are tried in order; the first that holds decides. Times are nanoseconds.
 */
export function inferPhaseFromRates(evidence: CallEvidence, thresholds: PhaseThresholds): PhaseInference {
  const { callCount, firstCallNs, callsPerSecond, mostPerSecond = callsPerSecond } = evidence
  const { startupWindowNs, firstFrameWindowNs, hotThreshold, coldThreshold } = thresholds
  if (firstCallNs < startupWindowNs) {
    if (callCount <= 5) {
      return { phase: 'startup', confidence: 0.9, reason: 'first called in the start-up window, at most 5 calls' }
    }
    if (firstCallNs < startupWindowNs / 2 && callsPerSecond < 10) {
      const reason = 'first called in the first half of the start-up window, under 10 calls/s'
      return { phase: 'startup', confidence: 0.7, reason }
    }
  }
  if (firstCallNs < firstFrameWindowNs && callCount <= 20 && callsPerSecond < 50) {
    const reason = 'first called in the first-frame window, at most 20 calls, under 50 calls/s'
    return { phase: 'first_frame', confidence: 0.8, reason }
  }
  if (callsPerSecond >= hotThreshold) {
    return { phase: 'steady', confidence: 0.9, reason: `hot: at least ${hotThreshold} calls/s` }
  }
  if (mostPerSecond < coldThreshold) {
    return { phase: 'cold', confidence: 0.8, reason: `cold: under ${coldThreshold} calls/s` }
  }
  return { phase: 'steady', confidence: 0.5, reason: 'neither early, hot nor cold' }
}
