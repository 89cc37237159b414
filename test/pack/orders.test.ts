import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  ALGORITHMS,
  buildTraces,
  countPages,
  NO_EDGES,
  orderFunctions,
  pagesTouched,
  placeDense,
  type PackInput,
  type TraceLike,
} from '../../src/pack/index.ts'
import { leastPages, naiveCacheDirectedSort, naivePages } from './naive.ts'

function inputOf(sizes: readonly number[], traces: readonly TraceLike[], more: Partial<PackInput> = {}): PackInput {
  return {
    sizes: Int32Array.from(sizes),
    calls: new Float64Array(sizes.length),
    edges: NO_EDGES,
    traces: buildTraces(traces, sizes.length),
    ...more,
  }
}

const inputArbitrary = (maxFunctions: number, maxSize: number, maxTraces: number): fc.Arbitrary<PackInput> =>
  fc.integer({ min: 1, max: maxFunctions }).chain((n) =>
    fc
      .record({
        sizes: fc.array(fc.nat(maxSize), { minLength: n, maxLength: n }),
        calls: fc.array(fc.nat(1000), { minLength: n, maxLength: n }),
        edges: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.nat(100)), { maxLength: 2 * n }),
        traces: fc.array(
          fc.record({
            order: fc.uniqueArray(fc.nat(n - 1), { maxLength: n }),
            weight: fc.constantFrom(1, 1, 1, 2, 5),
          }),
          { maxLength: maxTraces },
        ),
      })
      .map(({ sizes, calls, edges, traces }) =>
        inputOf(sizes, traces, {
          calls: Float64Array.from(calls),
          edges: {
            from: Int32Array.from(edges, ([from]) => from),
            to: Int32Array.from(edges, ([, to]) => to),
            weights: Float64Array.from(edges, ([, , weight]) => weight),
          },
        }),
      ),
  )

const isPermutation = (order: Int32Array, n: number): boolean =>
  order.length === n && order.toSorted().every((f, place) => f === place)

test('every algorithm gives a permutation, the same one each time', () => {
  fc.assert(
    fc.property(inputArbitrary(60, 3000, 8), fc.constantFrom(...ALGORITHMS), (input, algorithm) => {
      const order = orderFunctions(input, algorithm)
      expect(isPermutation(order, input.sizes.length)).toBe(true)
      expect(orderFunctions(input, algorithm).join(' ')).toBe(order.join(' '))
    }),
    { seed: 6, numRuns: 200 },
  )
})

test('pages are those that sets count', () => {
  fc.assert(
    fc.property(inputArbitrary(20, 300, 5), fc.constantFrom(16, 100, 256), (input, pageSize) => {
      const order = orderFunctions(input, 'bp', { pageSize })
      const { sizes, traces } = input
      const touched = pagesTouched(order, sizes, traces, pageSize)
      const total = touched.reduce((sum, pages, t) => sum + pages * traces.weights[t]!, 0)
      expect(total).toBe(naivePages(order, sizes, traces, pageSize))
      const { area, pages, bound } = countPages(placeDense(order, sizes), sizes, traces, pageSize)
      expect(pages.every((count, t) => count >= bound[t]! && area[t]! >= count)).toBe(true)
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('up to 9 functions: bp against all orders', () => {
  // Never more than twice the pages; on all problems together at most 5 % more.
  let problems = 0
  let optimal = 0
  let ours = 0
  let best = 0
  let worst = 1
  const check = (input: PackInput): void => {
    const { sizes, traces } = input
    const least = leastPages(sizes, traces, 100)
    const found = naivePages(orderFunctions(input, 'bp', { pageSize: 100, earlyFaultWeight: 0 }), sizes, traces, 100)
    problems++
    if (found === least) optimal++
    ours += found
    best += least
    if (least > 0) worst = Math.max(worst, found / least)
    expect(found).toBeLessThanOrEqual(2 * least)
  }
  fc.assert(fc.property(inputArbitrary(7, 90, 6), check), { seed: 8, numRuns: 400 })
  fc.assert(fc.property(inputArbitrary(9, 90, 6), check), { seed: 9, numRuns: 25 })
  console.log(
    `bp on ${problems} problems of up to 9 functions: optimal in ${Math.round((100 * optimal) / problems)} %, ` +
      `${(100 * (ours / best - 1)).toFixed(1)} % more pages in all, ${worst.toFixed(2)} times as many at worst`,
  )
  expect(ours / best).toBeLessThan(1.05)
})

test('cache-directed sort is the one computed from its definition', () => {
  const graph = fc.integer({ min: 2, max: 9 }).chain((n) =>
    fc.record({
      sizes: fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: n, maxLength: n }),
      calls: fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: n, maxLength: n }),
      edges: fc.uniqueArray(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.integer({ min: 1, max: 100_000 })), {
        maxLength: 3 * n,
        selector: ([, , weight]) => weight,
      }),
    }),
  )
  fc.assert(
    fc.property(graph, ({ sizes, calls, edges }) => {
      const input = inputOf(sizes, [], {
        calls: Float64Array.from(calls),
        edges: {
          from: Int32Array.from(edges, ([from]) => from),
          to: Int32Array.from(edges, ([, to]) => to),
          weights: Float64Array.from(edges, ([, , weight]) => weight),
        },
      })
      expect(Array.from(orderFunctions(input, 'cdsort'))).toEqual(naiveCacheDirectedSort(input))
    }),
    { seed: 10, numRuns: 300 },
  )
})

describe('odd inputs', () => {
  const all = (input: PackInput): Int32Array[] => ALGORITHMS.map((algorithm) => orderFunctions(input, algorithm))

  test('no functions', () => {
    expect(all(inputOf([], []))).toEqual(ALGORITHMS.map(() => new Int32Array(0)))
  })

  test('no traces, no calls: source order', () => {
    expect(all(inputOf([5, 5, 5], []))).toEqual(ALGORITHMS.map(() => Int32Array.of(0, 1, 2)))
  })

  test('one trace: its functions first, on as few pages as they fill', () => {
    const sizes = Array.from({ length: 1000 }, () => 100)
    const order = Array.from({ length: 300 }, (_, i) => (i * 7) % 1000)
    const input = inputOf(sizes, [{ order }])
    const packed = orderFunctions(input, 'bp')
    expect(pagesTouched(packed, input.sizes, input.traces, 4096)[0]).toBe(Math.ceil(30_000 / 4096))
  })

  test('all functions in all traces: one after the other by first use', () => {
    const order = Array.from({ length: 200 }, (_, i) => (i * 77) % 200)
    const input = inputOf(
      Array.from({ length: 200 }, () => 50),
      [{ order }, { order }, { order }],
    )
    const { pages, bound } = countPages(
      placeDense(orderFunctions(input, 'bp'), input.sizes),
      input.sizes,
      input.traces,
      4096,
    )
    expect(pages).toEqual(bound)
  })

  test('disjoint traces of a page each: two pages each where borders do not meet them, not thirty-two', () => {
    const traces = Array.from({ length: 16 }, (_, t) => ({ order: Array.from({ length: 32 }, (_, i) => i * 16 + t) }))
    const input = inputOf(
      Array.from({ length: 512 }, () => 128),
      traces,
    )
    const touched = pagesTouched(orderFunctions(input, 'bp'), input.sizes, input.traces, 4096)
    expect(touched.reduce((sum, pages) => sum + pages, 0)).toBeLessThanOrEqual(40)
  })

  test('functions without bytes', () => {
    const input = inputOf([0, 0, 0, 0], [{ order: [3, 1] }])
    expect(all(input).every((order) => isPermutation(order, 4))).toBe(true)
    expect(pagesTouched([0, 1, 2, 3], input.sizes, input.traces, 4096)[0]).toBe(0)
  })

  test('100,000 traces of one function', () => {
    const input = inputOf(
      Array.from({ length: 500 }, () => 100),
      Array.from({ length: 100_000 }, (_, t) => ({ order: [(t * 17) % 500] })),
    )
    expect(all(input).every((order) => isPermutation(order, 500))).toBe(true)
  })

  test('one trace of a million functions stays in its order', () => {
    const order = Int32Array.from({ length: 1_000_000 }, (_, i) => 999_999 - i)
    const input = inputOf(
      Array.from(order, () => 60),
      [{ order }],
    )
    expect(orderFunctions(input, 'bp').every((f, place) => f === order[place])).toBe(true)
  })

  test('a heavy trace is not broken up for light ones', () => {
    // Two pages; the heavy pair against twenty light ones that would each have one of the pair with them.
    const light = Array.from({ length: 20 }, (_, i) => ({ order: [i % 2, 2 + (i % 2)] }))
    const input = inputOf([2048, 2048, 2048, 2048], [{ order: [0, 1], weight: 1000 }, ...light])
    expect(pagesTouched(orderFunctions(input, 'bp'), input.sizes, input.traces, 4096)[0]).toBe(1)
  })

  test('a trace that names what is not there, weights and page sizes that are none', () => {
    expect(() => buildTraces([{ order: [3] }], 3)).toThrow('trace 0 names function 3')
    expect(() => buildTraces([{ order: [0], weight: 0 }], 3)).toThrow('weight 0')
    expect(() => orderFunctions(inputOf([1], []), 'bp', { pageSize: 0 })).toThrow('page size is 0')
  })
})
