/**
 * A project whose tests load code in all the ways there are. What it must count is known by hand and the same in every
 * pool; only how often modules load depends on isolation.
 */
export function everything(test = '{}', plugins = ''): Record<string, string> {
  return {
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

const virtual = {
  name: 'virtual',
  resolveId: (id) => (id === 'virtual:words' ? '\\0virtual:words' : undefined),
  load: (id) => (id === '\\0virtual:words' ? 'export const words = () => ["a", "b"]' : undefined),
}

export default defineConfig({
  plugins: [layout(), virtual${plugins}],
  test: ${test},
})
`,
    'src/math.ts': `export function add(a: number, b: number): number {
  return sum([a, b])
}

export function sum(values: readonly number[]): number {
  return values.reduce((x, y) => x + y, 0)
}

export function untouched(): void {
  throw new Error('nobody calls this')
}
`,
    'src/wait.ts': `export async function wait(turns: number): Promise<number> {
  for (let i = 0; i < turns; i++) await step()
  return turns
}

async function step(): Promise<void> {
  await null
}

export function* count(to: number): Generator<number> {
  for (let i = 0; i < to; i++) yield i
}
`,
    'src/state.ts': `let calls = 0

export function next(): number {
  return ++calls
}
`,
    'src/word.ts': `import { words } from 'virtual:words'

export function first(): string {
  return words()[0]
}
`,
    'src/virtual.d.ts': `declare module 'virtual:words' {
  export const words: () => string[]
}
`,
    'src/view.tsx': `/** @jsxRuntime classic */
/** @jsx h */
const h = (tag: string, _props: unknown, ...children: unknown[]): string =>
  \`<\${tag}>\${children.join('')}</\${tag}>\`

export class View {
  #name = 'view'
  static readonly kind = makeKind()

  get name(): string {
    return this.#name
  }

  render(label: string): string {
    return (
      <p>
        {this.name}
        {label}
      </p>
    )
  }
}

function makeKind(): string {
  return 'kind'
}
`,
    'test/calls.test.ts': `import { expect, test } from 'vitest'
import { add } from '../src/math.ts'
import { count, wait } from '../src/wait.ts'
import { first } from '../src/word.ts'
import { View } from '../src/view.tsx'

test('sync', () => {
  expect(add(1, 2)).toBe(3)
  expect(first()).toBe('a')
  expect(new View().render('x')).toBe('<p>viewx</p>')
  expect([...count(3)]).toEqual([0, 1, 2])
})

test.concurrent('at the same time 1', async () => {
  expect(await wait(3)).toBe(3)
})

test.concurrent('at the same time 2', async () => {
  expect(await wait(2)).toBe(2)
})

let tries = 0
test('again', { retry: 3 }, () => {
  expect(add(1, 1)).toBe(2)
  expect(++tries).toBe(3)
})

test('and again', { repeats: 2 }, () => {
  expect(add(2, 2)).toBe(4)
})
`,
    'test/modules.test.ts': `import { expect, test, vi } from 'vitest'
import { next as other } from '../src/state.ts?copy'
import { next } from '../src/state.ts'
import { add, sum } from '../src/math.ts'

vi.mock('../src/math.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../src/math.ts')>()),
  sum: () => 42,
}))

test('a file under two queries is two modules', () => {
  expect([next(), next(), other()]).toEqual([1, 2, 1])
})

test('a module that is reset is loaded again', async () => {
  vi.resetModules()
  const again = await import('../src/state.ts')
  expect(again.next()).toBe(1)
  const real = await vi.importActual<typeof import('../src/math.ts')>('../src/math.ts')
  expect(real.sum([1, 2, 3])).toBe(6)
})

test('what a mock hides is not called', () => {
  expect(sum([1])).toBe(42)
  expect(add(4, 5)).toBe(9)
})
`,
  }
}

/** Calls of the functions of {@link everything}, modules' own code left out. */
export const EVERYTHING_CALLS: Readonly<Record<string, number>> = {
  // sync, three tries, three repeats; one through the mock's spread of the original.
  'src/math.ts:add': 8,
  // The same, and the actual one.
  'src/math.ts:sum': 9,
  'src/math.ts:sum.<anonymous#1>': 19,
  'src/math.ts:untouched': 0,
  'src/wait.ts:wait': 2,
  'src/wait.ts:step': 5,
  'src/wait.ts:count': 1,
  'src/state.ts:next': 4,
  'src/word.ts:first': 1,
  'src/view.tsx:h': 1,
  'src/view.tsx:View.render': 1,
  'src/view.tsx:View.get name': 1,
  'src/view.tsx:View.<instance_members>': 1,
}
