import { PHASE_INFO, PHASES } from '../model/phase.ts'
import { orderFunctions, type Algorithm } from './algorithms.ts'
import { fillPages } from './fill-pages.ts'
import type { PackInput } from './input.ts'
import { orderFunctionsParallel, type ParallelOptions } from './parallel.ts'
import { mergeTraces } from './merge-traces.ts'
import { paginate, type Pagination } from './paginate.ts'
import { restrictInput } from './sub-input.ts'

export interface PhaseOrderOptions extends ParallelOptions {
  /**
   * `hybrid` keeps hot code dense, for programs that run long; on the tests of real projects it touches 15 % to 25 % more pages.
   *
   * @default 'bp'
   */
  readonly algorithm?: Algorithm
}

const ALIGNED: readonly boolean[] = PHASES.map((phase) => PHASE_INFO[phase].aligned)

/**
 * Orders all functions by phase, and each phase by itself: a phase is laid out as if there were no other.
 *
 * @param phaseOf place of each function's phase in `PHASES`
 * @param isAnchor 1 for functions that stand first in their phase
 */
export function orderByPhase(
  input: PackInput,
  phaseOf: Uint8Array,
  isAnchor: Uint8Array,
  options: PhaseOrderOptions = {},
): Int32Array {
  return fillPhases(
    input,
    partsOf(input, phaseOf, options).map(({ members, part, algorithm }) => ({
      members,
      order: orderFunctions(part, algorithm, { placement: 'pages', ...options }),
    })),
    phaseOf,
    isAnchor,
    options,
  )
}

/** {@link orderByPhase} on several threads; the same order. */
export async function orderByPhaseParallel(
  input: PackInput,
  phaseOf: Uint8Array,
  isAnchor: Uint8Array,
  options: PhaseOrderOptions = {},
): Promise<Int32Array> {
  const solved: { members: Int32Array; order: Int32Array }[] = []
  // One phase after the other: each uses all threads where it is large enough for them.
  for (const { members, part, algorithm } of partsOf(input, phaseOf, options)) {
    solved.push({ members, order: await orderFunctionsParallel(part, algorithm, { placement: 'pages', ...options }) })
  }
  return fillPhases(input, solved, phaseOf, isAnchor, options)
}

/** Puts an order by phase on pages; phases that are aligned have pages of their own. */
export function paginateByPhase(
  order: Int32Array,
  sizes: Int32Array,
  pageSize: number,
  phaseOf: Uint8Array,
): Pagination {
  return paginate(order, sizes, pageSize, phaseOf, ALIGNED)
}

function partsOf(
  input: PackInput,
  phaseOf: Uint8Array,
  options: PhaseOrderOptions,
): { members: Int32Array; part: PackInput; algorithm: Algorithm }[] {
  const all = Int32Array.from(phaseOf.keys())
  return PHASES.map((_, number) => {
    const members = all.filter((f) => phaseOf[f] === number)
    const part = restrictInput(input, members)
    return { members, part: { ...part, traces: mergeTraces(part.traces) }, algorithm: options.algorithm ?? 'bp' }
  })
}

function fillPhases(
  { sizes }: PackInput,
  phases: readonly { members: Int32Array; order: Int32Array }[],
  phaseOf: Uint8Array,
  isAnchor: Uint8Array,
  { pageSize = 4096 }: PhaseOrderOptions,
): Int32Array {
  return fillPages(joinPhases(phases, isAnchor), sizes, pageSize, phaseOf, isAnchor)
}

function joinPhases(phases: readonly { members: Int32Array; order: Int32Array }[], isAnchor: Uint8Array): Int32Array {
  const joined = new Int32Array(isAnchor.length)
  let end = 0
  for (const { members, order } of phases) {
    for (const place of order) if (isAnchor[members[place]!] === 1) joined[end++] = members[place]!
    for (const place of order) if (isAnchor[members[place]!] !== 1) joined[end++] = members[place]!
  }
  return joined
}
