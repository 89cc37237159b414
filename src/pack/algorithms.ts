import { LayoutError } from '../errors.ts'
import { balancedPartitioning } from './balanced-partitioning.ts'
import type { BisectionOptions } from './bisector.ts'
import { cacheDirectedSort } from './cache-directed-sort.ts'
import { greedyOrder } from './greedy.ts'
import { combineOrders } from './hybrid.ts'
import type { PackInput } from './input.ts'

/** `bp` for start-up, `cdsort` for steady code, `hybrid` for both, `greedy` for comparison. */
export type Algorithm = 'bp' | 'cdsort' | 'hybrid' | 'greedy'

export const ALGORITHMS: readonly Algorithm[] = ['bp', 'cdsort', 'hybrid', 'greedy']

export interface OrderOptions {
  /**
   * Bytes that come into memory together: 4096 for most systems, 16384 for iOS and Apple silicon, 65536 where the kernel
   * maps that much around a fault (Linux).
   *
   * @default 4096
   */
  readonly pageSize?: number
  /**
   * How much early faults count against all faults, 0 to 1. At 0 only the pages of whole traces count, at 1 only how soon pages are needed.
   *
   * @default 0.4
   */
  readonly earlyFaultWeight?: number
  /** @default 1 */
  readonly seed?: number
  /**
   * `pages` where functions will not cross the borders of pages; only small inputs, solved from several seeds, depend on it.
   *
   * @default 'dense'
   */
  readonly placement?: 'dense' | 'pages'
}

/** @throws LayoutError `PAGE_SIZE`, `EARLY_FAULT_WEIGHT` */
export function resolveOrderOptions(options: OrderOptions): BisectionOptions {
  // 0.4: on the benchmark's workloads pages are as few as at 0 and the area is 6 % less.
  const { pageSize = 4096, earlyFaultWeight = 0.4, seed = 1, placement = 'dense' } = options
  if (!(Number.isSafeInteger(pageSize) && pageSize > 0)) {
    throw new LayoutError('PAGE_SIZE', `the page size is ${pageSize}, expected a whole number of bytes above 0.`)
  }
  if (!(earlyFaultWeight >= 0 && earlyFaultWeight <= 1)) {
    throw new LayoutError('EARLY_FAULT_WEIGHT', `the early fault weight is ${earlyFaultWeight}, expected 0 to 1.`)
  }
  return { pageSize, earlyFaultWeight, seed: seed | 0, placement }
}

/** Orders all functions of the input: a permutation of their numbers. The same input and seed give the same order, always. */
export function orderFunctions(input: PackInput, algorithm: Algorithm, options: OrderOptions = {}): Int32Array {
  const resolved = resolveOrderOptions(options)
  const { sizes, calls, edges, traces } = input
  switch (algorithm) {
    case 'bp':
      return completeOrder(balancedPartitioning(sizes, traces, resolved), sizes.length)
    case 'cdsort':
      return cacheDirectedSort(sizes, calls, edges)
    case 'hybrid':
      return combineOrders(input, balancedPartitioning(sizes, traces, resolved), cacheDirectedSort(sizes, calls, edges))
    case 'greedy':
      return greedyOrder(orderByCalls(calls), sizes, edges, resolved.pageSize, new Uint8Array(sizes.length))
  }
}

/**
 * The functions of `order`, then all others in source order. Source order it is because functions that no trace holds
 * and yet run later come in clusters of neighbours; by density or likelihood they touch up to 4 % more pages.
 */
export function completeOrder(order: Int32Array, functionCount: number): Int32Array {
  const placed = new Uint8Array(functionCount)
  const complete = new Int32Array(functionCount)
  complete.set(order)
  let end = order.length
  for (const f of order) placed[f] = 1
  for (let f = 0; f < functionCount; f++) if (placed[f] === 0) complete[end++] = f
  return complete
}

function orderByCalls(calls: Float64Array): Int32Array {
  return Int32Array.from(calls.keys()).sort((a, b) => calls[b]! - calls[a]! || a - b)
}
