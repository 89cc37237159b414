import type { CallGraph } from './input.ts'

/** Callees of each function: those of `f` are `targets[offsets[f] .. offsets[f + 1] - 1]`. */
export interface Adjacency {
  readonly offsets: Int32Array
  readonly targets: Int32Array
  readonly weights: Float64Array
}

/** Callees by caller, the heaviest first; equal ones in the order of the edges. O(E log d). */
export function calleesByWeight(edges: CallGraph, functionCount: number): Adjacency {
  const { from, to, weights } = edges
  const offsets = new Int32Array(functionCount + 1)
  for (let e = 0; e < from.length; e++) offsets[from[e]! + 1]!++
  for (let f = 0; f < functionCount; f++) offsets[f + 1]! += offsets[f]!
  const next = offsets.slice(0, functionCount)
  const targets = new Int32Array(from.length)
  const sorted = new Float64Array(from.length)
  for (let e = 0; e < from.length; e++) {
    const f = from[e]!
    const weight = weights[e]!
    let place = next[f]!++
    // Few callees each: insertion from the end keeps equal weights in their order.
    for (; place > offsets[f]! && sorted[place - 1]! < weight; place--) {
      targets[place] = targets[place - 1]!
      sorted[place] = sorted[place - 1]!
    }
    targets[place] = to[e]!
    sorted[place] = weight
  }
  return { offsets, targets, weights: sorted }
}
