export { checkLayout, type CheckOptions, type CheckResult, type Finding, type FindingLevel } from './check-layout.ts'
export { measureBundle } from './bundle-size.ts'
export { findCallPaths, type CallPaths } from './call-paths.ts'
export { compareRecordings, type CompareOptions } from './compare-recordings.ts'
export type * from './difference.ts'
export * from './format/index.ts'
export { findLazyModules, type LazyModule } from './lazy-candidates.ts'
export { matchFunctions, type FunctionMatches } from './match-functions.ts'
export {
  countPhases,
  placeRecording,
  sourceOrder,
  sourceStarts,
  type PhasePages,
  type PlacedRecording,
  type Placement,
  type PlaceOptions,
} from './placed.ts'
export {
  DEFAULT_FOLDER,
  openRecording,
  placeSolved,
  recordingFile,
  solveRecording,
  type OpenOptions,
} from './open-recording.ts'
export { RECORD_COMMAND, recordBase, type RecordBaseOptions, type RecordedBase } from './record-base.ts'
export { spreadOf, startupTime } from './spread.ts'
export { findUnstable, type StabilityRun, type UnstableFunction } from './stability.ts'
