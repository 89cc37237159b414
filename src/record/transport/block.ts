import type { JournalData, JournalMark, ScenarioMeta, TraceHead } from '../probe/index.ts'
import { LayoutError } from '../../errors.ts'
import { ByteReader, ByteWriter, unzigzag, zigzag } from './bytes.ts'
import { type FileRecording, readJournal } from './read-journal.ts'

/** First byte of a block. Raised whenever the layout changes. */
export const BLOCK_VERSION = 3

/** Times travel as whole nanoseconds. */
const NS_PER_US = 1000

/**
 * Packs a worker's journal: numbers of variable length, as differences to the one before, as base64 text.
 * Consecutive entries are mostly of edges with consecutive numbers, called once: one byte each.
 */
export function encodeBlock(journal: JournalData): string {
  const out = new ByteWriter()
  out.byte(BLOCK_VERSION)
  encodeColumns(out, journal)
  encodeEdges(out, journal)
  encodeEntries(out, journal)
  out.unsigned(journal.traces.length)
  for (const trace of journal.traces) encodeHead(out, trace)
  out.unsigned(journal.stretches.length)
  let last = 0
  for (const { trace, end } of journal.stretches) {
    out.unsigned(trace)
    out.unsigned(end - last)
    last = end
  }
  out.unsigned(journal.marks.length)
  for (const mark of journal.marks) {
    out.unsigned(mark.trace)
    out.unsigned(mark.entry)
    out.text(mark.name)
    out.unsigned(nanoseconds(mark.us))
  }
  return out.toBase64()
}

function encodeColumns(out: ByteWriter, { slots, firstUs, lastUs, totalUs, selfUs }: JournalData): void {
  out.unsigned(slots.length)
  let lastSlot = 0
  let lastNs = 0
  for (let row = 0; row < slots.length; row++) {
    const first = nanoseconds(firstUs[row]!)
    const total = nanoseconds(totalUs[row]!)
    out.signed(slots[row]! - lastSlot)
    out.signed(first - lastNs)
    out.signed(nanoseconds(lastUs[row]!) - first)
    out.unsigned(total)
    out.unsigned(total - nanoseconds(selfUs[row]!))
    lastSlot = slots[row]!
    lastNs = first
  }
}

function encodeEdges(out: ByteWriter, { from, to }: JournalData): void {
  out.unsigned(from.length)
  let caller = 0
  let callee = 0
  for (let edge = 0; edge < from.length; edge++) {
    out.signed(from[edge]! - caller)
    out.signed(to[edge]! - callee)
    caller = from[edge]!
    callee = to[edge]!
  }
}

function encodeEntries(out: ByteWriter, { edges, counts }: JournalData): void {
  out.unsigned(edges.length)
  let last = -1
  for (let entry = 0; entry < edges.length; entry++) {
    const count = counts[entry]!
    out.unsigned(zigzag(edges[entry]! - last - 1) * 2 + (count === 1 ? 0 : 1))
    if (count !== 1) out.unsigned(count)
    last = edges[entry]!
  }
}

/**
 * What one test file recorded, put together.
 *
 * @throws LayoutError `BAD_BLOCK` when the text is damaged, `BLOCK_VERSION` when another version wrote it.
 */
export function decodeBlock(text: string): FileRecording {
  return readJournal(decodeJournal(text))
}

/** @throws LayoutError like {@link decodeBlock} */
export function decodeJournal(text: string): JournalData {
  const input = new ByteReader(text)
  const version = input.byte()
  if (version !== BLOCK_VERSION) {
    throw new LayoutError('BLOCK_VERSION', `the recorded block has version ${version}, expected ${BLOCK_VERSION}.`, {
      hint: 'Workers and reporter must use the same version of vitest-layout: install one and run again.',
    })
  }
  const columns = decodeColumns(input)
  const edgeLists = decodeEdges(input)
  const entries = decodeEntries(input, edgeLists.from.length)
  const traces: TraceHead[] = []
  for (let left = input.length(); left > 0; left--) traces.push(decodeHead(input))
  const stretches = decodeStretches(input, traces.length, entries.edges.length)
  const marks: JournalMark[] = []
  for (let left = input.length(); left > 0; left--) {
    const trace = decodeTraceNumber(input, traces.length)
    marks.push({ trace, entry: input.unsigned(), name: input.text(), us: input.unsigned() / NS_PER_US })
  }
  input.end()
  return { ...columns, ...edgeLists, ...entries, traces, stretches, marks }
}

function decodeColumns(input: ByteReader): Pick<JournalData, 'slots' | 'firstUs' | 'lastUs' | 'totalUs' | 'selfUs'> {
  const length = input.length()
  const column = (): Float64Array => new Float64Array(length)
  const columns = {
    slots: new Int32Array(length),
    firstUs: column(),
    lastUs: column(),
    totalUs: column(),
    selfUs: column(),
  }
  let slot = 0
  let first = 0
  for (let row = 0; row < length; row++) {
    slot += input.signed()
    first += input.signed()
    const last = first + input.signed()
    const total = input.unsigned()
    const self = total - input.unsigned()
    if (self < 0) throw input.error('a self time in it is negative')
    columns.slots[row] = slot
    columns.firstUs[row] = first / NS_PER_US
    columns.lastUs[row] = last / NS_PER_US
    columns.totalUs[row] = total / NS_PER_US
    columns.selfUs[row] = self / NS_PER_US
  }
  return columns
}

function decodeEdges(input: ByteReader): Pick<JournalData, 'from' | 'to'> {
  const length = input.length()
  const from = new Int32Array(length)
  const to = new Int32Array(length)
  let caller = 0
  let callee = 0
  for (let edge = 0; edge < length; edge++) {
    caller += input.signed()
    callee += input.signed()
    from[edge] = caller
    to[edge] = callee
  }
  return { from, to }
}

function decodeEntries(input: ByteReader, edgeCount: number): Pick<JournalData, 'edges' | 'counts'> {
  const length = input.length()
  const edges = new Int32Array(length)
  const counts = new Float64Array(length)
  let edge = -1
  for (let entry = 0; entry < length; entry++) {
    const packed = input.unsigned()
    const hasCount = packed % 2
    edge += 1 + unzigzag((packed - hasCount) / 2)
    if (edge < 0 || edge >= edgeCount) throw input.error(`it names edge ${edge} of ${edgeCount}`)
    edges[entry] = edge
    counts[entry] = hasCount === 1 ? input.unsigned() : 1
  }
  return { edges, counts }
}

function decodeStretches(input: ByteReader, traceCount: number, entryCount: number): JournalData['stretches'] {
  const stretches: { trace: number; end: number }[] = []
  let end = 0
  for (let left = input.length(); left > 0; left--) {
    const trace = decodeTraceNumber(input, traceCount)
    end += input.unsigned()
    if (end > entryCount) throw input.error('a stretch of it ends behind its entries')
    stretches.push({ trace, end })
  }
  return stretches
}

function decodeTraceNumber(input: ByteReader, traceCount: number): number {
  const trace = input.unsigned()
  if (trace >= traceCount) throw input.error(`it names trace ${trace} of ${traceCount}`)
  return trace
}

const KINDS: readonly TraceHead['kind'][] = ['load', 'test', 'module']

function encodeHead(out: ByteWriter, { kind, test, meta }: TraceHead): void {
  out.byte(KINDS.indexOf(kind))
  if (kind !== 'test') return
  out.text(test)
  const { scenario, phase, stopMark, weight } = meta
  for (const value of [scenario, phase, stopMark, weight === undefined ? undefined : String(weight)]) {
    out.byte(value === undefined ? 0 : 1)
    if (value !== undefined) out.text(value)
  }
}

function decodeHead(input: ByteReader): TraceHead {
  const kind = KINDS[input.byte()] ?? 'test'
  if (kind !== 'test') return { kind, test: '', meta: {} }
  const test = input.text()
  const optional = (): string | undefined => (input.byte() === 0 ? undefined : input.text())
  const [scenario, phase, stopMark, weight] = [optional(), optional(), optional(), optional()]
  const meta: ScenarioMeta = {
    ...(scenario === undefined ? {} : { scenario }),
    ...(phase === undefined ? {} : { phase }),
    ...(stopMark === undefined ? {} : { stopMark }),
    ...(weight === undefined ? {} : { weight: Number(weight) }),
  }
  return { kind, test, meta }
}

function nanoseconds(us: number): number {
  return Math.max(0, Math.round(us * NS_PER_US))
}
