import { decodedMappings, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  makeEager,
  chooseKept,
  splitCold,
  type BundleFunction,
  type EagerChoice,
  type SplitFile,
  type SplitOptions,
  type SplitResult,
} from '../../../src/apply/bundle/index.ts'
import { lineOf, lineStarts } from '../../../src/record/source-place.ts'

const FOLDER = resolve('test/.tmp/apply-split')

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

const nothing = (): Set<number> => new Set()
/** Those whose name begins with `hot`, and what is in no such function and has no name. */
const byName = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.filter(({ name }) => name.startsWith('hot')).map(({ index }) => index))

function split(code: string, options: Partial<SplitOptions> = {}, choose = byName): SplitResult {
  return splitCold(code, choose, {
    kind: 'module',
    platform: 'node',
    output: 'app.mjs',
    minSize: 0,
    ...options,
  })
}

/** The one file of what does not run early. */
function coldOf({ late }: SplitResult): SplitFile {
  expect(late.map(({ name }) => name)).toEqual(['./app.cold.mjs'])
  return late[0]!
}

function write(name: string, { main, late }: SplitResult): string {
  mkdirSync(join(FOLDER, name), { recursive: true })
  writeFileSync(join(FOLDER, name, 'app.mjs'), main.code)
  for (const file of late) writeFileSync(join(FOLDER, name, file.name), file.code)
  return join(FOLDER, name, 'app.mjs')
}

const run = (file: string): string => execFileSync(process.execPath, [file], { encoding: 'utf8' })

describe('what goes and what stays', () => {
  const cases: readonly (readonly [string, string, Partial<Record<'whole' | 'stubs', number>>, string?])[] = [
    [
      'a declaration that only cold code names',
      'function a() { return b() }\nfunction b() { return 1 }\nexport { a }',
      { whole: 1, stubs: 1 },
    ],
    [
      'one that code which runs may call',
      'function hot(x) { if (x) b() }\nfunction b() { return 1 }\nhot()',
      { whole: 1 },
    ],
    [
      'one that code which runs holds',
      'function b() { return 1 }\nconst table = { b }\nexport { table }',
      { stubs: 1 },
    ],
    ['one that is assigned', 'function b() { return 1 }\nb = 2\nexport function hot() { b() }', { stubs: 1 }],
    [
      'async functions that only cold code names',
      'async function b() { await 1 }\nexport const f = () => { b() }',
      { whole: 1, stubs: 1 },
    ],
    ['async functions', 'export async function b() { await 1 }', {}, 'it is async or a generator'],
    ['a derived constructor', 'export class A extends B { constructor() { b() } }', {}, 'it uses super'],
    ['super', 'export class A extends B { m() { super.m() } }', {}, 'it uses super'],
    ['private names', 'export class A { #p; m() { return this.#p } }', {}, 'it uses private names of its class'],
    ['import.meta', 'export function b() { return import.meta.url }', {}, 'it uses import() or import.meta'],
    ['import()', 'export function b() { return import("x") }', {}, 'it uses import() or import.meta'],
    ['eval', 'export function b() { return eval("1") }', {}, 'it calls eval'],
    ['new.target', 'export function b() { return new.target }', {}, 'it uses new.target'],
    ['its own name', 'export const x = function f() { return f }', {}, 'it uses variables of a function around it'],
    ['locals', 'export function hot(a) { return () => { return a } }', {}, 'it uses variables of a function around it'],
    [
      'arguments',
      'export function hot() { return () => { return arguments } }',
      {},
      'it uses the arguments of the function around it',
    ],
    [
      'its text',
      'export function hot() { return b.toString() }\nfunction b() { return 1 }',
      {},
      'its text is looked at',
    ],
  ]
  for (const [name, code, counts, reason] of cases) {
    test(`of ${name}`, () => {
      const { report, late } = split(code)
      expect({ whole: report.whole, stubs: report.stubs }).toEqual({ whole: 0, stubs: 0, ...counts })
      expect(report.kept.map((kept) => kept.reason)).toEqual(reason === undefined ? [] : [reason])
      expect(late.length === 0).toBe(report.whole + report.stubs === 0)
    })
  }

  test('nothing is moved whole where a direct eval may name it', () => {
    const code =
      'function b() { return 1 }\nexport function a() { b() }\nexport function hot(text) { return eval(text) }'
    expect(split(code).report).toMatchObject({ whole: 0, stubs: 2 })
  })

  test('a body shorter than the least stays', () => {
    const code = 'export function a() { return 1 }'
    expect(split(code, { minSize: 100 }).report.kept).toEqual([{ reason: 'it is small', count: 1, size: 25 }])
  })

  test('scripts and sloppy code are refused', () => {
    expect(() => split('function a() {}', { kind: 'script' })).toThrow(/classic script/)
    expect(() => split('function a() {}', { kind: 'commonjs' })).toThrow(/sloppy code/)
    expect(() => split('"use strict"; function a() {}', { kind: 'commonjs' })).not.toThrow()
  })
})

describe('in Node', () => {
  test('names, lengths, constructors and accessors stay as they were', () => {
    const code = `
function plain(a, b = 1, ...c) { this.sum = a + b + c.length }
plain.prototype.get = function () { return this.sum + counter }
let counter = 0
class Box { constructor(a) { this.a = a; counter++ } get g() { return this.a } set g(v) { this.a = v * 2 } static s({ x }) { return [x, this === Box, new.target] } m(a, { b } = {}) { return [a, b, arguments.length] } }
const arrow = ({ z }, y = z, ...more) => [z, y, more]
const lexical = { wrap() { return [1].map((x) => [x, this === lexical]) } }
export const hot = () => {
  const box = new Box(3)
  box.g = 4
  return [plain, Box, arrow, Box.prototype.m, Box.s, lexical.wrap].map((f) => [f.name, f.length, 'prototype' in f]).concat([
    new plain(1, 2, 3, 4).get(), box.g, box.m(1, undefined, 5), arrow({ z: 1 }, undefined, 3), lexical.wrap(), counter,
    Object.keys(new plain(1)), new plain(1) instanceof plain, plain.call({}, 1) === undefined,
  ])
}
console.log(JSON.stringify(hot()))
`
    const result = split(
      code,
      {},
      (functions) =>
        new Set(
          functions
            .filter(({ name, form }) => name === 's' || (form === 'arrow' && name === 'hot'))
            .map(({ index }) => index),
        ),
    )
    writeFileSync(join(FOLDER, 'names.mjs'), code)
    expect(result.report.stubs).toBeGreaterThanOrEqual(6)
    expect(run(write('names', result))).toBe(run(join(FOLDER, 'names.mjs')))
  })

  test('wrappers that run once have a scope of their own', () => {
    const filler = Array.from(
      { length: 60 },
      (_, index) =>
        `function cold${index}(a) { count += a; shared = () => cold${(index + 1) % 60}; return count + "${'x'.repeat(40)}".length }`,
    )
    const code = `export const library = (() => { 'use strict';let count = 1, shared;${filler.join('\n')}
return { first: (a) => { return cold0(a) + count }, shared: () => { return shared()(1) } } })()
export const other = (function (exports) { let count = 100; function cold(a) { return count += a /* ${'y'.repeat(5000)} */ }
exports.cold = cold; return exports })({})
console.log(library.first(2), library.shared(), library.first(3), other.cold(5))`
    const result = split(
      code,
      { minSize: 20 },
      (functions) => new Set(functions.filter(({ parent }) => parent === -1).map(({ index }) => index)),
    )
    expect(result.report.whole).toBeGreaterThan(50)
    expect(coldOf(result).code.match(/vitest-layout: section/g)).toHaveLength(1)
    writeFileSync(join(FOLDER, 'wrappers.mjs'), code)
    expect(run(write('wrappers', result))).toBe(run(join(FOLDER, 'wrappers.mjs')))
  })

  test('a stack trace names places of the cold file, and its map leads to the source', () => {
    const code = `export const library = (() => { const text = '${'z'.repeat(4100)}'
  function cold0() { return ${JSON.stringify('w'.repeat(4100))} }
  return { fail(message) { cold0(); throw new Error(message + text.length) } } })()
function failing(message) { if (message) {
  throw new TypeError(message) } }
export function hot() { failing('first') }
const seen = []
for (const call of [hot, () => library.fail('second')]) { try { call() } catch (error) { seen.push(error.stack.split('\\n')[1]) } }
console.log(JSON.stringify(seen))`
    const result = split(
      code,
      {},
      (functions) =>
        new Set(functions.filter(({ parent, name }) => parent === -1 && name !== 'failing').map(({ index }) => index)),
    )
    const stack = JSON.parse(run(write('stacks', result))) as string[]
    const places = stack.map((line) => /app\.cold\.mjs:(\d+):(\d+)\)?$/.exec(line))
    const map = new TraceMap(coldOf(result).map)
    const original = places.map((place) =>
      originalPositionFor(map, { line: Number(place?.[1]), column: Number(place?.[2]) - 1 }),
    )
    const at = (text: string): object => {
      const lines = code.slice(0, code.indexOf(text)).split('\n')
      return { line: lines.length, column: lines.at(-1)!.length }
    }
    expect(original).toEqual([
      expect.objectContaining(at('new TypeError')),
      expect.objectContaining(at('new Error(message + ')),
    ])
    expect(stack[0]).toContain('failing')
    expect(stack[1]).toContain('fail')
  })

  test("variables with the names of global objects are in nobody's way", () => {
    const names = ['URL', 'Object', 'Error', 'globalThis', 'encodeURI', 'encodeURIComponent']
    const code = `${names.map((name) => `const ${name} = '${name}'`).join('\n')}
const table = { read() { return [${names.join()}] }, list: [1, 2, 3] }
function cold() { return [table.read(), table.list, this === undefined] }
export function hot() { return [${names.join()}, cold()] }
console.log(JSON.stringify(hot()))`
    writeFileSync(join(FOLDER, 'globals.mjs'), code)
    const result = split(code)
    expect(result.report).toMatchObject({ whole: 1, values: 1 })
    expect(run(write('globals', result))).toBe(run(join(FOLDER, 'globals.mjs')))
    const own = '"use strict"; var require = 1; function cold() { return 1 }; module.exports = () => cold()'
    expect(() => split(own, { kind: 'commonjs' })).toThrow(/declares `require` itself/)
  })

  test('a file may have any name, and the same with another ending beside it', () => {
    for (const name of ['a#1', '100%', 'a%20b', 'what?', 'a b', 'ä']) {
      const folder = join(FOLDER, 'names of files')
      mkdirSync(folder, { recursive: true })
      for (const [kind, ending, head, tail] of [
        ['module', 'mjs', '', 'export const hot = 1'],
        ['module', 'js', 'import.meta;', 'export const hot = 2'],
        ['commonjs', 'cjs', '"use strict";', 'exports.hot = 3'],
      ] as const) {
        const code = `${head}function cold(a) { throw Error(a) }\ntry { cold('${name.length}${ending}') } catch (error) { console.log(error.message, error.stack.split('\\n')[1]) }\n${tail}`
        const output = `${name}.${ending}`
        const { main, late } = split(code, { kind, output, file: output })
        for (const file of [{ name: output, code: main.code }, ...late])
          writeFileSync(join(folder, file.name), file.code)
      }
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
      for (const ending of ['mjs', 'js', 'cjs']) {
        const printed = run(join(folder, `${name}.${ending}`))
        expect(printed).toMatch(new RegExp(`^${name.length}${ending} .*cold.*\\.cold\\.${ending}:2:\\d+\\)?\\n$`))
      }
    }
  })

  test('a cold file of another build, or none, is an error that says so', () => {
    const file = write('foreign', split('export function a() { return 1 }\nconsole.log(a())'))
    const other = coldOf(split('export function a() { return 22 }')).code
    writeFileSync(join(FOLDER, 'foreign/app.cold.mjs'), other)
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/app\.cold\.mjs is missing or of another build/)])
    rmSync(join(FOLDER, 'foreign/app.cold.mjs'))
    expect(spawnSync(process.execPath, [file], { encoding: 'utf8' }).stderr).toMatch(/ENOENT/)
  })
})

/** Every kept character leads where it led before; text of our own leads nowhere. */
function expectExact(code: string, inputMap: TraceMap, { code: after, map, pieces }: SplitFile): number {
  const look = (trace: TraceMap, starts: readonly number[], offset: number): string => {
    const line = lineOf(starts, offset)
    const { source, line: row, column } = originalPositionFor(trace, { line: line + 1, column: offset - starts[line]! })
    return source === null ? '' : `${source}:${row}:${column}`
  }
  const [oldStarts, newStarts] = [lineStarts(code), lineStarts(after)]
  const trace = new TraceMap(map)
  const wrong: string[] = []
  let at = 0
  let compared = 0
  for (const piece of pieces) {
    if ('text' in piece) {
      for (let index = 0; index < piece.text.length; index++) {
        if (piece.text[index] !== '\n' && look(trace, newStarts, at + index) !== '') wrong.push(`text at ${at + index}`)
      }
      at += piece.text.length
      continue
    }
    for (let offset = piece.from; offset < piece.to; offset++, at++, compared++) {
      if (after[at] !== code[offset]) wrong.push(`character at ${at}`)
      const [old, now] = [look(inputMap, oldStarts, offset), look(trace, newStarts, at)]
      if (old !== now) wrong.push(`${offset} ${old} -> ${at} ${now}`)
    }
  }
  expect(at).toBe(after.length)
  expect(wrong).toEqual([])
  return compared
}

describe('a real library', () => {
  for (const minify of [false, true]) {
    test(`works the same, and both maps are exact (minified: ${minify})`, async () => {
      const entry = join(FOLDER, 'entry.mjs')
      writeFileSync(
        entry,
        `import { parse, parseDocument, stringify } from 'yaml'
const text = stringify({ a: [1, { b: null }], d: new Date(0), 'e f': [true, 1.5, 'x: y'] })
console.log(text, JSON.stringify([parse(text), parseDocument('a: &x 1\\nb: *x\\nc: [').errors.map(String)]))`,
      )
      const build = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' })
      const { output } = await build.generate({ format: 'esm', minify, sourcemap: true })
      await build.close()
      const { code, map } = output[0]
      const inputMap = new TraceMap(map as never)
      expect(decodedMappings(inputMap).length).toBeGreaterThan(0)
      const bare = code.replace(/\n\/\/# sourceMappingURL.*\s*$/, '')
      const result = split(bare, { inputMap, minSize: 60 }, nothing)
      expect(result.report.movedSize).toBeGreaterThan(result.report.sizeBefore / 2)
      expect(expectExact(code, inputMap, result.main)).toBeGreaterThan(1500)
      expect(expectExact(code, inputMap, coldOf(result))).toBeGreaterThan(20_000)
      writeFileSync(join(FOLDER, 'plain.mjs'), code)
      const plain = run(join(FOLDER, 'plain.mjs'))
      expect(run(write(`yaml-${minify}`, result))).toBe(plain)
      // In several files, which need each other.
      const later: EagerChoice = (functions) =>
        new Set(functions.flatMap(({ index }) => (index % 7 === 0 ? index : [])))
      const several = split(bare, { inputMap, minSize: 60, later, clusterSize: 4000 }, nothing)
      expect(several.report.movedSize).toBe(result.report.movedSize)
      expect(several.late.length).toBeGreaterThan(3)
      for (const file of [several.main, ...several.late]) {
        expect(expectExact(code, inputMap, file)).toBeGreaterThan(500)
      }
      expect(run(write(`yaml-several-${minify}`, several))).toBe(plain)
      // What stays can be made eager afterwards, and is found where it stands now.
      const everything = (functions: readonly BundleFunction[]): Set<number> =>
        new Set(functions.map(({ index }) => index))
      const eager = makeEager(result.main.code, chooseKept(code, everything, result.main.pieces, { kind: 'module' }), {
        kind: 'module',
      })
      expect(eager.report.asked).toBeGreaterThan(20)
      writeFileSync(join(FOLDER, `yaml-${minify}`, 'app.mjs'), eager.code)
      expect(run(join(FOLDER, `yaml-${minify}`, 'app.mjs'))).toBe(plain)
    })
  }
})
