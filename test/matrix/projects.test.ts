import { cpSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { BASIC, config } from '../reporter/projects.ts'
import { REPOSITORY, TestProject } from '../support/project.ts'
import { callsOf, reportOf } from './recorded.ts'

const PLAIN_CONFIG = 'export default {}\n'

function member(name: string, own: string = PLAIN_CONFIG): Record<string, string> {
  return {
    [`packages/${name}/package.json`]: JSON.stringify({ name, type: 'module', exports: './index.ts' }),
    [`packages/${name}/vitest.config.ts`]: own,
    [`packages/${name}/index.ts`]: `export function ${name}(): string {\n  return '${name}'\n}\n`,
    [`packages/${name}/index.test.ts`]: `import { expect, test } from 'vitest'
import { ${name} } from './index.ts'

test('${name}', () => void expect(${name}()).toBe('${name}'))
`,
  }
}

test('inline projects that extend the root', async () => {
  const projects = `[
    { extends: true, test: { name: 'one', include: ['test/count.test.ts'] } },
    { extends: true, test: { name: 'two', include: ['test/start.test.ts'], isolate: false } },
  ]`
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': config('{}', `{ projects: ${projects} }`) })
  expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
  expect(callsOf(project)).toMatchObject({ 'src/count.ts:count': 21, 'src/start.ts:start': 1 })
  expect(reportOf(project).complete).toBe(true)
})

// In Vitest 5 they extend it without saying so.
test('a project that extends the root and lists the plugin again is recorded once, by its own options', async () => {
  const own = `plugins: [layout({ exclude: ['src/start.ts'] })]`
  const projects = `[{ extends: true, ${own}, test: { name: 'own', include: ['test/*.test.ts'] } }]`
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': config('{}', `{ projects: ${projects} }`) })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  const calls = callsOf(project)
  expect(calls).toMatchObject({ 'src/count.ts:count': 21 })
  expect(Object.keys(calls).filter((name) => name.startsWith('src/start.ts:'))).toEqual([])
  expect(reportOf(project).complete).toBe(true)
})

test('projects by glob: those with the plugin are recorded, the others named', async () => {
  const project = new TestProject({
    'vitest.config.ts': config('{}', `{ projects: ['packages/*'] }`),
    ...member('alpha', config()),
    ...member('beta'),
  })
  const { status } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(0)
  expect(callsOf(project)).toEqual({ 'packages/alpha/index.ts:alpha': 1 })
  expect(reportOf(project)).toMatchObject({
    complete: false,
    problems: [
      expect.stringMatching(/^project "beta": its configuration has no layout plugin, none of its 1 test files/),
    ],
  })
})

test('a linked workspace package is recorded, one in node_modules only when it is inlined', async () => {
  const files = {
    'package.json': '{ "type": "module" }',
    ...member('linked'),
    'node_modules/foreign/package.json': '{ "name": "foreign", "type": "module", "exports": "./index.js" }',
    'node_modules/foreign/index.js': 'export function foreign() {\n  return 1\n}\n',
    'test/all.test.ts': `import { expect, test } from 'vitest'
import { foreign } from 'foreign'
import { linked } from '../packages/linked/index.ts'
import { linked as again } from 'linked'

test('all', () => void expect([foreign(), linked(), again()]).toEqual([1, 'linked', 'linked']))
`,
  }
  const link = async (test: string): Promise<TestProject> => {
    const project = new TestProject({ ...files, 'vitest.config.ts': config('{}', test) })
    await project.run('ln', ['-s', '../packages/linked', 'node_modules/linked'])
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
    expect(status, stdout + stderr).toBe(0)
    return project
  }
  const plain = await link(`{ include: ['test/*.test.ts'] }`)
  expect(callsOf(plain)).toEqual({ 'packages/linked/index.ts:linked': 2 })
  const inlined = await link(`{ include: ['test/*.test.ts'], server: { deps: { inline: ['foreign'] } } }`)
  expect(callsOf(inlined)).toEqual({
    'packages/linked/index.ts:linked': 2,
    'node_modules/foreign/index.js:foreign': 1,
  })
})

test('the package may lie outside the workspace, in a web environment too', async () => {
  const project = new TestProject({
    ...BASIC,
    // Ends Vite's search for the root of the workspace.
    'package.json': '{ "type": "module", "workspaces": [] }',
    'vitest.config.ts': config('{}', `{ environment: 'happy-dom' }`),
  })
  expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
  expect(callsOf(project)['src/count.ts:count']).toBe(21)
})

test('installed among the packages, it records every file of a worker', async () => {
  const project = new TestProject(BASIC)
  for (const part of ['dist', 'package.json']) {
    cpSync(join(REPOSITORY, part), project.path('node_modules/vitest-layout', part), { recursive: true })
  }
  const { status } = await project.vitest(['--reporter=layout', '--no-isolate', '--maxWorkers=1'])
  expect(status).toBe(0)
  expect(callsOf(project)).toMatchObject({ 'src/count.ts:count': 21, 'src/start.ts:start': 1 })
  expect(reportOf(project).complete).toBe(true)
})

describe('left alone', () => {
  test('type tests', async () => {
    const project = new TestProject({
      ...BASIC,
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true, "skipLibCheck": true, "types": [] }, "include": ["test"] }',
      'test/types.test-d.ts': `import { expectTypeOf, test } from 'vitest'

test('a number', () => expectTypeOf(1).toBeNumber())
`,
    })
    const { stdout, stderr } = await project.vitest(['--reporter=layout', '--typecheck', '--typecheck.checker=true'])
    expect(stdout, stderr).toContain('count.test.ts')
    expect(callsOf(project)['src/count.ts:count']).toBe(21)
    expect(reportOf(project)).toMatchObject({ complete: true, problems: [] })
  })

  test('benchmarks', async () => {
    const project = new TestProject({
      ...BASIC,
      'vitest.config.ts': config('{}', `{ reporters: ['default', 'layout'] }`),
      'test/count.bench.ts': `import * as vitest from 'vitest'
import { count } from '../src/count.ts'

const plain = () => vitest.expect(String(count)).not.toContain('__vl')
const options = { time: 1, iterations: 1, warmupIterations: 1, warmupTime: 1 }
// Vitest 5 hands it to tests.
if (vitest.bench !== undefined) vitest.bench('is not instrumented', plain, options)
else vitest.test('is not instrumented', async ({ bench }) => void (await bench('plain', options, plain).run()))
`,
    })
    const { status, stdout, stderr } = await project.vitestCommand(['bench', '--run'])
    expect(status, stdout + stderr).toBe(0)
    expect(project.has('.vitest/layout')).toBe(false)
  })
})

test('without the module runner nothing can be recorded: it says so and stops', async () => {
  const project = new TestProject({
    ...BASIC,
    'vitest.config.ts': config('{}', '{ experimental: { viteModuleRunner: false } }'),
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(stdout + stderr).toContain('viteModuleRunner')
  expect(stdout).not.toContain('passed')
  expect(status).toBe(1)
  // What runs without it depends on the Node: a plain run is Vitest's own affair.
  expect((await project.vitest()).stdout).not.toContain('Layout')
})
