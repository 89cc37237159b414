import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Recording, RecordingBlock } from '../../src/model/index.ts'
import { RecordingSession } from '../../src/record/session/index.ts'
import { canonical, recording } from './arbitrary-recording.ts'

const RUNS = { seed: 20, numRuns: 300 }
const join = (a: Recording, b: Recording): RecordingSession => RecordingSession.from(a).merge(b)

test('merging is commutative', () => {
  fc.assert(
    fc.property(recording, recording, (a, b) => {
      expect(canonical(join(a, b))).toEqual(canonical(join(b, a)))
    }),
    RUNS,
  )
})

test('merging is associative, whether the parts are sessions or plain recordings', () => {
  fc.assert(
    fc.property(recording, recording, recording, (a, b, c) => {
      expect(canonical(join(join(a, b), c))).toEqual(canonical(join(a, join(b, c).toRecording())))
    }),
    RUNS,
  )
})

test('the empty session is the unit', () => {
  fc.assert(
    fc.property(recording, (a) => {
      const alone = canonical(RecordingSession.from(a))
      expect(canonical(join(new RecordingSession(), RecordingSession.from(a)))).toEqual(alone)
      expect(canonical(RecordingSession.from(a).merge(new RecordingSession()))).toEqual(alone)
    }),
    RUNS,
  )
})

test('merging says of each function what the parts say together', () => {
  fc.assert(
    fc.property(recording, recording, (a, b) => {
      const both = join(a, b)
      expect(both.complete).toBe(a.complete && b.complete)
      expect(both.scenarios.length).toBe(a.scenarios.length + b.scenarios.length)
      for (const record of both.functions) {
        const parts = [a, b].flatMap(({ functions }) => functions.filter(({ name }) => name === record.name))
        const sum = (pick: (part: Recording['functions'][number]) => number): number =>
          parts.reduce((total, part) => total + pick(part), 0)
        expect(record.callCount).toBe(sum((part) => part.callCount))
        expect(record.totalUs).toBeCloseTo(
          sum((part) => part.totalUs),
          2,
        )
        expect(record.isStartupPath).toBe(parts.some((part) => part.isStartupPath))
        const firsts = parts.flatMap(({ firstCallUs }) => (firstCallUs === undefined ? [] : [firstCallUs]))
        // Infinity stands for "never", so that one line holds for both cases.
        expect(record.firstCallUs ?? Infinity).toBeCloseTo(Math.min(...firsts), 2)
        for (const [callee, count] of record.callees) expect(count).toBe(sum((part) => part.callees.get(callee) ?? 0))
        // A whole description is kept, never a mixture.
        const { line, column, size, totalSize, bodyHash } = record
        expect(parts).toContainEqual(expect.objectContaining({ line, column, size, totalSize, bodyHash }))
      }
    }),
    RUNS,
  )
})

test('a block and the recording it stands for are taken in alike', () => {
  fc.assert(
    fc.property(recording, recording, (a, b) => {
      const expected = canonical(join(a, b))
      expect(canonical(RecordingSession.from(a).absorb(blockOf(b)))).toEqual(expected)
    }),
    RUNS,
  )
})

test('a session merged with itself counts twice', () => {
  fc.assert(
    fc.property(recording, (a) => {
      const session = RecordingSession.from(a)
      expect(canonical(session.merge(session))).toEqual(canonical(join(a, a)))
    }),
    { seed: 21, numRuns: 100 },
  )
})

test('what was handed out does not change with the session', () => {
  fc.assert(
    fc.property(recording, recording, (a, b) => {
      const session = RecordingSession.from(a)
      const before = session.toRecording()
      const text = canonical(before)
      session.merge(b)
      expect(canonical(before)).toEqual(text)
    }),
    { seed: 22, numRuns: 100 },
  )
})

function blockOf({ functions, scenarios, complete, problems }: Recording): RecordingBlock {
  const index = new Map(functions.map(({ name }, i) => [name, i]))
  const edges = functions.flatMap(({ callees }, caller) =>
    [...callees].map(([callee, count]) => ({ caller, callee: index.get(callee) ?? -1, count })),
  )
  return {
    functions,
    callCount: functions.map(({ callCount }) => callCount),
    firstCallUs: functions.map(({ firstCallUs }) => firstCallUs ?? Number.NaN),
    lastCallUs: functions.map(({ lastCallUs }) => lastCallUs ?? Number.NaN),
    totalUs: functions.map(({ totalUs }) => totalUs),
    selfUs: functions.map(({ selfUs }) => selfUs),
    isStartupPath: functions.map(({ isStartupPath }) => Number(isStartupPath)),
    edgeCaller: edges.map(({ caller }) => caller),
    edgeCallee: edges.map(({ callee }) => callee),
    edgeCount: edges.map(({ count }) => count),
    scenarios,
    complete,
    problems,
  }
}
