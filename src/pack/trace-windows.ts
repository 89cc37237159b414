import type { TraceSet } from './input.ts'

/** Windows of a trace; a power of two so that an entry packs trace and window into one number. */
export const WINDOW_BITS = 4
export const WINDOWS: number = 1 << WINDOW_BITS

/**
 * Exponent by which windows widen along a trace: the first of 16 holds 2 % of the functions, the last 9 %.
 * Even windows (1) are as good by area, powers of two (as in the paper) are 3 % to 4 % worse; see docs/algorithms.md.
 */
const WINDOW_EXPONENT = 0.7

/**
 * For each function the traces that hold it and the window of the trace in which it stands, as `trace * WINDOWS + window`.
 * Those of `f` are `entries[offsets[f] .. offsets[f + 1] - 1]`, by trace.
 */
export interface TraceEntries {
  readonly offsets: Int32Array
  readonly entries: Int32Array
  /** Earliest place in any trace, by function; {@link NEVER} for functions in none. */
  readonly earliest: Int32Array
}

export const NEVER: number = 2 ** 31 - 1

/** O(functions + entries). */
export function buildTraceEntries(traces: TraceSet, functionCount: number): TraceEntries {
  const offsets = new Int32Array(functionCount + 1)
  for (const f of traces.functions) offsets[f + 1]!++
  for (let f = 0; f < functionCount; f++) offsets[f + 1]! += offsets[f]!
  const entries = new Int32Array(traces.functions.length)
  const next = offsets.slice(0, functionCount)
  const earliest = new Int32Array(functionCount).fill(NEVER)
  for (let t = 0; t < traces.weights.length; t++) {
    const start = traces.offsets[t]!
    const length = traces.offsets[t + 1]! - start
    let window = 0
    let windowEnd = windowStart(1, length)
    for (let place = 0; place < length; place++) {
      while (place >= windowEnd && window < WINDOWS - 1) {
        window++
        windowEnd = windowStart(window + 1, length)
      }
      const f = traces.functions[start + place]!
      entries[next[f]!++] = t * WINDOWS + window
      if (place < earliest[f]!) earliest[f] = place
    }
  }
  return { offsets, entries, earliest }
}

/** First place of a window in a trace of that length. */
function windowStart(window: number, length: number): number {
  return length * (window / WINDOWS) ** (1 / WINDOW_EXPONENT)
}
