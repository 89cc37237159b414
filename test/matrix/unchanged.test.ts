import { expect, test } from 'vitest'

import { readRecordingFile } from '../../src/record/session/index.ts'
import { config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'
import { callsOf, reportOf } from './recorded.ts'

const FILES = {
  'src/base.ts': `export const first = <T>(values: readonly T[]): T => values[0]!
export function fail(why: string): never {
  throw new RangeError(\`fails: \${why}\`)
}
`,
  'src/forms.ts': `import { fail, first } from './base.ts'

export async function load({ name, retries = first([3]) }: { name: string; retries?: number }, ...rest: string[]) {
  const { join } = await import('node:path')
  for (let i = 0; i < retries; i++) await null
  return join(name, first(rest), String(retries))
}

export const arrow = (a: number) => (b: number) => first([a + b])

export class Shape {
  #size = first([2])
  static made = 0
  onClick = (): number => this.#size
  constructor(readonly name: string = first(['x'])) {
    Shape.made++
  }
  get area(): number {
    return this.#size ** 2
  }
  *corners({ from } = { from: first([0]) }): Generator<number> {
    yield* [from, 1]
    yield first([2])
  }
}

export const object = { method: ([a, b]: number[]) => a! + b!, /* kept */ async *'quoted name'() { yield* [first([1])] } }

export const breaks = {
  plain: () => fail('plain'),
  nested: (): number => [1].map((n) => [n].map(() => fail('nested'))[0]!)[0]!,
  async later(): Promise<void> {
    await null
    fail('later')
  },
  method({ x }: { x: number }): number {
    return x + fail('method')
  },
  *generator(): Generator<number> {
    yield fail('generator')
  },
  loop(): void {
    for (const x of [1, 2]) {
      try {
        if (x === 2) fail('loop')
      } finally {
        first([x])
      }
    }
  },
  tries(): void {
    try {
      fail('tries')
    } catch (error) {
      throw new Error('again', { cause: error })
    }
  },
}

export const missing = {
  object: ({ a }: { a: number }) => first([a]),
  nested: ({ a: { b } }: { a: { b: number } }) => first([b]),
  array: ([a]: number[]) => first([a]),
  second: (_: number, { 'x-y': y, ...others }: Record<string, number>) => first([y, others]),
  computed: ({ [first(['k'])]: k }: Record<string, number>) => first([k]),
  empty: ({}: object) => first([1]),
  rest: ({ ...all }: object) => first([all]),
  withDefault: ({ a } = { a: first([1]) }) => first([a]),
  deepRest: (...[{ a }]: { a: number }[]) => first([a]),
  async asyncMethod({ a }: { a: number }) {
    return await first([a])
  },
  *generator({ a }: { a: number }) {
    yield first([a])
  },
  method([a, b = first([2])]: number[], { c }: { c: number }) {
    return first([a, b, c])
  },
}
`,
  'src/fixtures.ts': `import { test } from 'vitest'
import { first } from './base.ts'

export const it = test.extend<{ page: string; title: string }>({
  page: async ({}, use) => {
    await use(first(['page']))
  },
  title: async ({ page }, use) => {
    await use(first([page]) + ' title')
  },
})
`,
  'src/suspended.js': `import { first } from './base.ts'

const nothing = null
export const suspended = {
  async object() { const { a } = await nothing; return first([a]) },
  async array() { const [a] = await 5; return first([a]) },
  async assigned() { let a; ({ a } = await nothing); return first([a]) },
  async withDefault() { const { a: { b } = await nothing } = {}; return first([b]) },
  async loop() { for (const x of await 5) first([x]) },
  async spread() { return [...await 5, first([1])] },
  async argument() { return first(...await 5) },
  method: async () => (await first([nothing ?? {}])).nope(),
  chain: async () => (await { a: first })?.a([{}]).b.c(),
  called: async () => (await 5)(first([1])),
  made: async () => new (await 5)(first([1])),
  tag: async () => (await 5)\`x\${first([1])}\`,
  lazy: async () => (await import('./base.ts')).nope(),
  async pattern({ x = first([null]) } = {}) { const { a } = await x; return a },
  async hoisted({ x = null } = {}) { var x; const { a } = await first([x]); return a },
  async caught() { try { const { a } = await nothing; return first([a]) } catch (error) { throw new Error('because: ' + error.message) } },
  async rejected() { const { a } = await Promise.reject(new TypeError('its own words')); return first([a]) },
  async forAwait() { for await (const { a } of [nothing]) first([a]) },
  async forAwaitNested() { for await (const { a: { b } } of [{}]) first([b]) },
  async forAwaitArray() { for await (const [a] of [1]) first([a]) },
  *generator() { const { a } = yield first([1]); return a },
  async *asyncGenerator() { const [a] = yield first([1]); return a },
  *taken() { first((yield).nope()) },
}
`,
  'test/text.test.ts': `import { expect, test } from 'vitest'
import * as forms from '../src/forms.ts'
import { suspended } from '../src/suspended.js'

const { Shape } = forms

test('text of functions', () => {
  expect(forms.load.toString()).toMatchSnapshot()
  expect(String(forms.arrow)).toMatchSnapshot()
  expect(\`\${forms.arrow(1)} \${Shape}\`).toMatchSnapshot()
  expect(Shape.prototype.corners + '').toMatchSnapshot()
  expect(String(new Shape().onClick)).toMatchSnapshot()
  expect(String(Object.getOwnPropertyDescriptor(Shape.prototype, 'area')!.get)).toMatchSnapshot()
  expect(Object.values(forms.object).map(String)).toMatchSnapshot()
  expect([...Object.values(forms.breaks), ...Object.values(forms.missing)].map(String)).toMatchSnapshot()
  expect(Object.values(suspended).map(String)).toMatchSnapshot()
  expect([Function.prototype.toString, Math.max, fetch].map((fn) => /native code/.test(String(fn)))).toMatchSnapshot()
  expect(forms).toMatchSnapshot()
})

test('a function that is sent elsewhere runs there', () => {
  expect(new Function(\`return (\${forms.object.method})([1, 2])\`)()).toBe(3)
})
`,
  'test/errors.test.ts': `import { expect, test } from 'vitest'
import * as forms from '../src/forms.ts'
import { suspended } from '../src/suspended.js'

async function caught(run: () => unknown): Promise<Error> {
  try {
    const result = run() as { next?: () => unknown }
    await result
    result?.next?.()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

/** Without what Node and Vitest run below the test. */
const stackOf = (error: Error): string => error.stack!.split('\\n').filter((line) => !/node:|node_modules/.test(line)).join('\\n')

test.each(Object.entries(forms.breaks))('stack of %s', async (_name, run) => {
  const error = await caught(() => (run as (x: object) => unknown)({ x: 1 }))
  expect(stackOf(error)).toMatchSnapshot()
  if (error.cause) expect(stackOf(error.cause as Error)).toMatchSnapshot()
})

test.each(Object.entries(suspended))('what %s does with an awaited value', async (name, run) => {
  const error = await (async () => {
    const result = await run()
    await result?.next?.()
    await result?.next?.(null)
  })().catch((error) => error)
  expect(error.message).toMatchSnapshot()
  // What is inserted moves columns.
  expect(stackOf(error).replaceAll(/:\\d+(?=\\)?$)/gm, '')).toMatchSnapshot()
})

test.each(Object.entries(forms.missing))('missing argument of %s', async (name, run) => {
  for (const value of [undefined, null, 5, {}]) {
    const args = name === 'second' ? [1, value] : name === 'method' ? [value, value] : [value]
    const error = await caught(() => (run as (...x: unknown[]) => unknown)(...args)).catch(() => undefined)
    expect([String(value), error?.message]).toMatchSnapshot()
    if (!error || name === 'generator') continue
    const lines = error.stack!.split('\\n').filter((line) => /src.forms/.test(line))
    // Of an array the engine says where the function begins.
    expect(lines.map((line) => (/^(?:array|method)$/.test(name) ? line.replace(/:\\d+\\)$/, '') : line))).toMatchSnapshot()
  }
})
`,
  'test/fixtures.test.ts': `import { expect } from 'vitest'
import { it } from '../src/fixtures.ts'

it('has fixtures of the source', ({ title }) => expect(title).toBe('page title'))
`,
}

test.each([
  ['forks', []],
  ['vmThreads', ['--pool=vmThreads']],
  ['happy-dom', ['--environment=happy-dom']],
  ['every call timed', ['--pool=threads']],
])('text of functions, messages and stacks stay what they were: %s', async (name, args) => {
  const options = name === 'every call timed' ? `{ timing: 'full' }` : '{}'
  const project = new TestProject({ ...FILES, 'vitest.config.ts': config(options) })
  const plain = await project.vitest(['--update', ...args])
  expect(plain.status, plain.stdout + plain.stderr).toBe(0)
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout', ...args])
  expect(status, stdout + stderr).toBe(0)
  expect(callsOf(project)['src/base.ts:first']).toBeGreaterThan(10)
  expect(reportOf(project)).toMatchObject({ complete: true, problems: [], warnings: [] })
})

/** Six tests at once, of unlike numbers of steps, some of which fail, skip themselves or are retried: who comes when. */
const TURNS = {
  'src/step.ts': `export async function step(log: (name: string) => void, name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    log(name + i)
    await null
  }
}
`,
  'test/turns.test.ts': `import { writeFileSync } from 'node:fs'
import { afterAll, afterEach, describe, test, TestRunner } from 'vitest'
import { step } from '../src/step.ts'

const turns: string[] = []
// The test that Vitest takes for the running one: what \`expect\` goes by.
const log = (name: string): void => void turns.push(name + ' in ' + TestRunner.getCurrentTest()?.name)
afterEach(async ({ task }) => await step(log, 'after ' + task.name, 2))
afterAll(() => writeFileSync('turns.json', JSON.stringify(turns)))
describe.concurrent('at once', () => {
  for (const [index, count] of [3, 1, 4, 1, 5, 9].entries()) test('t' + index + count, async ({ task }) => await step(log, task.name, count))
  test('fails', async () => {
    await step(log, 'fails', 2)
    throw new Error('on purpose')
  })
  test('skips itself', async ({ skip }) => {
    await step(log, 'skips', 2)
    skip()
  })
  test('is retried', { retry: 2 }, async ({ task }) => {
    await step(log, 'retried', 2)
    if (task.result!.retryCount! < 2) throw new Error('not yet')
  })
})
test('alone', () => step(log, 'alone', 1))
`,
}

test('tests that run concurrently take turns as in a plain run', async () => {
  const project = new TestProject({ ...TURNS, 'vitest.config.ts': config('{}') })
  const turns = async (args: readonly string[]): Promise<unknown> => {
    const { status, stdout } = await project.vitest(args)
    expect(status, stdout).toBe(1)
    return JSON.parse(project.read('turns.json'))
  }
  const plain = await turns([])
  expect(await turns(['--reporter=layout'])).toEqual(plain)
  // What runs at once shares a trace, five tests or all of them (Vitest 4.1.0); the test after them has one of its own.
  const { scenarios } = readRecordingFile(project.path('.vitest/layout/recording.sdn'))
  const [alone, ...shared] = scenarios.filter(({ kind }) => kind === 'test').map((trace) => trace.test)
  expect(alone).toBe('alone')
  expect(shared.flatMap((names) => names.split(' & ').map((name) => name.replace('at once > ', ''))).sort()).toEqual([
    'fails',
    'is retried',
    'skips itself',
    't03',
    't11',
    't24',
    't31',
    't45',
    't59',
  ])
})

test('with a runner of its own a project is recorded by hooks', async () => {
  const project = new TestProject({
    'vitest.config.ts': config('{}', `{ runner: './runner.ts' }`),
    'runner.ts': `import { TestRunner } from 'vitest'
export default class Own extends TestRunner {
  async onBeforeRunTask() {}
  onAfterRunTask() {}
}
`,
    'src/add.ts': `export const add = (a: number, b: number): number => Number(a) + b\n`,
    'test/add.test.ts': `import { expect, test } from 'vitest'
import { add } from '../src/add.ts'
test('first', () => expect(add(1, 2)).toBe(3))
test('second', () => expect(add(add(1, 2), 3)).toBe(6))
`,
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  const { scenarios } = readRecordingFile(project.path('.vitest/layout/recording.sdn'))
  const tests = scenarios.filter(({ kind }) => kind === 'test')
  expect(tests.map(({ test: name, calls }) => [name, [...calls]])).toEqual([
    ['first', [1]],
    ['second', [2]],
  ])
})

test('a module that begins with a byte order mark runs and is recorded', async () => {
  const project = new TestProject({
    'vitest.config.ts': config('{}'),
    'src/marked.js': '\uFEFFexport function marked(x) {\n  return next(x)\n}\nconst next = (x) => x + 1\n',
    'test/marked.test.ts': `import { expect, test } from 'vitest'
import { marked } from '../src/marked.js'
test('counts', () => expect(marked(1)).toBe(2))
`,
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  expect(callsOf(project)).toEqual({ 'src/marked.js:marked': 1, 'src/marked.js:next': 1 })
})

/** Helpers that mock, in the forms that Vitest rewrites. */
const MOCKS = {
  'vitest.config.ts': config('{}'),
  'src/dep.ts': `export const dep = (): string => 'real'\n`,
  'src/other.ts': `export const other = (): string => 'real'\n`,
  'src/third.ts': `export const third = (): string => 'real'\n`,
  'src/mocks.ts': `import { vi } from 'vitest'
import { dep } from './dep.ts'
const state = await vi.hoisted(async () => {
  await null
  return { n: await Promise.resolve(7) }
})
vi.mock(import('./dep.ts'), () => ({ dep: () => 'mock ' + state.n }))
await vi.hoisted(async () => await null)
export const mocked = (): string => dep()
export async function later(): Promise<string> {
  vi.doMock(import('./other.ts'), () => ({ other: () => 'late mock' }))
  vi.doMock(await import('./third.ts'), () => ({ third: () => 'last mock' }))
  const [{ other }, { third }] = [await import('./other.ts'), await import('./third.ts')]
  vi.doUnmock(import('./other.ts'))
  return [other(), third(), (await import('./other.ts')).other()].join()
}
`,
  'test/mocks.test.ts': `import { expect, test } from 'vitest'
import { later, mocked } from '../src/mocks.ts'
test('mocks', () => expect(mocked()).toBe('mock 7'))
test('mocks later', async () => expect(await later()).toBe('late mock,last mock,real'))
`,
}

test('modules that mock others by import() do so as in a plain run', async () => {
  const project = new TestProject(MOCKS)
  for (const args of [[], ['--reporter=layout']]) {
    const { status, stdout, stderr } = await project.vitest(args)
    expect(status, stdout + stderr).toBe(0)
  }
  expect(callsOf(project)).toMatchObject({ 'src/mocks.ts:mocked': 1, 'src/mocks.ts:later': 1, 'src/other.ts:other': 1 })
  expect(reportOf(project)).toMatchObject({ complete: true, problems: [], warnings: [] })
})
