import fc from 'fast-check'
import { expect, test } from 'vitest'

import { LayoutConfig, type Recording } from '../../src/model/index.ts'
import { assignPhases, layoutConfigOf, packTraces } from '../../src/phase/index.ts'
import { RecordingSession } from '../../src/record/session/index.ts'
import { recording } from '../session/arbitrary-recording.ts'
import { recordingOf, type TraceText } from './recording-builder.ts'

const config = LayoutConfig.fromObject({
  scenarios: [{ name: 'boot', test: 'boots', stopMark: 'ui.ready', weight: 0.3 }],
  patterns: { startup: ['f'] },
  anchors: { event_loop: ['g'] },
})

/** All that a layout is made from, by name. */
function outcome(of: Recording): unknown {
  const assignment = assignPhases(of, config)
  const names = of.functions.map(({ name }) => name)
  return {
    rows: names
      .map((name, f) => [name, assignment.explain(name), assignment.hotness[f], assignment.anchors[f]])
      .toSorted(),
    conflicts: assignment.conflicts,
    warnings: assignment.warnings,
  }
}

test('phases and hotness do not depend on the order of functions and scenarios', () => {
  fc.assert(
    fc.property(recording, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (original, chance) => {
      const before = RecordingSession.from(original).toRecording()
      expect(outcome(shuffled(before, () => chance.next().value))).toEqual(outcome(before))
    }),
    { seed: 40, numRuns: 300 },
  )
})

function shuffle<T>(items: readonly T[], chance: () => number): T[] {
  return items
    .map((item) => ({ item, key: chance() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

function shuffled(original: Recording, chance: () => number): Recording {
  const functions = shuffle(original.functions, chance)
  const place = new Map(functions.map(({ name }, i) => [name, i]))
  const map = (f: number): number => place.get(original.functions[f]?.name ?? '') ?? -1
  return {
    ...original,
    functions,
    scenarios: shuffle(original.scenarios, chance).map((trace) =>
      Object.assign({}, trace, { order: trace.order.map(map) }),
    ),
  }
}

/** A module's code and what it calls when it is loaded. */
interface Module {
  readonly helpers: readonly number[]
}

const suite = fc.record({
  modules: fc.array(fc.record({ helpers: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
  files: fc.array(
    fc.record({
      imports: fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }),
      test: fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 5 }),
      hook: fc.nat({ max: 9 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
})

test('nor on how many workers run the files, in which order, isolated or not', () => {
  fc.assert(
    fc.property(
      suite,
      fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 }),
      fc.boolean(),
      ({ modules, files }, workers, isBackwards) => {
        const texts = (isolated: boolean): TraceText[] => {
          const loadedBy = new Map<number, Set<number>>()
          const list = [...files.entries()]
          return (isBackwards && !isolated ? list.toReversed() : list).flatMap(
            ([i, { imports, test: calls, hook }]) => {
              const worker = isolated ? -1 - i : (workers[i] ?? 0)
              const loaded = loadedBy.get(worker) ?? new Set()
              loadedBy.set(worker, loaded)
              const fresh = imports.map((m) => m % modules.length).filter((m) => !loaded.has(m))
              for (const m of fresh) loaded.add(m)
              return [
                { kind: 'load' as const, file: `${i}`, run: `${loadText(fresh, modules)} |vitest.loaded| hook${hook}` },
                { file: `${i}`, run: calls.map((f) => (f < 6 ? `helper${f}` : `own${f}*6`)).join(' ') },
              ]
            },
          )
        }
        const one = recordingOf(texts(true))
        const other = recordingOf(texts(false))
        expect(layoutConfigOf(other).toSdn()).toBe(layoutConfigOf(one).toSdn())
        expect(namedTraces(other)).toEqual(namedTraces(one))
      },
    ),
    { seed: 41, numRuns: 300 },
  )
})

/** Loading a set of modules: each one's code, then the helpers it calls, each once in the trace with its calls. */
function loadText(fresh: readonly number[], modules: readonly Module[]): string {
  const calls = new Map<string, number>()
  const count = (name: string): void => {
    calls.set(name, (calls.get(name) ?? 0) + 1)
  }
  for (const m of new Set(fresh)) {
    count(`m${m}:<module>`)
    for (const helper of modules[m]?.helpers ?? []) count(`helper${helper}`)
  }
  return [...calls].map(([name, times]) => `${name}*${times}`).join(' ')
}

function namedTraces(of: Recording): unknown {
  return packTraces(of, assignPhases(of).plan).map(({ label, weight, order }) => [
    label,
    weight,
    // The builder numbers lines by arrival, which real source does not; so loading is compared as a set.
    label === 'loading' ? [...names(of, order)].toSorted() : names(of, order),
  ])
}

function names(of: Recording, order: Int32Array): (string | undefined)[] {
  return Array.from(order, (f) => of.functions[f]?.name)
}
