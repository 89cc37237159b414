import type { ProbeConfig } from './config.ts'
import { delegate, forAwait } from './iterate.ts'
import { Ledger, type FileRecording, type ScenarioMeta, type Trace, newTrace } from './ledger.ts'
import type { ProbeGlobals } from './names.ts'

/** Entries of the table of edges. Direct-mapped: an entry pushed out goes to the ledger, so its size is a constant. */
const ENTRIES = 1 << 14
const MASK = ENTRIES - 1
/** `from`, `to`, `count`, unused. */
const STRIDE = 4
const EMPTY = -1
const SUSPENDED = -1
/** Sampled timing: one call in 128 on average, at random distances, so that no rhythm of the program meets it. */
const SAMPLE_MEAN = 128
/** Counts are emptied long before 32 bits overflow. */
const SAMPLES_PER_FLUSH = 1 << 20
/** Places in {@link Probe}'s Int32Array of state. */
const CUR = 0
const TICK = 1

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
 * compares and an increment. The table is emptied after each test, so that the first call of a function in a test
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
  const state = new Int32Array(16)
  let touched: number[] = []
  let config = initial
  let random = 0x2545f491
  let interval = SAMPLE_MEAN
  let samples = 0
  state[TICK] = interval

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
  /** What modules ran that were loaded while a test ran. */
  let lazyLoad: Trace | undefined
  /** Token of the module whose code runs within a test. */
  let loading = SUSPENDED

  function enter(slot: number): number {
    const saved = state[CUR]!
    state[CUR] = slot
    const at = ((Math.imul(saved, 0x9e3779b1) + slot) & MASK) << 2
    if (table[at] === saved && table[at + 1] === slot && --state[TICK]! > 0) {
      table[at + 2]!++
      return saved
    }
    return enterSlow(saved, slot, at)
  }

  function enterSlow(saved: number, slot: number, at: number): number {
    const weight = record(saved, slot, at)
    return weight === 0 ? saved : startTimer(saved, slot, weight)
  }

  /** Counts the call off the fast path; returns how many calls its time stands for, 0 for not timed. */
  function record(saved: number, slot: number, at: number): number {
    if (table[at] === saved && table[at + 1] === slot) {
      table[at + 2]!++
      const weight = endInterval()
      return config.timing === 'off' ? 0 : weight
    }
    if (table[at] !== EMPTY) evict(at)
    table[at] = saved
    table[at + 1] = slot
    table[at + 2] = 1
    touched.push(at)
    entries++
    stamp = now()
    ledger.first(slot, stamp)
    return config.timing === 'off' ? 0 : 1
  }

  /** A sample is due: begins the next interval; returns how many calls the sample stands for. */
  function endInterval(): number {
    const isFull = interval === 0
    entries += isFull ? 1 : interval
    stamp = now()
    nextInterval()
    return isFull ? 1 : SAMPLE_MEAN
  }

  function nextInterval(): void {
    if (config.timing === 'full') {
      interval = 0
      state[TICK] = 0
      return
    }
    random ^= random << 13
    random ^= random >>> 17
    random ^= random << 5
    // Uniform on 1 to 255: mean 128.
    interval = 1 + ((random >>> 8) % (2 * SAMPLE_MEAN - 1))
    state[TICK] = interval
    if (++samples % SAMPLES_PER_FLUSH === 0) flush()
  }

  function evict(at: number): void {
    const calls = table[at + 2]!
    ledger.count(table[at + 1]!, calls)
    ledger.edge(table[at]!, table[at + 1]!, calls)
    table[at] = EMPTY
  }

  /** Empties the table into the current trace. */
  function flush(): void {
    for (const at of touched) if (table[at] !== EMPTY) evict(at)
    touched = []
  }

  function startTimer(saved: number, slot: number, weight: number): number {
    const call = (timed[depth] ??= { slot: 0, saved: 0, weight: 0, start: 0, entries: 0 })
    call.slot = slot
    call.saved = saved
    call.weight = weight
    call.entries = entries + interval - state[TICK]!
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
    const inside = entries + interval - state[TICK]! - call.entries
    const ms = Math.max(0, end - call.start - (inside + 1) * config.costMs)
    ledger.time(call.slot, call.saved, ms, call.weight, end)
  }

  /**
   * A module whose code runs within a test was imported there for the first time, in this worker. Which test that is
   * depends on what the worker ran before, so its code and what that calls go to a trace of their own.
   */
  function enterModule(slot: number): number {
    const begins = shared !== undefined && ledger.isInTest && loading === SUSPENDED
    if (begins) {
      flush()
      ledger.switchTo((lazyLoad ??= newTrace('load', '', {})))
    }
    let saved = enter(slot)
    if (begins) {
      // Leaving must take the slow path, where the test's trace is put back; a weight of 0 counts no time.
      if (saved >= 0) saved = startTimer(saved, slot, 0)
      loading = saved
    }
    const token = saved
    // A module that throws has no handler; when its job is over, nothing of it can be on the stack.
    queueMicrotask(() => {
      if (state[CUR] === slot) state[CUR] = 0
      if (begins && loading === token) endLoading()
    })
    return saved
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
    if (--state[TICK]! > 0) return resumer
    return resumeSlow(resumer, slot)
  }

  function resumeSlow(resumer: number, slot: number): number {
    const weight = endInterval()
    return config.timing === 'off' ? resumer : startTimer(resumer, slot, weight)
  }

  function count(slot: number): number {
    const saved = state[CUR]!
    const at = ((Math.imul(saved, 0x9e3779b1) + slot) & MASK) << 2
    if (table[at] === saved && table[at + 1] === slot && --state[TICK]! > 0) table[at + 2]!++
    else record(saved, slot, at)
    return SUSPENDED
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

  const globals: ProbeGlobals = {
    __vlE: enter,
    __vlX: leave,
    __vlS: (operand, saved) => {
      leave(saved)
      return operand
    },
    __vlC: count,
    __vlR: resume,
    __vlW: (value) => value,
    __vlM: enterModule,
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
    __vlY: (slot, iterable) => delegate(iterable, () => reenter(slot), leave),
    __vlZ: (iterable, suspend) => forAwait(iterable, suspend, leave),
    __vlA: (args, from) => Array.prototype.slice.call(args, from) as unknown[],
  }

  return {
    globals,
    configure(next) {
      config = next
      nextInterval()
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
      if (lazyLoad !== undefined) ledger.keep(lazyLoad)
      for (const trace of traces.values()) ledger.keep(trace)
      traces.clear()
      lazyLoad = undefined
      loading = SUSPENDED
      active.clear()
      shared = undefined
      return ledger.drain()
    },
  }
}

interface TimedCall {
  slot: number
  saved: number
  weight: number
  start: number
  entries: number
}
