import { LayoutError } from '../errors.ts'
import { ACTIVE, CallRecorder } from './call-recorder.ts'
import type { CallSource, CountedCalls } from './call-source.ts'
import { FIRST_FRAME_WINDOW_NS, resolveProfileConfig, STARTUP_WINDOW_NS, type ProfileConfig } from './config.ts'
import { LayoutFeedback } from './feedback.ts'
import { clearLane, estimateCalls, laneBytes, laneOver, type Lane } from './lane.ts'
import { RuntimeMetrics } from './metrics.ts'
import { NameTable, nameTableBytes } from './name-table.ts'
import { inferPhaseFromRates, keepAlive } from './phase-rule.ts'
import { LANES_OFFSET, type ProfilerHandle } from './share.ts'
import { joinStackSamples, stacksByInnermost } from './stack-samples.ts'
import { StackStore } from './stack-store.ts'
import { FunctionStats } from './stats.ts'
import { RollingWindows } from './windows.ts'

interface Tally {
  calls: number
  /** With what may be resumptions. */
  mostCalls: number
  samples: number
  firstNs: number
  lastNs: number
  totalNs: number
  timed: number
  onStack: number
  innermost: number
  /** Last time seen on a sampled stack. */
  aliveNs: number
  /** Whether a source knows only that it ran, not how often. */
  isAtLeast: boolean
  id: number
}

/** Finds out in production which functions run when, and how often. One profiler serves all threads, see {@link share}. */
export class RuntimeProfiler {
  readonly config: ProfileConfig
  readonly #header: Int32Array
  readonly #names: NameTable
  readonly #nameBuffer: ArrayBufferLike
  readonly #lanes: Lane[]
  readonly #recorder: CallRecorder
  readonly #stacks: StackStore | undefined
  readonly #sources: Set<CallSource> = new Set()
  readonly #windows: RollingWindows = new RollingWindows()
  readonly #epochMs: number
  #startupWindowNs: number = STARTUP_WINDOW_NS
  #firstFrameWindowNs: number = FIRST_FRAME_WINDOW_NS
  /** Of the first start since the profiler was made or cleared, nanoseconds of the recorder's clock. */
  #startNs: number | undefined
  #runningSinceNs = 0
  #ranNs = 0

  /** @throws LayoutError `PROFILE_CONFIG` on an unknown key or a value out of range. */
  constructor(config: Partial<ProfileConfig> = {}) {
    this.config = resolveProfileConfig(config)
    const { maxFunctions, sampleRate, trackCallStacks } = this.config
    this.#header = new Int32Array(allocate(4))
    this.#nameBuffer = allocate(nameTableBytes(maxFunctions))
    this.#names = new NameTable(this.#nameBuffer, maxFunctions)
    const lane = laneOver(new ArrayBuffer(laneBytes(maxFunctions)), 0, maxFunctions)
    this.#lanes = [lane]
    this.#epochMs = performance.timeOrigin + performance.now()
    this.#stacks = trackCallStacks ? new StackStore(maxFunctions) : undefined
    const options = { sampleRate, maxFunctions, epochMs: this.#epochMs, seed: 0 }
    this.#recorder = new CallRecorder(this.#header, this.#names, lane, options, this.#stacks)
  }

  /**
   * Begins, or goes on after `stop`. The windows count from the first start.
   *
   * @param agoMs So many milliseconds ago, for one that reads what a source has counted since then.
   */
  start(agoMs: number = 0): void {
    if (this.isActive()) return
    const now = this.#recorder.readClock() - agoMs * 1e6
    this.#startNs ??= now
    this.#runningSinceNs = now
    for (const source of this.#sources) source.onStart?.()
    Atomics.store(this.#header, ACTIVE, 1)
  }

  stop(): void {
    if (!this.isActive()) return
    Atomics.store(this.#header, ACTIVE, 0)
    this.#ranNs += this.#recorder.readClock() - this.#runningSinceNs
    for (const source of this.#sources) source.onStop?.()
  }

  isActive(): boolean {
    return Atomics.load(this.#header, ACTIVE) !== 0
  }

  /** Tells that a function is called. Does nothing while the profiler is stopped; what is no name is dropped. */
  recordCall(functionName: string): void {
    this.#recorder.record(functionName)
  }

  /** The same for a call that took so many nanoseconds; where that is no finite number from 0 on, the call alone counts. */
  recordCallWithDuration(functionName: string, durationNs: number): void {
    this.#recorder.recordWithDuration(functionName, durationNs)
  }

  /** Length of the start-up window in milliseconds. @default 100 */
  setStartupWindow(milliseconds: number): void {
    this.#startupWindowNs = windowNs(milliseconds)
  }

  /** Length of the first-frame window in milliseconds, from the start. @default 500 */
  setFirstFrameWindow(milliseconds: number): void {
    this.#firstFrameWindowNs = windowNs(milliseconds)
  }

  /** Adds something that counts calls by itself. */
  addSource(source: CallSource): void {
    this.#sources.add(source)
    if (this.isActive()) source.onStart?.()
  }

  /**
   * Memory through which so many worker threads take part, each by `attachProfiler(handle)`.
   * Their counts are in every later {@link collectMetrics}, also after they ended.
   *
   * @throws LayoutError `PROFILE_NO_SHARED_MEMORY` where the platform has none (a page that is not cross-origin isolated).
   */
  share(threads: number = 1): ProfilerHandle {
    const header = this.#header.buffer
    if (typeof SharedArrayBuffer === 'undefined' || !(header instanceof SharedArrayBuffer)) {
      throw new LayoutError('PROFILE_NO_SHARED_MEMORY', 'this platform gives no SharedArrayBuffer.', {
        hint: 'In a browser the page must be cross-origin isolated (COOP and COEP headers).',
      })
    }
    if (!Number.isInteger(threads) || threads < 1) {
      throw new LayoutError('PROFILE_CONFIG', `share(${String(threads)}): expected a number of threads, 1 or more.`)
    }
    const bytes = laneBytes(this.config.maxFunctions)
    const lanes = new SharedArrayBuffer(LANES_OFFSET + threads * bytes)
    for (let i = 0; i < threads; i++) {
      this.#lanes.push(laneOver(lanes, LANES_OFFSET + i * bytes, this.config.maxFunctions))
    }
    const names = this.#nameBuffer as SharedArrayBuffer
    return { config: this.config, epochMs: this.#epochMs, header, names, lanes, threads }
  }

  /** Calls recorded so far. */
  sampleCount(): number {
    let count = 0
    for (const tally of this.#tally().values()) count += tally.samples
    return count
  }

  /**
   * Ends a window: from the second one on, rates are those of the last one to two windows, so that a function
   * that was hot and has cooled is no longer taken for hot. Call it at an interval of your choice.
   */
  rollWindow(): void {
    const calls = new Map<string, number>()
    for (const [name, tally] of this.#tally()) if (tally.mostCalls > 0) calls.set(name, tally.mostCalls)
    this.#windows.roll(this.#durationNs(), calls)
  }

  collectMetrics(): RuntimeMetrics {
    const durationNs = this.#durationNs()
    const seconds = durationNs / 1e9
    const thresholds = {
      startupWindowNs: this.#startupWindowNs,
      firstFrameWindowNs: this.#firstFrameWindowNs,
      hotThreshold: this.config.hotThreshold,
      coldThreshold: this.config.coldThreshold,
    }
    const stackSamples = joinStackSamples([...this.#sources].flatMap((source) => source.readStacks?.() ?? []))
    const sampled = stacksByInnermost(stackSamples)
    const functions: FunctionStats[] = []
    for (const [name, tally] of this.#tally()) {
      const mean = (calls: number): number => (seconds > 0 ? calls / seconds : 0)
      const most = this.#windows.recentRate(name, tally.mostCalls, durationNs) ?? mean(tally.mostCalls)
      const hasResumptions = tally.calls < tally.mostCalls
      // When the first call came is known of those as well, but no rate.
      const recent = hasResumptions ? mean(tally.calls) : most
      const evidence = { callCount: tally.calls, firstCallNs: tally.firstNs, callsPerSecond: recent }
      const byRates = inferPhaseFromRates({ ...evidence, mostPerSecond: most }, thresholds)
      const isAlive = tally.aliveNs > Math.max(this.#firstFrameWindowNs, this.#windows.recentSinceNs)
      const { phase, confidence, reason } = isAlive ? keepAlive(byRates, tally.isAtLeast || hasResumptions) : byRates
      functions.push(
        new FunctionStats({
          name,
          callCount: tally.calls,
          sampleCount: tally.samples,
          totalTimeNs: tally.totalNs,
          timedCalls: tally.timed,
          firstCallNs: tally.firstNs,
          lastCallNs: tally.lastNs,
          onStackSamples: tally.onStack,
          innermostSamples: tally.innermost,
          recentCallsPerSecond: recent,
          inferredPhase: phase,
          confidence,
          reason,
          stacks: [...(this.#stacks?.of(tally.id) ?? []), ...(sampled.get(name) ?? [])],
        }),
      )
    }
    return new RuntimeMetrics(functions, seconds, this.#names.dropped + this.#droppedBySources, stackSamples)
  }

  /** What the next layout should do differently. Empty while there are fewer samples than `minSamples`. */
  generateLayoutFeedback(): LayoutFeedback {
    return LayoutFeedback.fromMetrics(this.collectMetrics(), this.config.minSamples)
  }

  /** Forgets everything, also what attached threads counted. A running profiler starts anew. */
  clear(): void {
    const wasActive = this.isActive()
    this.stop()
    for (const lane of this.#lanes) clearLane(lane)
    for (const source of this.#sources) source.clear()
    this.#stacks?.clear()
    this.#windows.clear()
    this.#startNs = undefined
    this.#ranNs = 0
    if (wasActive) this.start()
  }

  #droppedBySources = 0

  #durationNs(): number {
    return this.#ranNs + (this.isActive() ? this.#recorder.readClock() - this.#runningSinceNs : 0)
  }

  /** All lanes and sources added up, by name; at most `maxFunctions` of them. */
  #tally(): Map<string, Tally> {
    const startNs = this.#startNs ?? 0
    const result = new Map<string, Tally>()
    for (let id = 0; id < this.#names.count; id++) {
      const tally = emptyTally(id)
      for (const lane of this.#lanes) addLane(tally, lane, id, this.config.sampleRate, startNs)
      const name = this.#names.name(id)
      const before = result.get(name)
      if (before !== undefined) addTo(before, tally)
      else if (tally.samples > 0 && name !== '') result.set(name, tally)
    }
    this.#droppedBySources = 0
    // Functions that ran come before those that never did when there is not room for all.
    const counted: CountedCalls[] = []
    for (const source of this.#sources) for (const calls of source.read()) counted.push(calls)
    for (const ran of [true, false]) {
      for (const calls of counted) if (hasRun(calls) === ran) this.#addCounted(result, calls)
    }
    return result
  }

  #addCounted(result: Map<string, Tally>, counted: CountedCalls): void {
    const tally: Tally = {
      ...emptyTally(-1),
      calls: counted.callCount,
      mostCalls: counted.mostCalls ?? counted.callCount,
      samples: counted.sampleCount,
      firstNs: counted.firstCallNs,
      lastNs: counted.lastCallNs,
      isAtLeast: counted.isAtLeast ?? false,
      onStack: counted.onStackSamples ?? 0,
      innermost: counted.innermostSamples ?? 0,
      aliveNs: (counted.onStackSamples ?? 0) > 0 ? counted.lastCallNs : -Infinity,
    }
    const before = result.get(counted.name)
    if (before !== undefined) addTo(before, tally)
    else if (result.size < this.config.maxFunctions) result.set(counted.name, tally)
    else this.#droppedBySources++
  }
}

function addLane(tally: Tally, lane: Lane, id: number, sampleRate: number, startNs: number): void {
  const samples = lane.samples[id] ?? 0
  if (samples === 0) return
  tally.samples += samples
  const calls = estimateCalls(samples, sampleRate)
  tally.calls += calls
  tally.mostCalls += calls
  tally.firstNs = Math.min(tally.firstNs, Math.max(0, (lane.first[id] ?? 0) - 1 - startNs))
  tally.lastNs = Math.max(tally.lastNs, Math.max(0, (lane.last[id] ?? 0) - 1 - startNs))
  tally.totalNs += lane.totalNs[id] ?? 0
  tally.timed += lane.timed[id] ?? 0
}

function addTo(target: Tally, other: Tally): void {
  target.calls += other.calls
  target.mostCalls += other.mostCalls
  target.samples += other.samples
  target.firstNs = Math.min(target.firstNs, other.firstNs)
  target.lastNs = Math.max(target.lastNs, other.lastNs)
  target.totalNs += other.totalNs
  target.timed += other.timed
  target.onStack += other.onStack
  target.innermost += other.innermost
  target.isAtLeast ||= other.isAtLeast
  target.aliveNs = Math.max(target.aliveNs, other.aliveNs)
}

function emptyTally(id: number): Tally {
  const never = { firstNs: Infinity, lastNs: -Infinity, aliveNs: -Infinity, isAtLeast: false }
  return { calls: 0, mostCalls: 0, samples: 0, totalNs: 0, timed: 0, onStack: 0, innermost: 0, ...never, id }
}

function hasRun({ callCount, onStackSamples = 0 }: CountedCalls): boolean {
  return callCount > 0 || onStackSamples > 0
}

function allocate(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes)
}

function windowNs(milliseconds: number): number {
  if (milliseconds >= 0) return milliseconds * 1e6
  throw new LayoutError('PROFILE_CONFIG', `a window of ${milliseconds} ms: expected 0 or more.`)
}
