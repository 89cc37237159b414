import { PHASES, type LayoutConfig } from '../model/index.ts'
import {
  orderByPhase,
  paginateByPhase,
  verifyLayout,
  type PackInput,
  type PhaseOrderOptions,
  type Verification,
} from '../pack/index.ts'
import type { SolvedLayout } from './solve-layout.ts'

/**
 * Replays the recorded traces on a solved layout, the previous one and source order; and, where enough test files were
 * recorded, each file's tests on a layout made from the other files. Phases are those of the whole recording in all of them.
 *
 * @param previous a configuration whose `recorded` rows stand in packed order, if there is one
 */
export function verifySolved(
  layout: SolvedLayout,
  previous: LayoutConfig | undefined,
  options: Omit<PhaseOrderOptions, 'pageSize'> = {},
): Verification {
  const { optimizer, config } = layout
  const { pageSize } = config
  const input = optimizer.getInput()
  const phases = optimizer.getPhases()
  const anchors = optimizer.getAnchors()
  return verifyLayout(input, optimizer.getPagination().starts, {
    pageSize,
    previous: previous === undefined ? undefined : placePrevious(layout, input, previous),
    groups: groupByFile(layout),
    solve: (part) => {
      const order = orderByPhase(part, phases, anchors, { ...options, pageSize })
      return paginateByPhase(order, part.sizes, pageSize, phases).starts
    },
  })
}

/**
 * Traces by test file: tests of one file share what they need, and a held-out one must not have been seen through its
 * neighbour, nor through itself in another project.
 */
function groupByFile({ traces }: SolvedLayout): Int32Array {
  const numbers = new Map<string | undefined, number>()
  return Int32Array.from(traces, ({ file }) => {
    const known = numbers.get(file)
    if (known !== undefined) return known
    numbers.set(file, numbers.size)
    return numbers.size - 1
  })
}

/** The layout of before with today's functions and sizes; functions that are new stand behind the others of their phase. */
function placePrevious(layout: SolvedLayout, input: PackInput, previous: LayoutConfig): Float64Array | undefined {
  const { optimizer, recording, sourceOrder, config } = layout
  const rows = new Map(previous.recorded.map((row, place) => [row.name, { place, phase: PHASES.indexOf(row.phase) }]))
  const phases = optimizer.getPhases()
  const places = new Float64Array(sourceOrder.length)
  let known = 0
  for (const [number, f] of sourceOrder.entries()) {
    const row = rows.get(recording.functions[f]!.name)
    if (row !== undefined) known++
    if (row !== undefined) phases[number] = row.phase
    places[number] = row?.place ?? previous.recorded.length + number
  }
  if (known === 0) return undefined
  const order = Int32Array.from(sourceOrder.keys()).sort((a, b) => phases[a]! - phases[b]! || places[a]! - places[b]!)
  return paginateByPhase(order, input.sizes, config.pageSize, phases).starts
}
