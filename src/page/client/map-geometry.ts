import { PHASE_TITLES, functionsOn, type Arrangement, type Side } from './side.ts'

/** World units: a page is a square of this side; they stand `PITCH` apart. */
export const CELL = 64
export const PITCH = 72
const MIN_TITLE = 30
const TITLE_SHARE = 0.055
/** Columns that a phase takes at least: its title needs them. */
const MIN_BAND = 2
/** A page is drawn as this many lines of bytes, as text on paper. */
export const LINES = 16

export interface Band {
  readonly title: string
  readonly x: number
  readonly y: number
  readonly height: number
}

/** Where each page stands. */
export interface MapGeometry {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly columns: number
  readonly bands: readonly Band[]
  readonly width: number
  readonly height: number
  /** Bytes of each phase on each page: `page * 4 + phase`. */
  readonly fill: Float64Array
  /** Page under a point, -1 for none. */
  pageAt(x: number, y: number): number
}

/**
 * Pages row by row. With `byPhase`, each phase begins a row of its own under its title. The number of columns is the one
 * that lets pages be largest in a frame of this shape.
 *
 * @param aspect width by height of the frame
 */
export function layOutPages(side: Side, arrangement: Arrangement, byPhase: boolean, aspect: number): MapGeometry {
  const { pageCount, pageSize, starts } = arrangement
  const phaseOfPage = new Uint8Array(pageCount)
  const fill = new Float64Array(pageCount * 4)
  for (let f = 0; f < side.count; f++) {
    const end = starts[f]! + side.size[f]!
    for (let page = Math.floor(starts[f]! / pageSize); page * pageSize < end; page++) {
      fill[page * 4 + side.phase[f]!]! += Math.min(end, (page + 1) * pageSize) - Math.max(starts[f]!, page * pageSize)
    }
  }
  const runs: { phase: number; pages: number }[] = []
  for (let page = 0; page < pageCount; page++) {
    const first = functionsOn(arrangement, side.size, page)[0]
    const phase = first === undefined ? (phaseOfPage[page - 1] ?? 0) : side.phase[first]!
    phaseOfPage[page] = phase
    const run = runs.at(-1)
    if (run !== undefined && (!byPhase || run.phase === phase)) run.pages++
    else runs.push({ phase, pages: 1 })
  }
  const { columns, titleHeight } = chooseColumns(runs, byPhase, aspect)
  const { places, rows, titled } = flow(runs, columns, byPhase)
  const x = new Float64Array(pageCount)
  const y = new Float64Array(pageCount)
  const bands: Band[] = []
  let page = 0
  runs.forEach((run, index) => {
    const { column, row, titles } = places[index]!
    const top = row * PITCH + titles * titleHeight
    if (byPhase)
      bands.push({
        title: PHASE_TITLES[run.phase]!,
        x: column * PITCH,
        y: top - titleHeight * 0.2,
        height: titleHeight,
      })
    for (let at = 0; at < run.pages; at++, page++) {
      x[page] = (column + (at % columns)) * PITCH
      y[page] = top + Math.floor(at / columns) * PITCH
    }
  })
  return {
    x,
    y,
    columns,
    bands,
    width: Math.max(1, Math.min(columns, Math.max(1, pageCount))) * PITCH,
    height: Math.max(PITCH, rows * PITCH + titled * titleHeight),
    fill,
    pageAt(px, py) {
      for (let low = 0, high = pageCount - 1; low <= high;) {
        const middle = (low + high) >> 1
        if (py < y[middle]! || (py < y[middle]! + CELL && px < x[middle]!)) high = middle - 1
        else if (py >= y[middle]! + CELL || px >= x[middle]! + CELL) low = middle + 1
        else return middle
      }
      return -1
    },
  }
}

interface RunPlace {
  readonly column: number
  readonly row: number
  /** Rows of titles above it, its own included. */
  readonly titles: number
}

/** Puts phases below each other; short ones beside each other where a row has room. */
function flow(
  runs: readonly { readonly pages: number }[],
  columns: number,
  byPhase: boolean,
): { places: RunPlace[]; rows: number; titled: number } {
  const places: RunPlace[] = []
  let rows = 0
  let titled = 0
  let free = 0
  for (const { pages } of runs) {
    // A gap between two of them, and room for a title.
    const width = Math.max(pages, MIN_BAND) + 1
    if (byPhase && free >= width) {
      places.push({ column: columns - free + 1, row: rows - 1, titles: titled })
      free -= width
      continue
    }
    if (byPhase) titled++
    places.push({ column: 0, row: rows, titles: titled })
    rows += Math.ceil(pages / columns)
    free = pages <= columns ? columns - Math.max(pages, MIN_BAND) : 0
  }
  return { places, rows, titled }
}

function chooseColumns(
  runs: readonly { readonly pages: number }[],
  byPhase: boolean,
  aspect: number,
): { columns: number; titleHeight: number } {
  const pages = runs.reduce((sum, run) => sum + run.pages, 0)
  let best = { columns: 4, titleHeight: MIN_TITLE, side: 0 }
  const middle = Math.sqrt(Math.max(1, pages) * aspect)
  for (let columns = Math.max(4, Math.floor(middle / 2)); columns <= Math.max(4, Math.ceil(middle * 3)); columns++) {
    const { rows, titled } = flow(runs, columns, byPhase)
    // Titles take their share of the height whatever the number of pages, so that they can be read on a fitted map.
    const titleHeight = Math.max(MIN_TITLE, rows * PITCH * TITLE_SHARE)
    const height = rows * PITCH + titled * titleHeight
    const side = Math.min(aspect / (columns * PITCH), 1 / Math.max(1, height))
    if (side > best.side) best = { columns, titleHeight, side }
  }
  return best
}
