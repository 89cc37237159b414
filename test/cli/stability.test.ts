import { expect, test } from 'vitest'

import { BASIC, config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'
import { runCli } from './run-cli.ts'

test('a suite that does the same each time is stable', async () => {
  const project = new TestProject({
    'vitest.config.ts': config(),
    'src/count.ts': BASIC['src/count.ts']!,
    'test/count.test.ts': BASIC['test/count.test.ts']!,
  })
  const { status, stdout } = await runCli(['stability', '-n', '2'], project.root)
  expect(stdout).toBe('0 of 3 functions vary in 2 runs; layout.sdn was written in 1 form.\n')
  expect(status).toBe(0)
})

test('names the functions that vary, and where', async () => {
  const project = new TestProject({
    'vitest.config.ts': config(),
    // The third of three runs differs.
    'src/dice.ts': `import { readFileSync, writeFileSync } from 'node:fs'
export function roll(): number {
  const run = Number(readFileSync('run.txt', 'utf8')) + 1
  writeFileSync('run.txt', String(run))
  return run
}
export function often(): void {}
export function sometimes(): void {}
export function first(): void {}
export function second(): void {}
`,
    'run.txt': '0',
    'test/dice.test.ts': `import { expect, test } from 'vitest'
import { first, often, roll, second, sometimes } from '../src/dice.ts'
test('plays', () => {
  const run = roll()
  for (let i = 0; i < (run === 3 ? 12 : 2); i++) often()
  if (run < 3) sometimes()
  if (run === 3) second()
  first()
  if (run < 3) second()
  expect(run).toBeGreaterThan(0)
})
`,
  })
  const { status, stdout } = await runCli(['stability', '--runs', '3', '--', '--no-isolate'], project.root)
  expect(stdout).toBe(`src/dice.ts:first
  in test/dice.test.ts > plays: order differs: first after src/dice.ts:often, or src/dice.ts:second
src/dice.ts:often
  calls differ: 2, 2, 12
  phase differs: cold, cold, steady
  in test/dice.test.ts > plays: calls 2, 2, 12
src/dice.ts:second
  in test/dice.test.ts > plays: order differs: first after src/dice.ts:first, or src/dice.ts:often
src/dice.ts:sometimes
  ran only in runs 1, 2 of 3
  in test/dice.test.ts > plays: calls 1, 1, none
4 of 6 functions vary in 3 runs; layout.sdn was written in 2 different forms.
`)
  expect(status).toBe(1)
})

test('a suite of which nothing is recorded is not stable', async () => {
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': config(`{ include: 'lib/**' }`) })
  const { status, stderr } = await runCli(['stability', '-n', '2'], project.root)
  expect(stderr).toContain('a run recorded no function')
  expect(status).toBe(2)
})

test('a run that leaves no layout, and wrong numbers, are told apart from unstable suites', async () => {
  const project = new TestProject({
    'vitest.config.ts': 'export default {}\n',
    'test/a.test.ts': BASIC['test/count.test.ts']!,
  })
  expect(await runCli(['stability', '-n', '1'], project.root)).toMatchObject({ status: 2 })
  const { status, stderr } = await runCli(['stability', '-n', '2'], project.root)
  expect(stderr).toContain('left no new layout.sdn')
  expect(status).toBe(2)
})
