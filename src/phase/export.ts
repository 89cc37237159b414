import {
  compareNames,
  LayoutConfig,
  MARKER_PREFIX,
  PHASES,
  type RecordedFunction,
  type Recording,
} from '../model/index.ts'
import { assignPhases } from './assign.ts'
import type { PhaseAssignment, PhaseOptions } from './assignment.ts'

export interface LayoutExportOptions extends PhaseOptions {
  /** Wishes that count beside the recording. */
  readonly config?: LayoutConfig
}

/**
 * Rows of `recorded` in a given order.
 *
 * @param order Function numbers in packed order; functions that are left out get no row.
 * @param pages The page of each function, by function number.
 */
export function recordedRows(
  assignment: PhaseAssignment,
  order: ArrayLike<number>,
  pages?: ArrayLike<number>,
): RecordedFunction[] {
  const rows: RecordedFunction[] = []
  for (let i = 0; i < order.length; i++) {
    const f = order[i] ?? -1
    const record = assignment.recording.functions[f]
    if (record === undefined || record.name.startsWith(MARKER_PREFIX)) continue
    const page = pages?.[f]
    rows.push({
      name: record.name,
      phase: PHASES[assignment.phases[f] ?? 0] ?? 'steady',
      size: record.size,
      callCount: assignment.calls[f] ?? 0,
      ...(page === undefined ? {} : { page }),
    })
  }
  return rows
}

/** A configuration that holds a recording's layout without packing: rows by phase, hottest first, then by name. */
export function layoutConfigOf(recording: Recording, options: LayoutExportOptions = {}): LayoutConfig {
  const assignment = assignPhases(recording, options.config, options)
  const { phases, hotness } = assignment
  const names = recording.functions.map(({ name }) => name)
  const order = Int32Array.from(names.keys()).sort(
    (a, b) =>
      (phases[a] ?? 0) - (phases[b] ?? 0) ||
      (hotness[b] ?? 0) - (hotness[a] ?? 0) ||
      compareNames(names[a] ?? '', names[b] ?? ''),
  )
  return new LayoutConfig({ pageSize: assignment.config.pageSize, recorded: recordedRows(assignment, order) })
}
