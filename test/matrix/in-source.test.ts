import { expect, test } from 'vitest'

import { config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'
import { callsOf, reportOf } from './recorded.ts'

test('a module with tests of its own is source, and is recorded', async () => {
  const project = new TestProject({
    'vitest.config.ts': config('{}', `{ includeSource: ['src/**/*.ts'] }`),
    'src/calc.ts': `export function add(a: number, b: number): number {
  return a + b
}

if (import.meta.vitest) {
  const { expect, test } = import.meta.vitest
  test('adds', () => {
    expect(add(1, 2)).toBe(3)
  })
}
`,
    'src/plain.ts': `export const twice = (n: number): number => n * 2\n`,
    'test/calc.test.ts': `import { expect, test } from 'vitest'
import { add } from '../src/calc.ts'
import { twice } from '../src/plain.ts'
test('adds', () => {
  expect(add(twice(1), add(1, 2))).toBe(5)
})
`,
  })
  const { status, stdout } = await project.vitest(['--reporter=layout'])
  expect(stdout).toContain('2 passed')
  expect(status).toBe(0)
  expect(callsOf(project)).toMatchObject({ 'src/calc.ts:add': 3, 'src/plain.ts:twice': 1 })
  expect(reportOf(project)).toMatchObject({ complete: true, warnings: [] })
})

test('globs that begin with ** count outside the root too', async () => {
  const files = {
    'shared/s.ts': 'export const shared = (): number => 1\n',
    'app/src/a.ts': 'export const own = (): number => 2\n',
    'app/test/a.test.ts': `import { expect, test } from 'vitest'
import { own } from '../src/a.ts'
import { shared } from '../../shared/s.ts'
test('adds', () => {
  expect(own() + shared()).toBe(3)
})
`,
  }
  const calls = { '../shared/s.ts:shared': 1, 'src/a.ts:own': 1 }
  for (const [options, expected] of [
    [`{ include: '**/*.ts' }`, calls],
    [`{ exclude: '**/shared/**' }`, { 'src/a.ts:own': 1 }],
  ] as const) {
    const project = new TestProject({ ...files, 'app/vitest.config.ts': config(options) })
    // oxlint-disable-next-line no-await-in-loop -- each writes to a folder of its own, and one after the other is kinder
    const { status, stderr } = await project.vitest(['--reporter=layout', '--root=app'])
    expect([status, stderr]).toEqual([0, ''])
    expect(callsOf(project, 'app/.vitest/layout')).toEqual(expected)
  }
})
