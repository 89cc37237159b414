import type { LayoutPhase } from '../model/index.ts'

/** Calls below which a function that is first called after the first frame is cold. */
const STEADY_CALLS = 10

/**
 * The phase of a function by the clock: where its first call lies against the first frame.
 *
 * @param firstCallUs Microseconds; undefined for a function that never ran.
 * @param firstFrameUs When the first frame was complete.
 */
export function inferByTime(callCount: number, firstCallUs: number | undefined, firstFrameUs: number): LayoutPhase {
  if (callCount === 0 || firstCallUs === undefined) return 'cold'
  if (firstCallUs < firstFrameUs) {
    if (callCount === 1) return 'startup'
    return firstCallUs < firstFrameUs / 2 ? 'first_frame' : 'steady'
  }
  return callCount < STEADY_CALLS ? 'cold' : 'steady'
}
