import { expect, test } from 'vitest'

import { LayoutError } from '../../src/errors.ts'
import { LayoutConfig } from '../../src/model/index.ts'
import {
  clearRecording,
  exportLayoutConfig,
  isRecording,
  recordFunctionCall,
  recordFunctionReturn,
  recordLayoutMarker,
  RecordingSession,
  setFunctionSize,
  startRecording,
  stopRecording,
} from '../../src/record/session/index.ts'

/** A session whose clock is moved by hand, microseconds. */
function timed(): { session: RecordingSession; at: (us: number) => RecordingSession } {
  let now = 5000
  const session = new RecordingSession({ now: () => now })
  return {
    session,
    at: (us) => {
      now = 5000 + us
      return session
    },
  }
}

test('calls, edges and times', () => {
  const { session, at } = timed()
  session.startRecording()
  at(10).recordCall('src/a.ts:main')
  at(20).recordCall('src/a.ts:load')
  at(50).recordReturn('src/a.ts:load')
  at(60).recordCall('src/a.ts:load')
  at(70).recordReturn('src/a.ts:load')
  at(100).recordReturn('src/a.ts:main')
  session.stopRecording()
  expect(session.functions).toMatchObject([
    {
      name: 'src/a.ts:load',
      module: 'src/a.ts',
      callCount: 2,
      firstCallUs: 20,
      lastCallUs: 60,
      totalUs: 40,
      selfUs: 40,
    },
    { name: 'src/a.ts:main', callCount: 1, firstCallUs: 10, lastCallUs: 10, totalUs: 90, selfUs: 50 },
  ])
  expect([...(session.functions[1]?.callees ?? [])]).toEqual([['src/a.ts:load', 2]])
  const [trace] = session.scenarios
  expect(Array.from(trace?.order ?? [], (f) => session.functions[f]?.name)).toEqual(['src/a.ts:main', 'src/a.ts:load'])
  expect([...(trace?.calls ?? [])]).toEqual([1, 2])
})

test('a return ends what the function called, an unknown return ends nothing', () => {
  const { session, at } = timed()
  session.startRecording()
  at(0).recordCall('a')
  at(1).recordCall('b')
  at(2).recordReturn('nobody')
  at(3).recordCall('c')
  at(4).recordReturn('a')
  at(5).recordCall('d')
  session.stopRecording()
  const calls = Object.fromEntries(session.functions.map(({ name, callees }) => [name, [...callees.keys()]]))
  expect(calls).toEqual({ a: ['b'], b: ['c'], c: [], d: [] })
})

test('recursion counts its time once', () => {
  const { session, at } = timed()
  session.startRecording()
  at(0).recordCall('f')
  at(10).recordCall('f')
  at(20).recordReturn('f')
  at(30).recordReturn('f')
  session.stopRecording()
  expect(session.functions[0]).toMatchObject({ callCount: 2, totalUs: 30, selfUs: 30 })
  expect([...(session.functions[0]?.callees ?? [])]).toEqual([['f', 1]])
})

test('markers: the first time counts, others are calls of marker:NAME', () => {
  const { session, at } = timed()
  at(0).mark('first_frame')
  session.startRecording()
  at(1).recordCall('early')
  expect(session.firstFrameUs).toBeUndefined()
  at(30).mark('ui.ready')
  at(40).mark('first_frame')
  at(41).mark('main_loop')
  at(42).mark('event_loop.enter')
  at(43).mark('db.open')
  at(44).mark('db.open')
  at(45).recordCall('late')
  session.stopRecording()
  expect([session.firstFrameUs, session.eventLoopUs]).toEqual([30, 41])
  const records = Object.fromEntries(session.functions.map((record) => [record.name, record]))
  expect(Object.keys(records).toSorted()).toEqual(['early', 'late', 'marker:db.open'])
  expect(records['marker:db.open']?.callCount).toBe(2)
  expect([records['early']?.isStartupPath, records['late']?.isStartupPath]).toEqual([true, false])
})

test('nothing counts while nothing records', () => {
  const { session } = timed()
  session.recordCall('a')
  session.recordReturn('a')
  session.mark('ui.ready')
  expect(session.isRecording()).toBe(false)
  session.stopRecording()
  expect([session.functions.length, session.scenarios.length, session.firstFrameUs]).toEqual([0, 0, undefined])
})

test('a name that could not be read back is refused, and nothing is counted', () => {
  const { session } = timed()
  // Nothing is checked of what is ignored.
  session.recordCall('')
  session.startRecording()
  expect(() => session.recordCall('')).toThrow(
    new LayoutError('NAME', 'the name of a function is empty, expected a text like src/app.ts:main.', {
      hint: 'Give a name of your own to what has none.',
    }),
  )
  expect(() => session.recordCall(7 as unknown as string)).toThrow('the name of a function is of type number')
  expect(() => session.recordCall(undefined as unknown as string)).toThrow('the name of a function is undefined')
  expect(() => session.mark('')).toThrow('the name of a marker is empty, expected a text like startup.complete.')
  expect(() => session.setFunctionSize('', 1)).toThrow('the name of a function is empty')
  session.recordCall('main', '')
  session.recordReturn('')
  session.stopRecording()
  expect(session.functions.map(({ name }) => name)).toEqual(['main'])
  expect(LayoutConfig.fromText(session.exportLayoutSdn()).recorded).toHaveLength(1)
})

test('the layout goes out as configuration and joins one', () => {
  const { session, at } = timed()
  session.startRecording()
  at(1).recordCall('src/a.ts:boot')
  at(2).recordReturn('src/a.ts:boot')
  at(3).mark('startup.complete')
  for (let i = 0; i < 20; i++) {
    session.recordCall('src/a.ts:tick')
    session.recordReturn('src/a.ts:tick')
  }
  session.recordCall('src/a.ts:once')
  session.stopRecording()
  session.setFunctionSize('src/a.ts:boot', 120)
  session.setFunctionSize('src/a.ts:never', 7)
  expect(session.exportLayoutSdn()).toBe(`layout:
    page_size: 4096
    recorded |function, phase, size, call_count|
        "src/a.ts:boot", startup, 120, 1
        "src/a.ts:tick", steady, 0, 20
        "src/a.ts:once", cold, 0, 1
        "src/a.ts:never", cold, 7, 0
`)
  const merged = session.mergeWithConfig(LayoutConfig.fromText('layout:\n    overrides:\n        once: steady\n'))
  expect(merged.phaseOf('src/a.ts:once')).toBe('steady')
  expect(merged.phaseOf('src/a.ts:boot')).toBe('startup')
})

test('the functions without a session use one for the thread', () => {
  expect(isRecording()).toBe(false)
  startRecording({ scenario: 'boot' })
  recordFunctionCall('main')
  recordFunctionReturn('main')
  recordLayoutMarker('ui.ready')
  expect(isRecording()).toBe(true)
  const session = stopRecording()
  setFunctionSize('main', 10)
  expect(session.scenarios[0]).toMatchObject({ scenario: 'boot', kind: 'test' })
  expect(exportLayoutConfig().recorded).toEqual([{ name: 'main', phase: 'startup', size: 10, callCount: 1 }])
  clearRecording()
  expect(exportLayoutConfig().recorded).toEqual([])
})
