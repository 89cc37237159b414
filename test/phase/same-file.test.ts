import { expect, test } from 'vitest'

import { config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'

/** Modules that call each other while they load, imported statically, lazily by the program, and lazily by tests. */
const FILES: Record<string, string> = {
  'vitest.config.ts': config(),
  'layout.sdn': 'layout:\n    anchors:\n        event_loop = [loop]\n',
  'src/registry.ts': `const table = new Map<string, number>()
export function register(name: string): number {
  table.set(name, hash(name))
  return hash(name)
}
function hash(name: string): number {
  return [...name].map((letter) => code(letter)).reduce((a, b) => a + b, 0)
}
const code = (letter: string): number => letter.charCodeAt(0)
`,
  'src/main.ts': `import { register } from './registry.ts'
import { markStartupComplete, markUiReady } from 'vitest-layout/markers'

const ID = register('main')
export async function main(command: string): Promise<number> {
  const options = parse(command)
  markStartupComplete()
  const run = (await import('./late.ts')).run
  markUiReady()
  // One test in twelve comes here, whichever worker it runs in.
  if (command === 'dddddddddddd') (await import('./print.ts')).print()
  return loop(options) + run() + ID
}
function parse(command: string): number {
  return command.length
}
function loop(times: number): number {
  let sum = 0
  for (let i = 0; i < times; i++) sum += step(i)
  return sum
}
function step(i: number): number {
  return i
}
`,
  'src/late.ts': `import { register } from './registry.ts'
class Late {
  static id = register('late')
}
export function run(): number {
  return Late.id
}
`,
  'src/print.ts': `import { register } from './registry.ts'
import { margin } from './paper.ts'
const ID = format(register('print'))
function format(id: number): string {
  return String(id + margin)
}
export function print(): string {
  return ID
}
`,
  'src/paper.ts': `export const margin = wide()
function wide(): number {
  return 2
}
`,
}

for (const name of ['a', 'b', 'c', 'd']) {
  FILES[`test/${name}.test.ts`] = `import { afterAll, beforeEach, expect, test } from 'vitest'
import { main } from '../src/main.ts'
import { register } from '../src/registry.ts'
${name === 'c' ? "import { run } from '../src/late.ts'\nafterAll(() => void run())" : ''}
beforeEach(() => void register('${name}'))
test('short', async () => {
  expect(await main('${name}')).toBeGreaterThan(0)
})
test('long', async () => {
  expect(await main('${name.repeat(12)}')).toBeGreaterThan(0)
})
test('lazy', async () => {
  expect((await import('../src/late.ts')).run()).toBeGreaterThan(0)
})
`
}

test('one suite gives one layout.sdn: any pool, number of workers and order, isolated or not', async () => {
  const project = new TestProject(FILES)
  const layouts = new Map<string, string>()
  for (const options of [
    '--pool=forks --maxWorkers=2',
    '--pool=threads --maxWorkers=1 --sequence.shuffle --sequence.seed=7',
    '--pool=threads --maxWorkers=1 --no-isolate --sequence.shuffle --sequence.seed=3',
    '--pool=forks --maxWorkers=2 --no-isolate',
  ]) {
    // One after the other: they write to one folder.
    // oxlint-disable-next-line no-await-in-loop
    const run = await project.vitest(['--reporter=layout', ...options.split(' ')])
    expect(run).toMatchObject({ status: 0 })
    layouts.set(options, project.read('.vitest/layout/layout.sdn'))
  }
  const [first = '', ...others] = [...layouts.values()]
  for (const other of others) expect(other).toBe(first)
  // And it says something: every phase is there, with the calls of loading counted once.
  expect(first).toMatch(/"src\/main\.ts:main", startup, \d+, 8, /)
  expect(first).toMatch(/"src\/main\.ts:step", steady, \d+, 52, /)
  expect(first).toMatch(/"src\/late\.ts:<module>", startup, \d+, 1, /)
  // What only a lazy import loads belongs to the test that asks for it.
  for (const name of ['print.ts:<module>', 'print.ts:format', 'print.ts:print', 'paper.ts:<module>', 'paper.ts:wide']) {
    expect(first).toContain(`"src/${name}", cold, `)
  }
}, 120_000)
