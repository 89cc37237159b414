import type { TraceSet } from './input.ts'
import { countPages } from './pages.ts'

/** Pages that a layout's traces touch, replayed. */
export interface ReplayCounts {
  /** Pages touched by each trace. */
  readonly perTrace: Int32Array
  /** Their sum. */
  readonly pages: number
  /** Their sum by weight of the traces; what layouts are judged by. */
  readonly weightedPages: number
  /** Pages touched so far, summed over all functions of all traces by weight: early faults count more. */
  readonly area: number
}

/** One layout under its name: the byte at which each function starts. */
export interface NamedLayout {
  readonly name: string
  readonly starts: Float64Array
}

export interface Replay {
  readonly traces: number
  readonly layouts: Readonly<Record<string, ReplayCounts>>
  /** The bytes of each trace in whole pages, summed: no layout touches fewer. */
  readonly bound: number
}

/** Replays traces on several layouts of the same functions. */
export function replayTraces(
  layouts: readonly NamedLayout[],
  sizes: Int32Array,
  traces: TraceSet,
  pageSize: number,
): Replay {
  const counted: Record<string, ReplayCounts> = {}
  let bound = 0
  for (const { name, starts } of layouts) {
    const counts = countPages(starts, sizes, traces, pageSize)
    let pages = 0
    let weightedPages = 0
    let area = 0
    bound = 0
    for (let t = 0; t < traces.weights.length; t++) {
      pages += counts.pages[t]!
      weightedPages += counts.pages[t]! * traces.weights[t]!
      area += counts.area[t]! * traces.weights[t]!
      bound += counts.bound[t]!
    }
    counted[name] = { perTrace: counts.pages, pages, weightedPages, area }
  }
  return { traces: traces.weights.length, layouts: counted, bound }
}

/** Sums of two replays of the same layouts on different traces. */
export function addReplays(a: Replay, b: Replay): Replay {
  const layouts: Record<string, ReplayCounts> = {}
  for (const [name, x] of Object.entries(a.layouts)) {
    const y = b.layouts[name]
    if (y === undefined) continue
    const perTrace = new Int32Array(x.perTrace.length + y.perTrace.length)
    perTrace.set(x.perTrace)
    perTrace.set(y.perTrace, x.perTrace.length)
    layouts[name] = {
      perTrace,
      pages: x.pages + y.pages,
      weightedPages: x.weightedPages + y.weightedPages,
      area: x.area + y.area,
    }
  }
  return { traces: a.traces + b.traces, layouts, bound: a.bound + b.bound }
}
