import { float, SdnTable, writeSdn, type SdnDict, type SdnValue } from '../sdn/index.ts'
import type { LayoutConfigData, RecordedFunction } from './layout-config-data.ts'
import { PHASES } from './phase.ts'

/** A key that every reader of SDN takes unquoted. */
const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Columns of `recorded`, in the order in which they are written; readers find them by name. */
export const RECORDED_COLUMNS: readonly string[] = ['function', 'phase', 'size', 'call_count', 'page']

/** Writes what is set, in canonical form. */
export function configToSdn(data: LayoutConfigData): string {
  return writeSdn(new Map([['layout', configTree(data)]]))
}

/** What is set as a tree. Keys stand in a fixed order, `recorded`, which is long, last. */
export function configTree(data: LayoutConfigData): SdnDict {
  const layout: SdnDict = new Map()
  if (data.pageSize !== undefined) layout.set('page_size', data.pageSize)
  if (data.budgets !== undefined) layout.set('budgets', byPhase(data.budgets))
  if (data.patterns !== undefined) layout.set('patterns', byPhase(data.patterns))
  if (data.anchorPatterns !== undefined) {
    layout.set('anchors', new Map([...data.anchorPatterns].map(([anchor, list]) => [anchor, [...list]])))
  }
  if (data.inference !== undefined) layout.set('inference', data.inference)
  if (data.annotationConflicts !== undefined) layout.set('annotation_conflicts', data.annotationConflicts)
  if (data.scenarios !== undefined) {
    const rows = data.scenarios.map(({ name, test, stopMark, phase, weight }): SdnValue[] => [
      name,
      test,
      stopMark ?? '',
      phase ?? '',
      Number.isSafeInteger(weight) ? weight : float(weight),
    ])
    layout.set('scenarios', SdnTable.named(['name', 'test', 'stop_mark', 'phase', 'weight'], rows))
  }
  if (data.overrides !== undefined) {
    const entries = [...data.overrides]
    // Function ids with colons and slashes stand in cells: not every reader takes quoted keys.
    const isPlain = entries.every(([name]) => PLAIN_KEY.test(name))
    layout.set(
      'overrides',
      isPlain
        ? new Map(entries)
        : SdnTable.named(
            ['function', 'phase'],
            entries.map(([name, phase]) => [name, phase]),
          ),
    )
  }
  if (data.acknowledged !== undefined) {
    const rows = data.acknowledged.map((row): SdnValue[] => [row.function, row.reason])
    layout.set('acknowledged', SdnTable.named(['function', 'reason'], rows))
  }
  if (data.recorded !== undefined) {
    layout.set('recorded', recordedTable(data.recorded))
  }
  return layout
}

function byPhase(values: Readonly<Partial<Record<string, number | readonly string[]>>>): SdnDict {
  const result: SdnDict = new Map()
  for (const phase of PHASES) {
    const value = values[phase]
    if (value !== undefined) result.set(phase, typeof value === 'number' ? value : [...value])
  }
  return result
}

/** The table `recorded`; its column `page` only where something was packed. */
export function recordedTable(recorded: readonly RecordedFunction[]): SdnTable {
  const hasPages = recorded.some(({ page }) => page !== undefined)
  const rows = recorded.map(({ name, phase, size, callCount, page }): SdnValue[] => {
    const row: SdnValue[] = [name, phase, size, callCount]
    if (hasPages) row.push(page ?? null)
    return row
  })
  return SdnTable.named(RECORDED_COLUMNS.slice(0, hasPages ? 5 : 4), rows)
}

/** The same rows as YAML has them. */
export function recordedYaml(recorded: readonly RecordedFunction[]): Record<string, string | number>[] {
  return recorded.map(({ name, phase, size, callCount, page }) => {
    const row = { function: name, phase, size, call_count: callCount }
    return page === undefined ? row : Object.assign(row, { page })
  })
}
