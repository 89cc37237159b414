import { LayoutError } from '../errors.ts'

/**
 * Traces of first execution, end to end: trace `t` is `functions[offsets[t] .. offsets[t + 1] - 1]`,
 * each function once, in the order in which they ran for the first time.
 */
export interface TraceSet {
  readonly offsets: Int32Array
  readonly functions: Int32Array
  /** Weight of each trace, positive. */
  readonly weights: Float64Array
}

/** Call edges, parallel arrays. */
export interface CallGraph {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weights: Float64Array
}

/** What an order is made from. Functions are numbers; names stay with the caller. */
export interface PackInput {
  /** Bytes of each function. */
  readonly sizes: Int32Array
  /** Calls of each function. */
  readonly calls: Float64Array
  readonly edges: CallGraph
  readonly traces: TraceSet
}

/** One trace as others have it; `ScenarioTrace` of a recording is one. */
export interface TraceLike {
  /** Function numbers in order of first execution. */
  readonly order: ArrayLike<number>
  /** Default 1. */
  readonly weight?: number
}

export const NO_TRACES: TraceSet = {
  offsets: new Int32Array(1),
  functions: new Int32Array(0),
  weights: new Float64Array(0),
}

export const NO_EDGES: CallGraph = { from: new Int32Array(0), to: new Int32Array(0), weights: new Float64Array(0) }

/**
 * Joins traces into typed arrays. A function that a trace names twice counts once, where it stands first.
 *
 * @throws LayoutError `TRACE_UNKNOWN_FUNCTION`, `TRACE_WEIGHT`
 */
export function buildTraces(traces: readonly TraceLike[], functionCount: number): TraceSet {
  const offsets = new Int32Array(traces.length + 1)
  let total = 0
  for (const trace of traces) total += trace.order.length
  const functions = new Int32Array(total)
  const weights = new Float64Array(traces.length)
  const seen = new Int32Array(functionCount)
  let end = 0
  for (const [number, trace] of traces.entries()) {
    const { order, weight = 1 } = trace
    if (!(weight > 0 && weight < Infinity)) {
      throw new LayoutError('TRACE_WEIGHT', `trace ${number} has weight ${weight}, expected a positive number.`)
    }
    weights[number] = weight
    for (let i = 0; i < order.length; i++) {
      const f = order[i]!
      if (!(f >= 0 && f < functionCount && Number.isInteger(f))) {
        throw new LayoutError(
          'TRACE_UNKNOWN_FUNCTION',
          `trace ${number} names function ${f} at place ${i}, expected a number below ${functionCount}.`,
        )
      }
      if (seen[f] === number + 1) continue
      seen[f] = number + 1
      functions[end++] = f
    }
    offsets[number + 1] = end
  }
  return { offsets, functions: functions.subarray(0, end), weights }
}

/** The traces whose number `keep` accepts. */
export function selectTraces(traces: TraceSet, keep: (trace: number) => boolean): TraceSet {
  const chosen: TraceLike[] = []
  let functionCount = 0
  for (const f of traces.functions) if (f >= functionCount) functionCount = f + 1
  for (let t = 0; t < traces.weights.length; t++) {
    if (!keep(t)) continue
    chosen.push({
      order: traces.functions.subarray(traces.offsets[t]!, traces.offsets[t + 1]!),
      weight: traces.weights[t]!,
    })
  }
  return buildTraces(chosen, functionCount)
}
