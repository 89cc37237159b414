import {
  findPhase,
  FRAME_TIME_MARKS,
  LOADED_MARK,
  type FunctionFacts,
  type RecordingBlock,
  type ScenarioMark,
  type ScenarioTrace,
} from '../../model/index.ts'

/** What a worker sends of one test file: functions are slots, numbers that the transform gave them. */
export interface SlotRecording {
  readonly slots: ArrayLike<number>
  readonly calls: ArrayLike<number>
  readonly firstUs: ArrayLike<number>
  readonly lastUs: ArrayLike<number>
  readonly totalUs: ArrayLike<number>
  readonly selfUs: ArrayLike<number>
  readonly edges: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  readonly traces: readonly SlotTrace[]
}

export interface SlotTrace {
  readonly kind: 'load' | 'test'
  readonly test: string
  readonly meta: {
    readonly scenario?: string
    readonly phase?: string
    readonly stopMark?: string
    readonly weight?: number
  }
  readonly order: ArrayLike<number>
  readonly calls: ArrayLike<number>
  readonly marks: readonly ScenarioMark[]
}

/**
 * Names the functions of a worker's recording, so that a session can absorb it.
 *
 * @param factsOf The function of a slot; `undefined` makes the slot a problem of an incomplete recording.
 * @param origin Where it was recorded.
 */
export function blockOfSlots(
  recording: SlotRecording,
  factsOf: (slot: number) => FunctionFacts | undefined,
  origin: { readonly project: string; readonly file: string },
): RecordingBlock {
  const { slots, traces } = recording
  const problems = new Set<string>()
  const numbers = new Numbering(factsOf)
  const rows = numbers.ofAll(slots)
  const edges = nameEdges(recording.edges, numbers)
  const scenarios = traces.map((trace) => nameTrace(trace, numbers, origin, problems))
  const { functions } = numbers
  const column = (values: ArrayLike<number>, missing: number): Float64Array =>
    spread(values, rows, new Float64Array(functions.length).fill(missing))
  if (numbers.hasUnknown) {
    problems.add(`${origin.file}: calls of functions that the transform does not know were left out`)
  }
  return {
    functions,
    callCount: column(recording.calls, 0),
    firstCallUs: column(recording.firstUs, Number.NaN),
    lastCallUs: column(recording.lastUs, Number.NaN),
    totalUs: column(recording.totalUs, 0),
    selfUs: column(recording.selfUs, 0),
    isStartupPath: startupPath(scenarios, functions.length),
    ...edges,
    scenarios,
    complete: !numbers.hasUnknown,
    problems: [...problems],
  }
}

/** Numbers of a block's functions, in the order in which they are asked for. */
class Numbering {
  readonly functions: FunctionFacts[] = []
  hasUnknown = false
  readonly #factsOf: (slot: number) => FunctionFacts | undefined
  readonly #known = new Map<number, number>()

  constructor(factsOf: (slot: number) => FunctionFacts | undefined) {
    this.#factsOf = factsOf
  }

  /** Negative for a slot that nobody knows. */
  of(slot: number): number {
    return this.#known.get(slot) ?? this.#add(slot)
  }

  ofAll(slots: ArrayLike<number>): Int32Array {
    const numbers = new Int32Array(slots.length)
    for (let i = 0; i < numbers.length; i++) numbers[i] = this.of(slots[i]!)
    return numbers
  }

  #add(slot: number): number {
    const facts = this.#factsOf(slot)
    const added = facts === undefined ? -1 : this.functions.push(facts) - 1
    if (facts === undefined) this.hasUnknown = true
    this.#known.set(slot, added)
    return added
  }
}

function nameEdges(
  edges: SlotRecording['edges'],
  numbers: Numbering,
): Pick<RecordingBlock, 'edgeCaller' | 'edgeCallee' | 'edgeCount'> {
  const edgeCaller: number[] = []
  const edgeCallee: number[] = []
  const edgeCount: number[] = []
  for (const { from, to, count } of edges) {
    const caller = numbers.of(from)
    const callee = numbers.of(to)
    if (caller < 0 || callee < 0) continue
    edgeCaller.push(caller)
    edgeCallee.push(callee)
    edgeCount.push(count)
  }
  return { edgeCaller, edgeCallee, edgeCount }
}

/** Values of rows, by the number of the function of each row. */
function spread(values: ArrayLike<number>, rows: Int32Array, column: Float64Array): Float64Array {
  for (let row = 0; row < rows.length; row++) {
    if (rows[row]! >= 0) column[rows[row]!] = values[row]!
  }
  return column
}

function nameTrace(
  { kind, test, meta, order, calls, marks }: SlotTrace,
  numbers: Numbering,
  { project, file }: { readonly project: string; readonly file: string },
  problems: Set<string>,
): ScenarioTrace {
  const kept = keep(order, calls, marks, numbers)
  const phase = meta.phase === undefined ? undefined : findPhase(meta.phase)
  if (meta.phase !== undefined && phase === undefined) {
    problems.add(`${file} > ${test}: unknown phase ${JSON.stringify(meta.phase)} in meta.layout; it was left out`)
  }
  const hasWeight = meta.weight !== undefined && Number.isFinite(meta.weight) && meta.weight > 0
  if (meta.weight !== undefined && !hasWeight) {
    problems.add(
      `${file} > ${test}: the weight in meta.layout is ${meta.weight}, expected a number above 0; 1 was taken`,
    )
  }
  return {
    kind,
    project,
    file,
    test,
    ...(meta.scenario === undefined ? {} : { scenario: meta.scenario }),
    ...(phase === undefined ? {} : { phase }),
    ...(meta.stopMark === undefined ? {} : { stopMark: meta.stopMark }),
    weight: hasWeight ? (meta.weight ?? 1) : 1,
    ...kept,
  }
}

/** A trace in the block's own numbers, without what has none. */
function keep(
  order: ArrayLike<number>,
  calls: ArrayLike<number>,
  marks: readonly ScenarioMark[],
  numbers: Numbering,
): Pick<ScenarioTrace, 'order' | 'calls' | 'marks'> {
  const keptOrder = new Int32Array(order.length)
  const keptCalls = new Float64Array(order.length)
  /** Where those that were left out stood. */
  const dropped: number[] = []
  let end = 0
  for (let i = 0; i < order.length; i++) {
    const f = numbers.of(order[i]!)
    if (f < 0) {
      dropped.push(i)
      continue
    }
    keptOrder[end] = f
    keptCalls[end++] = calls[i]!
  }
  if (dropped.length === 0) return { order: keptOrder, calls: keptCalls, marks }
  return {
    order: keptOrder.slice(0, end),
    calls: keptCalls.slice(0, end),
    marks: marks.map((mark) => ({
      ...mark,
      position: mark.position - dropped.filter((place) => place < mark.position).length,
    })),
  }
}

/** What ran while modules loaded, and before the first marker that says start-up is over, where there is one. */
function startupPath(scenarios: readonly ScenarioTrace[], functionCount: number): Uint8Array {
  const result = new Uint8Array(functionCount)
  for (const { kind, order, marks } of scenarios) markRan(order, endOfStartup(kind, order.length, marks), result)
  return result
}

function endOfStartup(kind: ScenarioTrace['kind'], length: number, marks: readonly ScenarioMark[]): number {
  let end = kind === 'load' ? length : 0
  let hasEnd = false
  for (const { name, position } of marks) {
    if (!FRAME_TIME_MARKS.has(name) && (kind !== 'load' || name !== LOADED_MARK)) continue
    end = hasEnd ? Math.min(end, position) : position
    hasEnd = true
  }
  return end
}

function markRan(order: ArrayLike<number>, end: number, result: Uint8Array): void {
  const last = Math.min(end, order.length)
  for (let i = 0; i < last; i++) result[order[i]!] = 1
}
