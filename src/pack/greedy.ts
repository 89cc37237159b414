import { calleesByWeight } from './adjacency.ts'
import type { CallGraph } from './input.ts'

/**
 * The greedy page filling that this project started from: walk the functions in the given order; a function that does not
 * fit opens a new page; after one is placed, its callees that are not yet placed follow, heaviest edge first,
 * while they fit on the same page, and so do theirs. It never looks at traces; kept for comparison. O(n + E log d).
 *
 * Callees follow only within their caller's group (phase): the original let phases leak into each other's pages.
 *
 * @param order functions by priority
 * @param group group of each function; functions of one group must stand together in `order`
 * @returns the functions of `order`, newly ordered
 */
export function greedyOrder(
  order: Int32Array,
  sizes: Int32Array,
  edges: CallGraph,
  pageSize: number,
  group: Uint8Array,
): Int32Array {
  const { offsets, targets } = calleesByWeight(edges, sizes.length)
  const open = new Uint8Array(sizes.length)
  for (const f of order) open[f] = 1
  const result = new Int32Array(order.length)
  let end = 0
  let used = 0
  for (const root of order) {
    if (open[root] === 0) continue
    if (used + sizes[root]! > pageSize) used = 0
    let next = end
    result[end++] = root
    open[root] = 0
    used += sizes[root]!
    // The tail of `result` is the queue of functions whose callees are still to be tried.
    while (next < end) {
      const f = result[next++]!
      for (let e = offsets[f]!; e < offsets[f + 1]!; e++) {
        const callee = targets[e]!
        if (open[callee] === 0 || group[callee] !== group[root] || used + sizes[callee]! > pageSize) continue
        open[callee] = 0
        result[end++] = callee
        used += sizes[callee]!
      }
    }
  }
  return result
}
