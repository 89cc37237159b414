import fc from 'fast-check'
import { expect, test } from 'vitest'

import { buildTraces } from '../../src/pack/input.ts'
import { mergeTraces } from '../../src/pack/merge-traces.ts'

test('equal traces become one of their weight, empty ones go, and the order of first appearance stays', () => {
  let merged = 0
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          order: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
          weight: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 30 },
      ),
      (traces) => {
        const expected = new Map<string, number>()
        for (const { order, weight } of traces) {
          if (order.length > 0) expected.set(order.join(), (expected.get(order.join()) ?? 0) + weight)
        }
        const { offsets, functions, weights } = mergeTraces(buildTraces(traces, 4))
        const found = Array.from(weights, (weight, t): [string, number] => [
          functions.subarray(offsets[t], offsets[t + 1]).join(),
          weight,
        ])
        expect(found).toEqual([...expected])
        expect(functions.length).toBe(offsets.at(-1))
        if (found.length < traces.length) merged++
      },
    ),
    { seed: 5, numRuns: 300 },
  )
  expect(merged).toBeGreaterThan(100)
})
