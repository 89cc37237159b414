import type { LayoutPhase } from '../model/phase.ts'

/** The numbers of the page-grouping report; what `report.json` holds. Sizes in bytes. */
export interface LayoutReport {
  readonly version: 1
  readonly pageSize: number
  readonly complete: boolean
  /** What was not recorded and why. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  readonly totals: ReportTotals
  readonly phases: readonly PhaseReport[]
  readonly largest: readonly FunctionReport[]
  readonly hottest: readonly FunctionReport[]
  readonly scenarios: readonly ScenarioReport[]
  /** Sums over `scenarios`. */
  readonly touched: PagesTouched
  /** The same where each trace is replayed on a layout made without its test file; undefined with too few files, or too many traces. */
  readonly heldOut?: HeldOut | undefined
  /** What would have to leave a phase that is over its budget. */
  readonly spills: readonly SpillReport[]
  readonly pages: readonly PageReport[]
  /** Settings of `vitest.config.ts` that the layout was made by, beside those of `layout.sdn`; only in a run's `report.json`. */
  readonly options?: Readonly<Record<string, unknown>> | undefined
}

export interface ReportTotals {
  readonly modules: number
  readonly functions: number
  readonly executed: number
  readonly bytes: number
  readonly pages: number
}

export interface PhaseReport {
  readonly phase: LayoutPhase
  readonly functions: number
  readonly bytes: number
  readonly pages: number
  /** Pages; 0 means none. */
  readonly budget: number
  /** Share of its pages' bytes that code fills, 0 to 1. */
  readonly fill: number
}

export interface FunctionReport {
  readonly name: string
  readonly phase: LayoutPhase
  readonly size: number
  readonly calls: number
  readonly selfUs: number
}

/** Pages that hold any code that ran, counted by replaying what was recorded. */
export interface PagesTouched {
  /** Modules by path, functions as they stand in the source. */
  readonly source: number
  readonly packed: number
  /** The bytes that ran, in whole pages: no order touches fewer. */
  readonly least: number
}

/** What a layout is worth to tests that it was not made from. */
export interface HeldOut extends PagesTouched {
  /** Into how many parts the test files were divided. */
  readonly folds: number
}

/** The smallest change found that brings a phase within its budget. */
export interface SpillReport {
  readonly phase: LayoutPhase
  /** Pages over the budget. */
  readonly over: number
  /** The functions that would have to leave; undefined when pinned functions and anchors alone are too many. */
  readonly functions?: readonly string[] | undefined
  readonly bytes: number
}

export interface ScenarioReport extends PagesTouched {
  /** `load`: what modules ran while they were loaded, over the whole run. */
  readonly kind: 'load' | 'test'
  /** `test/a.test.ts > suite > test`, or `loading`. */
  readonly label: string
  readonly weight: number
  readonly functions: number
  readonly bytes: number
}

export interface PageReport {
  readonly page: number
  /** The phases of the functions that begin on it; more than one only where a phase is not aligned. */
  readonly phases: readonly LayoutPhase[]
  readonly bytes: number
  readonly functions: readonly string[]
}

/** Phases that take more pages than they may. */
export function overBudget(report: LayoutReport): PhaseReport[] {
  return report.phases.filter(({ budget, pages }) => budget > 0 && pages > budget)
}
