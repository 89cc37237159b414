export { buildReport } from './build-report.ts'
export { formatOverBudget, formatReport, type FormatOptions } from './format-report.ts'
export { readGeneratedLayout } from './generated-layout.ts'
export { overBudget } from './report.ts'
export type {
  FunctionReport,
  LayoutReport,
  PageReport,
  PagesTouched,
  PhaseReport,
  HeldOut,
  ReportTotals,
  SpillReport,
  ScenarioReport,
} from './report.ts'
export { paintFor, plain, printable, shorten, type Paint } from './style.ts'
export { writeArtefacts, type Artefacts } from './write-artefacts.ts'
export { formatTable, type Column } from './table.ts'
export { formatBytes, formatChange, formatCount, formatShare, plural } from './units.ts'
