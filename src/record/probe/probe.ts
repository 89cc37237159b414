import type { ProbeConfig } from './config.ts'
import { createIteration } from './iterate.ts'
import { Journal, type JournalData, type ScenarioMeta } from './journal.ts'
import { mendMessage } from './mend-message.ts'
import type { ProbeGlobals } from './names.ts'

/** Lines of the table of edges. Direct-mapped: an edge that is pushed out is settled in the journal, so its size is a constant. */
const LINES = 1 << 14
const MASK = LINES - 1
/**
 * `from`, `to`, calls left until the next sample, length of that interval. Of an edge that was not called in this stretch
 * of the trace yet, `from` is complemented: its first call takes the slow path.
 */
const STRIDE = 4
const LEFT = 2
const INTERVAL = 3
/** No edge's, complemented or not. */
const EMPTY = -(2 ** 31)
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
  drain(): JournalData
}

/**
 * The probe of one worker. Instrumented code calls `globals`.
 *
 * The current function is one number; entering returns the one before, leaving puts it back: the stack of callers
 * lies in the instrumented functions' own locals. An edge is counted in a direct-mapped table whose hit path is two
 * compares and a countdown. After each test its lines are put to sleep, so that the first call of a function in a test
 * takes the slow path, which is where the journal is written.
 */
export function createProbe(initial: ProbeConfig): Probe {
  // Captured now: fake timers replace the method later.
  const clock = performance
  // oxlint-disable-next-line typescript/unbound-method -- called with its object below
  const clockNow = clock.now
  const now = (): number => clockNow.call(clock)
  const journal = new Journal(now)
  const table = new Int32Array(LINES * STRIDE).fill(EMPTY)
  /** By line: number of the edge, and its entry in the journal while it is awake. */
  const edgeAt = new Int32Array(LINES)
  const entryAt = new Int32Array(LINES)
  const counters = new Int32Array(initial.edges ? 0 : COUNTERS)
  let distances = distancesOf(initial)
  // Large enough to lie outside the collector's heap: its address is a constant then.
  const state = new Int32Array(64)
  let config = initial
  let nextDistance = 0
  /** How many calls the time of an edge's first call stands for, and that of a later sample; 0 for not timed. */
  let [firstWeight, sampleWeight] = weightsOf(initial)
  state[RESUMES] = distances[0]!

  // Calls under a clock, innermost last. A token for `__vlX` is -2 minus the place in here.
  const timed: TimedCall[] = []
  let depth = 0
  /** Entries so far, known at each sample: what the cost of the probe within a timed call is counted by. */
  let entries = 0
  /** The clock when the slow path was last taken. */
  let stamp = 0

  // Tests that are running: more than one only under `test.concurrent`, and those share one trace.
  const active = new Set<string>()
  /** Numbers of traces: by a test's id, and by a module's slot for what it ran while it loaded. */
  const traces = new Map<string, number>()
  const moduleTraces = new Map<number, number>()
  let isMarking = false
  let shared: { trace: number; names: Set<string> } | undefined
  /** Token of the module whose code runs. */
  let loading = SUSPENDED

  function enter(slot: number): number {
    const saved = state[CUR]!
    state[CUR] = slot
    const at = ((Math.imul(saved, 0x9e3779b1) + slot) & MASK) << 2
    if (table[at] === saved && table[at + 1] === slot && --table[at + LEFT]! > 0) return saved
    return enterSlow(saved, slot, at, true)
  }

  /**
   * Counts a call off the fast path, and puts it under the clock where it is to be timed; returns what `leave` is given.
   *
   * In one piece on purpose. Most calls of most tests come through here, in processes that have just started: in parts, each
   * part was interpreted with a call more, and then compiled, by itself and once more inlined into `enter`. V8 inlines no
   * function of this size, and `enter` is compiled in a tenth of the time.
   */
  function enterSlow(saved: number, slot: number, at: number, isTimed: boolean): number {
    const line = at >> 2
    stamp = now()
    let weight = firstWeight
    if (table[at] === saved && table[at + 1] === slot) {
      // The countdown has ended: this call is the last of its interval.
      journal.counts[entryAt[line]!]! += table[at + INTERVAL]!
      weight = sampleWeight
    } else {
      if (table[at] !== ~saved || table[at + 1] !== slot) {
        if (table[at]! >= 0) settle(at)
        edgeAt[line] = journal.edges.numberOf(saved, slot)
        table[at + 1] = slot
      }
      table[at] = saved
      // The entry of the edge in this stretch: where the edge was pushed out of the table, it has one.
      const edge = edgeAt[line]!
      let entry = journal.edges.lastEntry[edge]! - 1
      if (entry < journal.start) {
        entry = journal.length++
        if (entry === journal.edgeOf.length) journal.growEntries()
        journal.edgeOf[entry] = edge
        journal.counts[entry] = 1
        journal.edges.lastEntry[edge] = entry + 1
      } else journal.counts[entry]! += 1
      entryAt[line] = entry
      const us = (stamp - journal.origin) * 1000
      if (slot >= journal.seen.length) journal.growSlots(slot)
      if (journal.seen[slot] === 0) {
        journal.seen[slot] = 1
        journal.ran.push(slot)
        journal.firstUs[slot] = us
      }
      journal.lastUs[slot] = us
    }
    // The distance to the next sample of the edge. Geometric, so that each call is as likely to be timed as any other,
    // whatever the rhythm of the program.
    nextDistance = (nextDistance + 1) & (DISTANCES - 1)
    const interval = distances[nextDistance]!
    table[at + LEFT] = interval
    table[at + INTERVAL] = interval
    entries += weight
    return weight === 0 || !isTimed ? saved : startTimer(saved, slot, weight)
  }

  /** Writes the calls of the interval that has not passed into the journal, before a line is put to sleep or reused. */
  function settle(at: number): void {
    journal.counts[entryAt[at >> 2]!]! += table[at + INTERVAL]! - table[at + LEFT]!
  }

  /** Completes the journal's stretch: what is called from here on gets entries of its own. */
  function flush(): void {
    const { edgeOf, counts, length } = journal
    const { from, to } = journal.edges
    for (let entry = journal.start; entry < length; entry++) {
      const edge = edgeOf[entry]!
      const caller = from[edge]!
      const slot = to[edge]!
      if (!initial.edges && caller === 0) {
        // A counter that has overflowed reads as the 2^31 calls it stands for.
        counts[entry]! += counters[slot]! >>> 0
        counters[slot] = 0
      }
      const at = ((Math.imul(caller, 0x9e3779b1) + slot) & MASK) << 2
      if (table[at] !== caller || table[at + 1] !== slot) continue
      settle(at)
      table[at] = ~caller
    }
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
    journal.time(call.slot, call.saved, ms, call.weight, end)
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
    let trace = moduleTraces.get(slot)
    if (trace === undefined) moduleTraces.set(slot, (trace = journal.addTrace('module', '', {})))
    switchTo(trace)
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
    switchTo(shared?.trace)
  }

  function switchTo(trace: number | undefined): void {
    flush()
    journal.switchTo(trace)
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
    nextDistance = (nextDistance + 1) & (DISTANCES - 1)
    state[RESUMES] = distances[nextDistance]!
    if (sampleWeight === 0) return resumer
    stamp = now()
    entries += sampleWeight
    return startTimer(resumer, slot, sampleWeight)
  }

  function count(slot: number): number {
    const saved = state[CUR]!
    const at = ((Math.imul(saved, 0x9e3779b1) + slot) & MASK) << 2
    if (table[at] !== saved || table[at + 1] !== slot || --table[at + LEFT]! <= 0) enterSlow(saved, slot, at, false)
    return SUSPENDED
  }

  /** Without edges: nothing but a counter per slot, written into the journal when a stretch ends. */
  function countOnly(slot: number): number {
    const before = counters[slot]!
    // Neither zero nor beyond the array.
    if (before > 0) counters[slot] = before + 1
    else countFirst(slot)
    return SUSPENDED
  }

  function countFirst(slot: number): void {
    const entry = journal.noteCount(slot)
    // Beyond the array, or 2^31 calls: one by one.
    if (slot < counters.length && counters[slot] === 0) counters[slot] = 1
    else journal.counts[entry]! += 1
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
      journal.passImport(slot)
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
      distances = distancesOf(next)
      ;[firstWeight, sampleWeight] = weightsOf(next)
      state[RESUMES] = distances[0]!
    },
    mark(name) {
      if (!isMarking) journal.mark(name)
    },
    markOnce(name) {
      journal.mark(name)
      isMarking = true
      try {
        performance.mark(name)
      } finally {
        isMarking = false
      }
    },
    beginTest(id, name, meta) {
      active.add(id)
      if (shared !== undefined) {
        shared.names.add(name)
        return
      }
      let trace = traces.get(id)
      if (trace === undefined) traces.set(id, (trace = journal.addTrace('test', name, meta)))
      shared = { trace, names: new Set([name]) }
      switchTo(trace)
    },
    endTest(id) {
      active.delete(id)
      if (active.size > 0 || shared === undefined) return
      if (shared.names.size > 1) journal.rename(shared.trace, [...shared.names].sort().join(' & '))
      shared = undefined
      switchTo(undefined)
    },
    drain() {
      flush()
      traces.clear()
      moduleTraces.clear()
      loading = SUSPENDED
      active.clear()
      shared = undefined
      const data = journal.drain()
      // Numbers of edges begin anew.
      table.fill(EMPTY)
      return data
    },
  }
}

/** Weights of a first call's time and of a sample's. */
function weightsOf({ timing }: ProbeConfig): [first: number, sample: number] {
  if (timing === 'off') return [0, 0]
  return timing === 'full' ? [1, 1] : [1, SAMPLE_MEAN]
}

function distancesOf({ timing }: ProbeConfig): Int32Array {
  if (timing === 'sampled') return drawDistances()
  return new Int32Array(DISTANCES).fill(timing === 'full' ? 1 : UNTIMED_INTERVAL)
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
