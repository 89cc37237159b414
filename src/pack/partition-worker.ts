import { Bisector, type BisectionOptions } from './bisector.ts'
import { cacheDirectedSort } from './cache-directed-sort.ts'
import type { CallGraph } from './input.ts'
import type { TraceEntries } from './trace-windows.ts'

/** A range of a partition problem whose arrays all threads share. */
export interface PartitionTask {
  readonly kind: 'partition'
  /** One number for each problem; a worker keeps the work space of the last one. */
  readonly problem: number
  readonly order: Int32Array
  readonly sizes: Int32Array
  readonly entries: TraceEntries
  readonly traceWeights: Float64Array
  readonly options: BisectionOptions
  readonly low: number
  readonly high: number
  /** Whether to split only once and leave the parts to further tasks. */
  readonly once: boolean
}

export interface SteadyTask {
  readonly kind: 'steady'
  readonly sizes: Int32Array
  readonly calls: Float64Array
  readonly edges: CallGraph
}

let current: { problem: number; bisector: Bisector } | undefined

/** @returns for a single split its border, if there is one; for a steady task the order */
export default function work(task: PartitionTask | SteadyTask): Int32Array | number | undefined {
  if (task.kind === 'steady') return cacheDirectedSort(task.sizes, task.calls, task.edges)
  const { problem, order, sizes, entries, traceWeights, options, low, high } = task
  if (current?.problem !== problem) {
    current = { problem, bisector: new Bisector(order, sizes, entries, traceWeights, options) }
  }
  if (task.once) return current.bisector.split(low, high)
  current.bisector.run(low, high)
  return undefined
}
