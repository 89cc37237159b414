import {
  compareRecordings,
  countPhases,
  sourceStarts,
  type Difference,
  type FunctionState,
  type PlacedRecording,
} from '../compare/index.ts'
import { PHASES } from '../model/phase.ts'
import type { Recording, ScenarioTrace } from '../model/recording.ts'
import type { ChangeData, FunctionColumns, PageData, ScenarioData, SideData } from './page-data.ts'

/** Steps of all scenarios together that a page holds; the longest scenarios are kept. About 6 bytes each. */
const MAX_SCENARIO_STEPS = 1_000_000

/** @throws LayoutError as `compareRecordings` does, where a base is given */
export function buildPageData(title: string, head: PlacedRecording, base?: PlacedRecording): PageData {
  return {
    version: 1,
    title,
    head: sideData(head),
    ...(base && { base: sideData(base), changes: changeData(compareRecordings(base, head)) }),
  }
}

function sideData(side: PlacedRecording): SideData {
  const { label, recording, placement } = side
  const counts = countPhases(side)
  const { scenarios, omitted } = chooseScenarios(recording)
  return {
    label,
    pageSize: placement.pageSize,
    pageCount: placement.pageCount,
    complete: recording.complete,
    problems: recording.problems,
    phases: PHASES.map((phase) => ({ phase, budget: placement.budgets[phase], ...counts[phase] })),
    ...functionData(side),
    ...edgeData(recording),
    scenarios,
    omittedScenarios: omitted,
  }
}

function functionData({ recording, placement }: PlacedRecording): { modules: string[]; columns: FunctionColumns } {
  const { functions } = recording
  const numberOf = new Map<string, number>()
  for (const { module } of functions) if (!numberOf.has(module)) numberOf.set(module, numberOf.size)
  return {
    modules: [...numberOf.keys()],
    columns: {
      module: functions.map(({ module }) => numberOf.get(module)!),
      path: functions.map(({ name, module }) => (name.startsWith(`${module}:`) ? name.slice(module.length + 1) : name)),
      line: functions.map(({ line }) => line),
      size: functions.map(({ size }) => size),
      phase: placement.phases.map((phase) => PHASES.indexOf(phase)),
      start: [...placement.starts],
      sourceStart: [...sourceStarts(functions)],
      calls: functions.map(({ callCount }) => callCount),
      first: functions.map(({ firstCallUs }) => (firstCallUs === undefined ? -1 : Math.round(firstCallUs))),
      self: functions.map(({ selfUs }) => Math.round(selfUs)),
    },
  }
}

function edgeData({ functions }: Recording): Pick<SideData, 'edgeStart' | 'edgeTo' | 'edgeCount'> {
  const numberOf = new Map(functions.map(({ name }, index) => [name, index]))
  const edgeStart = [0]
  const edgeTo: number[] = []
  const edgeCount: number[] = []
  for (const { callees } of functions) {
    for (const [name, count] of callees) {
      const callee = numberOf.get(name)
      if (callee === undefined) continue
      edgeTo.push(callee)
      edgeCount.push(count)
    }
    edgeStart.push(edgeTo.length)
  }
  return { edgeStart, edgeTo, edgeCount }
}

function chooseScenarios({ scenarios }: Recording): { scenarios: ScenarioData[]; omitted: number } {
  const ran = scenarios.filter(({ order }) => order.length > 0)
  const chosen = new Set<ScenarioTrace>()
  let steps = 0
  for (const trace of [...ran].sort((a, b) => b.order.length - a.order.length)) {
    // One always fits, or there would be nothing to look at.
    if (chosen.size > 0 && steps + trace.order.length > MAX_SCENARIO_STEPS) continue
    chosen.add(trace)
    steps += trace.order.length
  }
  return { scenarios: ran.filter((trace) => chosen.has(trace)).map(scenarioData), omitted: ran.length - chosen.size }
}

function scenarioData(trace: ScenarioTrace): ScenarioData {
  const project = trace.project === '' ? '' : `[${trace.project}] `
  // What was not recorded by a test file may have no file, and no test either.
  const parts = [trace.file, trace.kind === 'load' ? 'loading' : trace.test].filter((part) => part !== '')
  const place = parts.length === 0 ? '' : `${project}${parts.join(' › ')}`
  return {
    title: [trace.scenario ?? '', place].filter((part) => part !== '').join(': ') || 'unnamed scenario',
    order: [...trace.order],
    marks: trace.marks.map(({ name: mark, position, us }) => ({ name: mark, position, us: Math.round(us) })),
  }
}

function changeData(difference: Difference): ChangeData[] {
  const state = ({ phase, page }: FunctionState): string => `${phase}, page ${page + 1}`
  const rows: ChangeData[] = difference.startup.map((entry) => ({
    kind: 'entered',
    name: entry.function.name,
    was: entry.from ?? 'new',
    is: state(entry.function),
    bytes: entry.function.size,
    path: entry.path.join(' → '),
  }))
  const entered = new Set(difference.startup.map((entry) => entry.function.name))
  for (const { base, head } of difference.movedPhase) {
    if (entered.has(head.name)) continue
    const kind = base.phase === 'startup' ? 'left' : 'moved'
    rows.push({ kind, name: head.name, was: state(base), is: state(head), bytes: head.size })
  }
  for (const added of difference.added) {
    if (!entered.has(added.name))
      rows.push({ kind: 'new', name: added.name, was: '', is: state(added), bytes: added.size })
  }
  for (const gone of difference.removed) {
    rows.push({ kind: 'gone', name: gone.name, was: state(gone), is: '', bytes: gone.size })
  }
  for (const { base, head } of difference.renamed) {
    rows.push({ kind: 'renamed', name: head.name, was: base.name, is: head.name, bytes: head.size })
  }
  for (const { base, head } of difference.resized) {
    rows.push({ kind: 'size', name: head.name, was: `${base.size} B`, is: `${head.size} B`, bytes: head.size })
  }
  for (const { base, head } of difference.callCounts) {
    rows.push({ kind: 'calls', name: head.name, was: String(base.calls), is: String(head.calls), bytes: head.size })
  }
  return rows
}
