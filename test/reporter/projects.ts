/** A small project: a module that starts, one that counts, one that nothing calls. */
export const BASIC: Readonly<Record<string, string>> = {
  'vitest.config.ts': config(),
  'src/start.ts': `import { count } from './count.ts'

export function start(times: number): number {
  const sum = Array.from({ length: times }, (_, index) => count(index)).reduce((a, b) => a + b, 0)
  return finish(sum)
}

function finish(sum: number): number {
  return sum
}
`,
  'src/count.ts': `export function count(value: number): number {
  return value + 1
}

export function never(): string {
  return 'nobody calls this'
}
`,
  'test/start.test.ts': `import { expect, test } from 'vitest'
import { start } from '../src/start.ts'

test('starts', () => {
  expect(start(20)).toBe(210)
})
`,
  'test/count.test.ts': `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'

test('counts', () => {
  expect(count(1)).toBe(2)
})
`,
}

export function config(options = '{}', test = '{}'): string {
  return `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({ plugins: [layout(${options})], test: ${test} })
`
}
