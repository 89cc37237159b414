import { describe, expect, test } from 'vitest'

import { parseSdn, toJs } from '../../src/sdn/index.ts'
import { TestProject } from '../support/project.ts'
import { BASIC, config } from './projects.ts'

const ARTEFACTS = ['.vitest/layout/layout.sdn', '.vitest/layout/recording.sdn', '.vitest/layout/report.json']

interface Artefact {
  layout: { recorded: { function: string; phase: string; call_count: number }[] }
}

function recordedCalls(project: TestProject, path = '.vitest/layout/layout.sdn'): Record<string, number> {
  const { layout } = toJs(parseSdn(project.read(path))) as unknown as Artefact
  return Object.fromEntries(layout.recorded.map((row) => [row.function, row.call_count]))
}

describe.each(['forks', 'threads'])('in %s', (pool) => {
  test('records, reports and writes the artefacts', async () => {
    const project = new TestProject(BASIC)
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout', `--pool=${pool}`])
    expect(stderr).toBe('')
    expect(status).toBe(0)
    for (const path of ARTEFACTS) expect(project.has(path), path).toBe(true)
    expect(recordedCalls(project)).toMatchObject({
      'src/start.ts:start': 1,
      'src/start.ts:finish': 1,
      'src/count.ts:count': 21,
      'src/count.ts:never': 0,
    })
    expect(stdout).toContain('2 passed')
    expect(stdout).toMatch(/phase +pages +bytes +functions +full/)
  })
})

test('alone it shows failing tests as people expect', async () => {
  const project = new TestProject({
    ...BASIC,
    'test/bad.test.ts': `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'

test('is wrong', () => {
  expect(count(1)).toBe(3)
})
`,
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(1)
  expect(stdout + stderr).toContain('expected 2 to be 3')
  expect(stdout + stderr).toContain('test/bad.test.ts:5:20')
  expect(recordedCalls(project)['src/count.ts:count']).toBe(22)
})

test('beside other reporters', async () => {
  const project = new TestProject(BASIC)
  const run = await project.vitest(['--reporter=json', '--reporter=layout', '--outputFile.json=results.json'])
  expect(run.status).toBe(0)
  expect(JSON.parse(project.read('results.json'))).toMatchObject({ numPassedTests: 2 })
  expect(project.has(ARTEFACTS[0]!)).toBe(true)
})

test('named in the configuration, with options', async () => {
  const project = new TestProject({
    ...BASIC,
    'vitest.config.ts': config(`{ outDir: 'a' }`, `{ reporters: ['default', ['layout', { outDir: 'b' }]] }`),
  })
  expect((await project.vitest()).status).toBe(0)
  expect(recordedCalls(project, 'b/layout.sdn')['src/count.ts:count']).toBe(21)
  expect(project.has('a')).toBe(false)
})

test('a plain run is not touched', async () => {
  const project = new TestProject({
    ...BASIC,
    'test/plain.test.ts': `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'

test('is not instrumented', () => {
  expect(count.toString()).toMatch(/^function count\\(value\\) \\{\\s+return value \\+ 1;?\\s+\\}$/)
  expect(Object.getOwnPropertyNames(globalThis).filter((name) => name.includes('layout'))).toEqual([])
})
`,
  })
  const { status, stdout } = await project.vitest()
  expect(stdout).toContain('3 passed')
  expect(status).toBe(0)
  expect(project.has('.vitest/layout')).toBe(false)
})

test('without the plugin it says what to add', async () => {
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': `export default {}\n` })
  const { status, stdout, stderr } = await project.vitest(['--reporter=default', '--reporter=vitest-layout/reporter'])
  expect(status).toBe(0)
  expect(stdout + stderr).toContain('plugins: [layout()]')
  expect(project.has('.vitest/layout')).toBe(false)
})

describe('budgets', () => {
  const files = {
    ...BASIC,
    'layout.sdn':
      'layout:\n    page_size: 256\n    budgets:\n        startup: 1\n    overrides:\n        start: startup\n        finish: startup\n        count: startup\n        never: startup\n',
  }

  test('one that is exceeded is a warning', async () => {
    const project = new TestProject(files)
    const { status, stdout } = await project.vitest(['--reporter=layout'])
    expect(stdout).toMatch(/startup takes \d pages, \d over its budget of 1/)
    expect(status).toBe(0)
  })

  test('with the flag, a failed run', async () => {
    const project = new TestProject({ ...files, 'vitest.config.ts': config('{ failOnBudget: true }') })
    const { status } = await project.vitest(['--reporter=layout'])
    expect(status).toBe(1)
    expect(project.has(ARTEFACTS[0]!)).toBe(true)
  })
})

test('a run without test files leaves the recording as it was', async () => {
  const project = new TestProject(BASIC)
  expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
  const before = ARTEFACTS.map((path) => project.read(path))
  const { status, stdout } = await project.vitest(['--reporter=layout', '--passWithNoTests', 'nowhere'])
  expect(status).toBe(0)
  expect(stdout).toContain('no test file ran, so nothing was recorded')
  expect(ARTEFACTS.map((path) => project.read(path))).toEqual(before)
})

test('a recording without functions says why', async () => {
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': config(`{ include: 'lib/**' }`) })
  const { status, stdout } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(0)
  expect(stdout).toContain('no function was recorded')
  expect(stdout).toContain('`include` is lib/**')
})
