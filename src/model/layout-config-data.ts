import type { LayoutPhase } from './phase.ts'

/** How phases are inferred from a recording; see docs/phases.md. */
export type InferenceKind = 'markers' | 'time' | 'rate'

export const INFERENCE_KINDS: readonly InferenceKind[] = ['markers', 'time', 'rate']

/** What happens when a recording contradicts an annotation. */
export type AnnotationConflictPolicy = 'ignore' | 'warn' | 'error'

export const CONFLICT_POLICIES: readonly AnnotationConflictPolicy[] = ['ignore', 'warn', 'error']

/** One row of `recorded`. */
export interface RecordedFunction {
  readonly name: string
  readonly phase: LayoutPhase
  /** UTF-8 bytes of its own code. */
  readonly size: number
  readonly callCount: number
  /** The page it was packed on, from 0; absent where no one packed it. */
  readonly page?: number
}

/** A scenario declared in the configuration, for tests that declare none themselves. */
export interface ScenarioConfig {
  readonly name: string
  /** Glob on `FILE > SUITE > TEST` or on `SUITE > TEST`. */
  readonly test: string
  readonly stopMark?: string
  readonly phase?: LayoutPhase
  /** Default 1. */
  readonly weight: number
}

/** A function whose regression a reviewer has accepted. */
export interface AcknowledgedFunction {
  readonly function: string
  readonly reason: string
}

/** The content of a configuration; what is absent was not set. */
export interface LayoutConfigData {
  readonly pageSize?: number
  readonly budgets?: Readonly<Partial<Record<LayoutPhase, number>>>
  readonly patterns?: Readonly<Partial<Record<LayoutPhase, readonly string[]>>>
  readonly anchorPatterns?: ReadonlyMap<string, readonly string[]>
  readonly recorded?: readonly RecordedFunction[]
  readonly overrides?: ReadonlyMap<string, LayoutPhase>
  readonly scenarios?: readonly ScenarioConfig[]
  readonly acknowledged?: readonly AcknowledgedFunction[]
  readonly inference?: InferenceKind
  readonly annotationConflicts?: AnnotationConflictPolicy
  /** The file it came from. */
  readonly sourcePath?: string
}
