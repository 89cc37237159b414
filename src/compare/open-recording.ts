import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { LayoutError } from '../errors.ts'
import { LayoutConfig, MARKER_PREFIX, splitFunctionName, type LayoutPhase, type Recording } from '../model/index.ts'
import { readRecording, readRecordingText } from '../record/session/index.ts'
import { solveLayout, type SolvedLayout } from '../solve/index.ts'
import { placeRecording, type PlacedRecording } from './placed.ts'

const RECORDING_FILE = 'recording.sdn'
const LAYOUT_FILE = 'layout.sdn'
/** Where the reporter leaves its files, relative to a project. */
export const DEFAULT_FOLDER = '.vitest/layout'

export interface OpenOptions {
  /** What it is called in texts. */
  readonly label: string
  /** Phases, pages and budgets are made by this configuration. */
  readonly config: LayoutConfig
  /** Take phases from the `layout.sdn` that was written with the recording, where it is there. */
  readonly preferArtefact?: boolean
}

/**
 * Opens a `recording.sdn`, a folder that holds one, a project, or a `layout.sdn` with recorded rows (then there are no calls
 * and no bodies to compare).
 *
 * @throws LayoutError `RECORDING_MISSING`, and the errors of `readRecording` and `LayoutConfig.fromText`
 */
export function openRecording(path: string, options: OpenOptions): PlacedRecording {
  const file = recordingFile(path)
  const text = readRecordingText(file)
  const isLayout = !/^recording:/m.test(text) && /^layout:/m.test(text)
  if (isLayout) return fromLayout(LayoutConfig.fromText(text, file), file, options.label)
  const recording = readRecording(text, file)
  if (options.preferArtefact === true) {
    const artefact = join(dirname(file), LAYOUT_FILE)
    const placed = existsSync(artefact)
      ? fromArtefact(recording, LayoutConfig.fromFile(artefact), options.label)
      : undefined
    if (placed !== undefined) return placed
  }
  return solveRecording(recording, options.config, options.label)
}

/** Finds the recording behind a path that a user gave. */
export function recordingFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isFile() === true) return path
  if (stat?.isDirectory() === true) {
    const inside = [join(path, RECORDING_FILE), join(path, DEFAULT_FOLDER, RECORDING_FILE), join(path, LAYOUT_FILE)]
    const found = inside.find((candidate) => existsSync(candidate))
    if (found !== undefined) return found
  }
  throw new LayoutError(
    'RECORDING_MISSING',
    stat === undefined ? 'no such file or folder.' : `no ${RECORDING_FILE} in it.`,
    {
      file: path,
      hint: 'Record one with `vitest run --reporter=layout`, or name another.',
    },
  )
}

/** Lays a recording out as the reporter does. */
export function solveRecording(recording: Recording, config: LayoutConfig, label: string): PlacedRecording {
  return placeSolved(solveLayout(withoutMarkers(recording), config), label)
}

/** A layout as one side of a comparison. */
export function placeSolved(layout: SolvedLayout, label: string): PlacedRecording {
  const { recording, config, order, phaseOf } = layout
  // Markers that were recorded as calls have no place: without them every function has one.
  if (order.length !== recording.functions.length) return solveRecording(recording, config, label)
  const phases = recording.functions.map((_, index) => phaseOf(index))
  const { pageSize, budgets } = config
  return { label, recording, placement: placeRecording(recording, { order, phases, pageSize, budgets }) }
}

/** Markers that were recorded as calls are no code and have no place. */
function withoutMarkers(recording: Recording): Recording {
  const { functions } = recording
  if (!functions.some(({ name }) => name.startsWith(MARKER_PREFIX))) return recording
  const numbers = new Int32Array(functions.length).fill(-1)
  let next = 0
  functions.forEach(({ name }, index) => {
    if (!name.startsWith(MARKER_PREFIX)) numbers[index] = next++
  })
  return {
    complete: recording.complete,
    problems: recording.problems,
    functions: functions.filter((_, index) => numbers[index] !== -1),
    scenarios: recording.scenarios.map((trace) => {
      const kept = Array.from(trace.order.keys()).filter((at) => numbers[trace.order[at]!] !== -1)
      const { kind, project, file, test, scenario, phase, stopMark, weight } = trace
      return {
        kind,
        project,
        file,
        test,
        weight,
        ...(scenario !== undefined && { scenario }),
        ...(phase !== undefined && { phase }),
        ...(stopMark !== undefined && { stopMark }),
        order: Int32Array.from(kept, (at) => numbers[trace.order[at]!]!),
        calls: Float64Array.from(kept, (at) => trace.calls[at]!),
        marks: trace.marks.map(({ name, position, us }) => ({
          name,
          us,
          position: kept.filter((at) => at < position).length,
        })),
      }
    }),
  }
}

function fromArtefact(recording: Recording, artefact: LayoutConfig, label: string): PlacedRecording | undefined {
  const code = withoutMarkers(recording)
  const numberOf = new Map(code.functions.map(({ name }, index) => [name, index]))
  const phases: LayoutPhase[] = []
  const order: number[] = []
  for (const row of artefact.recorded) {
    const index = numberOf.get(row.name)
    if (index === undefined) return undefined
    phases[index] = row.phase
    order.push(index)
  }
  // It was written by another run: phases of half of the functions are none.
  if (order.length !== code.functions.length) return undefined
  const { pageSize, budgets } = artefact
  return { label, recording: code, placement: placeRecording(code, { order, phases, pageSize, budgets }) }
}

function fromLayout(config: LayoutConfig, file: string, label: string): PlacedRecording {
  const rows = config.recorded
  if (rows.length === 0) {
    throw new LayoutError('RECORDING_MISSING', 'this layout has no recorded functions.', {
      file,
      hint: `Give the ${basename(file)} that the reporter writes to ${DEFAULT_FOLDER}, or a ${RECORDING_FILE}.`,
    })
  }
  const recording: Recording = {
    complete: true,
    problems: [],
    functions: rows.map(({ name, phase, size, callCount }) => ({
      name,
      module: splitFunctionName(name).module,
      line: 1,
      column: 1,
      size,
      totalSize: size,
      bodyHash: '',
      callCount,
      firstCallUs: callCount > 0 ? 0 : undefined,
      lastCallUs: callCount > 0 ? 0 : undefined,
      totalUs: 0,
      selfUs: 0,
      callees: new Map(),
      isStartupPath: phase === 'startup',
    })),
    scenarios: [],
  }
  const phases = rows.map(({ phase }) => phase)
  const { pageSize, budgets } = config
  return {
    label,
    recording,
    placement: placeRecording(recording, { order: [...rows.keys()], phases, pageSize, budgets }),
  }
}
