import type { LayoutPhase } from './phase-rule.ts'

const ORDER: readonly LayoutPhase[] = ['startup', 'first_frame', 'steady', 'cold']

export interface PlacedFunction {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** Pages touched, by phase, before and after laying out by phase. */
export type PageSavings = Readonly<Record<LayoutPhase, { readonly before: number; readonly after: number }>>

/** Counts the pages that hold at least one byte of a function that ran, in both orders. */
export function countPageSavings(
  order: readonly PlacedFunction[],
  phases: ReadonlyMap<string, LayoutPhase>,
  pageSize: number,
): PageSavings {
  const before = touched(order, phases, pageSize)
  const rank = (placed: PlacedFunction): number => ORDER.indexOf(phases.get(placed.name) ?? 'cold')
  // Functions that never ran stand behind those that seldom did: both are cold, only the latter are touched.
  const sorted = [...order].sort(
    (a, b) => rank(a) - rank(b) || Number(!phases.has(a.name)) - Number(!phases.has(b.name)),
  )
  const after = touched(sorted, phases, pageSize)
  const row = (phase: LayoutPhase): { before: number; after: number } => ({
    before: before.get(phase)?.size ?? 0,
    after: after.get(phase)?.size ?? 0,
  })
  return { startup: row('startup'), first_frame: row('first_frame'), steady: row('steady'), cold: row('cold') }
}

function touched(
  order: readonly PlacedFunction[],
  phases: ReadonlyMap<string, LayoutPhase>,
  pageSize: number,
): Map<LayoutPhase, Set<number>> {
  const pages = new Map<LayoutPhase, Set<number>>()
  let offset = 0
  for (const { name, size } of order) {
    const phase = phases.get(name)
    if (phase !== undefined && size > 0) {
      const set = pages.get(phase) ?? new Set()
      pages.set(phase, set)
      for (let page = Math.floor(offset / pageSize); page <= Math.floor((offset + size - 1) / pageSize); page++) {
        set.add(page)
      }
    }
    offset += size
  }
  return pages
}
