import { expect, test } from 'vitest'

import { writeFeedbackText } from '../../src/profile/feedback-file.ts'
import { RuntimeProfiler } from '../../src/profile/index.ts'
import { TestProject } from '../support/project.ts'
import { runCli } from './run-cli.ts'

/** What a profiled program writes in which these functions ran once at its start. */
function feedbackOf(...names: readonly string[]): string {
  const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 1 })
  profiler.setStartupWindow(60_000)
  profiler.start()
  for (const name of names) profiler.recordCall(name)
  profiler.stop()
  return writeFeedbackText(profiler.generateLayoutFeedback(), profiler.collectMetrics(), { source: 'calls' })
}

const NAMES = [
  'src/app.ts:<module>',
  'src/app.ts:main',
  'src/gone.mjs:<module>',
  'src/app.ts/x.ts:f',
  '../../../etc/init.mjs:<module>',
  '/etc/init.mjs:f',
  'db:query',
]

test('functions of sources that are not there get no overrides', async () => {
  const project = new TestProject({ 'feedback.sdn': feedbackOf(...NAMES), 'src/app.ts': 'export {}\n' })
  const { status, stdout, stderr } = await runCli(['feedback', 'apply', 'feedback.sdn'], project.root)
  expect([status, stdout.split('\n')[0]]).toEqual([0, 'layout.sdn: 3 changed, 0 as they were, 0 not sure enough'])
  expect(stderr.split('\n')).toEqual([
    'warning: left out: ../../../etc/init.mjs: there is no such source (1 function)',
    'warning: left out: /etc/init.mjs: there is no such source (1 function)',
    'warning: left out: src/app.ts/x.ts: there is no such source (1 function)',
    'warning: left out: src/gone.mjs: there is no such source (1 function)',
    '',
  ])
  expect(project.read('layout.sdn').match(/^ +"[^"]*", startup$/gm)).toEqual([
    '        "db:query", startup',
    '        "src/app.ts:<module>", startup',
    '        "src/app.ts:main", startup',
  ])
})

test.each(['nope', 'feedback.sdn'])('a root that is no folder is refused: %s', async (root) => {
  const project = new TestProject({ 'feedback.sdn': feedbackOf('src/app.mjs:<module>') })
  const { status, stdout, stderr } = await runCli(['feedback', 'apply', 'feedback.sdn', '--root', root], project.root)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(new RegExp(`${root}: there is no such folder\\. Name the folder .* with --root`))
  expect(project.has('layout.sdn')).toBe(false)
})

test('files that cannot be read are told with what to do', async () => {
  const project = new TestProject({ 'feedback.sdn': feedbackOf('f'), 'src/app.ts': '' })
  const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['nope.sdn'], /nope\.sdn: cannot read this feedback: ENOENT.* Give the files that profiled programs wrote\./],
    [['feedback.sdn', '--to', 'src'], /src: cannot read this configuration: EISDIR.* Name a layout\.sdn or/],
  ]
  for (const [args, message] of cases) {
    const { status, stderr } = await runCli(['feedback', 'apply', ...args], project.root)
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
    expect(stderr).not.toContain('a defect')
  }
})
