export type { BudgetSpill } from './budget-spill.ts'
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
export { orderByPhase, orderByPhaseParallel, paginateByPhase, type PhaseOrderOptions } from './phase-order.ts'
export { addReplays, replayTraces, type NamedLayout, type Replay, type ReplayCounts } from './replay.ts'
export { LayoutSegment } from './segment.ts'
export type { LayoutStats, PageSavings, PhaseStats } from './stats.ts'
export { verifyLayout, type LayoutRole, type Verification, type VerifyOptions } from './verify.ts'
export { readWorkload, type Workload } from './workload.ts'
export type { LayoutSymbol, LayoutSymbolInput, PackConfig } from './symbol.ts'
