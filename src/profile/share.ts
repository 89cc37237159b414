import { LayoutError } from '../errors.ts'
import { CallRecorder } from './call-recorder.ts'
import type { ProfileConfig } from './config.ts'
import { laneBytes, laneOver } from './lane.ts'
import { NameTable } from './name-table.ts'

/**
 * What a worker needs to take part in a profile; passes through `postMessage` and `workerData`.
 * Everything in it is shared memory: nothing is sent while the program runs.
 */
export interface ProfilerHandle {
  readonly config: ProfileConfig
  /** Milliseconds since 1970 at which the profiler was made. */
  readonly epochMs: number
  readonly header: SharedArrayBuffer
  readonly names: SharedArrayBuffer
  /** A count of lanes taken (4 bytes of 8), then the lanes. */
  readonly lanes: SharedArrayBuffer
  readonly threads: number
}

/** Bytes before the first lane. */
export const LANES_OFFSET = 8

/** A worker's end of a profiler. */
export interface AttachedProfiler {
  recordCall(functionName: string): void
  recordCallWithDuration(functionName: string, durationNs: number): void
  isActive(): boolean
}

/**
 * Joins the profile of another thread. Each attachment takes one of the lanes that `share(threads)` made.
 *
 * @throws LayoutError `PROFILE_LANES_TAKEN` when more threads attach to a handle than it was made for.
 */
export function attachProfiler(handle: ProfilerHandle): AttachedProfiler {
  const lane = Atomics.add(new Int32Array(handle.lanes, 0, 1), 0, 1)
  if (lane >= handle.threads) {
    throw new LayoutError(
      'PROFILE_LANES_TAKEN',
      `thread ${lane + 1} attaches to a profiler handle made for ${handle.threads}.`,
      { hint: 'Call share() once for each worker, or share(threads) with the number of workers.' },
    )
  }
  const { maxFunctions, sampleRate } = handle.config
  const header = new Int32Array(handle.header)
  const recorder = new CallRecorder(
    header,
    new NameTable(handle.names, maxFunctions),
    laneOver(handle.lanes, LANES_OFFSET + lane * laneBytes(maxFunctions), maxFunctions),
    // Threads draw different random numbers: the buffers of one handle are told apart by lane, handles by time.
    { sampleRate, maxFunctions, epochMs: handle.epochMs, seed: lane + Math.floor(performance.timeOrigin % 1e6) },
  )
  return {
    recordCall: (functionName) => recorder.record(functionName),
    recordCallWithDuration: (functionName, durationNs) => recorder.recordWithDuration(functionName, durationNs),
    isActive: () => Atomics.load(header, 0) !== 0,
  }
}
