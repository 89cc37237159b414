import { lowerBound } from '../../search.ts'
import { LayoutError } from '../../errors.ts'
import { type LayoutPhase, PHASE_INFO, PHASES } from '../../model/phase.ts'
import type { HermesBody, HermesFile } from './file.ts'
import { SMALL_OFFSET_LIMIT } from './format.ts'

export interface PlaceOptions {
  readonly pageSize: number
  /** Whether start-up and first frame begin on a page of their own. */
  readonly alignPhases: boolean
  /** Whether every start-up body gets pages of its own: for measuring which of them run. */
  readonly isolate: boolean
}

/** Where a phase came to stand. `end` is exclusive; cold bodies that fill pages of other phases stand outside. */
export interface PlacedPhase {
  readonly phase: LayoutPhase
  readonly bodies: number
  readonly bytes: number
  readonly start: number
  readonly end: number
  /** Pages that hold a part of it. */
  readonly pages: number
}

export interface Placement {
  /** New offset of each body. */
  readonly offsets: Float64Array
  readonly end: number
  readonly phases: readonly PlacedPhase[]
  /** Cold bodies that stand in the pages of other phases. */
  readonly fillers: { readonly bodies: number; readonly bytes: number }
  /** Bytes between bodies that hold nothing. */
  readonly padding: number
}

/** Cold bodies by size: what fills the rest of a page before a phase that begins on the next. */
class Fillers {
  readonly #file: HermesFile
  /** Ascending by size. */
  readonly #bySize: number[]

  constructor(file: HermesFile, cold: Iterable<number>) {
    this.#file = file
    const size = (body: number): number => file.bodies[body]!.size
    this.#bySize = [...cold].sort((a, b) => size(a) - size(b) || b - a)
  }

  /** The largest that fits between `from` and `to`, taken out; undefined when none does. */
  take(from: number, to: number): number | undefined {
    const bySize = this.#bySize
    const end = lowerBound(bySize.length, (index) => this.#file.bodies[bySize[index]!]!.size <= to - from)
    for (let index = end - 1; index >= 0; index -= 1) {
      const body = this.#file.bodies[this.#bySize[index]!]!
      if (alignedFor(body, from) + body.size <= to) return this.#bySize.splice(index, 1)[0]
    }
    return undefined
  }
}

/**
 * Gives every body its place: phases in order, the order within kept. Page borders are those of the file's offsets,
 * since the engine maps the file from its start. Cold bodies fill what is left of a page before an aligned phase.
 *
 * @param order body indexes by phase, each body exactly once
 * @throws LayoutError `HERMES_RANGE` when a body would come to stand where its header cannot point
 */
export function placeBodies(
  file: HermesFile,
  order: Readonly<Record<LayoutPhase, readonly number[]>>,
  options: PlaceOptions,
): Placement {
  const { pageSize } = options
  const offsets = new Float64Array(file.bodies.length).fill(-1)
  const phases: PlacedPhase[] = []
  let cursor = file.bodiesStart
  let padding = 0
  const put = (index: number, at: number): void => {
    const body = file.bodies[index]!
    padding += at - cursor
    offsets[index] = at
    cursor = at + body.size
  }
  const filling = { bodies: 0, bytes: 0 }
  const fillers = new Fillers(file, options.alignPhases ? order.cold : [])
  const fillPage = (): void => {
    const border = Math.ceil(cursor / pageSize) * pageSize
    for (;;) {
      const filler = fillers.take(cursor, border)
      if (filler === undefined) break
      put(filler, alignedFor(file.bodies[filler]!, cursor))
      filling.bodies++
      filling.bytes += file.bodies[filler]!.size
    }
    padding += border - cursor
    cursor = border
  }

  for (const phase of PHASES) {
    if (order[phase].length === 0) continue
    if (options.alignPhases && PHASE_INFO[phase].aligned) fillPage()
    const bodies = order[phase].filter((index) => offsets[index] === -1)
    if (bodies.length === 0) continue
    const start = cursor
    let bytes = 0
    for (const index of nearFirst(file, bodies, cursor)) {
      const body = file.bodies[index]!
      const isolated = options.isolate && phase === 'startup'
      put(index, alignedFor(body, isolated ? Math.ceil(cursor / pageSize) * pageSize : cursor))
      bytes += body.size
    }
    const pages = Math.ceil(cursor / pageSize) - Math.floor(start / pageSize)
    phases.push({ phase, bodies: bodies.length, bytes, start, end: cursor, pages })
  }
  checkReach(file, offsets)
  return { offsets, end: cursor, phases, fillers: filling, padding }
}

/** The first offset from `from` on where this body may stand: its jump tables keep their 4-byte alignment. */
function alignedFor(body: HermesBody, from: number): number {
  return body.keepsAlignment ? from + ((body.offset - from) & 3) : from
}

/** Small headers reach 32 MiB; beyond it only bodies with large headers can stand, so in large files these go last. */
function nearFirst(file: HermesFile, bodies: readonly number[], cursor: number): readonly number[] {
  const end = bodies.reduce((sum, index) => sum + file.bodies[index]!.size + 3, cursor)
  if (end < SMALL_OFFSET_LIMIT) return bodies
  return [
    ...bodies.filter((index) => !file.bodies[index]!.canBeFar),
    ...bodies.filter((index) => file.bodies[index]!.canBeFar),
  ]
}

function checkReach(file: HermesFile, offsets: Float64Array): void {
  const lost = file.bodies.findIndex((body, index) => !body.canBeFar && offsets[index]! >= SMALL_OFFSET_LIMIT)
  if (lost === -1) return
  const owner = file.functions.find((entry) => entry.body === lost)
  throw new LayoutError(
    'HERMES_RANGE',
    `function ${owner?.id} would come to stand at ${offsets[lost]}, its header reaches ${SMALL_OFFSET_LIMIT - 1}.`,
    { hint: 'Name fewer functions as start-up, or split the bundle.' },
  )
}
