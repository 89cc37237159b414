// oxlint-disable oxc/no-map-spread -- fc arbitraries, no arrays
import fc from 'fast-check'

import {
  PHASES,
  type FunctionFacts,
  type FunctionLayoutHint,
  type FunctionRecord,
  type Recording,
  type ScenarioTrace,
} from '../../src/model/index.ts'

const MODULES = ['src/a.ts', 'src/b.ts', '../lib/c.ts', '']
const MARKS = ['startup.complete', 'ui.ready', 'first_frame', 'event_loop.enter', 'vitest.loaded', 'db.open']

/** Microseconds with parts of nanoseconds, as clocks give them. */
const time = fc.double({ min: 0, max: 1e7, noNaN: true })

const facts: fc.Arbitrary<FunctionFacts> = fc
  .record({
    module: fc.constantFrom(...MODULES),
    path: fc.constantFrom('f', 'g', 'App.render', 'App.get title', 'a "quoted", name', '<module>', '<anonymous#1>'),
    line: fc.integer({ min: 1, max: 5 }),
    column: fc.integer({ min: 1, max: 3 }),
    size: fc.integer({ min: 0, max: 9000 }),
    extra: fc.integer({ min: 0, max: 100 }),
    bodyHash: fc.constantFrom('', 'h1', 'h2', '1e5'),
    hint: fc.option(
      fc.record<FunctionLayoutHint>(
        {
          phase: fc.constantFrom(...PHASES),
          pinned: fc.boolean(),
          anchor: fc.constantFrom('event_loop', 'null', 'my own'),
        },
        { requiredKeys: ['phase', 'pinned'] },
      ),
      { nil: undefined },
    ),
  })
  .map(({ module, path, extra, hint, ...rest }) => ({
    ...rest,
    module,
    name: module === '' ? path : `${module}:${path}`,
    totalSize: rest.size + extra,
    ...(hint === undefined ? {} : { hint }),
  }))

function scenario(functionCount: number): fc.Arbitrary<ScenarioTrace> {
  const indices = fc.uniqueArray(fc.nat({ max: Math.max(0, functionCount - 1) }), {
    maxLength: functionCount === 0 ? 0 : 6,
  })
  const labels = fc.record(
    {
      scenario: fc.constantFrom('boot', 'x y', '5'),
      phase: fc.constantFrom(...PHASES),
      stopMark: fc.constantFrom('ui.ready', 'db.open'),
    },
    { requiredKeys: [] },
  )
  return fc
    .record({
      kind: fc.constantFrom('load' as const, 'test' as const),
      project: fc.constantFrom('', 'web'),
      file: fc.constantFrom('test/a.test.ts', 'test/b.test.ts'),
      test: fc.constantFrom('boots', 'suite > "it", works', 'line\nbreak'),
      weight: fc.constantFrom(1, 0.1, 2.5),
      labels,
      indices,
      calls: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 6 }),
      marks: fc.array(fc.tuple(fc.constantFrom(...MARKS), fc.nat({ max: 6 }), time), { maxLength: 3 }),
    })
    .map((parts) => ({
      kind: parts.kind,
      project: parts.project,
      file: parts.file,
      test: parts.kind === 'load' ? '' : parts.test,
      weight: parts.weight,
      ...parts.labels,
      order: Int32Array.from(parts.indices),
      calls: Float64Array.from(parts.calls.slice(0, parts.indices.length)),
      marks: parts.marks.map(([name, position, us]) => ({
        name,
        position: Math.min(position, parts.indices.length),
        us,
      })),
    }))
}

/** Small recordings that collide a lot: few names, facts that differ, equal scenarios. */
export const recording: fc.Arbitrary<Recording> = fc
  .uniqueArray(facts, { selector: ({ name }) => name, maxLength: 8 })
  .chain((list) =>
    fc.record({
      complete: fc.boolean(),
      problems: fc.uniqueArray(fc.constantFrom('worker killed', 'file "x", failed', '7')),
      functions: fc.tuple(
        ...list.map((one) =>
          fc
            .record({
              callCount: fc.integer({ min: 0, max: 1000 }),
              first: time,
              last: time,
              totalUs: time,
              selfUs: time,
              isStartupPath: fc.boolean(),
              callees: fc.uniqueArray(
                fc.tuple(fc.constantFrom(...list.map(({ name }) => name)), fc.integer({ min: 1, max: 50 })),
                { selector: ([name]) => name, maxLength: 4 },
              ),
            })
            .map(({ first, last, callees, ...numbers }): FunctionRecord => ({
              ...one,
              ...numbers,
              firstCallUs: numbers.callCount === 0 ? undefined : Math.min(first, last),
              lastCallUs: numbers.callCount === 0 ? undefined : Math.max(first, last),
              callees: new Map(callees),
            })),
        ),
      ),
      scenarios: fc.array(scenario(list.length), { maxLength: 4 }),
    }),
  )

/** A recording as plain values, for comparing; nothing is left out. */
export function canonical(recording: Recording): unknown {
  const { complete, problems, functions, scenarios } = recording
  return {
    complete,
    problems: [...problems],
    functions: functions.map((record) => ({ ...record, callees: [...record.callees] })),
    scenarios: scenarios.map((trace) => ({
      ...trace,
      order: Array.from(trace.order, (f) => functions[f]?.name),
      calls: [...trace.calls],
    })),
  }
}
