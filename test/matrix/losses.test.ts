import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { config } from '../reporter/projects.ts'
import { callsOf, reportOf } from './recorded.ts'

const SOURCE = `export function work(name: string): string {
  return name
}
`

/** A test file that calls `work` once at its top and then does `body`. */
function file(body: string): string {
  return `import { afterAll, beforeAll, expect, test } from 'vitest'
import { work } from '../src/work.ts'

work('load')

${body}
`
}

test('what was recorded is kept, what was not is named', async () => {
  const project = new TestProject({
    'vitest.config.ts': config('{}', `{ testTimeout: 300, hookTimeout: 300, pool: 'forks' }`),
    'src/work.ts': SOURCE,
    'test/fine.test.ts': file(`test('fine', () => void work('a'))`),
    'test/exit.test.ts': file(`test('exits', () => { work('a'); process.exit(3) })`),
    'test/timeout.test.ts': file(`test('never ends', async () => { work('a'); await new Promise(() => {}) })`),
    'test/unhandled.test.ts': file(`test('rejects', async () => {
  work('a')
  void Promise.reject(new Error('nobody catches this'))
  await new Promise((done) => setTimeout(done, 20))
})`),
    'test/hook.test.ts': file(`beforeAll(() => { work('a'); throw new Error('hook') })
test('not reached', () => void work('b'))`),
    'test/hook-after.test.ts': file(`afterAll(() => { work('a'); throw new Error('hook') })
test('reached', () => void work('b'))`),
    'test/collect.test.ts': file(`throw new Error('while collecting')`),
    'test/skipped.test.ts': file(`test.skip('skipped', () => void work('a'))`),
    'test/killed.test.ts': file(`test('dies', () => { work('a'); process.kill(process.pid, 'SIGKILL') })`),
    'test/empty.test.ts': file(``),
  })
  const { status } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(1)
  // fine 2, exit 2, timeout 2, unhandled 2, hook 2, hook-after 3
  expect(callsOf(project)).toEqual({ 'src/work.ts:work': 13 })
  const { complete, problems } = reportOf(project)
  expect(complete).toBe(false)
  expect(problems.toSorted()).toEqual([
    expect.stringMatching(/^test\/collect\.test\.ts: it could not be collected: while collecting/),
    expect.stringMatching(/^test\/empty\.test\.ts: it could not be collected: No test suite found/),
    expect.stringMatching(/^test\/killed\.test\.ts: its worker ended before/),
    expect.stringMatching(/^test\/skipped\.test\.ts: all of its tests are skipped/),
  ])
  expect(project.read('.vitest/layout/recording.sdn')).toContain('complete: false')
})

test('files that bail left out are named', async () => {
  const project = new TestProject({
    'vitest.config.ts': config('{}', `{ bail: 1, fileParallelism: false}`),
    'src/work.ts': SOURCE,
    'test/a.test.ts': file(`test('fails', () => expect(work('a')).toBe('b'))
test('left out', () => void work('c'))`),
    'test/b.test.ts': file(`test('left out', () => void work('a'))`),
  })
  const { status } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(1)
  const { complete, problems } = reportOf(project)
  expect(complete).toBe(false)
  expect(problems).toContain('the run stopped at 1 failed test (bail)')
  // Vitest runs the larger file first.
  expect(problems.filter((problem) => problem.startsWith('test/'))).toEqual([
    'test/b.test.ts: it did not run to its end, the run had stopped (bail)',
  ])
  expect(callsOf(project)).toEqual({ 'src/work.ts:work': 2 })
})

test('a module that could not be instrumented is missing, in merged reports too', async () => {
  const project = new TestProject({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'
const notes = {
  name: 'notes',
  enforce: 'post',
  transform: (code, id) => (id.endsWith('.note') ? 'export default () => ' + JSON.stringify(code) : undefined),
}
export default defineConfig({ plugins: [layout(), notes] })
`,
    'src/work.ts': SOURCE,
    'src/a.note': 'no code',
    'test/a.test.ts': file(`import note from '../src/a.note'
test('reads', () => expect(work(note())).toBe('no code'))`),
  })
  const problem = expect.stringMatching(/^src\/a\.note: cannot be parsed; its functions are not recorded: /)
  const runs = [
    ['--reporter=layout'],
    ['--reporter=blob', '--reporter=layout'],
    ['--merge-reports', '--reporter=layout'],
  ]
  for (const args of runs) {
    // oxlint-disable-next-line no-await-in-loop -- the last one reads what the one before has written
    const { status, stdout, stderr } = await project.vitest(args)
    expect(status, stdout + stderr).toBe(0)
    expect(reportOf(project)).toMatchObject({ complete: false, problems: [problem], warnings: [] })
    expect(callsOf(project)).toEqual({ 'src/work.ts:work': 2 })
  }
})
