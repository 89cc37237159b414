import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'

import { eachMapping, TraceMap } from '@jridgewell/trace-mapping'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import webpack from 'webpack'

import { orderDeclarations, parseBundle, verifyMoves, type BundleFunction } from '../../../src/apply/bundle/index.ts'
import { runCli } from '../../cli/run-cli.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')
const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'module-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Later functions first, so that all that may move does. */
const reversed = (functions: readonly BundleFunction[]): Map<number, number> =>
  new Map(functions.map(({ index }) => [index, -index]))

/** What the app of the fixtures notes while it runs: modules as they load, then what it computes. */
const SEEN = ['add', 'total', 'upper', 'label', 'unused', 'index', 'SUM:', 6, 'function']

function runScript(code: string): unknown[] {
  const seen: unknown[] = []
  const context = vm.createContext({ seen, console, performance })
  vm.runInContext(`globalThis.seen = seen; globalThis.global = globalThis;\n${code}`, context, { timeout: 5000 })
  return seen
}

/** Ids of modules in the order of the text. */
const idsOf = (code: string, pattern: RegExp): string[] => [...code.matchAll(pattern)].map((match) => match[1]!)

describe('Metro (fixtures made by fixtures/metro/generate.mjs with metro 0.84.6)', () => {
  const IDS = /,(\d+),\[[\d,]*\](?:,"[^"]*")?\);$/gm
  for (const name of ['minified', 'development']) {
    test(`registrations change places, and nothing else does (${name})`, () => {
      const code = readFileSync(join(FIXTURES, `metro/${name}.js`), 'utf8')
      const result = orderDeclarations(code, reversed, { kind: 'script' })
      expect(idsOf(code, IDS)).toEqual(['0', '1', '2', '3', '4', '5'])
      expect(idsOf(result.code, IDS)).toEqual(['5', '4', '3', '2', '1', '0'])
      expect(result.registrations).toBe(6)
      expect(runScript(code)).toEqual(SEEN)
      expect(runScript(result.code)).toEqual(SEEN)
    })
  }

  test('in the order of the layout by the command, with the map', async () => {
    writeFileSync(join(folder, 'metro.js'), readFileSync(join(FIXTURES, 'metro/minified.js')))
    writeFileSync(join(folder, 'metro.js.map'), readFileSync(join(FIXTURES, 'metro/minified.js.map')))
    writeFileSync(
      join(folder, 'layout.sdn'),
      `layout:\n    recorded |function, phase, size, call_count|\n${[
        ['upper.js:exports.upper', 'startup'],
        ['label.js:label', 'startup'],
        ['add.js:add', 'first_frame'],
        ['unused.js:unused', 'cold'],
      ]
        .map(([fn, phase]) => `        "modules/${fn}", ${phase}, 10, 1\n`)
        .join('')}`,
    )
    const args = ['apply', 'metro.js', '--layout', 'layout.sdn', '--kind', 'script', '--reorder', '-o', 'metro.out.js']
    const { status, stdout, stderr } = await runCli(args, folder)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^metro\.out\.js: \d+ declarations stand first, 4 modules changed places\nmatched /)
    const code = readFileSync(join(folder, 'metro.out.js'), 'utf8')
    // upper is module 4, label 3, add 2; the others keep their order behind them.
    expect(idsOf(code, IDS)).toEqual(['4', '3', '2', '0', '1', '5'])
    expect(runScript(code)).toEqual(SEEN)
    // Each line of the output that has a mapping to a module holds that module's text.
    const lines = code.split('\n')
    const sourceOfLine = new Map<number, Set<string>>()
    eachMapping(new TraceMap(readFileSync(join(folder, 'metro.out.js.map'), 'utf8')), ({ generatedLine, source }) => {
      if (source === null || !source.startsWith('modules/')) return
      sourceOfLine.set(generatedLine, (sourceOfLine.get(generatedLine) ?? new Set()).add(source))
    })
    expect([...sourceOfLine.values()].map((sources) => [...sources].join())).toEqual(
      ['upper', 'label', 'add', 'index', 'total', 'unused'].map((name) => `modules/${name}.js`),
    )
    for (const line of sourceOfLine.keys()) expect(lines[line - 1]).toMatch(/^__d\(/)
    const refused = await runCli([...args.slice(0, -1), 'never.js', '--launcher', 'l.mjs'], folder)
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('which --reorder does not')])
  })

  test('stays where the functions that it calls are of the file itself', () => {
    const run = '__d(function(){a()},1,[]);__d(function(){b()},2,[{"paths":{"1":"x"}}]);'
    const count = (code: string): number => orderDeclarations(code, reversed, { kind: 'script' }).registrations
    expect(count(run)).toBe(2)
    expect(count(run.replaceAll('__d', 'app__d'))).toBe(2)
    for (const binding of ['function __d(f){f()}', 'var __d=x;', '__d=x;', '(function(__d){})();', 'var {__d}=x;']) {
      expect([binding, count(binding + run)]).toEqual([binding, 0])
    }
    for (const other of [run.replace('[]', '[x]'), run.replace('{"paths"', '{["paths"]'), run.replace('},2', '},1')]) {
      expect([other, count(other)]).toEqual([other, 0])
    }
    // Two names are two runtimes: each run by itself.
    expect(count(run + run.replaceAll('__d', 'b__d'))).toBe(4)
    expect(count(run.replace('__d', 'b__d'))).toBe(0)
  })
})

describe('webpack', () => {
  const builds: Record<string, { config: webpack.Configuration; moves: boolean }> = {
    minified: { config: { mode: 'production' }, moves: true },
    numbers: { config: { mode: 'production', optimization: { minimize: false } }, moves: true },
    named: { config: { mode: 'production', optimization: { minimize: false, moduleIds: 'named' } }, moves: true },
    development: { config: { mode: 'development' }, moves: true },
    // Development's default: each module is a text for `eval`, which could name anything.
    evaluated: { config: { mode: 'development', devtool: 'eval' }, moves: false },
    // Ids are places of an array.
    array: { config: { mode: 'production', optimization: { minimize: false, moduleIds: 'natural' } }, moves: false },
  }

  /** Modules in the order of the text, by what each notes when it loads; the entry stands behind the table. */
  const modulesOf = (code: string): string[] =>
    idsOf(code, /seen\.push\(\\?['"](\w+)/g).filter((name) => name !== 'index')

  const build = async (name: string, { optimization, ...config }: webpack.Configuration): Promise<void> => {
    const compiler = webpack({
      context: join(FIXTURES, 'modules'),
      entry: './index.js',
      target: 'node',
      devtool: false,
      ...config,
      optimization: { concatenateModules: false, ...optimization },
      output: { path: folder, filename: `${name}.cjs` },
    })
    await new Promise<void>((done, fail) => {
      compiler.run((error, stats) => {
        if (error !== null || stats?.hasErrors() === true) fail(error ?? new Error(stats!.toString()))
        else compiler.close(() => done())
      })
    })
  }

  beforeAll(async () => {
    for (const [name, { config }] of Object.entries(builds)) await build(name, config)
  })

  for (const [name, { moves }] of Object.entries(builds)) {
    test(`entries of its table ${moves ? 'change places, and nothing else does' : 'stay'} (${name})`, () => {
      const code = readFileSync(join(folder, `${name}.cjs`), 'utf8')
      const result = orderDeclarations(code, reversed, { kind: 'commonjs' })
      const modules = modulesOf(code)
      expect([...modules].sort()).toEqual(['add', 'label', 'total', 'unused', 'upper'])
      expect(modulesOf(result.code)).toEqual(moves ? modules.toReversed() : modules)
      expect(result.registrations > 0).toBe(moves)
      writeFileSync(join(folder, `${name}.out.cjs`), result.code)
      const script = (file: string): string =>
        `globalThis.seen = []; require(${JSON.stringify(join(folder, file))}); console.log(JSON.stringify(seen))`
      const run = (file: string): unknown =>
        JSON.parse(execFileSync(process.execPath, ['-e', script(file)], { encoding: 'utf8' }))
      expect(run(`${name}.cjs`)).toEqual(SEEN)
      expect(run(`${name}.out.cjs`)).toEqual(SEEN)
    })
  }

  const moved = (code: string): number => orderDeclarations(code, reversed, { kind: 'commonjs' }).registrations

  test('only entries that nothing can tell apart move', () => {
    expect(moved('f({1:function(){a()},20(){b()},3:(()=>{c()})})')).toBe(2)
    for (const code of [
      'f({a:function(){a()},b(){b()}})',
      'f({1:function(){a()},2:b})',
      'f({1:function(){a()},2:class{static x=b()}})',
      'f({1:function(){a()},...b,2(){}})',
      'f({1(){a()},get 2(){}})',
      'f({1(){a()},[2](){}})',
      'f({1(){a()},1(){b()}})',
      'f({1(){a()},1e0(){b()}})',
      'f({1(){a()},"01"(){b()}})',
      'f({1(){a()},4294967295(){b()}})',
      'f({1(){a()},"-2"(){b()}})',
      'f([function(){a()},function(){b()}])',
      // Its text is looked at.
      'function g(){return {1(){a()},2(){b()}}}log(g+"")',
    ]) {
      expect([code, moved(code)]).toEqual([code, 0])
    }
  })

  test('names as keys only where nothing lists the table', () => {
    const table = 'var __webpack_modules__=({"./a":(m)=>{a()},"./b":(m)=>{b()}});'
    const asked = '__webpack_modules__[id](m);id in __webpack_modules__;__webpack_require__.m=__webpack_modules__;'
    const own = '__webpack_require__.o(__webpack_require__.m,id)&&(__webpack_require__.m[id]=x);'
    expect(moved(table + asked + own)).toBe(2)
    for (const use of [
      'Object.keys(__webpack_modules__)',
      'for(const id in __webpack_modules__);',
      'x=__webpack_modules__',
      'f(__webpack_require__.m)',
      'x={...__webpack_require__.m}',
      '__webpack_require__.n=__webpack_modules__',
      'eval(x)',
    ]) {
      expect([use, moved(table + asked + use)]).toEqual([use, 0])
    }
    expect(moved(table.replaceAll('__webpack_modules__', 'modules'))).toBe(0)
  })

  test('the proof refuses entries that changed, went or took another key', () => {
    const before = parseBundle('f({1(){a()},2(){b()}},{x(){c()},y(){d()}})', { kind: 'commonjs' })
    const check = (after: string) => (): void => verifyMoves(before, after)
    expect(check('f({2(){b()},1(){a()}},{x(){c()},y(){d()}})')).not.toThrow()
    for (const after of [
      'f({2(){a()},1(){b()}},{x(){c()},y(){d()}})',
      'f({2(){b()}},{x(){c()},y(){d()}})',
      'f({2(){b()},1(){a()},3(){}},{x(){c()},y(){d()}})',
      'f({2(){b()},2(){a()}},{x(){c()},y(){d()}})',
      'f({1(){a()},2(){b()}},{y(){d()},x(){c()}})',
    ]) {
      expect(check(after), after).toThrow(/only moves of declarations and modules were expected/)
    }
  })
})
