import { expect, test } from 'vitest'

import { assignPhases, DEFAULT_THRESHOLDS, inferByRate, inferByTime } from '../../src/phase/index.ts'
import { RecordingSession } from '../../src/record/session/index.ts'

const MS = 1000

test.each([
  [0, undefined, 'cold'],
  [1, 99 * MS, 'startup'],
  [2, 49 * MS, 'first_frame'],
  [2, 50 * MS, 'steady'],
  [9, 100 * MS, 'cold'],
  [10, 100 * MS, 'steady'],
  [1, 100 * MS, 'cold'],
] as const)('time: %i calls, first at %s us, is %s', (calls, firstUs, phase) => {
  expect(inferByTime(calls, firstUs, 100 * MS)).toBe(phase)
})

test.each([
  // Start-up window: few calls, or early and slow.
  [5, 99 * MS, 0.1, 'startup', 0.9],
  [6, 49 * MS, 1, 'startup', 0.7],
  [6, 50 * MS, 1, 'first_frame', 0.8],
  [10, 10 * MS, 1, 'first_frame', 0.8],
  // First-frame window: at most 20 calls and fewer than 50 a second.
  [20, 499 * MS, 1, 'first_frame', 0.8],
  [20, 499 * MS, 0.4, 'steady', 0.5],
  [21, 499 * MS, 1, 'steady', 0.5],
  // After it: by calls a second.
  [100, 600 * MS, 1, 'steady', 0.9],
  [99, 600 * MS, 1, 'steady', 0.5],
  [1, 600 * MS, 1, 'steady', 0.5],
  [1, 600 * MS, 1.01, 'cold', 0.8],
  [50, 600 * MS, 0, 'cold', 0.8],
] as const)('rate: %i calls, first at %i us, in %d s, is %s (%d)', (calls, firstUs, seconds, phase, confidence) => {
  expect(inferByRate(calls, firstUs, seconds, DEFAULT_THRESHOLDS)).toEqual({ phase, confidence })
})

test('time takes the frame from the markers, rate the duration from the last call', () => {
  let now = 0
  const session = new RecordingSession({ now: () => now })
  session.startRecording()
  const call = (us: number, name: string, times = 1): void => {
    now = us
    for (let i = 0; i < times; i++) {
      session.recordCall(name)
      session.recordReturn(name)
    }
  }
  call(10, 'main')
  call(20, 'early', 2)
  now = 1000
  session.mark('ui.ready')
  call(1500, 'late', 3)
  call(600 * MS, 'loop', 400)
  call(2000 * MS, 'last')
  session.stopRecording()
  session.setFunctionSize('never', 1)
  const phases = (inference: 'time' | 'rate'): Record<string, string> => {
    const { explain } = assignPhases(session, undefined, { inference })
    return Object.fromEntries(
      session.functions.map(({ name }) => [name, `${explain(name)?.phase} by ${explain(name)?.rule}`]),
    )
  }
  expect(phases('time')).toEqual({
    main: 'startup by time',
    early: 'first_frame by time',
    late: 'cold by time',
    loop: 'steady by time',
    last: 'cold by time',
    never: 'cold by never-ran',
  })
  expect(phases('rate')).toEqual({
    main: 'startup by rate',
    early: 'startup by rate',
    late: 'startup by rate',
    loop: 'steady by rate',
    last: 'cold by rate',
    never: 'cold by never-ran',
  })
})
