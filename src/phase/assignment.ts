import type {
  AnnotationConflictPolicy,
  FunctionLayoutHint,
  InferenceKind,
  LayoutConfig,
  LayoutPhase,
  PhaseSource,
  Recording,
} from '../model/index.ts'
import type { InferenceRule, ScenarioCounts } from './infer-markers.ts'
import type { ScenarioPlan } from './scenario-plan.ts'
import type { InferenceThresholds } from './thresholds.ts'

/** How one scenario reached a function. */
export interface ScenarioReach {
  readonly name: string
  readonly weight: number
  readonly isDeclared: boolean
  /** The earliest part of the scenario that reached it; `undefined` after the markers, or where there were none. */
  readonly phase: LayoutPhase | undefined
  readonly calls: number
}

export interface PhaseExplanation {
  readonly name: string
  readonly phase: LayoutPhase
  /** `inferred`: the recording decided. */
  readonly source: Exclude<PhaseSource, 'recorded' | 'default'> | 'inferred'
  /** The pattern or override that matched. */
  readonly matched?: string
  readonly hint?: FunctionLayoutHint
  readonly inferred: LayoutPhase
  readonly rule: InferenceRule
  readonly calls: number
  readonly hotness: number
  /** Scenarios that reached it, in the plan's order. */
  readonly scenarios: readonly ScenarioReach[]
  /** The whole in sentences, one a line. */
  readonly text: string
}

export interface PhaseOptions {
  /** Default: the configuration's. */
  readonly inference?: InferenceKind
  /** Default: the configuration's. */
  readonly annotationConflicts?: AnnotationConflictPolicy
  readonly thresholds?: Partial<InferenceThresholds>
}

/** An annotation that the recording contradicts. */
export interface AnnotationConflict {
  readonly name: string
  readonly module: string
  readonly line: number
  readonly column: number
  readonly annotated: LayoutPhase
  readonly inferred: LayoutPhase
  readonly rule: InferenceRule
  readonly pinned: boolean
}

/** The phase of every function of a recording, and why. Arrays go by function number; phases are indices into `PHASES`. */
export interface PhaseAssignment {
  readonly recording: Recording
  readonly config: LayoutConfig
  readonly inference: InferenceKind
  readonly thresholds: InferenceThresholds
  readonly plan: ScenarioPlan
  readonly counts: ScenarioCounts
  /** The phase that counts. */
  readonly phases: Uint8Array
  /** What the recording alone says. */
  readonly inferred: Uint8Array
  /** The rule that said so, an index into `INFERENCE_RULES`. */
  readonly rules: Uint8Array
  /** 1 where the function is an anchor, by annotation or pattern. */
  readonly anchors: Uint8Array
  /** 1 where an annotation pins the function to its phase. */
  readonly pinned: Uint8Array
  /** Calls with those while modules load counted as one: the same whatever the number of workers. */
  readonly calls: Float64Array
  /** Sum over scenarios of weight times calls. */
  readonly hotness: Float64Array
  /** Annotations that the recording contradicts, by name; none with the policy `ignore`. */
  readonly conflicts: readonly AnnotationConflict[]
  readonly conflictPolicy: AnnotationConflictPolicy
  /** What people should look at: scenarios that match nothing, stop marks that were not passed, conflicts. */
  readonly warnings: readonly string[]
  /** The phase of a function, `undefined` where the recording has none of that name. */
  readonly phaseOf: (name: string) => LayoutPhase | undefined
  /** Why a function is in its phase. */
  readonly explain: (name: string) => PhaseExplanation | undefined
}
