import type { Recording, ScenarioTrace } from '../model/recording.ts'
import { buildCallTree, walkCallTree } from './call-tree.ts'
import { nestFirstRuns } from './first-run-tree.ts'
import { completenessNote, functionPath, traceTitle } from './names.ts'

interface SpeedscopeEvent {
  readonly type: 'O' | 'C'
  readonly at: number
  readonly frame: number
}

interface SpeedscopeProfile {
  readonly type: 'evented'
  readonly name: string
  readonly unit: 'microseconds' | 'none'
  readonly startValue: number
  readonly endValue: number
  readonly events: readonly SpeedscopeEvent[]
}

/** A file of <https://www.speedscope.app>; its schema lies at `$schema`. */
export interface SpeedscopeFile {
  readonly $schema: 'https://www.speedscope.app/file-format-schema.json'
  readonly name: string
  readonly exporter: string
  readonly activeProfileIndex: number
  readonly shared: {
    readonly frames: readonly {
      readonly name: string
      readonly file: string
      readonly line: number
      readonly col: number
    }[]
  }
  readonly profiles: readonly SpeedscopeProfile[]
}

/**
 * Evented speedscope profiles: first the calls of the whole recording (widths are own time, or calls where no times were
 * recorded), then each scenario's first executions, one step wide each.
 */
export function toSpeedscope(recording: Recording, name = 'recording'): SpeedscopeFile {
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'vitest-layout',
    activeProfileIndex: 0,
    shared: {
      frames: recording.functions.map((record) => ({
        name: functionPath(record),
        file: record.module,
        line: record.line,
        col: record.column,
      })),
    },
    profiles: [
      callProfile(recording),
      ...recording.scenarios.filter(({ order }) => order.length > 0).map((trace) => firstRunProfile(recording, trace)),
    ],
  }
}

function callProfile(recording: Recording): SpeedscopeProfile {
  const tree = buildCallTree(recording)
  const events: SpeedscopeEvent[] = []
  let at = 0
  walkCallTree(
    tree,
    (node) => {
      events.push({ type: 'O', at, frame: tree.functionOf[node]! })
      at += tree.self[node]!
    },
    (node) => events.push({ type: 'C', at, frame: tree.functionOf[node]! }),
  )
  return {
    type: 'evented',
    name: `calls, aggregated${completenessNote(recording)}`,
    unit: tree.weight === 'calls' ? 'none' : 'microseconds',
    startValue: 0,
    endValue: at,
    events,
  }
}

function firstRunProfile(recording: Recording, trace: ScenarioTrace): SpeedscopeProfile {
  const runs = nestFirstRuns(recording, trace)
  const events: SpeedscopeEvent[] = []
  const open: number[] = []
  const closeUntil = (parent: number, at: number): void => {
    while (open.length > 0 && open.at(-1) !== parent) {
      events.push({ type: 'C', at, frame: runs[open.pop()!]!.functionIndex })
    }
  }
  runs.forEach(({ functionIndex, parent }, step) => {
    closeUntil(parent, step)
    events.push({ type: 'O', at: step, frame: functionIndex })
    open.push(step)
  })
  closeUntil(-1, runs.length)
  return {
    type: 'evented',
    name: `first executions: ${traceTitle(trace)}`,
    unit: 'none',
    startValue: 0,
    endValue: runs.length,
    events,
  }
}
