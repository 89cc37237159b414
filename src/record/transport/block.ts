import type { FileRecording, Trace } from '../probe/ledger.ts'
import { LayoutError } from '../../errors.ts'
import { ByteReader, ByteWriter } from './bytes.ts'

/** First byte of a block. Raised whenever the layout changes. */
export const BLOCK_VERSION = 2

/** Times travel as whole nanoseconds. */
const NS_PER_US = 1000

/** One test file's recording, decoded; all in terms of slots. */
export type FileBlock = FileRecording

/** Packs a recording: columns, slots as differences, numbers of variable length, as base64 text. */
export function encodeBlock(recording: FileRecording): string {
  const out = new ByteWriter()
  out.byte(BLOCK_VERSION)
  ascending(out, recording.slots)
  for (const calls of recording.calls) out.unsigned(calls)
  for (const column of [recording.firstUs, recording.lastUs, recording.totalUs, recording.selfUs]) {
    for (const us of column) out.unsigned(nanoseconds(us))
  }
  out.unsigned(recording.edges.length)
  let from = 0
  let to = 0
  for (const edge of recording.edges) {
    out.unsigned(edge.from - from)
    if (edge.from !== from) to = 0
    out.signed(edge.to - to)
    out.unsigned(edge.count)
    ;({ from, to } = edge)
  }
  out.unsigned(recording.traces.length)
  for (const trace of recording.traces) encodeTrace(out, trace)
  return out.toBase64()
}

/**
 * @throws LayoutError `BAD_BLOCK` when the text is damaged, `BLOCK_VERSION` when another version wrote it.
 */
export function decodeBlock(text: string): FileBlock {
  const input = new ByteReader(text)
  const version = input.byte()
  if (version !== BLOCK_VERSION) {
    throw new LayoutError('BLOCK_VERSION', `the recorded block has version ${version}, expected ${BLOCK_VERSION}.`, {
      hint: 'Workers and reporter must use the same version of vitest-layout: install one and run again.',
    })
  }
  const slots = readAscending(input)
  const column = (read: () => number): number[] => slots.map(read)
  const calls = column(() => input.unsigned())
  const us = (): number => input.unsigned() / NS_PER_US
  const [firstUs, lastUs, totalUs, selfUs] = [column(us), column(us), column(us), column(us)]
  const edges: { from: number; to: number; count: number }[] = []
  let from = 0
  let to = 0
  for (let left = input.length(); left > 0; left--) {
    const step = input.unsigned()
    if (step !== 0) to = 0
    from += step
    to += input.signed()
    edges.push({ from, to, count: input.unsigned() })
  }
  const traces: Trace[] = []
  for (let left = input.length(); left > 0; left--) traces.push(decodeTrace(input))
  input.end()
  return { slots, calls, firstUs: firstUs!, lastUs: lastUs!, totalUs: totalUs!, selfUs: selfUs!, edges, traces }
}

const KINDS: readonly Trace['kind'][] = ['load', 'test', 'module']

function encodeTrace(out: ByteWriter, { kind, test, meta, order, calls, marks }: Trace): void {
  out.byte(KINDS.indexOf(kind))
  out.text(test)
  const { scenario, phase, stopMark, weight } = meta
  for (const value of [scenario, phase, stopMark, weight === undefined ? undefined : String(weight)]) {
    out.byte(value === undefined ? 0 : 1)
    if (value !== undefined) out.text(value)
  }
  out.unsigned(order.length)
  let last = 0
  for (const slot of order) {
    out.signed(slot - last)
    last = slot
  }
  for (const count of calls) out.unsigned(count)
  out.unsigned(marks.length)
  for (const mark of marks) {
    out.text(mark.name)
    out.unsigned(mark.position)
    out.unsigned(nanoseconds(mark.us))
  }
}

function decodeTrace(input: ByteReader): Trace {
  const kind = KINDS[input.byte()] ?? 'test'
  const test = input.text()
  const optional = (): string | undefined => (input.byte() === 0 ? undefined : input.text())
  const [scenario, phase, stopMark, weight] = [optional(), optional(), optional(), optional()]
  const order: number[] = []
  let last = 0
  for (let left = input.length(); left > 0; left--) order.push((last += input.signed()))
  const calls = order.map(() => input.unsigned())
  const marks: Trace['marks'] = []
  for (let left = input.length(); left > 0; left--) {
    marks.push({ name: input.text(), position: input.unsigned(), us: input.unsigned() / NS_PER_US })
  }
  const meta = {
    ...(scenario === undefined ? {} : { scenario }),
    ...(phase === undefined ? {} : { phase }),
    ...(stopMark === undefined ? {} : { stopMark }),
    ...(weight === undefined ? {} : { weight: Number(weight) }),
  }
  return { kind, test, meta, order, calls, marks }
}

function nanoseconds(us: number): number {
  return Math.max(0, Math.round(us * NS_PER_US))
}

function ascending(out: ByteWriter, values: readonly number[]): void {
  out.unsigned(values.length)
  let last = 0
  for (const value of values) {
    out.unsigned(value - last)
    last = value
  }
}

function readAscending(input: ByteReader): number[] {
  const values: number[] = []
  let last = 0
  for (let left = input.length(); left > 0; left--) values.push((last += input.unsigned()))
  return values
}
