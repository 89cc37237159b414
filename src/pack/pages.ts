import type { TraceSet } from './input.ts'

/** Pages that traces touch in one layout; every array has one entry for each trace. */
export interface PageCounts {
  /** Distinct pages touched by the whole trace. */
  readonly pages: Int32Array
  /** Area under the page-fault curve: pages touched so far, summed over the trace's functions. */
  readonly area: Float64Array
  /** Least pages possible for the trace's bytes: `ceil(bytes / pageSize)`. No layout beats it. */
  readonly bound: Int32Array
  /** The same bound for the area. */
  readonly areaBound: Float64Array
}

/** Byte at which each function starts when functions follow each other without gaps, by function number. */
export function placeDense(order: ArrayLike<number>, sizes: Int32Array): Float64Array {
  const starts = new Float64Array(sizes.length)
  let position = 0
  for (let i = 0; i < order.length; i++) {
    const f = order[i]!
    starts[f] = position
    position += sizes[f]!
  }
  return starts
}

/**
 * Counts the pages that each trace touches. A function touches every page on which it has a byte; one without bytes touches none.
 *
 * @param starts byte at which each function starts
 * @param pageSize bytes
 */
export function countPages(starts: Float64Array, sizes: Int32Array, traces: TraceSet, pageSize: number): PageCounts {
  const { offsets, functions, weights } = traces
  const count = weights.length
  const pages = new Int32Array(count)
  const area = new Float64Array(count)
  const bound = new Int32Array(count)
  const areaBound = new Float64Array(count)
  let end = 0
  for (let f = 0; f < sizes.length; f++) end = Math.max(end, starts[f]! + sizes[f]!)
  const touchedBy = new Int32Array(Math.floor(end / pageSize) + 1)
  for (let t = 0; t < count; t++) {
    let touched = 0
    let bytes = 0
    for (let k = offsets[t]!; k < offsets[t + 1]!; k++) {
      const f = functions[k]!
      const size = sizes[f]!
      const start = starts[f]!
      if (size > 0) {
        const last = Math.floor((start + size - 1) / pageSize)
        for (let page = Math.floor(start / pageSize); page <= last; page++) {
          if (touchedBy[page] === t + 1) continue
          touchedBy[page] = t + 1
          touched++
        }
      }
      bytes += size
      area[t]! += touched
      areaBound[t]! += Math.ceil(bytes / pageSize)
    }
    pages[t] = touched
    bound[t] = Math.ceil(bytes / pageSize)
  }
  return { pages, area, bound, areaBound }
}

/** Pages touched by each trace when functions lie in this order without gaps. */
export function pagesTouched(
  order: ArrayLike<number>,
  sizes: Int32Array,
  traces: TraceSet,
  pageSize: number,
): Int32Array {
  return countPages(placeDense(order, sizes), sizes, traces, pageSize).pages
}
