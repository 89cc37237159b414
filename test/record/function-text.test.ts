import { readFileSync } from 'node:fs'
import vm from 'node:vm'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { hideProbes } from '../../src/record/probe/function-text.ts'
import { createProbe, withoutInserted } from '../../src/record/probe/index.ts'
import { generateProgram } from './support/program.ts'
import { instrumentText, TEST_CONFIG } from './support/run.ts'

const constructs = readFileSync(new URL('fixtures/constructs.js', import.meta.url), 'utf8')

test('without what was inserted a module is what it was', () => {
  const sources = ['../../node_modules/acorn/dist/acorn.mjs', '../../node_modules/magic-string/dist/index.mjs']
  for (const path of sources) {
    const code = readFileSync(new URL(path, import.meta.url), 'utf8')
    expect(withoutInserted(instrumentText(code).code)).toBe(code)
  }
  for (const config of [TEST_CONFIG, { ...TEST_CONFIG, edges: false }, { ...TEST_CONFIG, timing: 'full' } as const]) {
    expect(withoutInserted(instrumentText(constructs, config).code)).toBe(constructs)
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 8 }), (seed, size) => {
      const { plain } = generateProgram(seed, size)
      expect(withoutInserted(instrumentText(plain).code)).toBe(plain)
    }),
    { seed: 5, numRuns: 60 },
  )
})

/** Functions of all forms whose parameters, ends and beginnings are rewritten in some way. */
const FORMS = `
const o = { m({ a }, /* é * } % */ [b] = [1], ...c) { return [a, b, c] }, get g() { return f() }, async *s(a = f()) { yield a }, ['k' + 1]: (x) => f(x) }
function f(x) { return x ?? 1 }
const curried = (a) => (b) => ({ c } = {}) => f(a, b, c)
const last = async ({ a }) => await f(a)
class A { x = f(); y = () => f(); static z = f(); static { f() } #p({ q }) { return f(q) } static p(a) { return a.#p } constructor({ n } = {}) { this.n = n } }
class B extends A { 'quoted' = (z) => f(z); z }
function* g(a, b) { 'use strict'; yield* f(a) }
const all = [f, curried, curried(1), curried(1)(2), last, A, B, g, o.m, o.s, o.k1, new B().y, new B().quoted, A.p, A.p(new A()), Object.getOwnPropertyDescriptor(o, 'g').get]
/*look*/`

test('functions give their text as if nothing was inserted, and toString is native still', () => {
  const LOOK = `({
    texts: all.map((fn) => [fn.toString(), String(fn), \`\${fn}\`, fn + '', Function.prototype.toString.call(fn)]),
    native: [Function.prototype.toString, Math.max, new Proxy(f, {}), f.bind(1)].map(String),
    shape: Object.getOwnPropertyDescriptor(Function.prototype, 'toString'),
    own: Reflect.ownKeys(Function.prototype.toString),
    name: Function.prototype.toString.name + Function.prototype.toString.length,
    errors: [{}, 1, 'f'].map((x) => { try { return Function.prototype.toString.call(x) } catch (e) { return e.name + e.message } }),
  })`
  interface Seen extends Record<string, unknown> {
    shape: { value?: unknown }
  }
  const look = (code: string, probe: object): Seen => {
    const names = Object.keys(probe)
    const main = vm.runInThisContext(`(function(${names.join()}){${code.replace('/*look*/', `return ${LOOK}`)}})`) as (
      ...args: unknown[]
    ) => Seen
    return main(...Object.values(probe))
  }
  const plain = look(FORMS, {})
  const { code } = instrumentText(FORMS)
  expect(code).toContain('__vlE')
  const own = Object.getOwnPropertyDescriptor(Function.prototype, 'toString')!
  let recorded
  try {
    hideProbes()
    recorded = look(code, createProbe(TEST_CONFIG).globals)
  } finally {
    // oxlint-disable-next-line no-extend-native -- put back
    Object.defineProperty(Function.prototype, 'toString', own)
  }
  expect(recorded.shape.value).not.toBe(plain.shape.value)
  expect({ ...recorded, shape: { ...recorded.shape, value: 0 } }).toEqual({
    ...plain,
    shape: { ...plain.shape, value: 0 },
  })
})
