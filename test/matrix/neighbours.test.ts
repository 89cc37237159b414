import { readdirSync } from 'node:fs'

import { expect, test } from 'vitest'

import { BASIC, config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'
import { EVERYTHING_CALLS, everything } from './everything.ts'
import { callsOf, reportOf, timeless } from './recorded.ts'

test('two runs at once in one folder do not mix', async () => {
  const project = new TestProject(BASIC)
  const record = (...args: string[]): Promise<unknown> => project.vitest(['--reporter=layout', ...args])
  await record('count')
  const count = timeless(project)
  await record('start')
  const start = timeless(project)
  expect(count).not.toEqual(start)
  // Folders of their own: each is as if alone. One folder: all of it is of one of the two.
  project.write('one.config.ts', config(`{ outDir: 'one' }`))
  project.write('two.config.ts', config(`{ outDir: 'two' }`))
  await Promise.all([
    record('count', '--config=one.config.ts'),
    record('start', '--config=two.config.ts'),
    record('count'),
    record('start'),
  ])
  expect(timeless(project, 'one')).toEqual(count)
  expect(timeless(project, 'two')).toEqual(start)
  const isCount = callsOf(project)['src/count.ts:count'] === 1
  expect(timeless(project)).toEqual(isCount ? count : start)
  const own = isCount ? 'one' : 'two'
  expect(project.read('.vitest/layout/layout.sdn')).toBe(project.read(`${own}/layout.sdn`))
  // The report holds times as well.
  const callsIn = (folder: string): unknown => reportOf(project, folder).hottest.map(({ name, calls }) => [name, calls])
  expect(callsIn('.vitest/layout')).toEqual(callsIn(own))
  expect(readdirSync(project.path('.vitest/layout')).toSorted()).toEqual(['layout.sdn', 'recording.sdn', 'report.json'])
})

test('the module cache on disk serves no instrumented code to a plain run, nor the reverse', async () => {
  const files = everything(`{
    ...(Number(version.split('.')[0]) >= 5
      ? { fsModuleCache: true, fsModuleCachePath: 'cache' }
      : { experimental: { fsModuleCache: true, fsModuleCachePath: 'cache' } }),
  }`)
  const project = new TestProject({
    ...files,
    'vitest.config.ts': `import { version } from 'vitest/node'\n${files['vitest.config.ts']}`,
    'test/probe.test.ts': `import { expect, test } from 'vitest'
import { first } from '../src/word.ts'

// Instrumented code brings its probe along.
test(\`the probe is there: \${process.env.PROBE}\`, () => {
  expect(first()).toBe('a')
  expect(String(typeof __vlE !== 'undefined')).toBe(process.env.PROBE)
})
`,
  })
  const plain = async (): Promise<void> => {
    const { status, stdout, stderr } = await project.vitest([], { PROBE: 'false' })
    expect(status, stdout + stderr).toBe(0)
  }
  const recorded = async (): Promise<unknown> => {
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'], { PROBE: 'true' })
    expect(status, stdout + stderr).toBe(0)
    expect(callsOf(project)).toMatchObject({ ...EVERYTHING_CALLS, 'src/word.ts:first': 2 })
    return timeless(project)
  }
  await plain()
  expect(readdirSync(project.path('cache'), { recursive: true }).length).toBeGreaterThan(3)
  const before = await recorded()
  await plain()
  expect(await recorded()).toEqual(before)
})
