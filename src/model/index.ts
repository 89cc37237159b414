export { EVENT_LOOP_ANCHOR, normalizeAnchor, type AnchorName } from './anchor.ts'
export {
  compareNames,
  isModuleCode,
  MARKER_PREFIX,
  MODULE_CODE,
  ownName,
  splitFunctionName,
  type FunctionNameParts,
} from './function-name.ts'
export { commentsInRecorded, withRecorded } from './edit-config.ts'
export { findLayoutFile, LAYOUT_FILE_NAMES } from './find-layout-file.ts'
export type { FunctionLayoutHint } from './hint.ts'
export {
  CONFLICT_POLICIES,
  INFERENCE_KINDS,
  type AcknowledgedFunction,
  type AnnotationConflictPolicy,
  type InferenceKind,
  type LayoutConfigData,
  type RecordedFunction,
  type ScenarioConfig,
} from './layout-config-data.ts'
export { describeIdleScenario, LayoutConfig, type PhaseDecision, type PhaseSource } from './layout-config.ts'
export { EVENT_LOOP_MARKS, FIRST_FRAME_MARKS, FRAME_TIME_MARKS, LOADED_MARK, STARTUP_END_MARKS } from './markers.ts'
export { matchesWildcard, PatternIndex, type GroupedPattern } from './name-pattern.ts'
export {
  DEFAULT_BUDGET,
  DEFAULT_PAGE_SIZE,
  exceedsBudget,
  isPageSize,
  overBudget,
  type PageBudget,
} from './page-budget.ts'
export { DEFAULT_PHASE, findPhase, parsePhase, PHASE_INFO, PHASES, type LayoutPhase, type PhaseInfo } from './phase.ts'
export { readConfigText, readText, type ReadTextOptions } from './read-text.ts'
export type {
  FunctionFacts,
  FunctionRecord,
  Recording,
  RecordingBlock,
  ScenarioMark,
  ScenarioTrace,
} from './recording.ts'
export { compareSourceOrder } from './source-order.ts'
export { TableReader } from './table-reader.ts'
