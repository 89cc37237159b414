import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { EVERYTHING_CALLS, everything } from './everything.ts'
import { callsOf, reportOf, timeless } from './recorded.ts'

const coverage = (name: string): string[] => [
  '--coverage.enabled',
  `--coverage.provider=${name}`,
  '--coverage.reporter=json',
  '--coverage.include=src/**',
]
/** A file with every construct, run as it loads. */
const constructs = readFileSync(new URL('../record/fixtures/constructs.js', import.meta.url), 'utf8')
const CONSTRUCTS: Readonly<Record<string, string>> = {
  'src/constructs.js': `export const lines = []\nconst log = (...texts) => void lines.push(texts)\n${constructs}`,
  'test/constructs.test.ts': `import { expect, test } from 'vitest'
import { lines } from '../src/constructs.js'

test('runs to its end', () => void expect(lines.length).toBeGreaterThan(20))
`,
}
const COVERAGE = 'coverage/coverage-final.json'

test('beside istanbul: its numbers are those of a plain run, ours those of a run without it', async () => {
  const project = new TestProject({
    ...everything(),
    ...CONSTRUCTS,
    'src/unloaded.ts': 'export const unloaded = () => 1\n',
  })
  const plain = await project.vitest(coverage('istanbul'))
  expect(plain.status, plain.stdout + plain.stderr).toBe(0)
  const covered = JSON.parse(project.read(COVERAGE)) as object
  expect(Object.keys(covered)).toContain(project.path('src/constructs.js'))
  expect(Object.keys(covered)).toContain(project.path('src/unloaded.ts'))

  const alone = await project.vitest(['--reporter=layout'])
  expect(alone.status, alone.stdout + alone.stderr).toBe(0)
  const recorded = timeless(project)
  const { warnings } = reportOf(project)

  const both = await project.vitest(['--reporter=layout', ...coverage('istanbul')])
  expect(both.status, both.stdout + both.stderr).toBe(0)
  expect(JSON.parse(project.read(COVERAGE))).toEqual(covered)
  expect(callsOf(project)).toMatchObject(EVERYTHING_CALLS)
  expect(timeless(project)).toEqual(recorded)
  expect(reportOf(project).warnings).toEqual(warnings)
})

test('beside V8: our counts stay exact, and a warning says what coverage sees', async () => {
  const project = new TestProject(everything())
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout', ...coverage('v8')])
  expect(status, stdout + stderr).toBe(0)
  expect(callsOf(project)).toMatchObject(EVERYTHING_CALLS)
  expect(reportOf(project).warnings).toEqual([expect.stringContaining('coverage.provider is v8')])
})
