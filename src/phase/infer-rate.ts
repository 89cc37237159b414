import type { LayoutPhase } from '../model/index.ts'
import type { InferenceThresholds } from './thresholds.ts'

export interface RateInference {
  readonly phase: LayoutPhase
  /** How sure the rule is, 0 to 1. */
  readonly confidence: number
}

/**
 * The phase of a function by its calls a second; the rule for runtime profiles.
 *
 * @param callCount Calls in all, 1 or more.
 * @param firstCallUs Microseconds from the start of profiling.
 * @param durationSeconds Length of the profile.
 */
export function inferByRate(
  callCount: number,
  firstCallUs: number,
  durationSeconds: number,
  thresholds: Pick<InferenceThresholds, 'startupWindowUs' | 'firstFrameWindowUs' | 'hotThreshold' | 'coldThreshold'>,
): RateInference {
  const { startupWindowUs, firstFrameWindowUs, hotThreshold, coldThreshold } = thresholds
  const callsPerSecond = durationSeconds > 0 ? callCount / durationSeconds : 0
  if (firstCallUs < startupWindowUs) {
    if (callCount <= 5) return { phase: 'startup', confidence: 0.9 }
    if (firstCallUs < startupWindowUs / 2 && callsPerSecond < 10) return { phase: 'startup', confidence: 0.7 }
  }
  if (firstCallUs < firstFrameWindowUs && callCount <= 20 && callsPerSecond < 50) {
    return { phase: 'first_frame', confidence: 0.8 }
  }
  if (callsPerSecond >= hotThreshold) return { phase: 'steady', confidence: 0.9 }
  if (callsPerSecond < coldThreshold) return { phase: 'cold', confidence: 0.8 }
  return { phase: 'steady', confidence: 0.5 }
}
