import { PHASES } from '../model/index.ts'
import { verifySolved, type SolvedLayout } from '../solve/index.ts'
import type {
  FunctionReport,
  HeldOut,
  LayoutReport,
  PageReport,
  PhaseReport,
  ScenarioReport,
  SpillReport,
} from './report.ts'

/** How many functions the lists of the largest and the hottest hold. */
const LIST_LENGTH = 20
/** Holding test files out packs several times more, seconds on a suite of some size: beyond this many functions in traces it is left to `solve`. */
const HELD_OUT_LIMIT = 5000

/** Computes the report of a layout; every number is counted, on the layout or by replaying the recording's traces. */
export function buildReport(layout: SolvedLayout, warnings: readonly string[] = []): LayoutReport {
  const { recording, sourceOrder, config, stats } = layout
  const records = Array.from(sourceOrder, (f) => recording.functions[f]!)
  const scenarios = reportScenarios(layout)
  return {
    version: 1,
    pageSize: config.pageSize,
    complete: recording.complete,
    problems: recording.problems,
    warnings: [...layout.assignment.warnings, ...warnings],
    totals: {
      modules: new Set(records.map(({ module }) => module)).size,
      functions: records.length,
      executed: records.filter(({ callCount }) => callCount > 0).length,
      bytes: stats.bytes,
      pages: stats.pages,
    },
    phases: reportPhases(layout),
    largest: listTop(layout, (f) => recording.functions[f]!.size),
    hottest: listTop(layout, (f) => layout.assignment.calls[f]!),
    scenarios,
    touched: {
      source: sum(scenarios, ({ source }) => source),
      packed: sum(scenarios, ({ packed }) => packed),
      least: sum(scenarios, ({ least }) => least),
    },
    heldOut: reportHeldOut(layout),
    spills: reportSpills(layout),
    pages: reportPages(layout),
  }
}

function reportHeldOut(layout: SolvedLayout): HeldOut | undefined {
  if (sum(layout.traces, ({ order }) => order.length) > HELD_OUT_LIMIT) return undefined
  const { heldOut } = verifySolved(layout, undefined)
  if (heldOut === undefined) return undefined
  const { folds, layouts, bound } = heldOut
  return { folds, source: layouts['source']!.pages, packed: layouts['packed']!.pages, least: bound }
}

function reportSpills({ spills, recording }: SolvedLayout): SpillReport[] {
  return spills.map(({ phase, pages, budget, leaving, bytes }) => ({
    phase,
    over: pages - budget,
    functions: leaving === undefined ? undefined : Array.from(leaving, (f) => recording.functions[f]!.name),
    bytes,
  }))
}

function reportPhases({ stats }: SolvedLayout): PhaseReport[] {
  return PHASES.map((phase) => {
    const { symbols: functions, bytes, pages, budget, fill } = stats.phases[phase]
    return { phase, functions, bytes, pages, budget, fill }
  })
}

function listTop(layout: SolvedLayout, key: (f: number) => number): FunctionReport[] {
  const { recording, sourceOrder, assignment, phaseOf } = layout
  return Array.from(sourceOrder)
    .filter((f) => key(f) > 0)
    .sort((a, b) => key(b) - key(a) || (recording.functions[a]!.name < recording.functions[b]!.name ? -1 : 1))
    .slice(0, LIST_LENGTH)
    .map((f) => {
      const { name, size, selfUs } = recording.functions[f]!
      return { name, phase: phaseOf(f), size, calls: assignment.calls[f]!, selfUs: Math.round(selfUs) }
    })
}

function reportScenarios({ recording, traces, stats }: SolvedLayout): ScenarioReport[] {
  if (stats.savings === undefined) return []
  const { source, packed, bound } = stats.savings.perTrace
  return traces.map(({ kind, label, order, weight }, number) => ({
    kind,
    label,
    weight,
    functions: order.length,
    bytes: order.reduce((bytes, f) => bytes + recording.functions[f]!.size, 0),
    source: source[number]!,
    packed: packed[number]!,
    least: bound[number]!,
  }))
}

function reportPages({ recording, order, pagination, phaseOf }: SolvedLayout): PageReport[] {
  const pages = new Map<number, number[]>()
  for (const f of order) {
    const page = pagination.page[f]!
    const members = pages.get(page)
    if (members === undefined) pages.set(page, [f])
    else members.push(f)
  }
  return Array.from(pages, ([page, members]) => ({
    page,
    phases: [...new Set(members.map(phaseOf))],
    bytes: sum(members, (f) => recording.functions[f]!.size),
    functions: members.map((f) => recording.functions[f]!.name),
  }))
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
