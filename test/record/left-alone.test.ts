import { expect, test } from 'vitest'

import { instrumentText } from './support/run.ts'

const HEADS: readonly (readonly [head: string, isExact: boolean])[] = [
  ['const x', true],
  ['[x]', true],
  ['const [x = f()]', true],
  ['const { x = f(), y: [z] }', true],
  ['const { x = () => f() }', true],
  ['({ x: o.p })', true],
  ['o.p', true],
  ['o[f()]', true],
  ['const [x = () => f()]', false],
  ['const [x = await f()]', false],
  ['[o[await f()]]', false],
  ['o[(() => f())()]', false],
]

test('functions that are not recorded wholly are listed with their reason', () => {
  const { leftAlone } = instrumentText(`
function usesEval() { return eval('1') }
function twice() { usesEval(); function a() {} function a() {} }
const conflict = ({ a }) => { var a }
function fine({ a }) { var a }
`)
  expect(leftAlone).toEqual([
    { path: 'usesEval', reason: 'eval' },
    { path: 'twice', reason: 'declarations' },
    { path: 'conflict', reason: 'parameters' },
  ])
})

test.each(HEADS)('for await (%s of xs) is exact: %s', (head, isExact) => {
  const target = head.startsWith('(') ? head.slice(1, -1) : head
  const { leftAlone } = instrumentText(`let x, y, z, o = {}
async function loop(xs) { for await (${target} of xs) f(x) }
for await (${target} of xs) f(x)
`)
  expect(leftAlone).toEqual(
    isExact
      ? []
      : [
          { path: '<module>', reason: 'for await' },
          { path: 'loop', reason: 'for await' },
        ],
  )
})
