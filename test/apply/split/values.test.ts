import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { assert, nat, property } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { BundleFunction, EagerChoice } from '../../../src/apply/bundle/index.ts'
import { splitCold, type SplitResult } from '../../../src/apply/split/index.ts'
import { randomOf } from '../bundle/program-generator.ts'

const FOLDER = resolve('test/.tmp/apply-split-values')

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

const hot = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.filter(({ name }) => name.startsWith('hot')).map(({ index }) => index))

/** What does not run early: one file, if any. */
function coldText({ late }: SplitResult): string {
  expect(late.length).toBeLessThan(2)
  return late[0]?.code ?? ''
}

function split(code: string, choose = hot): SplitResult {
  return splitCold(code, choose, { kind: 'module', platform: 'node', output: 'app.mjs', minSize: 0 })
}

describe('a class that only cold code names moves whole', () => {
  const body = '{ m() { return this.value } value = 1 }'
  const user = 'export const use = () => { return new X().m() }'
  const moved: readonly (readonly [string, string, number])[] = [
    ['a declaration', `class X ${body}\n${user}`, 1],
    ['the value of a variable', `var X = class ${body}, y = Math.random()\n${user}`, 1],
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
  for (const [name, code, count] of moved) test(`which is ${name}`, () => expect(split(code).report.values).toBe(count))
  // Y of the last but few may move where X does not.
  for (const [name, code] of kept) {
    test(`not when it is ${name}`, () => expect(coldText(split(code))).not.toMatch(/\bX\s*=\s*class|class X/))
  }
})

/** What makes X, in the cold file. */
const MADE_LATER = /\bX(?:\(\)\{if|:\(\)=>X)/

describe('a value that only cold code names moves', () => {
  const user = 'export const use = () => { return X }'
  const moved: readonly (readonly [string, string])[] = [
    ['an array of constants', `const X = [1, -2, 'three', , /four/g, \`five\`, null, !0, void 0]\n${user}`],
    ['an object of such', `var X = { a: [1], b: { 'c d': 2, 3: undefined } }\n${user}`],
    ['with methods and accessors', `let X = { m() { return super.toString() }, get a() { return this.b } }\n${user}`],
    ['with functions that name it', `const X = { a() { return X.b }, b: 'long enough' }\n${user}`],
    ['a function that names itself', `const X = (a) => { return a > 0 ? X(a - 1) : 'done' }\n${user}`],
    ['a function', `const X = function () { return this }\n${user}`],
    ['an arrow function', `const X = (a) => { return a + 1 }\n${user}`],
    ['naming what stands before', `const first = [run()]\nconst X = { first, last }\nfunction last() {}\n${user}`],
    [
      'named by another that moves',
      `const X = { a: 'long enough' }, Z = [X, { X }]\nexport const use = () => { return Z }`,
    ],
  ]
  const kept: readonly (readonly [string, string])[] = [
    ['named by code that runs', `const X = { a: 1 }\nexport function hot() { return X }`],
    ['changed where it stands', `const X = { a: 'long enough' }\nX.b = 2\n${user}`],
    ['assigned', `let X = { a: 'long enough' }\nexport const use = () => { X = X.a }`],
    ['exported', `export const X = { a: 1 }\n${user}`],
    ['made by a call', `const X = { a: run() }\n${user}`],
    ['made by a getter that runs', `const first = { get a() { return run() } }\nconst X = { a: first.a }\n${user}`],
    ['with a spread', `const first = [run()]\nconst X = [...first, 1, 2, 3]\n${user}`],
    ['with a computed key', `const X = { ['a' + run()]: 1 }\n${user}`],
    ['naming what is assigned', `let first = 1\nconst X = { first }\nfirst = 2\n${user}`],
    ['naming what stands behind it', `const X = { last }\nvar last = 1\n${user}`],
    ['naming a global variable', `const X = { process }\n${user}`],
    ['naming an import', `import first from 'node:fs'\nconst X = { first }\n${user}`],
    ['an operator with an object', `const X = -{ a: 'long enough' }\n${user}`],
    ['an operator with a regular expression', `const X = -/long enough/\n${user}`],
    ['an arrow function with the `this` around it', `const X = () => { return this }\n${user}`],
    ['in a file with eval', `const X = { a: 1 }\nexport function hot(a) { return eval(a) }\n${user}`],
    ['with a function that ran', `const X = { hot() { return 1 } }\n${user}`],
  ]
  for (const [name, code] of moved) {
    test(`which is ${name}`, () => expect(coldText(split(code))).toMatch(MADE_LATER))
  }
  for (const [name, code] of kept) {
    test(`not when it is ${name}`, () => expect(coldText(split(code))).not.toMatch(MADE_LATER))
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
  // The three classes, and `ns`.
  expect(result.report.values).toBe(4)
  writeFileSync(join(FOLDER, 'app.mjs'), result.main.code)
  writeFileSync(join(FOLDER, 'app.cold.mjs'), coldText(result))
  writeFileSync(join(FOLDER, 'plain.mjs'), code)
  const run = (file: string): string => execFileSync(process.execPath, [join(FOLDER, file)], { encoding: 'utf8' })
  expect(run('app.mjs')).toBe(run('plain.mjs'))
})

const PRELUDE =
  "'use strict';const log = [], attempt = (f) => { try { log.push(f()) } catch (error) { log.push(String(error)) } };"

/** What a generated program chooses by: numbers below another, one of a list, and how many variables it has. */
function choices(seed: number): {
  below: (limit: number) => number
  pick: (list: readonly string[]) => string
  count: number
} {
  const below = randomOf(seed)
  return { below, pick: (list) => list[below(list.length)]!, count: 3 + below(6) }
}

/** Classes in every form, each on an earlier one or on none, and calls between them that meet classes not yet made. */
function generateClasses(seed: number): string {
  const { below, pick, count } = choices(seed)
  const lines = [PRELUDE]
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

/** Values in every form, that name each other and functions, and code that changes them, before and after they are made. */
function generateValues(seed: number): string {
  const { below, pick, count } = choices(seed)
  const lines = [
    PRELUDE,
    'const tell = (v, d = 0) => { return d > 3 ? typeof v : typeof v === "function" ? "f:" + v.name + v.length : v instanceof RegExp ? v.source + v.lastIndex : Array.isArray(v) ? v.map((w) => tell(w, d + 1)) : v && typeof v === "object" ? Reflect.ownKeys(v).map((k) => [k, tell(v[k], d + 1)]) : String(v) };',
    'function shared(a) { return [a, K0 === K0] }',
  ]
  for (let index = 0; index < count; index++) {
    // Now and then one that stands behind.
    const other = `K${below(below(10) === 0 ? count : Math.max(1, index))}`
    const part = (depth: number): string =>
      pick([
        '1',
        '"two"',
        '-3',
        '/x/g',
        'undefined',
        'shared',
        other,
        other,
        `() => { return ${other} }`,
        `function ${pick(['', 'own'])}(a, b) { return [this === undefined, ${other}, new.target] }`,
        ...(depth > 1
          ? []
          : [
              `[${part(depth + 1)}, , ${part(depth + 1)}]`,
              `{ a: ${part(depth + 1)}, ${other}, m() { return [super.toString === Object.prototype.toString, this.a] }, get g() { return ${other} } }`,
            ]),
      ])
    const call = pick([
      `attempt(() => { return tell(K${below(count)}) });`,
      `attempt(() => { return tell([K${index} === K${index}, typeof K${below(count)}, K${index}?.name]) });`,
      `attempt(() => { K${index}.push(K${below(count)}); return tell(K${index}) });`,
      `attempt(() => { K${index}.a = ${index}; return tell([K${index}, K${index}.m?.()]) });`,
      `attempt(() => { return tell([K${index}(1), new K${index}(2)]) });`,
      `attempt(() => { return tell(K${index}\`a\`) });`,
      `attempt(() => { return tell([new K${index}.a(1), new K${index}\`a\`(2), new (K${index}.a)(3), new (K${index})]) });`,
      // Nothing but line breaks between the statements.
      `attempt(() => { let last = shared\n K${index}(1)\n K${index}.a\n K${index}\`a\`\n return tell(last) });`,
      `attempt(() => { return { K${index} }.K${index}.lastIndex++ });`,
      below(6) === 0 ? `log.push(tell(K${index}));` : '',
    ])
    if (below(3) === 0) lines.push(call)
    const value = part(0)
    // Behind the body of an arrow function, a line break ends the statement.
    const end = value.startsWith('() =>')
      ? pick([';', '\n(log.push("("))', '\n["["].forEach((v) => { log.push(v) })', ' // a\n/x/.test(log)'])
      : ';'
    lines.push(`${pick(['var', 'let', 'const'])} K${index} = ${value}${end}`, call)
  }
  lines.push('log')
  return lines.join('\n')
}

for (const [kind, generate] of [
  ['classes', generateClasses],
  ['values', generateValues],
] as const)
  test(`generated ${kind} do the same, made early or late`, () => {
    let moved = 0
    let files = 0
    assert(
      property(nat(), (seed) => {
        const code = generate(seed)
        const choose: EagerChoice = (functions) =>
          new Set(functions.flatMap(({ index }) => ((index + seed) % 3 === 0 ? index : [])))
        const { main, late, report } = splitCold(code, () => new Set(), {
          kind: 'commonjs',
          output: 'app.cjs',
          later: seed % 2 === 0 ? choose : undefined,
          clusterSize: 400,
          minSize: 0,
        })
        const texts = Object.fromEntries(late.map((file) => [file.name, file.code]))
        moved += report.values
        files += late.length
        const run = (text: string): unknown => {
          const require = (name: string): unknown =>
            name === 'node:fs'
              ? { readFileSync: (file: string) => texts[file] }
              : { join: (...names: string[]) => names[1] }
          try {
            return JSON.stringify(runInNewContext(`(function(){${text}\nreturn log})()`, { require, __dirname: '' }))
          } catch (error) {
            return String(error)
          }
        }
        // "K1 is not a constructor", of a variable that has no value yet, says where it was looked up.
        const plainly = (seen: unknown): string =>
          String(seen).replaceAll(
            /\(0 , (\$[\w$]*\(\.\.\.\)\.\w+)\)|\$[\w$]*\(\.\.\.\)\./g,
            (_match, name?: string) => name?.slice(name.lastIndexOf('.') + 1) ?? '',
          )
        expect({ code, main: main.code, texts, got: plainly(run(main.code)) }).toMatchObject({
          got: run(code),
        })
      }),
      { numRuns: Number(process.env['SPLIT_PROGRAMS'] ?? 200), seed: 8, endOnFailure: true },
    )
    expect(moved).toBeGreaterThan(100)
    expect(files).toBeGreaterThan(300)
  })
