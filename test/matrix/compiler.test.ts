import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'

const FILES = {
  'src/compiler.ts': `import { setFlagsFromString } from 'node:v8'

export function isConcurrent(): boolean {
  setFlagsFromString('--allow-natives-syntax')
  return new Function('return %IsConcurrentRecompilationSupported()')()
}
`,
  'test/compiler.test.ts': `import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { isConcurrent } from '../src/compiler.ts'

test('says whether tests can collect, and how V8 compiles', () => {
  writeFileSync('said.txt', \`\${typeof globalThis.gc} \${isConcurrent()}\`)
})
`,
}

/** What the test said in a plain and in a recorded run. */
async function saidBy(
  pool: string,
  execArgv: readonly string[],
  nodeArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  return await saidWith(`pool: '${pool}', execArgv: ${JSON.stringify(execArgv)}`, nodeArgs, env)
}

/** The same with other options, as text. */
async function saidWith(
  options: string,
  nodeArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const project = new TestProject({
    ...FILES,
    'vitest.config.ts': `import { layout } from 'vitest-layout'
export default { plugins: [layout()], test: { ${options} } }
`,
  })
  const said: string[] = []
  for (const reporter of ['default', 'layout']) {
    const { status, stdout, stderr } = await project.vitestUnder(nodeArgs, [`--reporter=${reporter}`], env)
    expect(status, stdout + stderr).toBe(0)
    said.push(project.read('said.txt'))
  }
  return said
}

// V8 itself says whether it compiles beside the tests, and holds what it compiles for while they collect.
test.each([
  ['forks', ['--expose-gc'], []],
  ['vmForks', ['--expose_gc'], []],
  ['threads', [], ['--expose-gc']],
  ['vmThreads', [], ['--expose-gc']],
])('%s that can collect compile on their own thread while recorded', async (pool, execArgv, nodeArgs) => {
  expect(await saidBy(pool, execArgv, nodeArgs)).toEqual(['function true', 'function false'])
})

test.skipIf(!process.allowedNodeEnvironmentFlags.has('--expose-gc')).each(['forks', 'threads'])(
  '%s that can collect by NODE_OPTIONS do so too',
  async (pool) => {
    const env = { NODE_OPTIONS: '--expose-gc' }
    expect(await saidBy(pool, [], [], env)).toEqual(['function true', 'function false'])
  },
)

test.skipIf(!process.allowedNodeEnvironmentFlags.has('--expose-gc'))(
  'so do projects that get NODE_OPTIONS from the root configuration',
  async () => {
    const own = `{ plugins: [layout()], test: { name: 'own', include: ['test/**'], pool: 'forks' } }`
    const options = `env: { NODE_OPTIONS: '--expose-gc' }, projects: [${own}]`
    expect(await saidWith(options)).toEqual(['function true', 'function false'])
  },
)

test.each([
  ['forks', ['--max-old-space-size=500']],
  ['threads', []],
])('other %s compile as in a plain run', async (pool, execArgv) => {
  expect(await saidBy(pool, execArgv)).toEqual(['undefined true', 'undefined true'])
})

test('a choice of the user stays', async () => {
  const both = ['--expose-gc', '--concurrent-recompilation']
  expect(await saidBy('forks', both)).toEqual(['function true', 'function true'])
})
