/** Where functions lie on pages. */
export interface Pagination {
  /** First page of each function, by function number; pages count from 0. */
  readonly page: Int32Array
  /** Byte at which each function starts, by function number. */
  readonly starts: Float64Array
  readonly pageCount: number
}

/**
 * Lays functions on pages in this order. A function never crosses a page's border unless it is larger than a page;
 * such a one takes whole pages of its own. A page never holds functions of two groups if one of the groups is aligned. O(n).
 *
 * @param group group (phase) of each function
 * @param aligned whether a group is kept on pages of its own, by group
 */
export function paginate(
  order: ArrayLike<number>,
  sizes: Int32Array,
  pageSize: number,
  group: Uint8Array,
  aligned: readonly boolean[],
): Pagination {
  const page = new Int32Array(sizes.length)
  const starts = new Float64Array(sizes.length)
  let current = 0
  let used = 0
  // Functions without bytes occupy a page too, or phases would mix on it.
  let isOccupied = false
  let previous = -1
  for (let i = 0; i < order.length; i++) {
    const f = order[i]!
    const size = sizes[f]!
    const mine = group[f]!
    const mustPart = previous !== -1 && previous !== mine && (aligned[previous] === true || aligned[mine] === true)
    if ((isOccupied && mustPart) || (used > 0 && used + size > pageSize)) {
      current++
      used = 0
    }
    previous = mine
    page[f] = current
    starts[f] = current * pageSize + used
    used += size
    isOccupied = true
    if (used >= pageSize) {
      current += Math.ceil(used / pageSize)
      used = 0
      isOccupied = false
    }
  }
  return { page, starts, pageCount: current + (isOccupied ? 1 : 0) }
}
