import {
  FIRST_FRAME_MARKS,
  findPhase,
  STARTUP_END_MARKS,
  type FunctionFacts,
  type RecordingBlock,
  type ScenarioTrace,
} from '../model/index.ts'
import type { FunctionTable } from './function-table.ts'
import type { FileBlock } from './transport/index.ts'

/** The test file a block came from. */
export interface BlockOrigin {
  /** Name of the Vitest project, `''` for the only one. */
  readonly project: string
  /** Test file relative to the root, with `/`. */
  readonly file: string
}

/** A worker's block in terms of functions instead of slots, ready for `RecordingSession.absorb`. */
export function toRecordingBlock(block: FileBlock, table: FunctionTable, origin: BlockOrigin): RecordingBlock {
  const problems: string[] = []
  const functions: FunctionFacts[] = []
  const indexOf = new Map<number, number>()
  const kept: number[] = []
  for (const [place, slot] of block.slots.entries()) {
    const facts = table.get(slot)
    if (facts === undefined) continue
    indexOf.set(slot, functions.length)
    functions.push(facts)
    kept.push(place)
  }
  if (kept.length < block.slots.length) {
    const missing = block.slots.length - kept.length
    problems.push(`${origin.file}: ${missing} functions ran that no transform of this run knows`)
  }
  const edges = block.edges.filter(({ from, to }) => indexOf.has(from) && indexOf.has(to))
  const scenarios = block.traces.map((trace) => toScenario(trace, indexOf, origin, problems))
  const pick = (column: readonly number[]): Float64Array => Float64Array.from(kept, (place) => column[place]!)
  return {
    functions,
    callCount: pick(block.calls),
    firstCallUs: pick(block.firstUs),
    lastCallUs: pick(block.lastUs),
    totalUs: pick(block.totalUs),
    selfUs: pick(block.selfUs),
    isStartupPath: markStartupPath(functions.length, scenarios),
    edgeCaller: Int32Array.from(edges, ({ from }) => indexOf.get(from)!),
    edgeCallee: Int32Array.from(edges, ({ to }) => indexOf.get(to)!),
    edgeCount: Float64Array.from(edges, ({ count }) => count),
    scenarios,
    complete: problems.length === 0,
    problems,
  }
}

type WorkerTrace = FileBlock['traces'][number]

function toScenario(
  { kind, test, meta, order, calls, marks }: WorkerTrace,
  indexOf: ReadonlyMap<number, number>,
  { project, file }: BlockOrigin,
  problems: string[],
): ScenarioTrace {
  // Positions of marks count functions, so those that are not known must not be counted either.
  const known = order.map((slot) => indexOf.has(slot))
  const place = `${file} > ${test}`
  const phase = typeof meta.phase === 'string' ? findPhase(meta.phase) : undefined
  if (meta.phase !== undefined && phase === undefined) {
    problems.push(`${place}: its layout scenario names the phase ${JSON.stringify(meta.phase)}, which there is not`)
  }
  const weight = meta.weight ?? 1
  const isWeight = typeof weight === 'number' && weight > 0 && weight < Infinity
  if (!isWeight) {
    problems.push(`${place}: its layout scenario has the weight ${JSON.stringify(weight)}, expected a number above 0`)
  }
  return {
    kind,
    project,
    file,
    test,
    ...(meta.scenario === undefined ? {} : { scenario: meta.scenario }),
    ...(phase === undefined ? {} : { phase }),
    ...(meta.stopMark === undefined ? {} : { stopMark: meta.stopMark }),
    weight: isWeight ? weight : 1,
    order: Int32Array.from(order.filter((_, index) => known[index]).map((slot) => indexOf.get(slot)!)),
    calls: Float64Array.from(calls.filter((_, index) => known[index])),
    marks: marks.map(({ name, position, us }) => ({
      name,
      position: known.slice(0, position).filter(Boolean).length,
      us,
    })),
  }
}

/** Functions that ran before start-up was complete: all that a load trace holds, and a test's before its first marker. */
function markStartupPath(count: number, scenarios: readonly ScenarioTrace[]): Uint8Array {
  const isStartupPath = new Uint8Array(count)
  for (const { kind, order, marks } of scenarios) {
    const end = marks.find(({ name }) => STARTUP_END_MARKS.has(name) || FIRST_FRAME_MARKS.has(name))
    const length = kind === 'load' ? order.length : (end?.position ?? 0)
    for (let place = 0; place < length; place++) isStartupPath[order[place]!] = 1
  }
  return isStartupPath
}
