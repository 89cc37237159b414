import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  buildTraces,
  LayoutOptimizer,
  NO_EDGES,
  placeDense,
  verifyLayout,
  type PackConfig,
} from '../../src/pack/index.ts'

const PAGE = 256

function optimizerOf(sizes: readonly number[], budget: number, pinned: readonly boolean[]): LayoutOptimizer {
  const config: PackConfig = { pageSize: PAGE, budgets: { startup: budget, first_frame: 0, steady: 0, cold: 0 } }
  return LayoutOptimizer.withConfig(config).addSymbols(
    sizes.map((size, i) => ({
      name: `f${i}`,
      phase: 'startup' as const,
      size,
      callCount: 1,
      pinned: pinned[i] === true,
    })),
  )
}

/** Pages of these sizes in this order, one after the other, a new page where one does not fit. */
function pagesOf(sizes: readonly number[]): number {
  let pages = 0
  let room = 0
  for (const size of sizes) {
    if (size > room) {
      pages += Math.max(1, Math.ceil(size / PAGE))
      room = size > PAGE ? 0 : PAGE
    }
    room -= Math.min(room, size)
  }
  return pages
}

const problem = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 9 }),
  pinned: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  budget: fc.integer({ min: 1, max: 4 }),
})

test('what leaves makes the rest fit, and no smaller number of functions does', () => {
  let exact = 0
  let spills = 0
  fc.assert(
    fc.property(problem, ({ sizes, pinned, budget }) => {
      const optimizer = optimizerOf(sizes, budget, pinned)
      optimizer.applyProfileGuidedLayout()
      const order = Array.from(optimizer.getOrder())
      const stay = (mask: number): number => pagesOf(order.filter((f) => ((mask >> f) & 1) === 0).map((f) => sizes[f]!))
      // All sets of functions that may go, smallest first.
      const masks = Array.from({ length: 1 << sizes.length }, (_, mask) => mask)
        .filter((mask) => sizes.every((_, f) => ((mask >> f) & 1) === 0 || pinned[f] !== true))
        .filter((mask) => stay(mask) <= budget)
      const fewest = Math.min(...masks.map((mask) => mask.toString(2).replaceAll('0', '').length))
      const [spill] = optimizer.getBudgetSpills()
      expect(spill === undefined).toBe(stay(0) <= budget)
      if (spill === undefined) return
      expect(spill.leaving === undefined).toBe(masks.length === 0)
      if (spill.leaving === undefined) return
      spills++
      if (spill.leaving.length === fewest) exact++
      expect(stay(spill.leaving.reduce((mask, f) => mask | (1 << f), 0))).toBeLessThanOrEqual(budget)
      expect(spill.bytes).toBe(spill.leaving.reduce((sum, f) => sum + sizes[f]!, 0))
      // Page borders make it a packing problem of its own: one more than the fewest may be found.
      expect(spill.leaving.length).toBeLessThanOrEqual(fewest + 1)
    }),
    { seed: 12, numRuns: 400 },
  )
  console.log(`smallest change: the fewest functions in ${exact} of ${spills} spills`)
})

test('as hard limits, budgets hold; pinned functions stay', () => {
  const budgets = { startup: 2, first_frame: 1, steady: 0, cold: 0 }
  const optimizer = LayoutOptimizer.withConfig({ pageSize: PAGE, budgets })
  for (let f = 0; f < 40; f++) {
    optimizer.addSymbol({ name: `f${f}`, phase: 'startup', size: 30 + f, callCount: 1, pinned: f % 10 === 0 })
  }
  const moved = optimizer.enforceBudgets([{ order: [1, 2, 3] }])
  const { phases } = optimizer.stats()
  expect({ startup: phases.startup.pages, first: phases.first_frame.pages }).toEqual({ startup: 2, first: 1 })
  const pinned = optimizer.getOrderedSymbols().filter((symbol) => symbol.pinned)
  expect(pinned.map(({ phase }) => phase)).toEqual(['startup', 'startup', 'startup', 'startup'])
  expect(moved.size).toBe(phases.first_frame.symbols + phases.steady.symbols)
  const tooMany = optimizerOf([200, 200], 1, [true, true])
  expect(() => tooMany.enforceBudgets()).toThrow('startup takes 2 pages of 1')
})

test('the verifier counts all layouts on the same traces and judges by weight', () => {
  const sizes = Int32Array.of(PAGE, PAGE / 2, PAGE / 2, PAGE)
  const traces = buildTraces([{ order: [1, 3], weight: 3 }, { order: [2] }], 4)
  const input = { sizes, calls: new Float64Array(4), edges: NO_EDGES, traces }
  const good = placeDense([1, 2, 3, 0], sizes)
  const bad = Float64Array.of(0, PAGE + PAGE / 2, 3 * PAGE, 4 * PAGE + 1)
  const { train, isWorse, heldOut } = verifyLayout(input, bad, { pageSize: PAGE, previous: good })
  expect(train.layouts['previous']).toMatchObject({ pages: 3, weightedPages: 7 })
  expect(train.layouts['packed']).toMatchObject({ pages: 4, weightedPages: 10 })
  expect(train.layouts['source']).toMatchObject({ pages: 3, weightedPages: 7 })
  expect({ isWorse, heldOut, bound: train.bound }).toEqual({ isWorse: true, heldOut: undefined, bound: 3 })
  expect(verifyLayout(input, good, { pageSize: PAGE, previous: bad }).isWorse).toBe(false)
})

test('each trace is held out once, with its group, from a layout that never saw it', () => {
  const n = 12
  const traces = buildTraces(
    Array.from({ length: n }, (_, f) => ({ order: [f] })),
    n,
  )
  const input = { sizes: new Int32Array(n).fill(10), calls: new Float64Array(n), edges: NO_EDGES, traces }
  const groups = Int32Array.from({ length: n }, (_, t) => 7 * (t % 6))
  const seen: number[][] = []
  const starts = placeDense(Int32Array.from(input.sizes.keys()), input.sizes)
  const { heldOut } = verifyLayout(input, starts, {
    pageSize: PAGE,
    groups,
    solve: (part) => {
      seen.push(Array.from(part.traces.functions))
      return starts
    },
  })
  expect(heldOut).toMatchObject({ traces: n, folds: 5, bound: n })
  expect(heldOut!.layouts['packed']!.perTrace).toHaveLength(n)
  // Trace t holds function t only: what a fold did not see is what it was scored on.
  const hidden = seen.map((functions) => Array.from({ length: n }, (_, f) => f).filter((f) => !functions.includes(f)))
  expect(hidden.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, f) => f))
  expect(hidden.every((functions) => functions.every((f) => functions.includes((f + 6) % n)))).toBe(true)
})
