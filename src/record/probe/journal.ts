import { EdgeIndex, grown } from './edge-index.ts'

/** What a test declares of itself; see `ScenarioTrace` of the model. */
export interface ScenarioMeta {
  readonly scenario?: string
  readonly phase?: string
  readonly stopMark?: string
  readonly weight?: number
}

/** What ran in a test (`test`), while one module was loading (`module`), or outside both (`load`). */
export type TraceKind = 'load' | 'test' | 'module'

export interface TraceHead {
  readonly kind: TraceKind
  /** Names of suites and test joined by ` > `; those of tests that ran at the same time joined by ` & `. */
  test: string
  readonly meta: ScenarioMeta
}

/** A marker that was passed after so many entries. */
export interface JournalMark {
  readonly trace: number
  readonly entry: number
  readonly name: string
  readonly us: number
}

/**
 * What one worker noted down, in the order in which it happened. Putting it together is left to the main process: there
 * the code that does it is compiled once for all test files, while each worker would run it for the first time.
 */
export interface JournalData {
  /** Slots that ran, in order of first execution, and the columns parallel to it. Times are microseconds. */
  readonly slots: Int32Array
  readonly firstUs: Float64Array
  readonly lastUs: Float64Array
  readonly totalUs: Float64Array
  readonly selfUs: Float64Array
  /** Each caller and callee once, in order of first call; caller 0 is none, {@link IMPORTED} an `import()`. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** First call of an edge in each stretch of a trace, and its calls in it. */
  readonly edges: Int32Array
  readonly counts: Float64Array
  readonly traces: readonly TraceHead[]
  /** Stretches of entries, each of one trace: entries up to `end` that no stretch before it has. */
  readonly stretches: readonly { readonly trace: number; readonly end: number }[]
  readonly marks: readonly JournalMark[]
}

/** In the place of a caller: the slot is that of an `import()` expression, which was evaluated. */
export const IMPORTED: number = 2 ** 26 - 1

// Pages of memory that are not written to cost nothing; growing throws away what V8 has compiled.
const FIRST_ENTRIES = 1 << 16
const FIRST_SLOTS = 1 << 12
/** The trace of what runs outside tests and modules. */
const LOAD = 0

/**
 * The journal of one worker. Nothing here is on the path of a call that was seen before in the same stretch of a trace;
 * but most calls of most tests are first ones, in a process that has just started: every function here is one that the
 * engine interprets, and then compiles, once for each test file.
 */
export class Journal {
  readonly edges: EdgeIndex = new EdgeIndex()
  /** Entries: number of the edge, and its calls in the stretch. */
  edgeOf: Int32Array = new Int32Array(FIRST_ENTRIES)
  counts: Float64Array = new Float64Array(FIRST_ENTRIES)
  length = 0
  /** Where the stretch begins that is being written. */
  start = 0
  /** The clock (ms) when the journal began. */
  origin: number
  /** Slots that ran, in order. */
  ran: number[] = []
  /** By slot: whether it is in `ran` (1). */
  seen: Uint8Array = new Uint8Array(FIRST_SLOTS)
  firstUs: Float64Array = new Float64Array(FIRST_SLOTS)
  lastUs: Float64Array = new Float64Array(FIRST_SLOTS)
  readonly #now: () => number
  #total = new Float64Array(FIRST_SLOTS)
  #self = new Float64Array(FIRST_SLOTS)
  #traces: TraceHead[] = [loadTrace()]
  #trace = LOAD
  #stretches: { trace: number; end: number }[] = []
  #marks: JournalMark[] = []

  constructor(now: () => number) {
    this.#now = now
    this.origin = now()
  }

  /** Notes a call (or, with {@link IMPORTED}, what is none) in this stretch; gives its entry, whose count is the caller's affair. */
  note(from: number, slot: number): number {
    const edge = this.edges.numberOf(from, slot)
    const known = this.edges.lastEntry[edge]! - 1
    if (known >= this.start) return known
    const entry = this.length++
    if (entry === this.edgeOf.length) this.growEntries()
    this.edgeOf[entry] = edge
    this.counts[entry] = 0
    this.edges.lastEntry[edge] = entry + 1
    return entry
  }

  /** A slot is called without edges being recorded; gives its entry. */
  noteCount(slot: number): number {
    if (slot >= this.seen.length) this.growSlots(slot)
    const us = (this.#now() - this.origin) * 1000
    if (this.seen[slot] === 0) {
      this.seen[slot] = 1
      this.ran.push(slot)
      this.firstUs[slot] = us
    }
    this.lastUs[slot] = us
    return this.note(0, slot)
  }

  /** An `import()` was evaluated: its slot takes its place in the trace, and is no function. */
  passImport(slot: number): void {
    this.note(IMPORTED, slot)
  }

  /** Time on the stack of a timed call (ms), for `weight` calls like it. */
  time(slot: number, caller: number, ms: number, weight: number, end: number): void {
    const us = ms * 1000 * weight
    this.#total[slot]! += us
    this.#self[slot]! += us
    this.#self[caller]! -= us
    this.lastUs[slot] = (end - this.origin) * 1000
  }

  mark(name: string): void {
    this.#marks.push({ trace: this.#trace, entry: this.length, name, us: (this.#now() - this.origin) * 1000 })
  }

  /** Begins a trace of its own; gives its number. */
  addTrace(kind: TraceKind, test: string, meta: ScenarioMeta): number {
    return this.#traces.push({ kind, test, meta }) - 1
  }

  rename(trace: number, test: string): void {
    this.#traces[trace]!.test = test
  }

  /** What comes from here on belongs to another trace. The counts of all entries must be there. */
  switchTo(trace: number = LOAD): void {
    if (this.length > this.start) {
      this.#stretches.push({ trace: this.#trace, end: this.length })
      this.start = this.length
    }
    this.#trace = trace
  }

  /** Gives all that was noted since the last time and begins anew. The counts of all entries must be there. */
  drain(): JournalData {
    this.switchTo()
    const slots = Int32Array.from(this.ran)
    const pick = (column: Float64Array): Float64Array => {
      const picked = new Float64Array(slots.length)
      for (let row = 0; row < picked.length; row++) picked[row] = column[slots[row]!]!
      return picked
    }
    const totalUs = pick(this.#total)
    const selfUs = pick(this.#self)
    // Estimated as a difference: chance can take it below zero or above the total.
    for (let row = 0; row < selfUs.length; row++) selfUs[row] = Math.min(Math.max(selfUs[row]!, 0), totalUs[row]!)
    const data: JournalData = {
      slots,
      firstUs: pick(this.firstUs),
      lastUs: pick(this.lastUs),
      totalUs,
      selfUs,
      from: this.edges.from.slice(0, this.edges.size),
      to: this.edges.to.slice(0, this.edges.size),
      edges: this.edgeOf.slice(0, this.length),
      counts: this.counts.slice(0, this.length),
      traces: this.#traces,
      stretches: this.#stretches,
      marks: this.#marks,
    }
    this.edges.clear()
    this.length = 0
    this.start = 0
    for (const column of [this.firstUs, this.lastUs, this.#total, this.#self]) column.fill(0)
    this.seen.fill(0)
    this.ran = []
    this.#traces = [loadTrace()]
    this.#stretches = []
    this.#marks = []
    this.origin = this.#now()
    return data
  }

  growEntries(): void {
    const size = this.length * 2
    this.edgeOf = grown(this.edgeOf, new Int32Array(size))
    this.counts = grown(this.counts, new Float64Array(size))
  }

  growSlots(slot: number): void {
    let size = this.seen.length
    while (size <= slot) size *= 2
    this.firstUs = grown(this.firstUs, new Float64Array(size))
    this.lastUs = grown(this.lastUs, new Float64Array(size))
    this.#total = grown(this.#total, new Float64Array(size))
    this.#self = grown(this.#self, new Float64Array(size))
    this.seen = grown(this.seen, new Uint8Array(size))
  }
}

function loadTrace(): TraceHead {
  return { kind: 'load', test: '', meta: {} }
}
