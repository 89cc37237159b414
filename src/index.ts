export { LayoutError, type LayoutErrorOptions, type SourcePlace } from './errors.ts'
export type { LayoutOptions, ReporterOptions, ScenarioMeta } from './options.ts'
export { layout } from './record/index.ts'
export {
  DEFAULT_BUDGET,
  DEFAULT_PAGE_SIZE,
  DEFAULT_PHASE,
  findPhase,
  LayoutConfig,
  parsePhase,
  PHASE_INFO,
  PHASES,
  type AcknowledgedFunction,
  type AnnotationConflictPolicy,
  type FunctionFacts,
  type FunctionLayoutHint,
  type FunctionRecord,
  type InferenceKind,
  type LayoutConfigData,
  type LayoutPhase,
  type PageBudget,
  type PhaseDecision,
  type PhaseInfo,
  type PhaseSource,
  type RecordedFunction,
  type Recording,
  type ScenarioConfig,
  type ScenarioMark,
  type ScenarioTrace,
} from './model/index.ts'
export {
  assignPhases,
  inferByRate,
  inferByTime,
  type AnnotationConflict,
  type InferenceThresholds,
  type PhaseAssignment,
  type PhaseExplanation,
  type PhaseOptions,
} from './phase/index.ts'
export { ProjectContext } from './project/index.ts'
export {
  clearRecording,
  currentSession,
  exportLayoutConfig,
  exportLayoutSdn,
  isRecording,
  mergeWithConfig,
  readRecording,
  readRecordingFile,
  recordFunctionCall,
  recordFunctionReturn,
  recordLayoutMarker,
  RecordingSession,
  setFunctionSize,
  startRecording,
  stopRecording,
  writeRecording,
  type RecordingSessionOptions,
} from './record/session/index.ts'
export {
  LayoutOptimizer,
  LayoutSegment,
  type Algorithm,
  type LayoutStats,
  type LayoutSymbol,
  type LayoutSymbolInput,
  type PageSavings,
  type PhaseStats,
} from './pack/index.ts'
export { solveLayout, type SolvedLayout, type SolveOptions } from './solve/index.ts'
export { buildReport, formatReport, type FormatOptions, type LayoutReport } from './report/index.ts'
