import fc from 'fast-check'
import { expect, test } from 'vitest'

import { LayoutError } from '../../src/errors.ts'
import { readRecording, RecordingSession, writeRecording } from '../../src/record/session/index.ts'
import { canonical, recording } from './arbitrary-recording.ts'

test('reading what was written gives the recording, writing it again the same text', () => {
  fc.assert(
    fc.property(recording, (original) => {
      const session = RecordingSession.from(original)
      const text = writeRecording(original)
      const back = readRecording(text)
      expect(canonical(back)).toEqual(canonical(session))
      expect(writeRecording(back)).toBe(text)
    }),
    { seed: 30, numRuns: 300 },
  )
})

/** The error of reading a text; `undefined` when it is read. */
function errorOf(text: string): LayoutError | undefined {
  try {
    readRecording(text, 'recording.sdn')
    return undefined
  } catch (error) {
    if (error instanceof LayoutError) return error
    throw error
  }
}

test('a file that was cut anywhere is refused, never read in part', () => {
  fc.assert(
    fc.property(recording, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (original, share) => {
      const text = writeRecording(original).trimEnd()
      const error = errorOf(text.slice(0, Math.floor(text.length * share)))
      expect(error).toBeInstanceOf(LayoutError)
      expect(error?.file).toBe('recording.sdn')
    }),
    { seed: 31, numRuns: 300 },
  )
})

const small = (): string => {
  let now = 0
  const session = new RecordingSession({ now: () => now++ })
  session.startRecording({ file: 'test/a.test.ts', test: 'boots' })
  session.recordCall('src/a.ts:main')
  session.recordCall('src/a.ts:load')
  session.mark('startup.complete')
  session.stopRecording()
  return writeRecording(session)
}

test('the text is plain to read', () => {
  expect(small()).toMatchInlineSnapshot(`
    "recording:
        version: 1
        complete: true
        counts:
            modules: 1
            functions: 2
            edges: 1
            scenarios: 1
            marks: 1
            problems: 0
        problems = []
        modules = [src/a.ts]
        functions |name, module, line, column, size, total_size, body_hash, phase, anchor, pinned, call_count, first_ns, last_ns, total_ns, self_ns, startup_path|
            "src/a.ts:load", 0, 0, 0, 0, 0, "", null, null, null, 1, 3000, 3000, 2000, 2000, true
            "src/a.ts:main", 0, 0, 0, 0, 0, "", null, null, null, 1, 1000, 1000, 5000, 3000, true
        edges |caller, callee, count|
            1, 0, 1
        scenarios |kind, project, file, test, scenario, phase, stop_mark, weight, order, calls|
            test, "", test/a.test.ts, boots, null, null, null, 1, "1 -1", "1*2"
        marks |scenario, name, position, ns|
            0, startup.complete, 2, 5000
        end: true
    "
  `)
})

test.each([
  ['a newer version', /version: 1/, 'version: 2', 'RECORDING_VERSION', 'format version 2, expected 1 or older'],
  ['a lost row', '\n        1, 0, 1\n', '\n', 'RECORDING_TRUNCATED', '0 edges, its header says 1'],
  ['no end', / {4}end: true\n/, '', 'RECORDING_TRUNCATED', '`end: true` is missing'],
  ['a function that is not there', '1, 0, 1', '1, 2, 1', 'RECORDING_FORMAT', 'row 1 of `edges`, `callee` is "2"'],
  ['a trace of functions that are not there', '"1 -1"', '"1 7"', 'RECORDING_FORMAT', '`order`'],
  ['another count of calls', '"1*2"', '"1*3"', 'RECORDING_FORMAT', '`calls` is "1*3", expected 2 whole counts'],
  ['a part of a call', '"1*2"', '"1.5*2"', 'RECORDING_FORMAT', '`calls` is "1.5*2", expected 2 whole counts'],
  ['half a call', 'null, 1, 3000', 'null, 1.5, 3000', 'RECORDING_FORMAT', '`call_count` is "1.5", expected a whole'],
  ['a number beyond 32 bits', '"1 -1"', '"4294967297 -4294967297"', 'RECORDING_FORMAT', '`order`'],
  ['a name twice', 'src/a.ts:main', 'src/a.ts:load', 'RECORDING_FORMAT', '"src/a.ts:load" stands twice in `functions`'],
  [
    'a module twice',
    /modules: 1([^]*)= \[src\/a\.ts\]/,
    'modules: 2$1= [src/a.ts, src/a.ts]',
    'RECORDING_FORMAT',
    '"src/a.ts" stands twice in `modules`',
  ],
  [
    'a mark past the end',
    'complete, 2,',
    'complete, 9999,',
    'RECORDING_FORMAT',
    '`position` is "9999", expected a number from 0 to 2',
  ],
  ['a row too many', 'functions: 2', 'functions: 1', 'RECORDING_FORMAT', '2 functions, its header says 1'],
  ['an unknown phase', '"", null,', '"", soon,', 'RECORDING_FORMAT', '`phase` is "soon"'],
  ['no recording', /^recording:/, 'layout:', 'RECORDING_FORMAT', 'no block `recording:`'],
])('%s is refused', (_, from, to, code, message) => {
  const text = small()
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  const error = errorOf(changed)
  expect(error?.code).toBe(code)
  expect(error?.message).toContain(message)
})
