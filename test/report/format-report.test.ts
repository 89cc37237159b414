import { expect, test } from 'vitest'

import type { Recording } from '../../src/model/recording.ts'
import { buildReport, formatReport, paintFor } from '../../src/report/index.ts'
import { layOut, makeFunction, makeTrace } from './recordings.ts'

function sample(overrides: Partial<Recording> = {}): Parameters<typeof layOut>[0] {
  return {
    phases: ['startup', 'steady', 'cold', 'startup', 'cold', 'startup'],
    recording: {
      complete: true,
      problems: [],
      functions: [3000, 3500, 3000, 3500, 9000, 3000].map((size, index) =>
        makeFunction(index, size, index === 4 ? 0 : 10 ** index),
      ),
      scenarios: [makeTrace([3, 0], 0), makeTrace([5, 3, 0], 1)],
      ...overrides,
    },
  }
}

function reportOf(phased: Parameters<typeof layOut>[0]): ReturnType<typeof buildReport> {
  return buildReport(layOut(phased))
}

test('reads well', () => {
  expect(formatReport(reportOf(sample())).join('\n')).toMatchInlineSnapshot(`
    "6 functions in 3 modules, 5 ran; 24.4 KB on 8 pages of 4 KB

    phase         pages    bytes  functions  full
    startup      3 of 2   9.3 KB          3  77 %
    first_frame  0 of 1      0 B          0     -
    steady            1   3.4 KB          1  85 %
    cold              4  11.7 KB          2  73 %

    pages touched by          source order  packed  at least
    test/t1.test.ts > test 1             4       3         3  -25 %
    test/t0.test.ts > test 0             2       2         2    0 %
    all 2 traces                         6       5         5  -17 %

    largest functions  phase    bytes  calls
    src/m1.ts:f004     cold     9,000      0
    src/m0.ts:f003     startup  3,500      2
    src/m1.ts:f001     steady   3,500     10
    src/m0.ts:f000     startup  3,000      2
    src/m2.ts:f002     cold     3,000    100

    most called     phase    bytes  calls
    src/m2.ts:f002  cold     3,000    100
    src/m1.ts:f001  steady   3,500     10
    src/m0.ts:f000  startup  3,000      2
    src/m0.ts:f003  startup  3,500      2
    src/m2.ts:f005  startup  3,000      1

    startup takes 3 pages, 1 over its budget of 2
      the smallest change: without 1 function, 2.9 KB
        src/m2.ts:f005"
  `)
})

test('page by page', () => {
  const lines = formatReport(reportOf(sample()), { pages: true })
  expect(lines.slice(lines.findIndex((line) => line.startsWith('page 0'))).join('\n')).toMatchInlineSnapshot(`
    "page 0 startup, 3.4 KB, 1 function
      src/m0.ts:f003
    page 1 startup, 2.9 KB, 1 function
      src/m0.ts:f000
    page 2 startup, 2.9 KB, 1 function
      src/m2.ts:f005
    page 3 steady, 3.4 KB, 1 function
      src/m1.ts:f001
    page 4 cold, 8.8 KB, 1 function
      src/m1.ts:f004
    page 7 cold, 2.9 KB, 1 function
      src/m2.ts:f002

    startup takes 3 pages, 1 over its budget of 2
      the smallest change: without 1 function, 2.9 KB
        src/m2.ts:f005"
  `)
})

test('says what is missing, and control characters never reach the terminal', () => {
  const record = { ...makeFunction(0, 5000, 3), name: 'src/a.ts:\u001b[2Jx\u202e' }
  const phased = sample({
    complete: false,
    problems: ['test/a.test.ts: its worker was killed\u0007'],
    functions: [record],
    scenarios: [],
  })
  const text = formatReport(reportOf({ ...phased, phases: ['startup'] })).join('\n')
  expect(text).toContain('the recording is not complete:\n  test/a.test.ts: its worker was killed\\u0007')
  expect(text).toContain('\\u001b[2Jx\\u202e')
  // oxlint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
})

test('colours only where the terminal has them', () => {
  const escape = '\u001b['
  expect(paintFor({ isTTY: true }, {})('red', 'x')).toContain(escape)
  expect(paintFor({ isTTY: false }, {})('red', 'x')).toBe('x')
  expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })('red', 'x')).toBe('x')
  expect(paintFor({ isTTY: false }, { FORCE_COLOR: '1' })('red', 'x')).toContain(escape)
  expect(paintFor({ isTTY: true, hasColors: () => false }, {})('red', 'x')).toBe('x')
})
