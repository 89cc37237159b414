import { expect, test } from 'vitest'

import type { FunctionFacts } from '../../src/model/index.ts'
import { blockOfSlots, RecordingSession, type SlotRecording } from '../../src/record/session/index.ts'

const facts = (path: string, line: number): FunctionFacts => ({
  name: `src/a.ts:${path}`,
  module: 'src/a.ts',
  line,
  column: 1,
  size: 10 * line,
  totalSize: 10 * line,
  bodyHash: path,
})

const TABLE = new Map([
  [3, facts('<module>', 1)],
  [5, facts('main', 2)],
  [9, facts('hook', 3)],
])

const SENT: SlotRecording = {
  slots: [3, 5, 9, 12],
  calls: [1, 4, 2, 8],
  firstUs: [1.5, 2, 9, 4],
  lastUs: [1.5, 8, 9.25, 4],
  totalUs: [1, 2, 3, 4],
  selfUs: [1, 1, 3, 4],
  edges: [
    { from: 3, to: 5, count: 1 },
    { from: 5, to: 12, count: 8 },
  ],
  traces: [
    {
      kind: 'load',
      test: '',
      meta: {},
      order: [3, 5, 9],
      calls: [1, 1, 2],
      marks: [{ name: 'vitest.loaded', position: 2, us: 5 }],
    },
    {
      kind: 'test',
      test: 'boots',
      meta: { scenario: 'boot', phase: 'sometimes', weight: -1, stopMark: 'ui.ready' },
      order: [12, 5],
      calls: [8, 3],
      marks: [{ name: 'ui.ready', position: 2, us: 7 }],
    },
  ],
}

test('slots get their names, and what has none is said', () => {
  const block = blockOfSlots(SENT, (slot) => TABLE.get(slot), { project: '', file: 'test/a.test.ts' })
  const session = new RecordingSession().absorb(block)
  expect(session.functions).toMatchObject([
    { name: 'src/a.ts:<module>', callCount: 1, firstCallUs: 1.5, isStartupPath: true, size: 10 },
    { name: 'src/a.ts:main', callCount: 4, lastCallUs: 8, selfUs: 1, isStartupPath: true },
    { name: 'src/a.ts:hook', callCount: 2, isStartupPath: false },
  ])
  expect(session.functions.map(({ callees }) => [...callees])).toEqual([[['src/a.ts:main', 1]], [], []])
  expect(session.scenarios).toMatchObject([
    { kind: 'load', file: 'test/a.test.ts', order: Int32Array.of(0, 1, 2) },
    {
      kind: 'test',
      scenario: 'boot',
      stopMark: 'ui.ready',
      weight: 1,
      order: Int32Array.of(1),
      marks: [{ position: 1 }],
    },
  ])
  expect(session.scenarios[1]?.phase).toBeUndefined()
  expect(session.complete).toBe(false)
  expect(session.problems).toEqual([
    'test/a.test.ts > boots: the weight in meta.layout is -1, expected a number above 0; 1 was taken',
    'test/a.test.ts > boots: unknown phase "sometimes" in meta.layout; it was left out',
    'test/a.test.ts: calls of functions that the transform does not know were left out',
  ])
})
