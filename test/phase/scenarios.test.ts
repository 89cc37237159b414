import { join } from 'node:path'

import { expect, test } from 'vitest'

import { LayoutConfig, type Recording } from '../../src/model/index.ts'
import { DEFAULT_THRESHOLDS, inferByRate, inferByTime } from '../../src/phase/index.ts'
import { readRecordingFile } from '../../src/record/session/index.ts'
import type { LayoutReport } from '../../src/report/index.ts'
import { runCli } from '../cli/run-cli.ts'
import { config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'

const OWN_MARKS = "marks: ['startup.complete', 'ui.ready', 'db.open']"

/** A program with markers of the package and of its own, and tests that are scenarios by meta, by a table, and not at all. */
const FILES: Readonly<Record<string, string>> = {
  'vitest.config.ts': config(`{ ${OWN_MARKS} }`),
  'layout.sdn': `layout:
    # Who boots, and who only exports.
    scenarios |name, test, stop_mark, phase, weight|
        cli, "* > cli > *", , first_frame, 2
        export, "test/export*", , cold,
        odd, "trace > *", , startup, 0.3
    overrides |function, phase|
        "src/app.ts:pinned", cold
        "src/app.ts:overridden", cold
    patterns:
        startup = [overridden, noted, boot, dark]
        cold = [lamp]
`,
  'src/app.ts': `import { markStartupComplete, markUiReady } from 'vitest-layout/markers'
export function boot(): void {
  connect()
  performance.mark('db.open')
  afterOpen()
}
function connect(): void {}
function afterOpen(): void {}
export function start(): void {
  parse()
  performance.mark('nobody.listens')
  markStartupComplete()
  draw()
  markUiReady()
  tick()
}
function parse(): void {}
function draw(): void {}
export function tick(): void {}
export function help(): void {}
export function write(): void {}
export function trace(): void {}
export function often(): void {}
export function seldom(): void {}
/** @layout steady pin */
export function pinned(): void {}
/** @layout steady */
export function overridden(): void {}
/** @layout cold */
export function noted(): void {}
export function dark(): void {}
export function lamp(): void {}
`,
  'test/app.test.ts': `import { describe, test } from 'vitest'
import * as app from '../src/app.ts'
describe('app', { meta: { layout: { scenario: 'tui', stopMark: 'db.open', phase: 'startup', weight: 3 } } }, () => {
  test('boots', () => app.boot())
  test('boots, as a scenario of its own', { meta: { layout: { scenario: 'start', weight: 3 } } }, () => {
    app.start()
    for (let i = 0; i < 3; i++) app.often()
    for (let i = 0; i < 2; i++) app.seldom()
  })
})
describe('cli', () => {
  test('helps', () => {
    app.help()
    app.pinned()
    app.overridden()
    app.noted()
  })
})
describe('trace', () => {
  test('odd', () => app.trace())
})
test('declares nothing', () => app.tick())
`,
  'test/export.test.ts': `import { test } from 'vitest'
import { often, write } from '../src/app.ts'
test('writes', () => {
  for (let i = 0; i < 50; i++) write()
  often()
})
`,
}

function phasesOf(project: TestProject): Record<string, string> {
  const { recorded } = LayoutConfig.fromFile(project.path('.vitest/layout/layout.sdn'))
  return Object.fromEntries(recorded.map(({ name, phase }) => [name.replace('src/app.ts:', ''), phase]))
}

test('markers, scenarios by meta and by table, weights, precedence', async () => {
  const project = new TestProject(FILES)
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  expect(phasesOf(project)).toEqual({
    '<module>': 'startup',
    // Declared on the suite, up to a mark of the program's own.
    boot: 'startup',
    connect: 'startup',
    afterOpen: 'cold',
    // A test's own scenario takes the place of the suite's: markers divide it, and a mark that no option names is none.
    start: 'startup',
    parse: 'startup',
    draw: 'first_frame',
    tick: 'cold',
    // Hotness is weight times calls: 3 calls of weight 3 and one more.
    often: 'steady',
    seldom: 'cold',
    // By the table's globs: on suites and tests, on files.
    help: 'first_frame',
    write: 'cold',
    // 0.3 of 6.3 is below the share that makes start-up.
    trace: 'cold',
    pinned: 'steady',
    overridden: 'cold',
    noted: 'cold',
    // Never ran: a pattern, in the order of phases.
    dark: 'startup',
    lamp: 'cold',
  })
  const explain = async (name: string): Promise<string> => (await runCli(['explain', name], project.root)).stdout
  expect(await explain('trace')).toBe(`src/app.ts:trace: cold
  the recording says cold: its weighted calls, 0.3, are fewer than 10, and only 3 % of the scenarios' weight reach it
  odd (weight 0.3): 1 call, in its startup part
`)
  expect(await explain('often')).toMatch(
    /its weighted calls, 10, are 10 or more\n {2}export .*\n {2}start \(weight 3\): 3 calls/,
  )
  expect(await explain('pinned')).toContain('pinned by its annotation to steady')
  expect(await explain('dark')).toContain('never ran; by the pattern "dark"')
})

test.each(['time', 'rate'] as const)('inference %s goes by the clock, as the recording has it', async (inference) => {
  const project = new TestProject({
    ...FILES,
    'layout.sdn': 'layout:\n    page_size: 4096\n',
    'vitest.config.ts': config(`{ inference: '${inference}', annotationConflicts: 'ignore', ${OWN_MARKS} }`),
    'src/app.ts': FILES['src/app.ts']!.replaceAll('/** @layout', '/* '),
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  const recording = readRecordingFile(join(project.root, '.vitest/layout/recording.sdn'))
  expect(phasesOf(project)).toEqual(byTheClock(recording, inference))
  const { stdout: text } = await runCli(['explain', 'boot'], project.root)
  expect(text).toContain(inference === 'time' ? 'by the time of its first call' : 'by its calls a second')
})

/** The rules of docs/phases.md on the recorded numbers. */
function byTheClock({ functions, scenarios }: Recording, inference: 'time' | 'rate'): Record<string, string> {
  const frames = scenarios
    .flatMap(({ marks }) => marks)
    .filter(({ name }) => name !== 'db.open' && !name.startsWith('vitest'))
  const frameUs = Math.min(...frames.map(({ us }) => us))
  const seconds = Math.max(...functions.map(({ lastCallUs = 0 }) => lastCallUs)) / 1e6
  return Object.fromEntries(
    functions.map(({ name, callCount, firstCallUs }) => {
      const isDark = callCount === 0 || firstCallUs === undefined
      const phase =
        inference === 'time'
          ? inferByTime(callCount, firstCallUs, frameUs)
          : isDark
            ? 'cold'
            : inferByRate(callCount, firstCallUs, seconds, DEFAULT_THRESHOLDS).phase
      return [name.replace('src/app.ts:', ''), phase]
    }),
  )
}

test('what a test says of itself and means nothing is told', async () => {
  const project = new TestProject({
    'vitest.config.ts': config(),
    'src/a.ts': 'export function f(): void {}\n',
    'test/a.test.ts': `import { test } from 'vitest'
import { f } from '../src/a.ts'
test('nameless', { meta: { layout: { phase: 'startup' } } }, () => f())
test('misspelt', { meta: { layout: { scenarioo: 's' } } }, () => f())
test('snake', { meta: { layout: { scenario: 's', stop_mark: 'x' } } }, () => f())
test('weight', { meta: { layout: { scenario: 's', weight: 'x' } } }, () => f())
test('endless', { meta: { layout: { scenario: 's', weight: Infinity } } }, () => f())
test('number', { meta: { layout: { scenario: 5 } } }, () => f())
test('text', { meta: { layout: 's' } }, () => f())
test('fine', { meta: { layout: { scenario: 't', weight: 2, phase: undefined } } }, () => f())
`,
  })
  const { status, stdout } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(0)
  const { complete, problems, warnings } = JSON.parse(project.read('.vitest/layout/report.json')) as LayoutReport
  expect({ complete, problems }).toEqual({
    complete: true,
    problems: [
      'test/a.test.ts > endless: the weight in meta.layout is Infinity, expected a number above 0; 1 was taken',
    ],
  })
  expect(warnings).toEqual([
    '"test/a.test.ts > nameless": a phase or a stop mark in meta.layout counts for nothing without `scenario`, the name of one.',
    'test/a.test.ts > misspelt: unknown key "scenarioo" in meta.layout; did you mean scenario?',
    'test/a.test.ts > snake: unknown key "stop_mark" in meta.layout; did you mean stopMark?',
    'test/a.test.ts > weight: weight is "x" in meta.layout, expected a number above 0; it was left out',
    'test/a.test.ts > number: scenario is 5 in meta.layout, expected a name; it was left out',
    'test/a.test.ts > text: meta.layout is "s", expected an object with scenario, phase, stopMark, weight; it was left out',
  ])
  expect(stdout).toContain('did you mean scenario?')
})
