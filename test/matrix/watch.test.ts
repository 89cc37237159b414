import { expect, onTestFinished, test } from 'vitest'

import { BASIC } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'
import { callsOf, reportOf, scenariosOf } from './recorded.ts'

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

test('in watch mode a file that leaves nothing, and one that is deleted, take what they recorded with them', async () => {
  const project = new TestProject({
    ...BASIC,
    'src/late.ts': 'export const late = (): number => 1\n',
    'test/late.test.ts': `import { expect, test } from 'vitest'
import { late } from '../src/late.ts'
import { count } from '../src/count.ts'

test('late', () => {
  expect(count(late())).toBe(2)
})
`,
  })
  const watch = project.start(['--watch', '--reporter=layout'])
  onTestFinished(() => watch.stop())
  await watch.until(/Waiting for file changes/)
  const whole = project.read('.vitest/layout/layout.sdn')
  expect(callsOf(project)).toMatchObject({ 'src/late.ts:late': 1, 'src/count.ts:count': 22 })
  project.write('src/late.ts', 'export const late = (): number => (\n')
  await watch.until(/RERUN[\s\S]*(?:Waiting|Watching) for file changes/)
  const broken = {
    complete: false,
    problems: [expect.stringMatching(/^test\/late\.test\.ts: it could not be collected/)],
  }
  expect(reportOf(project)).toMatchObject(broken)
  expect(callsOf(project)).toMatchObject({ 'src/count.ts:count': 21 })
  expect(Object.keys(scenariosOf(project)).filter((name) => !/^test\/(?:count|start)\.test\.ts /.test(name))).toEqual(
    [],
  )
  // Another file runs: the broken one is as broken as before.
  project.write('test/count.test.ts', `${project.read('test/count.test.ts')}// changed\n`)
  await watch.until(/RERUN[\s\S]*(?:Waiting|Watching) for file changes/)
  expect(reportOf(project)).toMatchObject(broken)
  project.write('src/late.ts', 'export const late = (): number => 1\n')
  await watch.until(/RERUN[\s\S]*(?:Waiting|Watching) for file changes/)
  expect(reportOf(project).complete).toBe(true)
  expect(project.read('.vitest/layout/layout.sdn')).toBe(whole)
  project.remove('test/late.test.ts')
  await watch.until(/Test removed/)
  project.write('test/count.test.ts', `${project.read('test/count.test.ts')}// again\n`)
  await watch.until(/RERUN[\s\S]*(?:Waiting|Watching) for file changes/)
  expect(callsOf(project)).toMatchObject({ 'src/count.ts:count': 21 })
  expect(Object.keys(scenariosOf(project)).filter((name) => name.startsWith('test/late'))).toEqual([])
  expect(reportOf(project).complete).toBe(true)
})
