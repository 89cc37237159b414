import { availableParallelism } from 'node:os'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

import type { Tinypool } from 'tinypool'

import { completeOrder, orderFunctions, resolveOrderOptions, type Algorithm, type OrderOptions } from './algorithms.ts'
import { buildProblem } from './balanced-partitioning.ts'
import type { BisectionOptions } from './bisector.ts'
import { combineOrders } from './hybrid.ts'
import type { PackInput, TraceSet } from './input.ts'
import type { PartitionTask, SteadyTask } from './partition-worker.ts'

/** Fewer trace entries than this are done before a second thread has started. */
const MIN_ENTRIES = 400_000
const MAX_DEFAULT_THREADS = 4
/** Ranges are split up until there are so many for each thread: they take unlike times. */
const RANGES_PER_THREAD = 8

export interface ParallelOptions extends OrderOptions {
  /** @default one for each processor, at most four: each has work space of its own */
  readonly threads?: number
}

let problems = 0

/**
 * {@link orderFunctions} on several threads: the same order, byte for byte, for the random numbers of a split
 * depend on its range alone. Threads are used for `bp` and `hybrid` of large inputs; elsewhere they do not pay.
 */
export async function orderFunctionsParallel(
  input: PackInput,
  algorithm: Algorithm,
  options: ParallelOptions = {},
): Promise<Int32Array> {
  const { threads = Math.min(MAX_DEFAULT_THREADS, availableParallelism()) } = options
  const hasParts = algorithm === 'bp' || algorithm === 'hybrid'
  if (threads < 2 || !hasParts || input.traces.functions.length < MIN_ENTRIES || !canStartWorkers()) {
    return orderFunctions(input, algorithm, options)
  }
  // Loaded only when used: the reporter imports this room.
  const { Tinypool: Pool } = await import('tinypool')
  const pool = new Pool({
    filename: workerFile(),
    runtime: 'worker_threads',
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
  })
  try {
    const { sizes, calls, edges, traces } = input
    const steadyTask: SteadyTask = { kind: 'steady', sizes, calls, edges }
    const steady = algorithm === 'hybrid' ? (pool.run(steadyTask) as Promise<Int32Array>) : undefined
    const startup = await partitionOnPool(pool, threads, sizes, traces, resolveOrderOptions(options))
    return steady === undefined ? completeOrder(startup, sizes.length) : combineOrders(input, startup, await steady)
  } finally {
    await pool.destroy()
  }
}

async function partitionOnPool(
  pool: Tinypool,
  threads: number,
  sizes: Int32Array,
  traces: TraceSet,
  options: BisectionOptions,
): Promise<Int32Array> {
  const problem = buildProblem(sizes.length, traces)
  const shared = {
    kind: 'partition' as const,
    problem: ++problems,
    order: share(problem.order),
    sizes: share(sizes),
    entries: {
      offsets: share(problem.entries.offsets),
      entries: share(problem.entries.entries),
      earliest: share(problem.entries.earliest),
    },
    traceWeights: traces.weights,
    options,
  }
  const smallest = problem.order.length / (threads * RANGES_PER_THREAD)
  const solve = async (low: number, high: number): Promise<void> => {
    const once = high - low > smallest
    const middle = (await pool.run({ ...shared, low, high, once } satisfies PartitionTask)) as number | undefined
    if (!once || middle === undefined) return
    await Promise.all([solve(low, middle), solve(middle, high)])
  }
  await solve(0, problem.order.length)
  return shared.order
}

function share(values: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}

function workerFile(): string {
  return fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './partition-worker.ts' : './partition-worker.js', import.meta.url),
  )
}

/** Run from TypeScript source, only a Node that strips types can load the worker; without one the result is the same, later. */
function canStartWorkers(): boolean {
  return !import.meta.url.endsWith('.ts') || Boolean((process.features as { typescript?: unknown }).typescript)
}
