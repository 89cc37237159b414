import { Bisector, type BisectionOptions } from './bisector.ts'
import { fillPages } from './fill-pages.ts'
import type { TraceSet } from './input.ts'
import { countPages, placeDense } from './pages.ts'
import { paginate } from './paginate.ts'
import { buildTraceEntries, NEVER, type TraceEntries } from './trace-windows.ts'

/**
 * Trace entries that all attempts together may have, and how many attempts there are at most, by placement. Small inputs depend on
 * luck, so they are solved from several seeds. Layouts on pages are what projects' own tests give: few functions in many traces,
 * where luck is larger; but they are made at the end of every test run, by code that is not compiled yet: 40,000 entries are some
 * 0.1 s there.
 */
const ATTEMPT_ENTRIES = { dense: 100_000, pages: 40_000 } as const
const MAX_ATTEMPTS = { dense: 16, pages: 8 } as const

/** The problem that bisection solves, as arrays that threads can share. */
export interface PartitionProblem {
  /** The traced functions, by their earliest place in any trace; becomes the result. */
  readonly order: Int32Array
  readonly entries: TraceEntries
}

/**
 * Orders the traced functions so that functions of the same traces, and of the same parts of them, share pages.
 *
 * Balanced partitioning: Hoag, Lee, Mestre, Pupyrev, "Optimizing Function Layout for Mobile Applications" (arXiv 2211.09285),
 * built on recursive bisection of Dhulipala et al. (KDD 2016). Objective and differences: {@link Bisector}, docs/algorithms.md.
 * O(entries x log(functions) x iterations). Traces keep their weights; functions that most traces share are kept.
 *
 * @returns the functions that at least one trace holds
 */
export function balancedPartitioning(sizes: Int32Array, traces: TraceSet, options: BisectionOptions): Int32Array {
  const problem = buildProblem(sizes.length, traces)
  const { placement = 'dense' } = options
  const affordable = Math.floor(ATTEMPT_ENTRIES[placement] / (traces.functions.length + 1))
  const attempts = Math.max(1, Math.min(MAX_ATTEMPTS[placement], affordable))
  if (attempts === 1 || problem.order.length < 3) {
    solveFrom(problem, sizes, traces, options)
    return problem.order
  }
  let best = problem.order
  let leastCost = Infinity
  for (let number = 0; number < attempts; number++) {
    const attempt = { order: problem.order.slice(), entries: problem.entries }
    // Every third one with the logarithm alone: it does better where traces have little in common.
    const variant = number % 3 === 2 ? { localPages: 0 } : {}
    solveFrom(attempt, sizes, traces, { ...options, ...variant, seed: options.seed + number })
    const cost = trainingCost(attempt.order, sizes, traces, options)
    if (cost >= leastCost) continue
    leastCost = cost
    best = attempt.order
  }
  return best
}

export function buildProblem(functionCount: number, traces: TraceSet): PartitionProblem {
  const entries = buildTraceEntries(traces, functionCount)
  const { earliest } = entries
  // Sorted as numbers, the earliest place above the function's number: both are below 2^31, the sum of products below 2^53.
  const keys: number[] = []
  for (let f = 0; f < functionCount; f++) if (earliest[f] !== NEVER) keys.push(earliest[f]! * functionCount + f)
  return { order: Int32Array.from(Float64Array.from(keys).sort(), (key) => key % functionCount), entries }
}

function solveFrom(problem: PartitionProblem, sizes: Int32Array, traces: TraceSet, options: BisectionOptions): void {
  new Bisector(problem.order, sizes, problem.entries, traces.weights, options).run(0, problem.order.length)
}

/** What a layout costs on the traces it was made from: pages and area over their bounds, weighted. */
function trainingCost(order: Int32Array, sizes: Int32Array, traces: TraceSet, options: BisectionOptions): number {
  const starts = options.placement === 'pages' ? placeOnPages(order, sizes, options.pageSize) : placeDense(order, sizes)
  const { pages, bound, area, areaBound } = countPages(starts, sizes, traces, options.pageSize)
  let cost = 0
  for (let t = 0; t < pages.length; t++) {
    const ofPages = pages[t]! / Math.max(1, bound[t]!)
    const ofArea = area[t]! / Math.max(1, areaBound[t]!)
    cost += traces.weights[t]! * (options.earlyFaultWeight * ofArea + (1 - options.earlyFaultWeight) * ofPages)
  }
  return cost
}

function placeOnPages(order: Int32Array, sizes: Int32Array, pageSize: number): Float64Array {
  const none = new Uint8Array(sizes.length)
  return paginate(fillPages(order, sizes, pageSize, none, none), sizes, pageSize, none, []).starts
}
