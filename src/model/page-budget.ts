import { PHASES, PHASE_INFO, type LayoutPhase } from './phase.ts'

export const DEFAULT_PAGE_SIZE = 4096

/** Pages that each phase may take; 0 means no budget. */
export type PageBudget = Readonly<Record<LayoutPhase, number>>

export const DEFAULT_BUDGET: PageBudget = {
  startup: PHASE_INFO.startup.budget,
  first_frame: PHASE_INFO.first_frame.budget,
  steady: PHASE_INFO.steady.budget,
  cold: PHASE_INFO.cold.budget,
}

/** Whether that many pages are more than the phase's budget. */
export function exceedsBudget(budget: PageBudget, phase: LayoutPhase, pages: number): boolean {
  return budget[phase] > 0 && pages > budget[phase]
}

/** The pages by which each phase is over its budget; phases within it are left out. */
export function overBudget(
  budget: PageBudget,
  pages: PageBudget,
): { phase: LayoutPhase; pages: number; budget: number }[] {
  return PHASES.filter((phase) => exceedsBudget(budget, phase, pages[phase])).map((phase) => ({
    phase,
    pages: pages[phase],
    budget: budget[phase],
  }))
}

/** Whether this is a page size that can be packed for: a power of two from 256 bytes to 1 GiB. */
export function isPageSize(size: number): boolean {
  return Number.isInteger(size) && size >= 256 && size <= 2 ** 30 && (size & (size - 1)) === 0
}
