import type { ProbeConfig } from './config.ts'
import { createIteration } from './iterate.ts'
import { Ledger, type FileRecording, type ScenarioMeta, type Trace, newTrace } from './ledger.ts'
import { mendMessage } from './mend-message.ts'
import type { ProbeGlobals } from './names.ts'

/** Entries of the table of edges. Direct-mapped: an entry pushed out goes to the ledger, so its size is a constant. */
const ENTRIES = 1 << 14
const MASK = ENTRIES - 1
/** `from`, `to`, calls left until the next sample, length of that interval. */
const STRIDE = 4
const LEFT = 2
const INTERVAL = 3
const EMPTY = -1
const SUSPENDED = -1
/** Sampled timing: one call of an edge in 128 on average, at random distances. */
const SAMPLE_MEAN = 128
/** A power of two. */
const DISTANCES = 256
const UNTIMED_INTERVAL = 2 ** 30
/** Slots with a counter of their own when edges are not recorded; further ones are counted in the slow way. */
const COUNTERS = 2 ** 18
/** Places in {@link Probe}'s Int32Array of state. */
const CUR = 0
const RESUMES = 1

export interface Probe {
  readonly globals: ProbeGlobals
  configure(config: ProbeConfig): void
  /** A marker was passed. */
  mark(name: string): void
  /** The same, and a `performance.mark` of that name that does not count once more. For `vitest-layout/markers`. */
  markOnce(name: string): void
  /** A test begins: `id` is the same for its retries. */
  beginTest(id: string, name: string, meta: ScenarioMeta): void
  endTest(id: string): void
  /** All that was recorded since the last time. */
  drain(): FileRecording
}

/**
 * The probe of one worker. Instrumented code calls `globals`.
 *
 * The current function is one number; entering returns the one before, leaving puts it back: the stack of callers
 * lies in the instrumented functions' own locals. An edge is counted in a direct-mapped table whose hit path is two
 * compares and a countdown. The table is emptied after each test, so that the first call of a function in a test
 * takes the slow path, which is where traces, first calls and times are kept.
 */
export function createProbe(initial: ProbeConfig): Probe {
  // Captured now: fake timers replace the method later.
  const clock = performance
  // oxlint-disable-next-line typescript/unbound-method -- called with its object below
  const clockNow = clock.now
  const now = (): number => clockNow.call(clock)
  const ledger = new Ledger(now)
  const table = new Int32Array(ENTRIES * STRIDE).fill(EMPTY)
  /** Calls in the intervals that have passed, by entry. */
  const passed = new Float64Array(ENTRIES)
  const counters = new Int32Array(initial.edges ? 0 : COUNTERS)
  const distances = drawDistances()
  // Large enough to lie outside the collector's heap: its address is a constant then.
  const state = new Int32Array(64)
  let touched: number[] = []
  let counted: number[] = []
  let config = initial
  let nextDistance = 0
  state[RESUMES] = nextInterval()

  // Calls under a clock, innermost last. A token for `__vlX` is -2 minus the place in here.
  const timed: TimedCall[] = []
  let depth = 0
  /** Entries so far, known at each sample: what the cost of the probe within a timed call is counted by. */
  let entries = 0
  /** The clock when the slow path was last taken. */
  let stamp = 0

  // Tests that are running: more than one only under `test.concurrent`, and those share one trace.
  const active = new Set<string>()
  const traces = new Map<string, Trace>()
  let isMarking = false
  let shared: { trace: Trace; names: Set<string> } | undefined
  /** What each module ran while it loaded, by its slot. */
  const moduleTraces = new Map<number, Trace>()
  /** Token of the module whose code runs. */
  let loading = SUSPENDED

  function enter(slot: number): number {
    const saved = state[CUR]!
    state[CUR] = slot
    const at = ((Math.imul(saved, 0x9e3779b1) + slot) & MASK) << 2
    if (table[at] === saved && table[at + 1] === slot && --table[at + LEFT]! > 0) return saved
    return enterSlow(saved, slot, at)
  }

  function enterSlow(saved: number, slot: number, at: number): number {
    const weight = record(saved, slot, at)
    return weight === 0 ? saved : startTimer(saved, slot, weight)
  }

  /** Counts the call off the fast path; returns how many calls its time stands for, 0 for not timed. */
  function record(saved: number, slot: number, at: number): number {
    if (table[at] === saved && table[at + 1] === slot) {
      // The countdown has ended: this call is the last of its interval.
      const interval = table[at + INTERVAL]!
      passed[at >> 2]! += interval
      begin(at)
      return sampleWeight()
    }
    if (table[at] !== EMPTY) evict(at)
    table[at] = saved
    table[at + 1] = slot
    passed[at >> 2] = 1
    begin(at)
    touched.push(at)
    entries++
    stamp = now()
    ledger.first(slot, stamp)
    return config.timing === 'off' ? 0 : 1
  }

  /** Draws the distance to the next sample of an edge. */
  function begin(at: number): void {
    const interval = nextInterval()
    table[at + LEFT] = interval
    table[at + INTERVAL] = interval
  }

  /** A sample is due: reads the clock; returns how many calls the sample stands for. */
  function sampleWeight(): number {
    if (config.timing === 'off') return 0
    stamp = now()
    const weight = config.timing === 'full' ? 1 : SAMPLE_MEAN
    entries += weight
    return weight
  }

  /** Geometric, so that each call is as likely to be timed as any other, whatever the rhythm of the program. */
  function nextInterval(): number {
    if (config.timing === 'full') return 1
    if (config.timing === 'off') return UNTIMED_INTERVAL
    nextDistance = (nextDistance + 1) & (DISTANCES - 1)
    return distances[nextDistance]!
  }

  function evict(at: number): void {
    const calls = passed[at >> 2]! + table[at + INTERVAL]! - table[at + LEFT]!
    ledger.count(table[at + 1]!, calls)
    ledger.edge(table[at]!, table[at + 1]!, calls)
    table[at] = EMPTY
  }

  /** Empties the table into the current trace. */
  function flush(): void {
    for (const at of touched) if (table[at] !== EMPTY) evict(at)
    touched = []
    for (const slot of counted) {
      // A counter that has overflowed reads as the 2^31 calls it stands for.
      ledger.count(slot, counters[slot]! >>> 0)
      counters[slot] = 0
    }
    counted = []
  }

  function startTimer(saved: number, slot: number, weight: number): number {
    const call = (timed[depth] ??= { slot: 0, saved: 0, weight: 0, start: 0, entries: 0 })
    call.slot = slot
    call.saved = saved
    call.weight = weight
    call.entries = entries
    call.start = stamp
    return -2 - depth++
  }

  function leaveSlow(token: number): void {
    if (token === SUSPENDED) return
    const end = now()
    const place = -2 - token
    const call = timed[place]
    if (call === undefined) return
    // Timed calls above it were never left: a module that threw.
    depth = place
    if (token === loading) endLoading()
    state[CUR] = call.saved
    const inside = entries - call.entries
    const ms = Math.max(0, end - call.start - (inside + 1) * config.costMs)
    ledger.time(call.slot, call.saved, ms, call.weight, end)
  }

  /**
   * What a module runs while it loads goes to a trace of its own: in which test, or in which file, it is loaded
   * depends on what the worker ran before.
   */
  function enterModule(slot: number): number {
    beginLoading(slot)
    if (!initial.edges) {
      countOnly(slot)
      return (loading = startTimer(0, slot, 0))
    }
    return leaveSlowly(enter(slot), slot)
  }

  function resumeModule(saved: number, slot: number): number {
    if (saved !== SUSPENDED) return saved
    beginLoading(slot)
    return leaveSlowly(initial.edges ? resume(saved, slot) : state[CUR]!, slot)
  }

  function beginLoading(slot: number): void {
    flush()
    let trace = moduleTraces.get(slot)
    if (trace === undefined) moduleTraces.set(slot, (trace = newTrace('module', '', {})))
    ledger.switchTo(trace)
  }

  /** Leaving must take the slow path, where the trace before is put back; a weight of 0 counts no time. */
  function leaveSlowly(saved: number, slot: number): number {
    const token = saved >= 0 ? startTimer(saved, slot, 0) : saved
    loading = token
    // A module that throws has no handler; when its job is over, nothing of it can be on the stack.
    queueMicrotask(() => {
      if (state[CUR] === slot) state[CUR] = 0
      if (loading !== token) return
      depth = -2 - token
      endLoading()
    })
    return token
  }

  function endLoading(): void {
    loading = SUSPENDED
    flush()
    ledger.switchTo(shared?.trace)
  }

  function leave(saved: number): void {
    if (saved >= 0) state[CUR] = saved
    else leaveSlow(saved)
  }

  function resume(saved: number, slot: number): number {
    if (saved !== SUSPENDED) return saved
    const resumer = state[CUR]!
    state[CUR] = slot
    if (--state[RESUMES]! > 0) return resumer
    state[RESUMES] = nextInterval()
    const weight = sampleWeight()
    return weight === 0 ? resumer : startTimer(resumer, slot, weight)
  }

  function count(slot: number): number {
    const saved = state[CUR]!
    const at = ((Math.imul(saved, 0x9e3779b1) + slot) & MASK) << 2
    if (table[at] !== saved || table[at + 1] !== slot || --table[at + LEFT]! <= 0) record(saved, slot, at)
    return SUSPENDED
  }

  /** Without edges: nothing but a counter per slot, emptied into the ledger like the table. */
  function countOnly(slot: number): number {
    const before = counters[slot]!
    // Neither zero nor beyond the array.
    if (before > 0) counters[slot] = before + 1
    else countFirst(slot)
    return SUSPENDED
  }

  function countFirst(slot: number): void {
    ledger.first(slot, now())
    if (slot < counters.length && counters[slot] === 0) {
      counters[slot] = 1
      counted.push(slot)
    } else {
      // Beyond the array, or 2^31 calls: one by one.
      ledger.count(slot, 1)
    }
  }

  function reenter(slot: number): number {
    const saved = state[CUR]!
    state[CUR] = slot
    return saved
  }

  function runAs(saved: number, run: () => unknown): unknown {
    try {
      return run()
    } finally {
      leave(saved)
    }
  }

  const iteration = createIteration(reenter, leave)
  const globals: ProbeGlobals = {
    __vlE: enter,
    __vlX: leave,
    __vlS: (operand, saved) => {
      leave(saved)
      return operand
    },
    __vlC: initial.edges ? count : countOnly,
    __vlR: resume,
    __vlW: (value) => value,
    __vlM: enterModule,
    __vlN: resumeModule,
    __vlI: (slot, imported) => {
      ledger.passImport(slot)
      return imported
    },
    __vlQ: reenter,
    __vlP: (slot, run) => runAs(enter(slot), run),
    __vlU: (slot, run) => runAs(reenter(slot), run),
    __vlT: (slot, run) => {
      const saved = enter(slot)
      try {
        run()
      } catch (error) {
        leave(saved)
        throw error
      }
      return saved
    },
    __vlY: iteration.delegate,
    __vlZ: iteration.forAwait,
    __vlG: mendMessage,
    __vlA: (args, from) => Array.prototype.slice.call(args, from) as unknown[],
  }

  return {
    globals,
    configure(next) {
      config = next
      state[RESUMES] = nextInterval()
    },
    mark(name) {
      if (!isMarking) ledger.mark(name)
    },
    markOnce(name) {
      ledger.mark(name)
      isMarking = true
      try {
        performance.mark(name)
      } finally {
        isMarking = false
      }
    },
    beginTest(id, name, meta) {
      flush()
      active.add(id)
      if (shared !== undefined) {
        shared.names.add(name)
        return
      }
      const trace = traces.get(id) ?? newTrace('test', name, meta)
      traces.set(id, trace)
      shared = { trace, names: new Set([name]) }
      ledger.switchTo(trace)
    },
    endTest(id) {
      flush()
      active.delete(id)
      if (active.size > 0 || shared === undefined) return
      if (shared.names.size > 1) {
        const names = [...shared.names].sort().join(' & ')
        for (const [key, trace] of traces) if (trace === shared.trace) traces.set(key, { ...trace, test: names })
      }
      shared = undefined
      ledger.switchTo(undefined)
    },
    drain() {
      flush()
      for (const trace of moduleTraces.values()) ledger.keep(trace)
      for (const trace of traces.values()) ledger.keep(trace)
      traces.clear()
      moduleTraces.clear()
      loading = SUSPENDED
      active.clear()
      shared = undefined
      return ledger.drain()
    },
  }
}

/**
 * Distances between samples, drawn in advance: a logarithm for each new edge of each test would be a tenth of its cost.
 * One from each of {@link DISTANCES} equal shares of the geometric distribution, so that their mean is the distribution's, shuffled.
 */
function drawDistances(): Int32Array {
  const logMiss = Math.log(1 - 1 / SAMPLE_MEAN)
  const distances = new Int32Array(DISTANCES)
  let random = 0x2545f491
  for (let i = 0; i < DISTANCES; i++) {
    random ^= random << 13
    random ^= random >>> 17
    random ^= random << 5
    const other = (random >>> 0) % (i + 1)
    distances[i] = distances[other]!
    distances[other] = Math.ceil(Math.log((i + 0.5) / DISTANCES) / logMiss)
  }
  return distances
}

interface TimedCall {
  slot: number
  saved: number
  weight: number
  start: number
  entries: number
}
