export { assignPhases } from './assign.ts'
export type {
  AnnotationConflict,
  PhaseAssignment,
  PhaseExplanation,
  PhaseOptions,
  ScenarioReach,
} from './assignment.ts'
export { describeConflict } from './describe-conflict.ts'
export { layoutConfigOf, recordedRows, type LayoutExportOptions } from './export.ts'
export { INFERENCE_RULES, type InferenceRule } from './infer-markers.ts'
export { inferByRate, type RateInference } from './infer-rate.ts'
export { inferByTime } from './infer-time.ts'
export { packTraces, type PackTrace } from './pack-traces.ts'
export {
  planScenarios,
  type PlannedScenario,
  type PlannedTrace,
  type ScenarioPlan,
  type Segment,
} from './scenario-plan.ts'
export { DEFAULT_THRESHOLDS, type InferenceThresholds } from './thresholds.ts'
