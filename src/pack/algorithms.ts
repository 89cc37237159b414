import { greedyOrder } from './greedy.ts'
import type { PackInput } from './input.ts'

/** `bp` for start-up, `cdsort` for steady code, `hybrid` for both, `greedy` for comparison. */
export type Algorithm = 'greedy'

export interface OrderOptions {
  /** Bytes; 4096 unless told otherwise. */
  readonly pageSize: number
}

/** Orders all functions of the input: a permutation of their numbers. The same input gives the same order, always. */
export function orderFunctions(input: PackInput, algorithm: Algorithm, options: OrderOptions): Int32Array {
  const { sizes, calls, edges } = input
  switch (algorithm) {
    case 'greedy': {
      const byCalls = Int32Array.from(sizes.keys()).sort((a, b) => calls[b]! - calls[a]! || a - b)
      return greedyOrder(byCalls, sizes, edges, options.pageSize, new Uint8Array(sizes.length))
    }
  }
}
