export type { EdgeLists } from './edge-table.ts'
export {
  clearRecording,
  currentSession,
  exportLayoutConfig,
  exportLayoutSdn,
  isRecording,
  mergeWithConfig,
  recordFunctionCall,
  recordFunctionReturn,
  recordLayoutMarker,
  setFunctionSize,
  startRecording,
  stopRecording,
} from './global.ts'
export type { LiveScenario } from './live-recorder.ts'
export { RecordingSession, type RecordingSessionOptions } from './recording-session.ts'
