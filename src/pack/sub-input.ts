import type { CallGraph, PackInput, TraceSet } from './input.ts'

/** The input restricted to `members`, renumbered by their place in it; traces and edges keep what is within. O(n + m). */
export function restrictInput(input: PackInput, members: Int32Array): PackInput {
  const place = new Int32Array(input.sizes.length).fill(-1)
  for (let i = 0; i < members.length; i++) place[members[i]!] = i
  return {
    sizes: Int32Array.from(members, (f) => input.sizes[f]!),
    calls: Float64Array.from(members, (f) => input.calls[f]!),
    edges: restrictEdges(input.edges, place),
    traces: restrictTraces(input.traces, place),
  }
}

function restrictEdges({ from, to, weights }: CallGraph, place: Int32Array): CallGraph {
  const kept: { from: Int32Array; to: Int32Array; weights: Float64Array } = {
    from: new Int32Array(from.length),
    to: new Int32Array(from.length),
    weights: new Float64Array(from.length),
  }
  let end = 0
  for (let e = 0; e < from.length; e++) {
    const a = place[from[e]!]!
    const b = place[to[e]!]!
    if (a < 0 || b < 0) continue
    kept.from[end] = a
    kept.to[end] = b
    kept.weights[end++] = weights[e]!
  }
  return { from: kept.from.slice(0, end), to: kept.to.slice(0, end), weights: kept.weights.slice(0, end) }
}

/** Traces keep their number and weight even when nothing of them is left. */
function restrictTraces({ offsets, functions, weights }: TraceSet, place: Int32Array): TraceSet {
  const keptOffsets = new Int32Array(offsets.length)
  const kept = new Int32Array(functions.length)
  let end = 0
  for (let t = 0; t < weights.length; t++) {
    for (let k = offsets[t]!; k < offsets[t + 1]!; k++) {
      const f = place[functions[k]!]!
      if (f >= 0) kept[end++] = f
    }
    keptOffsets[t + 1] = end
  }
  return { offsets: keptOffsets, functions: kept.slice(0, end), weights }
}
