/** A stretch of source text, end not included. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * The innermost range that encloses each range, as positions in the list; -1 for none. Of two equal ranges the earlier one
 * encloses the later. Ranges that cross are siblings. O(n log n).
 */
export function enclosingRanges(ranges: readonly Range[]): Int32Array {
  const parents = new Int32Array(ranges.length).fill(-1)
  const sorted = ranges.map((_, index) => index)
  sorted.sort((a, b) => ranges[a]!.start - ranges[b]!.start || ranges[b]!.end - ranges[a]!.end || a - b)
  const open: number[] = []
  for (const index of sorted) {
    const { start, end } = ranges[index]!
    while (open.length > 0 && (ranges[open.at(-1)!]!.end <= start || ranges[open.at(-1)!]!.end < end)) open.pop()
    parents[index] = open.at(-1) ?? -1
    open.push(index)
  }
  return parents
}
