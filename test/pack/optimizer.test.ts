import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { PHASE_INFO, PHASES } from '../../src/model/phase.ts'
import { LayoutOptimizer, type LayoutSymbolInput, type PackConfig } from '../../src/pack/index.ts'

const config: PackConfig = { pageSize: 4096, budgets: { startup: 8, first_frame: 4, steady: 0, cold: 0 } }

const symbolArbitrary: fc.Arbitrary<Omit<LayoutSymbolInput, 'name'>> = fc.record({
  phase: fc.constantFrom(...PHASES),
  size: fc.oneof(fc.nat(600), fc.nat(12_000)),
  callCount: fc.nat(5),
  isAnchor: fc.boolean(),
  callees: fc.array(
    fc.nat(30).map((n) => `f${n}`),
    { maxLength: 4 },
  ),
})

const traceArbitrary = fc.array(
  fc.uniqueArray(fc.nat(3), { maxLength: 4 }).map((order) => ({ order })),
  { maxLength: 4 },
)

test('pages hold what fits, large functions have their own, phases stay apart', () => {
  fc.assert(
    fc.property(
      fc.array(symbolArbitrary, { minLength: 4, maxLength: 40 }),
      traceArbitrary,
      fc.boolean(),
      (symbols, traces, guided) => {
        const optimizer = LayoutOptimizer.withConfig(config)
        optimizer.addSymbols(symbols.map((symbol, i) => ({ ...symbol, name: `f${i}` })))
        if (guided) optimizer.applyProfileGuidedLayout(traces)
        else optimizer.sortByPhase().groupForLocality()
        const ordered = optimizer.getOrderedSymbols()
        expect(ordered.map(({ name }) => name).sort()).toEqual(symbols.map((_, i) => `f${i}`).sort())
        const priorities = ordered.map(({ phase }) => PHASE_INFO[phase].priority)
        expect(priorities).toEqual(priorities.toSorted())
        const pages = optimizer.getGroupedSymbols()
        expect(pages.flat()).toEqual(ordered)
        let next = 0
        for (const page of pages) {
          const bytes = page.reduce((sum, { size }) => sum + size, 0)
          const id = page[0]!.groupId!
          expect(id).toBe(next)
          next = id + Math.max(1, Math.ceil(bytes / config.pageSize))
          const phases = new Set(page.map(({ phase }) => phase))
          // Only a function of more than a page may take more than one; what stands before it there has no bytes.
          const isOverfull = bytes > config.pageSize && page.filter(({ size }) => size > 0).length > 1
          const isMixed = phases.size > 1 && [...phases].some((phase) => PHASE_INFO[phase].aligned)
          expect({ id, isOverfull, isMixed }).toEqual({ id, isOverfull: false, isMixed: false })
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  )
})

test('savings are counted on the traces', () => {
  const optimizer = LayoutOptimizer.withConfig(config)
  // Four half-page functions; the trace needs the first and the last, which are apart in source order.
  for (let f = 0; f < 4; f++) {
    optimizer.addSymbol({
      name: `f${f}`,
      phase: f === 0 || f === 3 ? 'startup' : 'cold',
      size: 2048,
      callCount: f === 0 || f === 3 ? 1 : 0,
    })
  }
  optimizer.applyProfileGuidedLayout([{ order: [0, 3] }])
  const { savings, phases, pages } = optimizer.stats()
  expect(savings).toMatchObject({ traces: 1, sourcePages: 2, packedPages: 1, bound: 1 })
  expect(pages).toBe(2)
  expect(phases.startup).toEqual({ symbols: 2, bytes: 4096, pages: 1, budget: 8, fill: 1 })
  expect(optimizer.splitHotCold().cold.map(({ name }) => name)).toEqual(['f1', 'f2'])
})

test('without traces there is no saving to report', () => {
  const optimizer = LayoutOptimizer.withConfig(config).addSymbol({ name: 'a', size: 10, callCount: 0 })
  expect(optimizer.applyProfileGuidedLayout().stats().savings).toBeUndefined()
})

test('the same name twice and sizes that are none are errors', () => {
  const optimizer = LayoutOptimizer.withConfig(config).addSymbol({ name: 'a', size: 10, callCount: 0 })
  expect(() => optimizer.addSymbol({ name: 'a', size: 1, callCount: 0 })).toThrow('"a" was added twice')
  expect(() => optimizer.addSymbol({ name: 'b', size: -1, callCount: 0 })).toThrow('size -1')
})

test('segments are linker script sections in phase order', () => {
  const optimizer = LayoutOptimizer.withConfig(config)
  optimizer.addSymbol({ name: 'src/a.ts:run', phase: 'steady', size: 10, callCount: 9 })
  optimizer.addSymbol({ name: 'src/a.ts:main', phase: 'startup', size: 20, callCount: 1 })
  expect(
    optimizer
      .getSegments()
      .map((segment) => segment.toLinkerScript())
      .join(''),
  ).toBe(`\
  .text.startup : ALIGN(4096)
  {
    *(".text.src/a.ts:main")
    *(.text.startup .text.startup.*)
  }
  .text : ALIGN(16)
  {
    *(".text.src/a.ts:run")
    *(.text .text.*)
  }
`)
})
