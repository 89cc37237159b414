import type { SideData } from '../page-data.ts'
import { visible } from './units.ts'

export const PHASE_TITLES: readonly string[] = ['start-up', 'first frame', 'steady', 'cold']

/** One way to lay out the functions: where each starts, and who starts on which page. */
export interface Arrangement {
  readonly title: string
  readonly pageSize: number
  readonly pageCount: number
  readonly starts: Float64Array
  /** Function numbers by start. */
  readonly order: Int32Array
}

/** A recording as the views use it. */
export interface Side {
  readonly data: SideData
  readonly count: number
  readonly size: Int32Array
  readonly phase: Uint8Array
  readonly calls: Float64Array
  readonly first: Float64Array
  readonly packed: Arrangement
  readonly source: Arrangement
  name(index: number): string
  /** Numbers of the functions that call this one, with counts; made at the first use. */
  callers(index: number): { index: number; count: number }[]
  callees(index: number): { index: number; count: number }[]
}

export function openSide(data: SideData): Side {
  const { columns } = data
  const size = Int32Array.from(columns.size)
  const packedStarts = Float64Array.from(columns.start)
  const sourceStarts = Float64Array.from(columns.sourceStart)
  let incoming: { start: Int32Array; from: Int32Array; count: Float64Array } | undefined
  const names = data.modules.map(visible)
  return {
    data,
    count: size.length,
    size,
    phase: Uint8Array.from(columns.phase),
    calls: Float64Array.from(columns.calls),
    first: Float64Array.from(columns.first),
    packed: arrange('packed', data.pageSize, packedStarts, size, data.pageCount),
    source: arrange('source order', data.pageSize, sourceStarts, size, 0),
    name: (index) => `${names[columns.module[index]!]!}:${visible(columns.path[index]!)}`,
    callers(index) {
      incoming ??= reverseEdges(data, size.length)
      const list: { index: number; count: number }[] = []
      for (let e = incoming.start[index]!; e < incoming.start[index + 1]!; e++) {
        list.push({ index: incoming.from[e]!, count: incoming.count[e]! })
      }
      return list.sort((a, b) => b.count - a.count || a.index - b.index)
    },
    callees(index) {
      const list: { index: number; count: number }[] = []
      for (let e = data.edgeStart[index]!; e < data.edgeStart[index + 1]!; e++) {
        list.push({ index: data.edgeTo[e]!, count: data.edgeCount[e]! })
      }
      return list.sort((a, b) => b.count - a.count || a.index - b.index)
    },
  }
}

function arrange(title: string, pageSize: number, starts: Float64Array, size: Int32Array, pages: number): Arrangement {
  const order = Int32Array.from(starts.keys()).sort((a, b) => starts[a]! - starts[b]! || size[a]! - size[b]! || a - b)
  let end = 0
  for (let f = 0; f < starts.length; f++) end = Math.max(end, starts[f]! + size[f]!)
  return { title, pageSize, pageCount: Math.max(pages, Math.ceil(end / pageSize)), starts, order }
}

/** Calls `visit` with each page on which a function has a byte. */
export function eachPage(
  { starts, pageSize }: Arrangement,
  size: number,
  index: number,
  visit: (page: number) => void,
): void {
  if (size === 0) return
  const last = Math.floor((starts[index]! + size - 1) / pageSize)
  for (let page = Math.floor(starts[index]! / pageSize); page <= last; page++) visit(page)
}

/** Functions with a byte on a page, in the order in which they lie there. */
export function functionsOn(arrangement: Arrangement, size: Int32Array, page: number): number[] {
  const { order, starts, pageSize } = arrangement
  const from = page * pageSize
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[order[middle]!]! < from) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  // Only the one before can reach in, apart from those without bytes.
  for (let at = low - 1; at >= 0; at--) {
    const f = order[at]!
    if (size[f] === 0) continue
    if (starts[f]! + size[f]! > from) found.push(f)
    break
  }
  for (let at = low; at < order.length && starts[order[at]!]! < from + pageSize; at++) found.push(order[at]!)
  return found
}

function reverseEdges(data: SideData, count: number): { start: Int32Array; from: Int32Array; count: Float64Array } {
  const start = new Int32Array(count + 1)
  for (const to of data.edgeTo) start[to + 1]!++
  for (let f = 0; f < count; f++) start[f + 1]! += start[f]!
  const next = start.slice()
  const from = new Int32Array(data.edgeTo.length)
  const counts = new Float64Array(data.edgeTo.length)
  for (let f = 0; f < count; f++) {
    for (let e = data.edgeStart[f]!; e < data.edgeStart[f + 1]!; e++) {
      const slot = next[data.edgeTo[e]!]!++
      from[slot] = f
      counts[slot] = data.edgeCount[e]!
    }
  }
  return { start, from, count: counts }
}
