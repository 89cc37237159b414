/** How far ahead a function may be fetched: far ones have little to do with the page. */
const LOOK_AHEAD = 64

/**
 * Moves functions forward into room that would be left at the ends of pages: when the next function does not fit,
 * the first of the following 64 of its group that does comes before it. Without this a phase of many small
 * functions and few large ones takes more pages than its bytes need. O(n x pages' ends x 64) at worst.
 *
 * @param order functions; those of a group stand together
 * @param group group (phase) of each function
 * @param isFixed 1 for functions that are not passed by others (anchors)
 */
export function fillPages(
  order: Int32Array,
  sizes: Int32Array,
  pageSize: number,
  group: Uint8Array,
  isFixed: Uint8Array,
): Int32Array {
  const pending = Int32Array.from(order)
  const filled = new Int32Array(order.length)
  let used = 0
  for (let at = 0; at < pending.length; at++) {
    let next = at
    const size = sizes[pending[at]!]!
    if (used > 0 && used + size > pageSize && isFixed[pending[at]!] !== 1) {
      const last = Math.min(pending.length, at + LOOK_AHEAD)
      const mine = group[pending[at]!]
      for (next = at + 1; next < last; next++) {
        const f = pending[next]!
        if (group[f] !== mine) next = last
        else if (used + sizes[f]! <= pageSize) break
      }
      if (next >= last) next = at
    }
    const f = pending[next]!
    pending.copyWithin(at + 1, at, next)
    filled[at] = f
    if (used > 0 && used + sizes[f]! > pageSize) used = 0
    // Zero after a full page and after a large function's whole pages: the next one starts afresh.
    used = used + sizes[f]! >= pageSize ? 0 : used + sizes[f]!
    if (at + 1 < pending.length && group[pending[at + 1]!] !== group[f]) used = 0
  }
  return filled
}
