import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createProbe, DEFAULT_PROBE_CONFIG, type Timing } from '../../src/record/probe/index.ts'
import { decodeBlock, encodeBlock, type FileRecording } from '../../src/record/transport/index.ts'

/** Slots that share lines of the probe's table: most edges among them push each other out. */
const LINES = 1 << 14
const slots = [1, 2, 3, 1 + LINES, 2 + LINES, 1 + 2 * LINES, 7000]

type Step =
  | { readonly kind: 'call'; readonly slot: number; readonly times: number }
  | { readonly kind: 'nested'; readonly slot: number }
  | { readonly kind: 'return' | 'begin' | 'end' | 'mark' }
  | { readonly kind: 'import'; readonly slot: number }

const slot = fc.constantFrom(...slots)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('call' as const), slot, times: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('nested' as const), slot }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'return' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('import' as const), slot: fc.constantFrom(9001, 9002) }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom({ kind: 'begin' as const }, { kind: 'end' as const }, { kind: 'mark' as const }),
  },
)

interface Book {
  readonly calls: Map<number, number>
  readonly edges: Map<string, number>
  readonly traces: { test: string; ran: Map<number, number>; marks: number[] }[]
}

/** Runs the steps with the probe, and keeps books of its own in the simplest way. */
function run(steps: readonly Step[], timing: Timing): { recording: FileRecording; book: Book } {
  const probe = createProbe({ ...DEFAULT_PROBE_CONFIG, timing })
  const load = { test: '', ran: new Map<number, number>(), marks: [] as number[] }
  const book: Book = { calls: new Map(), edges: new Map(), traces: [load] }
  let trace = load
  let tests = 0
  let open: string | undefined
  const stack: { slot: number; saved: number }[] = []
  const enter = (callee: number): void => {
    const caller = stack.at(-1)?.slot ?? 0
    stack.push({ slot: callee, saved: probe.globals.__vlE(callee) })
    book.calls.set(callee, (book.calls.get(callee) ?? 0) + 1)
    trace.ran.set(callee, (trace.ran.get(callee) ?? 0) + 1)
    if (caller !== 0) book.edges.set(`${caller} ${callee}`, (book.edges.get(`${caller} ${callee}`) ?? 0) + 1)
  }
  const leave = (): void => {
    const top = stack.pop()
    if (top !== undefined) probe.globals.__vlX(top.saved)
  }
  const end = (): void => {
    if (open === undefined) return
    probe.endTest(open)
    open = undefined
    trace = load
  }
  for (const one of steps) {
    if (one.kind === 'call') {
      for (let i = 0; i < one.times; i++) {
        enter(one.slot)
        leave()
      }
    } else if (one.kind === 'nested') enter(one.slot)
    else if (one.kind === 'return') leave()
    else if (one.kind === 'import') {
      probe.globals.__vlI(one.slot, undefined)
      if (!trace.ran.has(one.slot)) trace.ran.set(one.slot, 0)
    } else if (one.kind === 'mark') {
      probe.mark('here')
      trace.marks.push(trace.ran.size)
    } else if (one.kind === 'end') end()
    else {
      end()
      open = `id ${tests++}`
      probe.beginTest(open, open, {})
      book.traces.push((trace = { test: open, ran: new Map(), marks: [] }))
    }
  }
  while (stack.length > 0) leave()
  end()
  return { recording: decodeBlock(encodeBlock(probe.drain())), book }
}

for (const timing of ['off', 'sampled', 'full'] as const) {
  test(`what is read from the journal is what was called, when edges share lines of the table (timing ${timing})`, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { recording, book } = run(steps, timing)
        expect(new Map(Array.from(recording.slots, (ran, i) => [ran, recording.calls[i]]))).toEqual(book.calls)
        expect(new Map(recording.edges.map(({ from, to, count }) => [`${from} ${to}`, count]))).toEqual(book.edges)
        const traces = book.traces.filter(
          ({ test: name, ran, marks }) => name !== '' || ran.size > 0 || marks.length > 0,
        )
        expect(
          recording.traces.map(({ test: name, order, calls, marks }) => ({
            test: name,
            ran: Array.from(order, (ran, i) => [ran, calls[i]]),
            marks: marks.map(({ position }) => position),
          })),
        ).toEqual(traces.map(({ test: name, ran, marks }) => ({ test: name, ran: [...ran], marks })))
        for (const [i, self] of recording.selfUs.entries()) {
          expect(self).toBeGreaterThanOrEqual(0)
          expect(self).toBeLessThanOrEqual(recording.totalUs[i]!)
          expect(recording.firstUs[i]!).toBeLessThanOrEqual(recording.lastUs[i]!)
        }
      }),
      { seed: 3, numRuns: 300 },
    )
  })
}

test('a journal that outgrows its arrays loses nothing', () => {
  // More slots, more edges, and in nine tests more entries than it has room for at first.
  const all = Array.from({ length: 9000 }, (_, index) => index + 1)
  const once = all.map((callee): Step => ({ kind: 'call', slot: callee, times: 1 }))
  const steps = Array.from({ length: 9 }, (): Step[] => [
    { kind: 'begin' },
    { kind: 'nested', slot: 9500 },
    ...once,
    { kind: 'return' },
  ]).flat()
  const { recording, book } = run(steps, 'off')
  expect(new Map(Array.from(recording.slots, (ran, i) => [ran, recording.calls[i]]))).toEqual(book.calls)
  expect(new Map(recording.edges.map(({ from, to, count }) => [`${from} ${to}`, count]))).toEqual(book.edges)
  expect(recording.traces.map(({ order }) => order.length)).toEqual(Array.from({ length: 9 }, () => 9001))
})
