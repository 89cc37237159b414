import { PHASES, type LayoutPhase } from '../model/phase.ts'
import type { FunctionRecord, Recording } from '../model/recording.ts'
import type { LayoutOptimizer, PageSavings } from '../pack/index.ts'
import type { FunctionReport, LayoutReport, PageReport, PhaseReport, ScenarioReport } from './report.ts'

/** How many functions the lists of the largest and the hottest hold. */
const LIST_LENGTH = 20

export interface ReportInput {
  readonly recording: Recording
  /** Holds the recording's functions, laid out, with the recording's scenarios as traces in their order. */
  readonly optimizer: LayoutOptimizer
  readonly pageSize: number
  readonly warnings: readonly string[]
}

/** Computes the report; every number is counted on the recording. */
export function buildReport({ recording, optimizer, pageSize, warnings }: ReportInput): LayoutReport {
  const stats = optimizer.stats()
  const symbols = optimizer.getOrderedSymbols()
  const phaseOf = new Map(symbols.map(({ name, phase }) => [name, phase]))
  const { functions } = recording
  const scenarios = reportScenarios(recording, stats.savings)
  return {
    version: 1,
    pageSize,
    complete: recording.complete,
    problems: recording.problems,
    warnings,
    totals: {
      modules: new Set(functions.map(({ module }) => module)).size,
      functions: functions.length,
      executed: functions.filter(({ callCount }) => callCount > 0).length,
      bytes: stats.bytes,
      pages: stats.pages,
    },
    phases: PHASES.map((phase): PhaseReport => {
      const { symbols: count, bytes, pages, budget, fill } = stats.phases[phase]
      return { phase, functions: count, bytes, pages, budget, fill }
    }),
    largest: top(functions, phaseOf, (record) => record.size),
    hottest: top(functions, phaseOf, (record) => record.callCount),
    scenarios,
    touched: {
      source: sum(scenarios, ({ source }) => source),
      packed: sum(scenarios, ({ packed }) => packed),
      least: sum(scenarios, ({ least }) => least),
    },
    pages: reportPages(optimizer),
  }
}

function top(
  functions: readonly FunctionRecord[],
  phaseOf: ReadonlyMap<string, LayoutPhase>,
  key: (record: FunctionRecord) => number,
): FunctionReport[] {
  return functions
    .filter((record) => key(record) > 0)
    .sort((a, b) => key(b) - key(a) || (a.name < b.name ? -1 : 1))
    .slice(0, LIST_LENGTH)
    .map((record) => ({
      name: record.name,
      phase: phaseOf.get(record.name)!,
      size: record.size,
      calls: record.callCount,
      selfUs: Math.round(record.selfUs),
    }))
}

function reportScenarios(recording: Recording, savings: PageSavings | undefined): ScenarioReport[] {
  if (savings === undefined) return []
  const { source, packed, bound } = savings.perTrace
  return recording.scenarios.map((trace, number) => ({
    kind: trace.kind,
    project: trace.project,
    file: trace.file,
    test: trace.test,
    functions: trace.order.length,
    bytes: trace.order.reduce((bytes, index) => bytes + recording.functions[index]!.size, 0),
    source: source[number]!,
    packed: packed[number]!,
    least: bound[number]!,
  }))
}

function reportPages(optimizer: LayoutOptimizer): PageReport[] {
  return optimizer.getGroupedSymbols().map((symbols) => ({
    page: symbols[0]!.groupId!,
    phases: [...new Set(symbols.map(({ phase }) => phase))],
    bytes: symbols.reduce((bytes, { size }) => bytes + size, 0),
    functions: symbols.map(({ name }) => name),
  }))
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
