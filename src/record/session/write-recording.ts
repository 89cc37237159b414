import { compareNames, type Recording } from '../../model/index.ts'
import { float, SdnTable, writeSdn, type SdnDict, type SdnValue } from '../../sdn/index.ts'
import { deltaText, runText } from './number-text.ts'
import {
  EDGE_COLUMNS,
  FUNCTION_COLUMNS,
  MARK_COLUMNS,
  RECORDING_VERSION,
  SCENARIO_COLUMNS,
} from './recording-columns.ts'
import { RecordingSession } from './recording-session.ts'

/** A whole recording as text of a `recording.sdn`: the same recording always gives the same text. */
export function writeRecording(recording: Recording): string {
  const session = recording instanceof RecordingSession ? recording : RecordingSession.from(recording)
  const { functions, scenarios, edges, problems, complete } = session
  const modules = [...new Set(functions.map(({ module }) => module))].toSorted(compareNames)
  const moduleNumber = new Map(modules.map((module, i) => [module, i]))
  const marks = scenarios.flatMap(({ marks: list }, s) =>
    list.map(({ name, position, us }): SdnValue[] => [s, name, position, integer(us * 1000)]),
  )
  const edgeRows: SdnValue[][] = []
  for (let caller = 0; caller < functions.length; caller++) {
    const end = edges.offsets[caller + 1] ?? 0
    for (let k = edges.offsets[caller] ?? 0; k < end; k++) {
      edgeRows.push([caller, edges.callees[k] ?? 0, count(edges.counts[k] ?? 0)])
    }
  }
  const functionRows = functions.map((record): SdnValue[] => [
    record.name,
    moduleNumber.get(record.module) ?? 0,
    record.line,
    record.column,
    record.size,
    record.totalSize,
    record.bodyHash,
    record.hint?.phase ?? null,
    record.hint?.anchor ?? null,
    record.hint?.pinned ?? null,
    count(record.callCount),
    record.firstCallUs === undefined ? null : integer(record.firstCallUs * 1000),
    record.lastCallUs === undefined ? null : integer(record.lastCallUs * 1000),
    integer(record.totalUs * 1000),
    integer(record.selfUs * 1000),
    record.isStartupPath,
  ])
  const scenarioRows = scenarios.map((trace): SdnValue[] => [
    trace.kind,
    trace.project,
    trace.file,
    trace.test,
    trace.scenario ?? null,
    trace.phase ?? null,
    trace.stopMark ?? null,
    count(trace.weight),
    deltaText(trace.order),
    runText(trace.calls),
  ])
  const body: SdnDict = new Map<string, SdnValue>([
    ['version', RECORDING_VERSION],
    ['complete', complete],
    [
      'counts',
      new Map([
        ['modules', modules.length],
        ['functions', functionRows.length],
        ['edges', edgeRows.length],
        ['scenarios', scenarioRows.length],
        ['marks', marks.length],
        ['problems', problems.length],
      ]),
    ],
    ['problems', [...problems]],
    ['modules', modules],
    ['functions', SdnTable.named([...FUNCTION_COLUMNS], functionRows)],
    ['edges', SdnTable.named([...EDGE_COLUMNS], edgeRows)],
    ['scenarios', SdnTable.named([...SCENARIO_COLUMNS], scenarioRows)],
    ['marks', SdnTable.named([...MARK_COLUMNS], marks)],
    // The last line: a file that ends before it was cut off.
    ['end', true],
  ])
  return writeSdn(new Map([['recording', body]]))
}

function integer(value: number): number {
  return Math.round(value)
}

/** A weight may have parts. Counts are whole; beyond 2^53 they are written as floats. */
function count(value: number): SdnValue {
  return Number.isSafeInteger(value) ? value : float(value)
}
