import { EdgeStore } from './edge-store.ts'

/** A marker passed in a trace. */
export interface TraceMark {
  readonly name: string
  readonly position: number
  readonly us: number
}

/** What a test declares of itself; see `ScenarioTrace` of the model. */
export interface ScenarioMeta {
  readonly scenario?: string
  readonly phase?: string
  readonly stopMark?: string
  readonly weight?: number
}

/**
 * What ran in a test (`test`), while one module was loading (`module`, its own slot first), or outside both (`load`),
 * by slot. Slots of `import()` expressions stand where these were evaluated, with 0 calls.
 */
export interface Trace {
  readonly kind: 'load' | 'test' | 'module'
  /** Names of suites and test joined by ` > `; those of tests that ran at the same time joined by ` & `. */
  readonly test: string
  readonly meta: ScenarioMeta
  /** Slots in order of first execution, and their calls. */
  readonly order: number[]
  readonly calls: number[]
  readonly marks: TraceMark[]
}

/** All that one test file recorded, in terms of slots. */
export interface FileRecording {
  /** Slots that ran, ascending, and the columns parallel to it. */
  readonly slots: number[]
  readonly calls: number[]
  readonly firstUs: number[]
  readonly lastUs: number[]
  readonly totalUs: number[]
  readonly selfUs: number[]
  /** Sorted by caller, then callee. */
  readonly edges: { from: number; to: number; count: number }[]
  readonly traces: Trace[]
}

/**
 * The books of one worker: what the probe's fast tables are emptied into.
 * Nothing here is on the path of a call that was seen before in the same test.
 */
export class Ledger {
  readonly #now: () => number
  #origin: number
  /** Per slot, in the file. */
  #calls = new Float64Array(1024)
  #firstUs = new Float64Array(1024)
  #lastUs = new Float64Array(1024)
  #total = new Float64Array(1024)
  #self = new Float64Array(1024)
  /** Whether the slot is in `#ran` (1). */
  #seen = new Uint8Array(1024)
  #ran: number[] = []
  /** Per slot: its place in the trace's `order` plus one; one for the load trace, one for the current test's. */
  #loadPlace = new Int32Array(1024)
  #testPlace = new Int32Array(1024)
  /** The one of the two that belongs to the current trace. */
  #place = this.#loadPlace
  #edges = new EdgeStore()
  #load: Trace
  #current: Trace
  #finished: Trace[] = []

  constructor(now: () => number) {
    this.#now = now
    this.#origin = now()
    this.#load = newTrace('load', '', {})
    this.#current = this.#load
  }

  get isInTest(): boolean {
    return this.#current !== this.#load
  }

  /** The first call of a slot since the fast table was emptied, or one that was pushed out of it. */
  first(slot: number, time: number): void {
    if (slot >= this.#calls.length) this.#grow(slot)
    if (this.#seen[slot] === 0) {
      this.#seen[slot] = 1
      this.#ran.push(slot)
      this.#firstUs[slot] = (time - this.#origin) * 1000
    }
    this.#lastUs[slot] = (time - this.#origin) * 1000
    if (this.#place[slot] === 0) {
      this.#place[slot] = this.#current.order.push(slot)
      this.#current.calls.push(0)
    }
  }

  count(slot: number, calls: number): void {
    this.#calls[slot]! += calls
    this.#current.calls[this.#place[slot]! - 1]! += calls
  }

  /** An `import()` was evaluated: its slot takes its place in the trace, and is no function. */
  passImport(slot: number): void {
    if (slot >= this.#calls.length) this.#grow(slot)
    if (this.#place[slot] !== 0) return
    this.#place[slot] = this.#current.order.push(slot)
    this.#current.calls.push(0)
  }

  edge(from: number, to: number, calls: number): void {
    if (from !== 0) this.#edges.add(from, to, calls)
  }

  /** Time on the stack of a timed call (ms), for `weight` calls like it. */
  time(slot: number, caller: number, ms: number, weight: number, end: number): void {
    const us = ms * 1000 * weight
    this.#total[slot]! += us
    this.#self[slot]! += us
    this.#self[caller]! -= us
    this.#lastUs[slot] = (end - this.#origin) * 1000
  }

  mark(name: string): void {
    const us = (this.#now() - this.#origin) * 1000
    this.#current.marks.push({ name, position: this.#current.order.length, us })
  }

  /** Makes another trace the current one. The fast tables must have been emptied before. */
  switchTo(trace: Trace | undefined): void {
    if (this.isInTest) for (const slot of this.#current.order) this.#testPlace[slot] = 0
    this.#current = trace ?? this.#load
    this.#place = trace === undefined ? this.#loadPlace : this.#testPlace
    if (trace === undefined) return
    // A test that is run again (retries, repeats) or goes on beside others continues its trace.
    for (const [index, slot] of trace.order.entries()) this.#testPlace[slot] = index + 1
  }

  keep(trace: Trace): void {
    this.#finished.push(trace)
  }

  /** Gives all that was recorded since the last time and begins anew. */
  drain(): FileRecording {
    const slots = this.#ran.sort((a, b) => a - b)
    const pick = (column: Float64Array): number[] => slots.map((slot) => column[slot]!)
    const traces = this.#load.order.length > 0 || this.#load.marks.length > 0 ? [this.#load] : []
    const recording: FileRecording = {
      slots,
      calls: pick(this.#calls),
      firstUs: pick(this.#firstUs),
      lastUs: pick(this.#lastUs),
      totalUs: pick(this.#total),
      // Self time is estimated as a difference; chance can take it below zero or above the total.
      selfUs: slots.map((slot) => Math.min(Math.max(this.#self[slot]!, 0), this.#total[slot]!)),
      edges: this.#edges.drain(),
      traces: [...traces, ...this.#finished],
    }
    for (const column of [this.#calls, this.#firstUs, this.#lastUs, this.#total, this.#self]) column.fill(0)
    for (const column of [this.#seen, this.#loadPlace, this.#testPlace]) column.fill(0)
    this.#place = this.#loadPlace
    this.#ran = []
    this.#finished = []
    this.#load = newTrace('load', '', {})
    this.#current = this.#load
    this.#origin = this.#now()
    return recording
  }

  #grow(slot: number): void {
    let size = this.#calls.length
    while (size <= slot) size *= 2
    this.#calls = grown(this.#calls, new Float64Array(size))
    this.#firstUs = grown(this.#firstUs, new Float64Array(size))
    this.#lastUs = grown(this.#lastUs, new Float64Array(size))
    this.#total = grown(this.#total, new Float64Array(size))
    this.#self = grown(this.#self, new Float64Array(size))
    this.#seen = grown(this.#seen, new Uint8Array(size))
    const isLoad = this.#place === this.#loadPlace
    this.#loadPlace = grown(this.#loadPlace, new Int32Array(size))
    this.#testPlace = grown(this.#testPlace, new Int32Array(size))
    this.#place = isLoad ? this.#loadPlace : this.#testPlace
  }
}

export function newTrace(kind: Trace['kind'], test: string, meta: ScenarioMeta): Trace {
  return { kind, test, meta, order: [], calls: [], marks: [] }
}

function grown<T extends Float64Array | Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
