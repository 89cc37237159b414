import type { LayoutPhase } from './phase.ts'

/** What an annotation in the source asks for one function. */
export interface FunctionLayoutHint {
  readonly phase: LayoutPhase
  /** `event_loop` or a name of the user's own. */
  readonly anchor?: string
  /** A pinned function is never moved to another phase by a profile. */
  readonly pinned: boolean
}
