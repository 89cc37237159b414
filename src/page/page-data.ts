import type { LayoutPhase } from '../model/phase.ts'

/**
 * What the report page gets, as JSON. Columns are indexed by function number; phases are numbers in layout order.
 * The page's script reads it with these types too: change both together.
 */
export interface PageData {
  readonly version: 1
  readonly title: string
  readonly head: SideData
  readonly base?: SideData
  /** Present with `base`. */
  readonly changes?: readonly ChangeData[]
}

export interface SideData {
  readonly label: string
  readonly pageSize: number
  readonly pageCount: number
  readonly complete: boolean
  readonly problems: readonly string[]
  readonly phases: readonly PhaseData[]
  readonly modules: readonly string[]
  readonly columns: FunctionColumns
  /** Calls of function `f`: `edgeTo` and `edgeCount` from `edgeStart[f]` to `edgeStart[f + 1]`. */
  readonly edgeStart: readonly number[]
  readonly edgeTo: readonly number[]
  readonly edgeCount: readonly number[]
  readonly scenarios: readonly ScenarioData[]
  /** Scenarios that were left out to keep the page small. */
  readonly omittedScenarios: number
}

export interface PhaseData {
  readonly phase: LayoutPhase
  readonly pages: number
  readonly budget: number
  readonly bytes: number
  readonly functions: number
}

export interface FunctionColumns {
  /** Position in `modules`. */
  readonly module: readonly number[]
  /** Name within the module. */
  readonly path: readonly string[]
  readonly line: readonly number[]
  readonly size: readonly number[]
  readonly phase: readonly number[]
  /** First byte in the layout, and in source order. */
  readonly start: readonly number[]
  readonly sourceStart: readonly number[]
  readonly calls: readonly number[]
  /** Whole microseconds, -1 for a function that never ran. */
  readonly first: readonly number[]
  readonly self: readonly number[]
}

export interface ScenarioData {
  readonly title: string
  readonly order: readonly number[]
  readonly marks: readonly { readonly name: string; readonly position: number; readonly us: number }[]
}

/** One row of the comparison. */
export interface ChangeData {
  readonly kind: 'entered' | 'left' | 'new' | 'gone' | 'moved' | 'renamed' | 'size' | 'calls'
  readonly name: string
  readonly was: string
  readonly is: string
  readonly bytes: number
  readonly path?: string
}
