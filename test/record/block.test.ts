import fc from 'fast-check'
import { expect, test } from 'vitest'

import { LayoutError } from '../../src/errors.ts'
import type { JournalData } from '../../src/record/probe/index.ts'
import { decodeBlock, decodeJournal, encodeBlock } from '../../src/record/transport/index.ts'

const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const slot = fc.integer({ min: 0, max: 2 ** 25 })
const nanoseconds = fc.integer({ min: 0, max: 2 ** 40 })
const meta = fc.record(
  {
    scenario: fc.string(),
    phase: fc.string(),
    stopMark: fc.string(),
    weight: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
  },
  { requiredKeys: [] },
)
const head = fc.oneof(
  fc.record({ kind: fc.constant('test' as const), test: fc.string(), meta }),
  fc.constantFrom('load' as const, 'module' as const).map((kind) => ({ kind, test: '', meta: {} })),
)
const row = fc
  .record({ slot, first: nanoseconds, last: nanoseconds, total: nanoseconds, self: nanoseconds })
  .map((times) => Object.assign(times, { self: Math.min(times.self, times.total) }))
const edge = fc.record({ from: slot, to: slot })

const journal: fc.Arbitrary<JournalData> = fc
  .record({
    rows: fc.uniqueArray(row, { selector: (r) => r.slot, maxLength: 30 }),
    edges: fc.uniqueArray(edge, { selector: (e) => `${e.from} ${e.to}`, minLength: 1, maxLength: 30 }),
    traces: fc.array(head, { minLength: 1, maxLength: 4 }),
    counts: fc.array(fc.oneof(fc.constant(1), count), { maxLength: 40 }),
    random: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
    names: fc.array(fc.string(), { maxLength: 3 }),
  })
  .map(({ rows, edges, traces, counts, random, names }): JournalData => {
    const us = (key: 'first' | 'last' | 'total' | 'self'): Float64Array => Float64Array.from(rows, (r) => r[key] / 1000)
    const ends = random.slice(0, 3).map((value) => value % (counts.length + 1))
    return {
      slots: Int32Array.from(rows, (r) => r.slot),
      firstUs: us('first'),
      lastUs: us('last'),
      totalUs: us('total'),
      selfUs: us('self'),
      from: Int32Array.from(edges, ({ from }) => from),
      to: Int32Array.from(edges, ({ to }) => to),
      edges: Int32Array.from(counts, (_, entry) => random[entry]! % edges.length),
      counts: Float64Array.from(counts),
      traces,
      stretches: ends.sort((a, b) => a - b).map((end, i) => ({ trace: random[i + 40]! % traces.length, end })),
      marks: names.map((name, i) => ({
        trace: random[i + 50]! % traces.length,
        entry: random[i + 55]!,
        name,
        us: i / 1000,
      })),
    }
  })

test('a block decodes to the journal that was encoded', () => {
  fc.assert(
    fc.property(journal, (value) => {
      const decoded = decodeJournal(encodeBlock(value))
      // JSON drops what structured clone keeps: prototypes of fast-check's records, -0.
      expect(JSON.parse(JSON.stringify(decoded))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(Object.values(decoded).map((part) => part.constructor)).toEqual(
        Object.values(value).map((part) => part.constructor),
      )
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('a damaged block is a LayoutError or another recording, never anything else', () => {
  fc.assert(
    fc.property(journal, fc.nat(), fc.nat(255), fc.boolean(), (value, at, byte, isCut) => {
      const bytes = Buffer.from(encodeBlock(value), 'base64')
      const place = at % bytes.length
      if (!isCut) bytes[place] = byte
      const text = (isCut ? bytes.subarray(0, place) : bytes).toString('base64')
      try {
        decodeBlock(text)
      } catch (error) {
        if (!(error instanceof LayoutError)) throw error
      }
    }),
    { seed: 2, numRuns: 500 },
  )
  const none = new Float64Array(2)
  const twice: JournalData = {
    slots: Int32Array.of(7, 7),
    firstUs: none,
    lastUs: none,
    totalUs: none,
    selfUs: none,
    from: Int32Array.of(0),
    to: Int32Array.of(7),
    edges: Int32Array.of(0),
    counts: Float64Array.of(1),
    traces: [],
    stretches: [],
    marks: [],
  }
  expect(() => decodeBlock(encodeBlock(twice))).toThrow(/names a function twice/)
  expect(() => decodeBlock('%%%')).toThrow(LayoutError)
  expect(() => decodeBlock(Buffer.from([99]).toString('base64'))).toThrow(/version 99, expected/)
})
