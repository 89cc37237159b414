import fc from 'fast-check'
import { expect, test } from 'vitest'

import { LayoutError } from '../../src/errors.ts'
import type { FileRecording } from '../../src/record/probe/index.ts'
import { decodeBlock, encodeBlock } from '../../src/record/transport/index.ts'

const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const slot = fc.integer({ min: 0, max: 2 ** 25 })
/** Whole nanoseconds: what a block keeps. */
const us = fc.integer({ min: 0, max: 2 ** 40 }).map((ns) => ns / 1000)

const trace = fc
  .tuple(fc.constantFrom('load' as const, 'test' as const), fc.string(), fc.uniqueArray(slot, { maxLength: 20 }))
  .chain(([kind, name, order]) =>
    fc.record({
      kind: fc.constant(kind),
      test: fc.constant(name),
      meta: fc.record(
        {
          scenario: fc.string(),
          phase: fc.string(),
          stopMark: fc.string(),
          weight: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
        },
        { requiredKeys: [] },
      ),
      order: fc.constant(order),
      calls: fc.array(count, { minLength: order.length, maxLength: order.length }),
      marks: fc.array(fc.record({ name: fc.string(), position: fc.nat(), us }), { maxLength: 3 }),
    }),
  )

const recording: fc.Arbitrary<FileRecording> = fc.uniqueArray(slot, { maxLength: 30 }).chain((slots) => {
  const column = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(item, { minLength: slots.length, maxLength: slots.length })
  return fc.record({
    slots: fc.constant(slots.sort((a, b) => a - b)),
    calls: column(count),
    firstUs: column(us),
    lastUs: column(us),
    totalUs: column(us),
    selfUs: column(us),
    edges: fc
      .uniqueArray(fc.record({ from: slot, to: slot, count }), { selector: (e) => `${e.from} ${e.to}`, maxLength: 30 })
      .map((edges) => edges.sort((a, b) => a.from - b.from || a.to - b.to)),
    traces: fc.array(trace, { maxLength: 4 }),
  })
})

test('a block decodes to what was encoded', () => {
  fc.assert(
    fc.property(recording, (value) => {
      // JSON drops what structured clone keeps: prototypes of fast-check's records, -0.
      expect(decodeBlock(encodeBlock(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('a damaged block is a LayoutError or another recording, never anything else', () => {
  fc.assert(
    fc.property(recording, fc.nat(), fc.nat(255), fc.boolean(), (value, at, byte, isCut) => {
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
  expect(() => decodeBlock('%%%')).toThrow(LayoutError)
  expect(() => decodeBlock(Buffer.from([99]).toString('base64'))).toThrow(/version 99, expected/)
})
