import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { array, assert, constantFrom, double, property, record, tuple, uniqueArray } from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'

import { mergeBunOrders, parseBunOrder, writeBunOrder, type BunOrder } from '../../../src/apply/bun/index.ts'
import { findProgram } from '../../../src/apply/doctor/index.ts'
import { runCli } from '../../cli/run-cli.ts'

// Written by Bun 1.4.5: `bun build --compile --bytecode app.js`, run with the arguments `x` (greet) and `y` (count).
const FIXTURES = join(import.meta.dirname, 'fixtures')
const GREET = readFileSync(join(FIXTURES, 'greet.order'), 'utf8')
const COUNT = readFileSync(join(FIXTURES, 'count.order'), 'utf8')

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'bun-order-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hash = (number: number): string => number.toString(16).padStart(16, '0')

/** Hashes of functions, strings and modules are of separate kinds; small ranges make them meet. */
const orders = record({
  functions: uniqueArray(constantFrom(...Array.from({ length: 60 }, (_, i) => hash(i))), { minLength: 1 }),
  strings: uniqueArray(constantFrom(...Array.from({ length: 40 }, (_, i) => hash(i)))),
  evaluated: uniqueArray(constantFrom(...Array.from({ length: 6 }, (_, i) => hash(i)))),
}).map(({ functions, strings, evaluated }): BunOrder => ({
  version: 'v2',
  functions: [hash(0), ...functions.filter((name) => name !== hash(0))],
  strings,
  evaluated,
  notEvaluated: Array.from({ length: 6 }, (_, i) => hash(i)).filter((name) => !evaluated.includes(name)),
  known: Array.from({ length: 70 }, (_, i) => hash(i)).filter((name) => name !== hash(0) && !functions.includes(name)),
}))

describe('the file', () => {
  test('what Bun wrote is read, and written again the same', () => {
    const order = parseBunOrder(GREET)
    expect(order.functions).toHaveLength(3)
    expect(order.known).toHaveLength(3)
    expect(order.evaluated).toHaveLength(1)
    expect(writeBunOrder(order)).toBe(GREET)
    expect(parseBunOrder(`\uFEFF# a note\r\n${GREET.replaceAll('\n', '\r\n')}`)).toEqual(order)
  })

  test('reading gives back what was written', () => {
    assert(
      property(orders, (order) => {
        expect(parseBunOrder(writeBunOrder(order))).toEqual(order)
      }),
      { numRuns: 100, seed: 8 },
    )
  })
})

describe('joining', () => {
  test('loses nothing, invents nothing, and is the same each time', () => {
    assert(
      property(
        array(tuple(orders, double({ min: 0.1, max: 9, noNaN: true })), { minLength: 1, maxLength: 5 }),
        (list) => {
          const workloads = list.map(([order, weight], index) => ({ file: `${index}`, order, weight }))
          const { order, contributions } = mergeBunOrders(workloads)
          const all = (of: (order: BunOrder) => readonly string[]): string[] => [
            ...new Set(workloads.flatMap((workload) => of(workload.order))),
          ]
          const sorted = (names: readonly string[]): string[] => [...names].sort()
          expect(sorted(order.functions)).toEqual(sorted(all(({ functions }) => functions)))
          expect(sorted(order.strings)).toEqual(sorted(all(({ strings }) => strings)))
          expect(sorted([...order.functions, ...order.known])).toEqual(
            sorted(all(({ functions, known }) => [...functions, ...known])),
          )
          expect(sorted(order.evaluated)).toEqual(sorted(all(({ evaluated }) => evaluated)))
          expect(order.notEvaluated.filter((name) => order.evaluated.includes(name))).toEqual([])
          expect(contributions.reduce((sum, { added }) => sum + added, 0)).toBe(order.functions.length)
          expect(mergeBunOrders(workloads)).toEqual({ order, contributions, rule: expect.anything() })
        },
      ),
      { numRuns: 60, seed: 8 },
    )
  })

  test('what several workloads share stands together, and fewer pages are touched', () => {
    const own = Array.from({ length: 240 }, (_, i) => hash(i))
    // A run that needs a third of them: file after file, it touches every page of the first one.
    const shared = own.filter((_, i) => i % 3 === 0)
    const of = (functions: string[]): BunOrder => ({
      version: 'v2',
      functions,
      strings: [],
      evaluated: [],
      notEvaluated: [],
      known: [],
    })
    const { order, rule, contributions } = mergeBunOrders([
      { file: 'a', order: of(own) },
      { file: 'b', order: of(shared) },
    ])
    expect(rule).toBe('packed')
    expect(contributions[1]).toMatchObject({ added: 0, own: 0, functions: shared.length })
    expect(contributions[1]!.pages.packed).toBeLessThan(contributions[1]!.pages['in turn'])
    const places = shared.map((name) => order.functions.indexOf(name))
    expect(Math.max(...places) - Math.min(...places)).toBeLessThan(own.length / 2)
  })
})

describe('vitest-layout merge --format bun-order', () => {
  const merge = (...args: string[]): ReturnType<typeof runCli> =>
    runCli(['merge', '--format', 'bun-order', ...args], folder)
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)

  test('joins real files and tells what each adds', async () => {
    put('greet.order', GREET)
    put('count.order', COUNT)
    const { status, stdout, stderr } = await merge('greet.order', 'count.order', '-o', 'all.order', '--weights', '2,1')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/greet\.order +2 +3 +3 +2 +9 +1 /)
    expect(stdout).toMatch(/count\.order +1 +4 +3 +3 +1 +0 /)
    const order = parseBunOrder(readFileSync(join(folder, 'all.order'), 'utf8'))
    expect([order.functions.length, order.strings.length, order.known.length]).toEqual([6, 10, 0])
    const json = await merge('greet.order', 'count.order', '-o', 'again.order', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ functions: 6, contributions: [{ added: 3 }, { added: 3 }] })
  })

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no file', ['-o', 'x'], /expected order files and -o OUT/],
    ['no output', ['greet.order'], /expected order files and -o OUT/],
    ['a file that is not there', ['gone.order', '-o', 'x'], /gone\.order: cannot read this file/],
    ['a foreign file', ['layout.sdn', '-o', 'x'], /layout\.sdn:1: this is no order file of Bun/],
    ['an empty file', ['empty', '-o', 'x'], /empty: this is no order file of Bun/],
    ['a file cut off', ['cut.order', '-o', 'x'], /cut\.order:17: expected F, S, M, N or K .* record again/],
    ['a run that recorded nothing', ['nothing.order', '-o', 'x'], /nothing\.order: this order file names no function/],
    ['a version to come', ['v9.order', '-o', 'x'], /v9\.order:1: order files of version v9 are not known/],
    ['two versions', ['greet.order', 'v1.order', '-o', 'x'], /v1\.order: it is of version v1, greet\.order of v2/],
    [
      'two programs',
      ['greet.order', 'other.order', '-o', 'x'],
      /other\.order: it shares no function with greet\.order/,
    ],
    ['too few weights', ['greet.order', 'count.order', '--weights', '1', '-o', 'x'], /expected 2 positive numbers/],
    ['a weight of nothing', ['greet.order', '--weights', '0', '-o', 'x'], /expected 1 positive numbers/],
    ['the input as output', ['greet.order', '-o', './greet.order'], /never overwritten/],
    ['a hard link to the input', ['greet.order', '-o', 'hard.order'], /never overwritten/],
    ['a link to the input', ['greet.order', '-o', 'soft.order'], /never overwritten/],
  ]
  for (const [name, args, message] of refusals) {
    test(`refuses ${name}, and writes nothing`, async () => {
      put('greet.order', GREET)
      put('count.order', COUNT)
      put('layout.sdn', 'layout:\n    page_size: 4096\n')
      put('empty', '')
      put('cut.order', GREET.slice(0, -4))
      put('nothing.order', 'v2\n# not recorded\n')
      put('v9.order', GREET.replace('v2', 'v9'))
      put('v1.order', GREET.replace('v2', 'v1'))
      put('other.order', `v2\nF ${hash(7)}\n`)
      for (const link of ['hard.order', 'soft.order']) rmSync(join(folder, link), { force: true })
      linkSync(join(folder, 'greet.order'), join(folder, 'hard.order'))
      symlinkSync(join(folder, 'greet.order'), join(folder, 'soft.order'))
      const { status, stderr } = await merge(...args)
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
      expect(existsSync(join(folder, 'x'))).toBe(false)
      expect(readFileSync(join(folder, 'greet.order'), 'utf8')).toBe(GREET)
    })
  }

  const bun = findProgram(['bun'], process.env)
  test.skipIf(bun === undefined)('Bun takes what was joined (skipped where it is not installed)', async () => {
    copyFileSync(join(FIXTURES, 'app.js'), join(folder, 'app.js'))
    const run = (program: string, args: string[], env: object = {}): string =>
      execFileSync(program, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } })
    const build = (name: string, ...args: string[]): string => {
      run(bun!, ['build', '--compile', '--bytecode', ...args, 'app.js', '--outfile', name])
      return join(folder, name)
    }
    const plain = build('plain')
    for (const arg of ['x', 'y']) run(plain, [arg], { BUN_BYTECODE_ORDER_OUT: `${arg}.own` })
    await merge('x.own', 'y.own', '-o', 'own.order')
    const ordered = build('ordered', '--bytecode-order=own.order')
    for (const arg of ['x', 'y']) expect(run(ordered, [arg])).toBe(run(plain, [arg]))
  })
})
