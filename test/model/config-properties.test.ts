import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  LayoutConfig,
  PHASES,
  withRecorded,
  type LayoutConfigData,
  type RecordedFunction,
} from '../../src/model/index.ts'

const phase = fc.constantFrom(...PHASES)
/** Names as source code has them, and worse. */
const name = fc.oneof(
  fc.constantFrom('main', 'src/a.ts:main', 'null', 'true', '5', 'a "b"', 'src/a.ts:App.get x', 'table', '# no'),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
)
const recorded: fc.Arbitrary<RecordedFunction> = fc.record(
  { name, phase, size: fc.nat(), callCount: fc.nat(), page: fc.nat({ max: 99 }) },
  { requiredKeys: ['name', 'phase', 'size', 'callCount'] },
)
const patterns = fc.array(name, { maxLength: 3 })
const data: fc.Arbitrary<LayoutConfigData> = fc.record(
  {
    pageSize: fc.constantFrom(256, 4096, 16_384),
    budgets: fc.dictionary(phase, fc.nat({ max: 50 }), { noNullPrototype: true }),
    patterns: fc.dictionary(phase, patterns, { noNullPrototype: true }),
    anchorPatterns: fc
      .uniqueArray(fc.tuple(fc.constantFrom('event_loop', 'io', 'my anchor'), patterns), { selector: ([key]) => key })
      .map((entries) => new Map(entries)),
    recorded: fc.uniqueArray(recorded, { selector: (row) => row.name, maxLength: 5 }),
    overrides: fc.array(fc.tuple(name, phase), { maxLength: 4 }).map((entries) => new Map(entries)),
    scenarios: fc.uniqueArray(
      fc.record(
        { name, test: name, stopMark: name, phase, weight: fc.constantFrom(1, 2, 0.25) },
        { requiredKeys: ['name', 'test', 'weight'] },
      ),
      { selector: (row) => `${row.name}\0${row.test}`, maxLength: 3 },
    ),
    acknowledged: fc.uniqueArray(fc.record({ function: name, reason: name }), {
      selector: (row) => row.function,
      maxLength: 3,
    }),
    inference: fc.constantFrom('markers', 'time', 'rate'),
    annotationConflicts: fc.constantFrom('ignore', 'warn', 'error'),
  },
  { requiredKeys: [] },
)
const config = data.map((one) => new LayoutConfig(one))
const RUNS = { seed: 50, numRuns: 300 }

test('a configuration that was written is read as it was', () => {
  fc.assert(
    fc.property(config, (one) => {
      const back = LayoutConfig.fromText(one.toSdn())
      expect(back.toSdn()).toBe(one.toSdn())
      expect(back.data).toEqual(one.data)
      const { sourcePath, ...fromYaml } = LayoutConfig.fromText(one.toYaml(), 'layout.yaml').data
      expect(sourcePath).toBe('layout.yaml')
      expect(fromYaml).toEqual(one.data)
    }),
    RUNS,
  )
})

test('merging is associative, with the empty configuration as unit', () => {
  fc.assert(
    fc.property(config, config, config, (a, b, c) => {
      expect(a.merge(b).merge(c).toSdn()).toBe(a.merge(b.merge(c)).toSdn())
      expect(a.merge(LayoutConfig.EMPTY).data).toEqual(a.data)
      expect(LayoutConfig.EMPTY.merge(a).data).toEqual(a.data)
    }),
    RUNS,
  )
})

test('rows go into the text of any configuration and change nothing else', () => {
  fc.assert(
    fc.property(
      config,
      fc.uniqueArray(recorded, { selector: (row) => row.name, minLength: 1, maxLength: 5 }),
      (one, rows) => {
        const edited = LayoutConfig.fromText(withRecorded(one.toSdn(), 'layout.sdn', rows))
        expect(edited.data).toEqual({ ...one.data, recorded: rows, sourcePath: undefined })
      },
    ),
    RUNS,
  )
})
