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
  readonly slots: readonly number[]
  readonly calls: readonly number[]
  readonly firstUs: readonly number[]
  readonly lastUs: readonly number[]
  readonly totalUs: readonly number[]
  readonly selfUs: readonly number[]
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
  const functions: FunctionFacts[] = []
  const problems = new Set<string>()
  const known = new Map<number, number>()
  let isComplete = true
  const indexOf = (slot: number): number => {
    const index = known.get(slot)
    if (index !== undefined) return index
    const facts = factsOf(slot)
    if (facts === undefined) {
      isComplete = false
      problems.add(`${origin.file}: calls of functions that the transform does not know were left out`)
    } else {
      functions.push(facts)
    }
    const added = facts === undefined ? -1 : functions.length - 1
    known.set(slot, added)
    return added
  }
  for (const slot of recording.slots) indexOf(slot)
  const edges = recording.edges
    .map(({ from, to, count }) => ({ caller: indexOf(from), callee: indexOf(to), count }))
    .filter(({ caller, callee }) => caller >= 0 && callee >= 0)
  const scenarios = recording.traces.map((trace) => nameTrace(trace, indexOf, origin, problems))
  const columns = {
    callCount: new Float64Array(functions.length),
    firstCallUs: new Float64Array(functions.length).fill(Number.NaN),
    lastCallUs: new Float64Array(functions.length).fill(Number.NaN),
    totalUs: new Float64Array(functions.length),
    selfUs: new Float64Array(functions.length),
  }
  for (const [row, slot] of recording.slots.entries()) {
    const f = known.get(slot) ?? -1
    if (f < 0) continue
    columns.callCount[f] = recording.calls[row] ?? 0
    columns.firstCallUs[f] = recording.firstUs[row] ?? Number.NaN
    columns.lastCallUs[f] = recording.lastUs[row] ?? Number.NaN
    columns.totalUs[f] = recording.totalUs[row] ?? 0
    columns.selfUs[f] = recording.selfUs[row] ?? 0
  }
  return {
    functions,
    ...columns,
    isStartupPath: startupPath(scenarios, functions.length),
    edgeCaller: edges.map(({ caller }) => caller),
    edgeCallee: edges.map(({ callee }) => callee),
    edgeCount: edges.map(({ count }) => count),
    scenarios,
    complete: isComplete,
    problems: [...problems],
  }
}

function nameTrace(
  { kind, test, meta, order, calls, marks }: SlotTrace,
  indexOf: (slot: number) => number,
  { project, file }: { readonly project: string; readonly file: string },
  problems: Set<string>,
): ScenarioTrace {
  const kept = keep(order, calls, marks, indexOf)
  const phase = meta.phase === undefined ? undefined : findPhase(meta.phase)
  if (meta.phase !== undefined && phase === undefined) {
    problems.add(`${file} > ${test}: unknown phase ${JSON.stringify(meta.phase)} in meta.layout; it was left out`)
  }
  const hasWeight = meta.weight !== undefined && Number.isFinite(meta.weight) && meta.weight > 0
  if (meta.weight !== undefined && !hasWeight) {
    problems.add(`${file} > ${test}: the weight ${meta.weight} in meta.layout is not above 0; 1 was taken`)
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
  indexOf: (slot: number) => number,
): Pick<ScenarioTrace, 'order' | 'calls' | 'marks'> {
  const keptOrder = new Int32Array(order.length)
  const keptCalls = new Float64Array(order.length)
  /** Where those that were left out stood. */
  const dropped: number[] = []
  let end = 0
  for (let i = 0; i < order.length; i++) {
    const f = indexOf(order[i]!)
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
  for (const { kind, order, marks } of scenarios) {
    const isEnd = (name: string): boolean => FRAME_TIME_MARKS.has(name) || (kind === 'load' && name === LOADED_MARK)
    const ends = marks.filter(({ name }) => isEnd(name)).map(({ position }) => position)
    const end = ends.length > 0 ? Math.min(...ends) : kind === 'load' ? order.length : 0
    for (let i = 0; i < end; i++) result[order[i] ?? 0] = 1
  }
  return result
}
