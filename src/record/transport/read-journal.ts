import { LayoutError } from '../../errors.ts'
import { IMPORTED, type JournalData, type TraceHead } from '../probe/index.ts'

/** A marker passed in a trace. */
export interface TraceMark {
  readonly name: string
  /** Functions of the trace that had run by then. */
  readonly position: number
  readonly us: number
}

/**
 * What ran in a test (`test`), while one module was loading (`module`, its own slot first), or outside both (`load`),
 * by slot. Slots of `import()` expressions stand where these were evaluated, with 0 calls.
 */
export interface Trace extends Readonly<TraceHead> {
  /** Slots in order of first execution, and their calls. */
  readonly order: Int32Array
  readonly calls: Float64Array
  readonly marks: readonly TraceMark[]
}

/** All that one test file recorded, in terms of slots. */
export interface FileRecording {
  /** Slots that ran, in order of first execution, and the columns parallel to it. */
  readonly slots: Int32Array
  readonly calls: Float64Array
  readonly firstUs: Float64Array
  readonly lastUs: Float64Array
  readonly totalUs: Float64Array
  readonly selfUs: Float64Array
  /** In order of first call. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  /** The load's, if anything ran in it, those of modules, those of tests. */
  readonly traces: readonly Trace[]
}

/** The callers of no one. */
const NONE = 0
const KINDS: readonly TraceHead['kind'][] = ['load', 'module', 'test']

/**
 * Puts together what a worker noted down. Linear in the entries.
 *
 * One loop to a function, here and wherever blocks pass through: a loop that runs long is compiled while it runs, with all
 * of the function around it, once more for each loop in it. That took more time than the work.
 *
 * @throws LayoutError `BAD_BLOCK` when a slot ran twice
 */
export function readJournal(journal: JournalData): FileRecording {
  const { slots, firstUs, lastUs, totalUs, selfUs } = journal
  const rowOf = new Map<number, number>()
  numberSlots(slots, rowOf)
  if (rowOf.size < slots.length) throw new LayoutError('BAD_BLOCK', 'the recorded block names a function twice.')
  // Behind the slots that ran: those of `import()` expressions.
  const rows = numberSlots(journal.to, rowOf)
  const totals = totalsOf(journal)
  return {
    slots,
    calls: callsOf(journal, totals, rows, rowOf.size).subarray(0, slots.length),
    firstUs,
    lastUs,
    totalUs,
    selfUs,
    edges: edgesOf(journal, totals),
    traces: tracesOf(journal, rows, rowOf.size),
  }
}

/** Slots are numbers anywhere in the run; those of one file get small ones, for arrays. */
function numberSlots(slots: Int32Array, rowOf: Map<number, number>): Int32Array {
  const rows = new Int32Array(slots.length)
  for (let i = 0; i < slots.length; i++) {
    let row = rowOf.get(slots[i]!)
    if (row === undefined) rowOf.set(slots[i]!, (row = rowOf.size))
    rows[i] = row
  }
  return rows
}

/** Calls by edge. */
function totalsOf({ from, edges, counts }: JournalData): Float64Array {
  const totals = new Float64Array(from.length)
  for (let entry = 0; entry < edges.length; entry++) totals[edges[entry]!]! += counts[entry]!
  return totals
}

function callsOf({ from }: JournalData, totals: Float64Array, rows: Int32Array, rowCount: number): Float64Array {
  const calls = new Float64Array(rowCount)
  for (let edge = 0; edge < from.length; edge++) {
    if (from[edge] !== IMPORTED) calls[rows[edge]!]! += totals[edge]!
  }
  return calls
}

function edgesOf({ from, to }: JournalData, totals: Float64Array): FileRecording['edges'] {
  const edges: { from: number; to: number; count: number }[] = []
  for (let edge = 0; edge < from.length; edge++) {
    const caller = from[edge]!
    if (caller !== NONE && caller !== IMPORTED) edges.push({ from: caller, to: to[edge]!, count: totals[edge]! })
  }
  return edges
}

/** A trace in the making. */
interface Draft {
  length: number
  readonly stretches: { readonly start: number; readonly end: number }[]
  readonly marks: { readonly entry: number; readonly mark: TraceMark }[]
}

function tracesOf(journal: JournalData, rows: Int32Array, rowCount: number): Trace[] {
  const drafts = journal.traces.map((): Draft => ({ length: 0, stretches: [], marks: [] }))
  shareStretches(journal, drafts)
  for (const { trace, entry, name, us } of journal.marks) {
    drafts[trace]!.marks.push({ entry, mark: { name, position: 0, us } })
  }
  const places: Places = { of: new Int32Array(rowCount), in: new Int32Array(rowCount).fill(-1) }
  const traces: Trace[] = []
  for (const kind of KINDS) {
    for (const [number, head] of journal.traces.entries()) {
      if (head.kind !== kind) continue
      const trace = readTrace(journal, number, drafts[number]!, rows, places)
      if (kind !== 'load' || trace.order.length > 0 || trace.marks.length > 0) traces.push(trace)
    }
  }
  return traces
}

function shareStretches({ stretches }: JournalData, drafts: readonly Draft[]): void {
  let start = 0
  for (const { trace, end } of stretches) {
    const draft = drafts[trace]!
    draft.stretches.push({ start, end })
    draft.length += end - start
    start = end
  }
}

/** Where each row stands in the order of a trace, and in which trace that is. */
interface Places {
  readonly of: Int32Array
  readonly in: Int32Array
}

function readTrace(journal: JournalData, number: number, draft: Draft, rows: Int32Array, places: Places): Trace {
  const order = new Int32Array(draft.length)
  const calls = new Float64Array(draft.length)
  const marks: TraceMark[] = []
  let length = 0
  for (const { start, end } of draft.stretches) {
    // Mostly one part: the stretch is cut where a marker was passed in it.
    let from = start
    while (marks.length < draft.marks.length && draft.marks[marks.length]!.entry < end) {
      const { entry, mark } = draft.marks[marks.length]!
      const to = entry > from ? entry : from
      length = readEntries(journal, from, to, number, rows, places, order, calls, length)
      marks.push({ ...mark, position: length })
      from = to
    }
    length = readEntries(journal, from, end, number, rows, places, order, calls, length)
  }
  for (const { mark } of draft.marks.slice(marks.length)) marks.push({ ...mark, position: length })
  return { ...journal.traces[number]!, order: order.subarray(0, length), calls: calls.subarray(0, length), marks }
}

/** Adds entries to a trace's order and calls; gives its new length. */
function readEntries(
  { from, to, edges, counts }: JournalData,
  start: number,
  end: number,
  trace: number,
  rows: Int32Array,
  places: Places,
  order: Int32Array,
  calls: Float64Array,
  length: number,
): number {
  for (let entry = start; entry < end; entry++) {
    const edge = edges[entry]!
    const row = rows[edge]!
    if (places.in[row] !== trace) {
      places.in[row] = trace
      places.of[row] = length
      order[length++] = to[edge]!
    }
    if (from[edge] !== IMPORTED) calls[places.of[row]!]! += counts[entry]!
  }
  return length
}
