import type { LayoutConfig } from '../../model/index.ts'
import type { LayoutExportOptions } from '../../phase/index.ts'
import type { LiveScenario } from './live-recorder.ts'
import { RecordingSession } from './recording-session.ts'

let session: RecordingSession | undefined

/** The session of this thread, which the functions below use. */
export function currentSession(): RecordingSession {
  session ??= new RecordingSession()
  return session
}

/** Starts recording in this thread's session. */
export function startRecording(scenario?: LiveScenario): void {
  currentSession().startRecording(scenario)
}

/** Stops recording and gives the session. */
export function stopRecording(): RecordingSession {
  const current = currentSession()
  current.stopRecording()
  return current
}

export function isRecording(): boolean {
  return session?.isRecording() ?? false
}

/**
 * A function was entered; ignored while nothing records.
 *
 * @throws LayoutError `NAME` for a name that is empty or no text
 */
export function recordFunctionCall(name: string, module?: string): void {
  session?.recordCall(name, module)
}

export function recordFunctionReturn(name: string): void {
  session?.recordReturn(name)
}

export function recordLayoutMarker(name: string): void {
  session?.mark(name)
}

/**
 * Sets the bytes of a function's own code; a function that is not known yet is added.
 *
 * @throws LayoutError `NAME` for a name that is empty or no text
 */
export function setFunctionSize(name: string, size: number): void {
  currentSession().setFunctionSize(name, size)
}

export function exportLayoutSdn(options?: LayoutExportOptions): string {
  return currentSession().exportLayoutSdn(options)
}

export function exportLayoutConfig(options?: LayoutExportOptions): LayoutConfig {
  return currentSession().exportLayoutConfig(options)
}

export function clearRecording(): void {
  session?.clear()
}

export function mergeWithConfig(config: LayoutConfig): LayoutConfig {
  return currentSession().mergeWithConfig(config)
}
