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
export { readRecording, readRecordingFile, readRecordingText } from './read-recording.ts'
export { RECORDING_VERSION } from './recording-columns.ts'
export { writeRecording } from './write-recording.ts'
export { blockOfSlots, type SlotRecording, type SlotTrace } from './slot-block.ts'
