export { ALGORITHMS, orderFunctions, type Algorithm, type OrderOptions } from './algorithms.ts'
export {
  buildTraces,
  NO_EDGES,
  NO_TRACES,
  selectTraces,
  type CallGraph,
  type PackInput,
  type TraceLike,
  type TraceSet,
} from './input.ts'
export { LayoutOptimizer } from './optimizer.ts'
export { countPages, pagesTouched, placeDense, type PageCounts } from './pages.ts'
export { orderFunctionsParallel, type ParallelOptions } from './parallel.ts'
export { paginate, type Pagination } from './paginate.ts'
export { orderByPhase, orderByPhaseParallel, type PhaseOrderOptions } from './phase-order.ts'
export { LayoutSegment } from './segment.ts'
export type { LayoutStats, PageSavings, PhaseStats } from './stats.ts'
export { readWorkload, type Workload } from './workload.ts'
export type { LayoutSymbol, LayoutSymbolInput, PackConfig } from './symbol.ts'
