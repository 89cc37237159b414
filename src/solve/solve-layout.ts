import {
  compareSourceOrder,
  LayoutConfig,
  MARKER_PREFIX,
  PHASES,
  type LayoutPhase,
  type Recording,
} from '../model/index.ts'
import {
  LayoutOptimizer,
  type BudgetSpill,
  type LayoutStats,
  type Pagination,
  type PhaseOrderOptions,
  type TraceLike,
} from '../pack/index.ts'
import { assignPhases, packTraces, recordedRows, type PackTrace, type PhaseAssignment } from '../phase/index.ts'

export interface SolveOptions extends Omit<PhaseOrderOptions, 'pageSize'> {
  /** Budgets are hard limits: what spills over one moves to the next phase. */
  readonly enforceBudgets?: boolean
}

/** A recording with a phase and a place for every function. Function numbers are indices into `recording.functions`. */
export interface SolvedLayout {
  readonly recording: Recording
  readonly config: LayoutConfig
  readonly assignment: PhaseAssignment
  /** Functions as they stand in the source: modules by path, then by position. */
  readonly sourceOrder: Int32Array
  /** Functions in packed order. */
  readonly order: Int32Array
  /** Page and start byte of each function, by function number. */
  readonly pagination: Pagination
  /** What was packed by, and what the layout is measured on. */
  readonly traces: readonly PackTrace[]
  /** Pages, bytes and what the layout saves on `traces`, counted. */
  readonly stats: LayoutStats
  /** The layout as a file holds it: `recorded` rows in packed order, with the page size and budgets they were packed by. */
  readonly artefact: LayoutConfig
  readonly phaseOf: (f: number) => LayoutPhase
  /** Phases over their budget, and what would have to leave them, by function number. */
  readonly spills: readonly BudgetSpill[]
  /** What budgets as hard limits moved, and to which phase, by function number. */
  readonly moved: ReadonlyMap<number, LayoutPhase>
  /** What packed it; its numbers are places in `sourceOrder`. */
  readonly optimizer: LayoutOptimizer
}

/**
 * From a recording to a layout: phases, then order and pages within each phase.
 *
 * The artefact depends on the recording's content only, not on the order in which workers delivered it, and holds no times.
 */
export function solveLayout(
  recording: Recording,
  config: LayoutConfig = LayoutConfig.EMPTY,
  options: SolveOptions = {},
): SolvedLayout {
  const prepared = prepare(recording, config)
  const moved = options.enforceBudgets === true ? prepared.optimizer.enforceBudgets(prepared.numbered, options) : NONE
  if (options.enforceBudgets !== true) prepared.optimizer.applyProfileGuidedLayout(prepared.numbered, options)
  return finish(prepared, moved)
}

/** {@link solveLayout} on `options.threads` threads; the same layout. */
export async function solveLayoutParallel(
  recording: Recording,
  config: LayoutConfig = LayoutConfig.EMPTY,
  options: SolveOptions = {},
): Promise<SolvedLayout> {
  const prepared = prepare(recording, config)
  const { optimizer, numbered } = prepared
  const moved = options.enforceBudgets === true ? optimizer.enforceBudgets(numbered, options) : NONE
  await optimizer.applyProfileGuidedLayoutParallel(numbered, options)
  return finish(prepared, moved)
}

const NONE: ReadonlyMap<number, LayoutPhase> = new Map()

interface Prepared {
  readonly recording: Recording
  readonly config: LayoutConfig
  readonly assignment: PhaseAssignment
  readonly sourceOrder: Int32Array
  readonly traces: readonly PackTrace[]
  readonly optimizer: LayoutOptimizer
  /** The traces by the optimizer's numbers. */
  readonly numbered: readonly TraceLike[]
}

function prepare(recording: Recording, config: LayoutConfig): Prepared {
  const { functions } = recording
  const assignment = assignPhases(recording, config)
  const sourceOrder = Int32Array.from(functions.keys())
    .filter((f) => !functions[f]!.name.startsWith(MARKER_PREFIX))
    .sort((a, b) => compareSourceOrder(functions[a]!, functions[b]!))
  const traces = packTraces(recording, assignment.plan)

  // The optimizer numbers functions as they are added; adding them in source order makes that its source order too.
  const optimizer = LayoutOptimizer.withConfig({ pageSize: config.pageSize, budgets: config.budgets })
  for (const f of sourceOrder) {
    const { name, size, callees } = functions[f]!
    optimizer.addSymbol({
      name,
      size,
      callees,
      phase: PHASES[assignment.phases[f]!]!,
      callCount: assignment.calls[f]!,
      isAnchor: assignment.anchors[f] === 1,
      pinned: assignment.pinned[f] === 1,
    })
  }
  const numbers = invert(sourceOrder, functions.length)
  const numbered = traces.map(({ order, weight }) => ({
    weight,
    order: order.map((f) => numbers[f]!).filter((number) => number >= 0),
  }))
  return { recording, config, assignment, sourceOrder, traces, optimizer, numbered }
}

function finish(prepared: Prepared, movedNumbers: ReadonlyMap<number, LayoutPhase>): SolvedLayout {
  const { recording, config, sourceOrder, traces, optimizer } = prepared
  const byFunction = (number: number): number => sourceOrder[number]!
  const moved = new Map(Array.from(movedNumbers, ([number, phase]) => [byFunction(number), phase]))
  const phases = prepared.assignment.phases.slice()
  for (const [f, phase] of moved) phases[f] = PHASES.indexOf(phase)
  const assignment = { ...prepared.assignment, phases }
  const order = optimizer.getOrder().map(byFunction)
  const pagination = spread(optimizer.getPagination(), sourceOrder, recording.functions.length)
  const artefact = new LayoutConfig({
    pageSize: config.pageSize,
    budgets: config.budgets,
    recorded: recordedRows(assignment, order, pagination.page),
  })
  return {
    recording,
    config,
    assignment,
    sourceOrder,
    order,
    pagination,
    traces,
    stats: optimizer.stats(),
    artefact,
    phaseOf: (f) => PHASES[phases[f]!]!,
    spills: optimizer.getBudgetSpills().map(({ phase, pages, budget, leaving, bytes }) => ({
      phase,
      pages,
      budget,
      bytes,
      leaving: leaving?.map(byFunction),
    })),
    moved,
    optimizer,
  }
}

/** The place of each function in an order; -1 where it has none. */
function invert(order: Int32Array, length: number): Int32Array {
  const places = new Int32Array(length).fill(-1)
  for (let place = 0; place < order.length; place++) places[order[place]!] = place
  return places
}

/** Pages by the optimizer's numbers as pages by function number. */
function spread({ page, starts, pageCount }: Pagination, sourceOrder: Int32Array, length: number): Pagination {
  const pages = new Int32Array(length).fill(-1)
  const begins = new Float64Array(length).fill(-1)
  for (let number = 0; number < sourceOrder.length; number++) {
    pages[sourceOrder[number]!] = page[number]!
    begins[sourceOrder[number]!] = starts[number]!
  }
  return { page: pages, starts: begins, pageCount }
}
