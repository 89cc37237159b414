import { PHASES, type LayoutPhase } from '../model/phase.ts'
import type { PackInput } from './input.ts'
import { countPages, placeDense } from './pages.ts'
import type { Pagination } from './paginate.ts'
import type { PackConfig } from './symbol.ts'

export interface PhaseStats {
  readonly symbols: number
  /** Bytes of its functions. */
  readonly bytes: number
  /** Pages on which it has at least one function. */
  readonly pages: number
  /** Budget in pages; 0 means none. */
  readonly budget: number
  /** Share of those pages that its functions fill, 0 to 1. */
  readonly fill: number
}

/** Pages touched, summed over the traces that were given; counted by replaying them. */
export interface PageSavings {
  readonly traces: number
  /** Functions in the order in which they were added, without gaps: what one has without a layout. */
  readonly sourcePages: number
  readonly packedPages: number
  /** Sum of `ceil(bytes / pageSize)`: no layout touches fewer. */
  readonly bound: number
  /** Pages touched by each trace, in the order of the traces. */
  readonly perTrace: { readonly source: Int32Array; readonly packed: Int32Array; readonly bound: Int32Array }
}

export interface LayoutStats {
  readonly symbols: number
  readonly bytes: number
  readonly pages: number
  readonly phases: Readonly<Record<LayoutPhase, PhaseStats>>
  /** Undefined when no traces were given: a saving is counted, never guessed. */
  readonly savings: PageSavings | undefined
}

export function computeStats(
  input: PackInput,
  phases: readonly number[],
  placed: Pagination,
  config: PackConfig,
): LayoutStats {
  const symbols = PHASES.map(() => 0)
  const bytes = PHASES.map(() => 0)
  const pages = PHASES.map(() => new Set<number>())
  let total = 0
  for (const [f, phase] of phases.entries()) {
    const size = input.sizes[f]!
    symbols[phase]!++
    bytes[phase]! += size
    total += size
    const last = Math.floor((placed.starts[f]! + Math.max(size, 1) - 1) / config.pageSize)
    for (let page = placed.page[f]!; page <= last; page++) pages[phase]!.add(page)
  }
  const perPhase = PHASES.map((phase, number): [LayoutPhase, PhaseStats] => [
    phase,
    {
      symbols: symbols[number]!,
      bytes: bytes[number]!,
      pages: pages[number]!.size,
      budget: config.budgets[phase],
      fill: pages[number]!.size === 0 ? 0 : bytes[number]! / (pages[number]!.size * config.pageSize),
    },
  ])
  return {
    symbols: phases.length,
    bytes: total,
    pages: placed.pageCount,
    phases: Object.fromEntries(perPhase) as Record<LayoutPhase, PhaseStats>,
    savings: countSavings(input, placed, config.pageSize),
  }
}

function countSavings(input: PackInput, placed: Pagination, pageSize: number): PageSavings | undefined {
  const { sizes, traces } = input
  if (traces.weights.length === 0) return undefined
  const source = countPages(placeDense(Int32Array.from(sizes.keys()), sizes), sizes, traces, pageSize)
  const packed = countPages(placed.starts, sizes, traces, pageSize)
  return {
    traces: traces.weights.length,
    sourcePages: sum(source.pages),
    packedPages: sum(packed.pages),
    bound: sum(packed.bound),
    perTrace: { source: source.pages, packed: packed.pages, bound: packed.bound },
  }
}

function sum(values: Int32Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
