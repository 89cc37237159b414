import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chooseByCoverage, makeEager, type CoverageScript } from '../../../src/apply/bundle/index.ts'

const FOLDER = resolve('test/.tmp/apply-bundle-v8')

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

function node(args: readonly string[], env: Record<string, string> = {}): string {
  return execFileSync(process.execPath, args, { cwd: FOLDER, encoding: 'utf8', env: { ...process.env, ...env } })
}

/** Names of the functions of a file that V8 compiled on their first call, from its own log. */
function compiledLate(file: string): string[] {
  const log = join(FOLDER, `${file}.log`)
  node(['--log-function-events', '--no-logfile-per-isolate', `--logfile=${log}`, file])
  const rows = readFileSync(log, 'utf8').split('\n')
  const scripts = new Set(rows.filter((row) => row.startsWith('script-details,') && row.includes(file)).map(fieldTwo))
  return rows
    .filter((row) => row.startsWith('function,parse-function,'))
    .map((row) => row.split(','))
    .filter((fields) => scripts.has(fields[2]!))
    .map((fields) => fields[7] ?? '')
}

const fieldTwo = (row: string): string => row.split(',')[1]!

describe('V8 itself', () => {
  const program = `'use strict'
var third = function (n) { return new Made(n).n }
console.log(first(2), typeof cold)
function first(n) { return second(n) + third(n) + [1].map(function mapper(x) { return x })[0] }
function second(n) { function inner() { return n } return inner() }
function Made(n) { this.n = n }
function cold() { return function colder() {} }
module.exports = { cold }
`

  test('compiles none of the functions that ran late, and leaves the cold ones lazy', () => {
    writeFileSync(join(FOLDER, 'plain.cjs'), program)
    const output = node(['plain.cjs'], { NODE_V8_COVERAGE: join(FOLDER, 'coverage') })
    const coverage = JSON.parse(
      execFileSync('sh', ['-c', 'cat coverage/*.json'], { cwd: FOLDER, encoding: 'utf8' }),
    ) as { result: CoverageScript[] }
    const scripts = coverage.result.filter(({ url }) => url.endsWith('/plain.cjs'))
    const { code, report } = makeEager(program, chooseByCoverage(scripts), { file: 'plain.cjs' })
    writeFileSync(join(FOLDER, 'eager.cjs'), code)

    expect(report).toMatchObject({ asked: 6, wrapped: 2, declared: 4, lazy: 0 })
    expect(node(['eager.cjs'])).toBe(output)
    expect(compiledLate('plain.cjs').sort()).toEqual(['Made', 'first', 'inner', 'mapper', 'second', 'third'])
    expect(compiledLate('eager.cjs')).toEqual([])
    expect(code).toContain('function cold() { return function colder() {} }')
  })

  test('names the functions in stack traces as before', () => {
    const thrower = `try { a() } catch (error) { console.log(error.stack.replace(/:\\d+:\\d+|plain|eager/g, '')) }
function a() { b() }
var b = function () { o.c() }
var o = { c: () => new D() }
function D() { new Promise(function (x) { e.f = function () { throw new Error('x') }; e.f() }).catch((error) => console.log(error.stack.split('\\n').length)); throw Error('y') }
var e = {}
`
    writeFileSync(join(FOLDER, 'plain2.cjs'), thrower)
    const every = makeEager(thrower, (functions) => new Set(functions.map(({ index }) => index)), { file: 'a.cjs' })
    writeFileSync(join(FOLDER, 'eager2.cjs'), every.code)
    expect(node(['eager2.cjs'])).toBe(node(['plain2.cjs']))
  })

  test('coverage of another build is refused', () => {
    const functions = Array.from({ length: 20 }, (_, index) => ({
      functionName: `f${index}`,
      ranges: [{ startOffset: index, endOffset: index + 7, count: 1 }],
    }))
    expect(() => makeEager(program, chooseByCoverage([{ url: 'a', functions }]), { file: 'plain.cjs' })).toThrow(
      /plain\.cjs: the coverage has 20 functions, and 20 of them are not in this file/,
    )
  })
})

describe('modules', () => {
  test('in a cycle, hoisted functions are called before their file has run', () => {
    writeFileSync(
      join(FOLDER, 'a.mjs'),
      `import './b.mjs'\nexport function f() { return g() }\nfunction g() { return 'g' }\n`,
    )
    writeFileSync(join(FOLDER, 'b.mjs'), `import { f } from './a.mjs'\nconsole.log(f())\n`)
    const code = readFileSync(join(FOLDER, 'a.mjs'), 'utf8')
    const everyFunction = (functions: readonly { index: number }[]): Set<number> =>
      new Set(functions.map(({ index }) => index))
    const before = node(['a.mjs'])
    writeFileSync(join(FOLDER, 'a.mjs'), makeEager(code, everyFunction, { file: 'a.mjs' }).code)
    expect(node(['a.mjs'])).toBe(before)
    // The rule is needed: told that there is no cycle, the edit breaks the program.
    writeFileSync(join(FOLDER, 'a.mjs'), makeEager(code, everyFunction, { file: 'a.mjs', cyclic: false }).code)
    expect(() => execFileSync(process.execPath, ['a.mjs'], { cwd: FOLDER, stdio: 'pipe' })).toThrow(/is not a function/)
  })

  test('names of CommonJS exports stay visible to importers', () => {
    const code = `Object.defineProperty(exports, "__esModule", { value: true });
exports.a = function () { return 1 };
Object.defineProperty(exports, "b", { enumerable: true, get: function () { return c } });
function c() { return 2 }
`
    writeFileSync(join(FOLDER, 'names.cjs'), code)
    writeFileSync(
      join(FOLDER, 'names-eager.cjs'),
      makeEager(code, (all) => new Set(all.keys()), { file: 'n.cjs' }).code,
    )
    const ask = (file: string): string =>
      node(['--input-type=module', '-e', `console.log(Object.keys(await import('./${file}')).join())`])
    expect(ask('names-eager.cjs')).toBe(ask('names.cjs'))
    expect(ask('names.cjs')).toContain('a,b')
  })
  test('what is behind the first value in an object of exports is edited, and Node sees the same names', () => {
    const firsts = ['a: {}', 'a: [1]', 'a: class {}', 'a: class X {}', 'a() {}', 'a: function () {}', 'a: () => 1']
    firsts.push('a: x => x', 'a: async () => 1', 'get a() { return 1 }', 'async a() {}', 'a: x', 'x', '"a": x', 'a: 1')
    const rest = 'b: function () {}, c() {}, d: x, e: () => 2, async f() {}'
    const ask = (folder: string): string[] => {
      const files = firsts.map((_, index) => `./${folder}/${index}.cjs`)
      const text = `for (const f of ${JSON.stringify(files)}) console.log(Object.keys(await import(f)).join())`
      return node(['--input-type=module', '-e', text]).split('\n')
    }
    let edited = 0
    for (const folder of ['plain', 'edited']) mkdirSync(join(FOLDER, folder), { recursive: true })
    for (const [index, first] of firsts.entries()) {
      const code = `const x = 1\nmodule.exports = { ${first}, ${rest} }\n`
      writeFileSync(join(FOLDER, `plain/${index}.cjs`), code)
      const result = makeEager(code, (all) => new Set(all.keys()), { file: 'n.cjs', plainMethods: true })
      writeFileSync(join(FOLDER, `edited/${index}.cjs`), result.code)
      edited += result.report.wrapped
    }
    expect(ask('edited')).toEqual(ask('plain'))
    expect(edited).toBeGreaterThan(3 * firsts.length)
  })
})
