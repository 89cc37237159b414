import { expect, test } from 'vitest'

import { instrumentText } from './support/run.ts'

// Vite's own rewriting gives up at 5,600 levels.
const LEVELS = 5000

test.each([
  ['a sum', `({ x }) => x${' + 1'.repeat(LEVELS)}`],
  ['alternatives', `(x) => x${' || x'.repeat(LEVELS)}`],
  ['choices', `(x = 1) => ${'x === 1 ? 0 : '.repeat(LEVELS)} 0`],
  ['calls in a chain', `(x) => x${'.then((y) => y)'.repeat(LEVELS / 2)}`],
  ['the head of a loop', `async (x) => { for await (const [y] of x${'.x'.repeat(LEVELS)}) y }`],
])('%s of thousands of parts is instrumented', (_what, text) => {
  const { functions, leftAlone } = instrumentText(`export const deep = ${text}\n`)
  expect(functions[1]?.path).toBe('deep')
  expect(leftAlone).toEqual([])
})
