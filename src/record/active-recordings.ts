import type { ViteDevServer } from 'vite'
import type { TestProject } from 'vitest/node'

import type { ResolvedRecordOptions } from './options.ts'
import type { Recorder } from './recorder.ts'

/** What one plugin object records once `configureVitest` has found the reporter. */
export interface ActiveRecording {
  readonly recorder: Recorder
  readonly options: ResolvedRecordOptions
  readonly projects: ReadonlySet<TestProject>
  /** Whether something like Istanbul puts counters into the same modules. */
  readonly isCovered: boolean
  readonly isWanted: (file: string) => boolean
}

/**
 * All recordings of this process. Browser mode reads the configuration file anew for a server of its own: the plugin
 * object made then never sees `configureVitest`, and finds here what the other one learned.
 */
const active = new Set<ActiveRecording>()

/** Notes a recording until `release` is called. */
export function noteRecording(recording: ActiveRecording): { release: () => void } {
  active.add(recording)
  return { release: () => void active.delete(recording) }
}

export function isAnyRecording(): boolean {
  return active.size > 0
}

/** The recording of the project whose browsers this server serves. */
export function recordingOfServer(server: ViteDevServer): ActiveRecording | undefined {
  for (const recording of active) {
    for (const { browser } of recording.projects) if (browser?.vite === server) return recording
  }
  return undefined
}
