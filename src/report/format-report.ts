import {
  overBudget,
  type FunctionReport,
  type LayoutReport,
  type PhaseReport,
  type ScenarioReport,
  type SpillReport,
} from './report.ts'
import { plain, printable, shorten, type Paint } from './style.ts'
import { formatTable } from './table.ts'
import { formatBytes, formatChange, formatCount, formatShare, plural } from './units.ts'

export interface FormatOptions {
  readonly paint?: Paint
  /** Columns of the terminal; default 100. */
  readonly width?: number
  /** Rows of each list; default 5. */
  readonly rows?: number
  /** Page by page as well. */
  readonly pages?: boolean
}

const DEFAULT_WIDTH = 100
const DEFAULT_ROWS = 5
const INDENT = '  '

/** The page-grouping report as text for a terminal, one string a line. */
export function formatReport(report: LayoutReport, options: FormatOptions = {}): string[] {
  const { paint = plain, width = DEFAULT_WIDTH, rows = DEFAULT_ROWS, pages = false } = options
  const { totals } = report
  const nameWidth = Math.max(30, width - 45)
  const lines = [
    `${plural(totals.functions, 'function')} in ${plural(totals.modules, 'module')}, ${formatCount(totals.executed)} ran; ` +
      `${formatBytes(totals.bytes)} on ${plural(totals.pages, 'page')} of ${report.pageSize / 1024} KB`,
    '',
    ...formatPhases(report, paint),
  ]
  if (report.scenarios.length > 0) lines.push('', ...formatTouched(report, paint, rows, nameWidth))
  if (report.largest.length > 0) {
    lines.push('', ...formatFunctions('largest functions', report.largest.slice(0, rows), paint, nameWidth))
    lines.push('', ...formatFunctions('most called', report.hottest.slice(0, rows), paint, nameWidth))
  }
  if (pages) lines.push('', ...formatPages(report, paint, width))
  const notes = formatNotes(report, paint)
  if (notes.length > 0) lines.push('', ...notes)
  return lines
}

function formatPhases(report: LayoutReport, paint: Paint): string[] {
  const rows = report.phases.map((phase) => [
    phase.phase,
    phase.budget > 0 ? `${phase.pages} of ${phase.budget}` : String(phase.pages),
    formatBytes(phase.bytes),
    formatCount(phase.functions),
    phase.pages === 0 ? '-' : formatShare(phase.fill),
  ])
  const table = formatTable(
    [
      { title: 'phase' },
      { title: 'pages', align: 'right' },
      { title: 'bytes', align: 'right' },
      { title: 'functions', align: 'right' },
      { title: 'full', align: 'right' },
    ],
    rows,
    paint,
  )
  const over = new Set(overBudget(report).map(({ phase }) => phase))
  return table.map((line, index) =>
    index > 0 && over.has(report.phases[index - 1]!.phase) ? paint('yellow', line) : line,
  )
}

/** Scenarios in which the layout changes most stand first. */
function formatTouched(report: LayoutReport, paint: Paint, rows: number, nameWidth: number): string[] {
  const { touched, scenarios, heldOut } = report
  const gain = (scenario: ScenarioReport): number => scenario.source - scenario.packed
  const shown = scenarios
    .filter(({ functions }) => functions > 0)
    .sort((a, b) => gain(b) - gain(a) || (a.label < b.label ? -1 : 1))
    .slice(0, rows)
  const row = (
    name: string,
    { source, packed, least }: { source: number; packed: number; least: number },
  ): string[] => [name, formatCount(source), formatCount(packed), formatCount(least), formatChange(source, packed)]
  return formatTable(
    [
      { title: 'pages touched by' },
      { title: 'source order', align: 'right' },
      { title: 'packed', align: 'right' },
      { title: 'at least', align: 'right' },
      { title: '', align: 'right' },
    ],
    [
      ...shown.map((scenario) => row(shorten(printable(scenario.label), nameWidth), scenario)),
      row(`all ${plural(scenarios.length, 'trace')}`, touched),
      ...(heldOut === undefined ? [] : [row('each on a layout made without its file', heldOut)]),
    ],
    paint,
  )
}

function formatFunctions(
  title: string,
  functions: readonly FunctionReport[],
  paint: Paint,
  nameWidth: number,
): string[] {
  return formatTable(
    [{ title }, { title: 'phase' }, { title: 'bytes', align: 'right' }, { title: 'calls', align: 'right' }],
    functions.map(({ name, phase, size, calls }) => [
      shorten(printable(name), nameWidth),
      phase,
      formatCount(size),
      formatCount(calls),
    ]),
    paint,
  )
}

function formatPages(report: LayoutReport, paint: Paint, width: number): string[] {
  return report.pages.flatMap(({ page, phases, bytes, functions }) => [
    paint('bold', `page ${page}`) +
      paint('dim', ` ${phases.join(', ')}, ${formatBytes(bytes)}, ${plural(functions.length, 'function')}`),
    ...functions.map((name) => INDENT + shorten(printable(name), width - INDENT.length)),
  ])
}

/** Budgets that are exceeded, warnings, and what is missing. */
function formatNotes(report: LayoutReport, paint: Paint): string[] {
  const budgets = overBudget(report).flatMap((over) => {
    const spill = report.spills.find(({ phase }) => phase === over.phase)
    return [paint('yellow', formatOverBudget(over))].concat(formatSpill(spill))
  })
  return [
    ...budgets,
    ...report.warnings.map((warning) => paint('yellow', printable(warning))),
    ...(report.complete ? [] : [paint('yellow', 'the recording is not complete:')]),
    ...report.problems.map((problem) => paint('yellow', INDENT + printable(problem))),
  ]
}

/** What would have to leave, where something can. */
function formatSpill(spill: SpillReport | undefined): string[] {
  if (spill === undefined) return []
  if (spill.functions === undefined) return [`${INDENT}pinned functions and anchors alone are more than that`]
  return [
    `${INDENT}the smallest change: without ${plural(spill.functions.length, 'function')}, ${formatBytes(spill.bytes)}`,
    ...spill.functions.map((name) => INDENT + INDENT + printable(name)),
  ]
}

/** One line that says by how much a phase is over its budget. */
export function formatOverBudget({ phase, pages, budget }: PhaseReport): string {
  return `${phase} takes ${plural(pages, 'page')}, ${pages - budget} over its budget of ${budget}`
}
