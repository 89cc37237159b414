import { readdirSync } from 'node:fs'

import { expect, test } from 'vitest'

import { readRecordingFile } from '../../src/record/session/index.ts'
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

test('assets are no functions of the layout, but what a plugin makes of one is', async () => {
  const project = new TestProject({
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'
const icons = {
  name: 'icons',
  transform: (code, id) => (id.endsWith('icon.svg') ? 'export default "<svg>"; export const icon = () => 1' : undefined),
}
export default defineConfig({ plugins: [icons, layout()], assetsInclude: '**/*.foo' })
`,
    'src/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'src/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'src/b.foo': 'foo',
    'src/address.js': 'export default "no asset"\n',
    'src/use.js': `import a from './a.svg'
import b from './b.foo'
import address from './address.js'
import { icon } from './icon.svg'
export const use = () => [a, b, address, icon()].length
`,
    'test/use.test.ts': `import { expect, test } from 'vitest'
import { use } from '../src/use.js'
test('uses', () => expect(use()).toBe(4))
`,
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  const { functions } = readRecordingFile(project.path('.vitest/layout/recording.sdn'))
  expect(functions.map(({ name }) => name)).toEqual([
    'src/address.js:<module>',
    'src/icon.svg:<module>',
    'src/icon.svg:icon',
    'src/use.js:<module>',
    'src/use.js:use',
  ])
})
