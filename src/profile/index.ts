export type { CallSource, CountedCalls } from './call-source.ts'
export { EXACT_CALLS, ProfileConfig } from './config.ts'
export {
  LayoutFeedback,
  type ImmutableOverridesTarget,
  type LayoutFeedbackInit,
  type OverridesTarget,
} from './feedback.ts'
export {
  collectGlobalMetrics,
  generateGlobalFeedback,
  globalProfiler,
  joinProfiling,
  recordCall,
  recordCallWithDuration,
  startProfiling,
  stopProfiling,
} from './global.ts'
export { RuntimeMetrics } from './metrics.ts'
export type { PageSavings, PlacedFunction } from './page-savings.ts'
export {
  inferPhaseFromRates,
  MIN_CONFIDENCE,
  type CallEvidence,
  type LayoutPhase,
  type PhaseInference,
  type PhaseThresholds,
} from './phase-rule.ts'
export { ProbeSource } from './probe-source.ts'
export { RuntimeProfiler } from './profiler.ts'
export type { CallPair, StackSamples } from './stack-samples.ts'
export { attachProfiler, type AttachedProfiler, type ProfilerHandle } from './share.ts'
export { FunctionStats, type FunctionStatsInit } from './stats.ts'
