import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  compareRecordings,
  countPhases,
  findCallPaths,
  findLazyModules,
  matchFunctions,
  measureBundle,
  placeRecording,
  spreadOf,
  type PlacedRecording,
} from '../../src/compare/index.ts'
import { PHASES, type LayoutPhase } from '../../src/model/phase.ts'
import type { Recording } from '../../src/model/recording.ts'
import { anyRecording, sketchFunction } from '../exchange/recordings.ts'
import { helpExample, side } from './placed.ts'

const RUNS = { seed: 11, numRuns: 80 }

const anySide: fc.Arbitrary<PlacedRecording> = fc
  .tuple(anyRecording, fc.array(fc.constantFrom<LayoutPhase>(...PHASES), { minLength: 30, maxLength: 30 }))
  .map(([recording, choice]) => {
    const phases = recording.functions.map((_, index) => choice[index]!)
    const order = [...recording.functions.keys()].sort(
      (a, b) => PHASES.indexOf(phases[a]!) - PHASES.indexOf(phases[b]!) || a - b,
    )
    const budgets = { startup: 0, first_frame: 0, steady: 0, cold: 0 }
    return { label: 'any', recording, placement: placeRecording(recording, { order, phases, pageSize: 256, budgets }) }
  })

describe('what a pull request changed', () => {
  const { base, head } = helpExample()
  const difference = compareRecordings(base, head)

  test('pages of each phase against the budget', () => {
    expect(difference.phases[0]).toEqual({
      phase: 'startup',
      pages: { base: 1, head: 3 },
      bytes: { base: 2400, head: 8600 },
      functions: { base: 3, head: 6 },
      budget: 2,
      isOver: true,
    })
    expect(difference.phases[1]!.pages).toEqual({ base: 1, head: 1 })
  })

  test('each function that came into start-up, with its path and the first new call', () => {
    expect(
      difference.startup.map(({ function: { name }, from, path, newCallAt }) => [
        name,
        from,
        path.join(' '),
        newCallAt,
      ]),
    ).toEqual([
      ['src/help.ts:usage', undefined, 'src/main.ts:<module> src/main.ts:main src/cli.ts:parse src/help.ts:usage', 3],
      [
        'src/help.ts:wrap',
        'cold',
        'src/main.ts:<module> src/main.ts:main src/cli.ts:parse src/help.ts:usage src/help.ts:wrap',
        3,
      ],
      ['src/chart.ts:<module>', undefined, 'src/chart.ts:<module>', undefined],
    ])
  })

  test('a function moved to another file is neither gone nor new', () => {
    expect(difference.renamed.map((pair) => [pair.base.name, pair.head.name])).toEqual([
      ['src/old.ts:pad', 'src/new.ts:pad'],
    ])
    expect(difference.removed.map(({ name }) => name)).toEqual(['src/gone.ts:gone'])
    expect(difference.added.map(({ name }) => name)).toEqual([
      'src/chart.ts:draw',
      'src/help.ts:usage',
      'src/chart.ts:<module>',
    ])
  })

  test('new calls of functions that were there before', () => {
    expect(difference.newCalls.map(({ caller, callee, count }) => [caller, callee, count.head])).toEqual([
      ['src/cli.ts:parse', 'src/new.ts:pad', 3],
      ['src/cli.ts:parse', 'src/help.ts:usage', 1],
    ])
  })

  test('modules that are loaded too early', () => {
    expect(difference.lazy).toEqual([{ module: 'src/chart.ts', bytes: 5150, functions: 1, isNew: true }])
  })
})

test('a recording compared with itself has not changed', () => {
  fc.assert(
    fc.property(anySide, (placed) => {
      const difference = compareRecordings(placed, placed)
      const { startup, leftStartup, added, removed, renamed, movedPhase, resized, movedPage, callCounts, newCalls } =
        difference
      expect(
        [startup, leftStartup, added, removed, renamed, movedPhase, resized, movedPage, callCounts, newCalls].flat(),
      ).toEqual([])
      expect(difference.unchanged).toBe(placed.recording.functions.length)
    }),
    RUNS,
  )
})

test('the other way round, what came has gone, and no function is lost', () => {
  const sides = fc
    .tuple(anySide, anySide)
    .filter(([a, b]) => a.recording.functions[0]!.name === b.recording.functions[0]!.name)
  fc.assert(
    fc.property(sides, ([a, b]) => {
      const there = compareRecordings(a, b)
      const back = compareRecordings(b, a)
      expect(back.added).toEqual(there.removed)
      expect(back.removed).toEqual(there.added)
      expect(back.movedPhase.length).toBe(there.movedPhase.length)
      expect(there.total.functions.head - there.total.functions.base).toBe(there.added.length - there.removed.length)
    }),
    RUNS,
  )
})

test('pages of all phases, each aligned or not, cover the layout', () => {
  fc.assert(
    fc.property(anySide, (placed) => {
      const counts = countPhases(placed)
      const pages = PHASES.reduce((sum, phase) => sum + counts[phase].pages, 0)
      // Steady and cold may share one page; no other two may.
      expect(pages - placed.placement.pageCount).toBeGreaterThanOrEqual(0)
      expect(pages - placed.placement.pageCount).toBeLessThanOrEqual(1)
    }),
    RUNS,
  )
})

describe('matching', () => {
  const functions = (...names: (readonly [string, string])[]): ReturnType<typeof sketchFunction>[] =>
    names.map(([name, bodyHash], index) => sketchFunction({ name, bodyHash }, index))

  test('the name goes before the body', () => {
    const { headOf } = matchFunctions(
      functions(['a.ts:f', 'x'], ['a.ts:g', 'y']),
      functions(['a.ts:g', 'x'], ['a.ts:f', 'y']),
    )
    expect([...headOf]).toEqual([1, 0])
  })

  test('of several equal bodies, the one of the same module, then of the same path is taken', () => {
    const { headOf } = matchFunctions(
      functions(['a.ts:f', 'x'], ['b.ts:f', 'x'], ['c.ts:h', 'x']),
      functions(['z.ts:h', 'x'], ['b.ts:renamed', 'x'], ['y.ts:other', 'x']),
    )
    expect([...headOf]).toEqual([2, 1, 0])
  })

  test('an unknown body matches nothing', () => {
    expect([...matchFunctions(functions(['a.ts:f', '']), functions(['a.ts:g', ''])).headOf]).toEqual([-1])
  })
})

test('call paths are the shortest there are', () => {
  fc.assert(
    fc.property(anyRecording, (recording) => {
      const paths = findCallPaths(recording)
      const distances = relaxedDistances(recording)
      recording.functions.forEach(({ name }, index) => {
        const path = paths.to(index)
        expect(path.length).toBe(distances.get(name) ?? 1)
        expect(path.at(-1)).toBe(name)
        for (let step = 1; step < path.length; step++) {
          expect(recording.functions.find((other) => other.name === path[step - 1])!.callees.has(path[step]!)).toBe(
            true,
          )
        }
      })
    }),
    RUNS,
  )
})

/** Bellman-Ford, as a check on the search: functions on the shortest path from outside. */
function relaxedDistances({ functions }: Recording): Map<string, number> {
  const distances = new Map<string, number>()
  for (const { name, callCount } of functions) {
    let incoming = 0
    for (const other of functions) if (other.name !== name) incoming += other.callees.get(name) ?? 0
    if (callCount > incoming) distances.set(name, 1)
  }
  for (let round = 0; round < functions.length; round++) {
    for (const { name, callees } of functions) {
      const reached = distances.get(name)
      if (reached === undefined) continue
      for (const callee of callees.keys())
        distances.set(callee, Math.min(distances.get(callee) ?? Infinity, reached + 1))
    }
  }
  return distances
}

describe('lazy-loading candidates', () => {
  test('a module is none when one of its functions ran early, was asked for, or when it was not loaded early', () => {
    const placed = side('x', [
      { name: 'used.ts:<module>', phase: 'startup' },
      { name: 'used.ts:f', phase: 'first_frame' },
      { name: 'used.ts:g', phase: 'cold', calls: 0 },
      { name: 'early.ts:<module>', phase: 'startup', size: 7 },
      { name: 'early.ts:f', phase: 'steady', calls: 5, size: 11 },
      { name: 'late.ts:<module>', phase: 'steady' },
      { name: 'late.ts:f', phase: 'steady' },
      { name: 'constants.ts:<module>', phase: 'startup' },
    ])
    expect(findLazyModules(placed)).toEqual([{ module: 'early.ts', bytes: 18, functions: 1 }])
  })
})

describe('sides that do not fit', () => {
  test('different page sizes', () => {
    const a = side('a', [{ name: 'a.ts:f' }], { pageSize: 4096 })
    const b = side('b', [{ name: 'a.ts:f' }], { pageSize: 16384 })
    expect(() => compareRecordings(a, b)).toThrow(/a has pages of 4096 bytes, b of 16384.*Record both/)
  })

  test('another repository', () => {
    const a = side('a', [{ name: 'a.ts:f', bodyHash: '1' }])
    const b = side('b', [{ name: 'b.ts:f', bodyHash: '2' }])
    expect(() => compareRecordings(a, b)).toThrow(/no function in common.*another repository/)
  })

  test('hardly anything in common is said', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `b.ts:f${index}` }))
    const a = side('a', [{ name: 'common.ts:f' }, ...many])
    const b = side('b', [{ name: 'common.ts:f' }, ...many.map(({ name }) => ({ name: `c${name}` }))])
    expect(compareRecordings(a, b).problems).toEqual([
      'only 1 of 10 functions are common to both: is the base of this repository?',
    ])
  })

  test('an incomplete side is said', () => {
    const a = side('a', [{ name: 'a.ts:f' }])
    const cut = {
      ...a,
      label: 'cut',
      recording: { ...a.recording, complete: false, problems: ['worker 2 was killed'] },
    }
    expect(compareRecordings(a, cut).problems).toEqual(['cut is incomplete: worker 2 was killed'])
  })
})

test('a bundle is measured as a file or as a folder', () => {
  const file = measureBundle(import.meta.filename)
  const folder = measureBundle(`${import.meta.dirname}/../../node_modules/markdown-it/dist`)
  expect(file.raw).toBeGreaterThan(file.gzip)
  expect(folder.gzip).toBeGreaterThan(folder.brotli)
  expect(() => measureBundle(import.meta.dirname)).toThrow(/no JavaScript file/)
  expect(() => measureBundle('/nowhere')).toThrow(/no such bundle/)
})

test('spread', () => {
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5, runs: 3 })
  expect(spreadOf([4, 2])).toEqual({ median: 3, least: 2, most: 4, runs: 2 })
})
