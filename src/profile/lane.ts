import { EXACT_CALLS } from './config.ts'

/**
 * What one thread saw of each function. Only the thread that owns a lane writes it, so writes need no lock;
 * whoever collects adds the lanes up.
 */
export interface Lane {
  /** Recorded calls. */
  readonly samples: Float64Array
  /** Nanoseconds from the profiler's start to the first call, plus 1 so that 0 means "never". */
  readonly first: Float64Array
  /** The same of the last call whose time was read. */
  readonly last: Float64Array
  /** Nanoseconds of the calls recorded with a duration, scaled to all calls. */
  readonly totalNs: Float64Array
  /** Number of calls that `totalNs` stands for. */
  readonly timed: Float64Array
}

const COLUMNS = 5
export function laneBytes(maxFunctions: number): number {
  return 8 * COLUMNS * maxFunctions
}

export function laneOver(buffer: ArrayBufferLike, byteOffset: number, maxFunctions: number): Lane {
  const column = (n: number): Float64Array =>
    new Float64Array(buffer, byteOffset + 8 * n * maxFunctions, maxFunctions) as Float64Array
  return { samples: column(0), first: column(1), last: column(2), totalNs: column(3), timed: column(4) }
}

export function clearLane(lane: Lane): void {
  for (const column of [lane.samples, lane.first, lane.last, lane.totalNs, lane.timed]) column.fill(0)
}

/** Calls that so many recorded ones stand for: the first ones count 1 each, the sampled ones `sampleRate` each. */
export function estimateCalls(samples: number, sampleRate: number): number {
  return samples <= EXACT_CALLS ? samples : EXACT_CALLS + (samples - EXACT_CALLS) * sampleRate
}
