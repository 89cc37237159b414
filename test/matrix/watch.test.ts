import { expect, onTestFinished, test } from 'vitest'

import { BASIC } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'
import { callsOf, reportOf } from './recorded.ts'

test('in watch mode a rerun updates the artefact with the files that ran', async () => {
  const project = new TestProject(BASIC)
  const watch = project.start(['--watch', '--reporter=layout'])
  onTestFinished(() => watch.stop())
  await watch.until(/Waiting for file changes/)
  expect(callsOf(project)).toMatchObject({ 'src/count.ts:count': 21, 'src/start.ts:start': 1 })
  project.write(
    'test/count.test.ts',
    `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'

test('counts', () => {
  expect(count(count(1))).toBe(3)
})
`,
  )
  await watch.until(/RERUN[\s\S]*Waiting for file changes/)
  expect(callsOf(project)).toMatchObject({ 'src/count.ts:count': 22, 'src/start.ts:start': 1 })
  // A source file: all that load it run again, and its functions are the new ones.
  project.write(
    'src/count.ts',
    `export function count(value: number): number {
  return plus(value, 1)
}

function plus(a: number, b: number): number {
  return a + b
}
`,
  )
  await watch.until(/RERUN[\s\S]*Waiting for file changes/)
  expect(callsOf(project)).toEqual({
    'src/count.ts:count': 22,
    'src/count.ts:plus': 22,
    'src/start.ts:start': 1,
    'src/start.ts:finish': 1,
    'src/start.ts:start.<anonymous#1>': 20,
    'src/start.ts:start.<anonymous#2>': 20,
  })
  expect(reportOf(project).complete).toBe(true)
})
