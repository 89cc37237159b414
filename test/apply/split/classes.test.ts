import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { assert, nat, property } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { BundleFunction } from '../../../src/apply/bundle/index.ts'
import { splitCold, type SplitResult } from '../../../src/apply/split/index.ts'
import { randomOf } from '../bundle/program-generator.ts'

const FOLDER = resolve('test/.tmp/apply-split-classes')

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

const hot = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.filter(({ name }) => name.startsWith('hot')).map(({ index }) => index))

function split(code: string, choose = hot): SplitResult {
  return splitCold(code, choose, { kind: 'module', platform: 'node', coldFile: './app.cold.js', minSize: 0 })
}

describe('a class that only cold code names moves whole', () => {
  const body = '{ m() { return this.value } value = 1 }'
  const user = 'export const use = () => { return new X().m() }'
  const moved: readonly (readonly [string, string, number])[] = [
    ['a declaration', `class X ${body}\n${user}`, 1],
    ['the value of a variable', `var X = class ${body}, y = 1\n${user}`, 1],
    [
      'with a base that stays',
      `class Base { a() { return 1 } }\nnew Base()\nlet X = class extends Base ${body}\n${user}`,
      1,
    ],
    ['with a base that moves', `class Base { a() { return 1 } }\nlet X = class extends Base ${body}\n${user}`, 2],
    [
      'with constants as static fields',
      `class X { static a = 1; static b = () => { return X }; m() { return 1 } }\n${user}`,
      1,
    ],
    ['with well-known symbols', `class X { *[Symbol.iterator]() { yield 1 } m() { return 1 } }\n${user}`, 1],
    ['with private names', `class X { #p = 1; m() { return this.#p } }\n${user}`, 1],
  ]
  const kept: readonly (readonly [string, string])[] = [
    ['made by code that runs', `class X ${body}\nnew X()\n${user}`],
    ['named by code that runs', `class X ${body}\nexport function hot() { return X }\n${user}`],
    ['extended by a class that stays', `class X ${body}\nexport class Y extends X {}\n${user}`],
    ['assigned', `let X = class ${body}\nX = 1\n${user}`],
    ['exported', `export class X ${body}\n${user}`],
    ['with static blocks', `class X { static { console.log(1) } m() { return 1 } }\n${user}`],
    ['with computed keys', `class X { [user]() { return 1 } m() { return 1 } }\n${user}`],
    ['with static fields that run code', `class X { static a = run(); m() { return 1 } }\n${user}`],
    ['extending what is no class of the file', `class X extends Error ${body}\n${user}`],
    [
      'extending a class that stands behind it',
      `var X = class extends Y ${body}\nvar Y = class { n() { return 2 } }\n${user}`,
    ],
    ['with import.meta in a field', `class X { url = import.meta.url; m() { return 1 } }\n${user}`],
    ['in a file with eval', `class X ${body}\nexport function hot(a) { return eval(a) }\n${user}`],
  ]
  for (const [name, code, count] of moved)
    test(`which is ${name}`, () => expect(split(code).report.classes).toBe(count))
  // Y of the last but few may move where X does not.
  for (const [name, code] of kept) {
    test(`not when it is ${name}`, () => expect(split(code).cold?.code ?? '').not.toMatch(/\bX\s*=\s*class|class X/))
  }
})

test('classes are the same objects, names and errors as before, whenever they are first asked for', () => {
  const code = `
const log = []
const attempt = (f) => { try { log.push(f()) } catch (error) { log.push(String(error)) } }
function early() { return typeof A + new B().name }
attempt(early)
class A { get name() { return this.constructor.name } static of(x) { return Object.assign(new this(), { x }) } }
var B = class extends A { #n = 2; twice() { return super.name + this.#n } }, C = class Own extends B { me() { return [Own, C === Own, Own.name] } }
const ns = { get A() { return A }, C: () => { return { C } } }
export const main = () => {
  attempt(early)
  attempt(() => { return [A === A, new A().name, A.of(3).x, A.of(3) instanceof A] })
  attempt(() => { return [new B().twice(), B.name, Object.getPrototypeOf(B) === A] })
  attempt(() => { return [new C().me().slice(1), new (ns.C().C)() instanceof B, ns.A === A] })
  attempt(() => { return A() })
}
main()
console.log(JSON.stringify(log))
`
  const result = split(code, () => new Set())
  expect(result.report.classes).toBe(3)
  writeFileSync(join(FOLDER, 'app.mjs'), result.main.code)
  writeFileSync(join(FOLDER, 'app.cold.js'), result.cold!.code)
  writeFileSync(join(FOLDER, 'plain.mjs'), code)
  const run = (file: string): string => execFileSync(process.execPath, [join(FOLDER, file)], { encoding: 'utf8' })
  expect(run('app.mjs')).toBe(run('plain.mjs'))
})

/** Classes in every form, each on an earlier one or on none, and calls between them that meet classes not yet made. */
function generateClasses(seed: number): string {
  const below = randomOf(seed)
  const pick = (list: readonly string[]): string => list[below(list.length)]!
  const count = 3 + below(6)
  const lines = [
    "'use strict';const log = [], attempt = (f) => { try { log.push(f()) } catch (error) { log.push(String(error)) } };",
  ]
  for (let index = 0; index < count; index++) {
    const base = below(3) === 0 || index === 0 ? '' : ` extends K${below(below(12) === 0 ? count : index)}`
    const other = `K${below(count)}`
    const members = [
      `a(x) { return x > 2 ? x : new ${other}().a?.(x + 1) }`,
      `get b() { return ${other}.name + (this instanceof ${other}) }`,
      base === '' ? `c() { return 1 }` : `c() { return super.c() + 1 }`,
      `#p = ${index}; d() { return [this.#p, { ${other} }.${other} === ${other}] }`,
      `static s = ${index}; static t() { return [this.s, this.name] }`,
      `f = ${below(3) === 0 ? `() => { return ${other} === this.constructor }` : `'field'`}`,
    ].filter(() => below(4) > 0)
    const text = `class${below(2) === 0 ? ` Own${index}` : ''}${base} { ${members.join('\n')} }`
    const call = `attempt(() => { const k = new K${below(count)}(); return [k.a?.(0), k.b, k.c?.(), k.d?.(), typeof k.f, k.constructor.name, k.constructor.t?.()] });`
    if (below(3) === 0) lines.push(call)
    lines.push(
      below(3) === 0
        ? `class K${index}${base} { ${members.join('\n')} }`
        : `${pick(['var', 'let', 'const'])} K${index} = ${text};`,
    )
    lines.push(call)
  }
  lines.push('log')
  return lines.join('\n')
}

test('generated classes do the same, made early or late', () => {
  let moved = 0
  assert(
    property(nat(), (seed) => {
      const code = generateClasses(seed)
      const { main, cold, report } = splitCold(code, () => new Set(), {
        kind: 'commonjs',
        coldFile: 'cold.js',
        minSize: 0,
      })
      moved += report.classes
      const run = (text: string): unknown => {
        const require = (name: string): unknown =>
          name === 'node:fs' ? { readFileSync: () => cold!.code } : { join: () => 'cold.js' }
        try {
          return JSON.stringify(runInNewContext(`(function(){${text}\nreturn log})()`, { require, __dirname: '' }))
        } catch (error) {
          return String(error)
        }
      }
      // "K1 is not a constructor", of a variable that has no value yet, says where it was looked up.
      const plainly = (seen: unknown): string => String(seen).replaceAll(/\$\w*\(\.\.\.\)\./g, '')
      expect({ code, main: main.code, cold: cold?.code, got: plainly(run(main.code)) }).toMatchObject({
        got: run(code),
      })
    }),
    { numRuns: Number(process.env['SPLIT_PROGRAMS'] ?? 200), seed: 8, endOnFailure: true },
  )
  expect(moved).toBeGreaterThan(100)
})
