import { assert, array, double, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { fileSize, judge, measurePaired, medianInterval } from '../../../src/apply/doctor/index.ts'

describe('the verdict', () => {
  test('is better or worse only when the interval of the median lies on one side of 1', () => {
    const ones = Array.from({ length: 15 }, () => 100)
    const of = (after: readonly number[]): string => judge(ones, after).verdict
    expect(of(ones.map((_, index) => 80 + index))).toBe('better')
    expect(of(ones.map((_, index) => 101 + index))).toBe('worse')
    expect(of(ones)).toBe('no gain')
    // Eleven of fifteen below is what a fair coin gives often enough: the fourth largest decides.
    expect(of(ones.map((_, index) => (index < 11 ? 90 : 110)))).toBe('no gain')
    expect(of(ones.map((_, index) => (index < 12 ? 90 : 110)))).toBe('better')
  })

  test('needs six pairs for an answer', () => {
    const at = (count: number): string => judge(Array(count).fill(2), Array(count).fill(1)).verdict
    expect([5, 6].map(at)).toEqual(['no gain', 'better'])
  })

  test('measures in turn', () => {
    const seen: string[] = []
    measurePaired((build) => seen.push(build), 3)
    expect(seen).toEqual(['before', 'after', 'before', 'after', 'before', 'after'])
  })
})

test('the interval has the bounds of the sign test (tables of the binomial distribution)', () => {
  const rank = (count: number): number => medianInterval(Array.from({ length: count }, (_, index) => index + 1))[0]
  // Critical ranks for 95 %: n = 6: 1, 9: 2, 12: 3, 15: 4, 20: 6, 25: 8, 30: 10.
  expect([6, 9, 12, 15, 20, 25, 30].map(rank)).toEqual([1, 2, 3, 4, 6, 8, 10])
})

test('the interval holds the median, and is turned round by turning the values round', () => {
  assert(
    property(array(double({ min: 0.1, max: 10, noNaN: true }), { minLength: 6, maxLength: 40 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b)
      const [low, high] = medianInterval(sorted)
      expect(low).toBeLessThanOrEqual(sorted[sorted.length >> 1]!)
      expect(high).toBeGreaterThanOrEqual(sorted[(sorted.length - 1) >> 1]!)
      const [mirroredLow, mirroredHigh] = medianInterval(sorted.map((value) => -value).reverse())
      expect([mirroredLow, mirroredHigh]).toEqual([-high, -low])
    }),
    { numRuns: 200, seed: 8 },
  )
})

test('sizes of a file as it is and compressed', () => {
  const { raw, gzip, brotli } = fileSize(Buffer.from('abc'.repeat(1000)))
  expect(raw).toBe(3000)
  expect(gzip).toBeLessThan(100)
  expect(brotli).toBeLessThan(100)
})
