import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'

import remapping from '@jridgewell/remapping'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, parseAst } from 'vite'

import { hermesFunctions, readHermesFile } from '../../../src/apply/hermes/index.ts'
import {
  type ChainedMap,
  type GeneratedFunction,
  MapChain,
  matchFunctions,
  ModuleNames,
  type RecordedPlace,
  sourcePlaces,
} from '../../../src/apply/match/index.ts'
import { main } from '../../../src/cli/main.ts'
import { LayoutError } from '../../../src/errors.ts'
import { RecordingSession, writeRecording } from '../../../src/record/session/index.ts'
import { collectFunctions } from '../../../src/record/transform/index.ts'
import { COMPILERS, HERMES_89, HERMESC_89, NO_PROGRAMS, run, runWell } from '../hermes/tools.ts'

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'match-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every function says its name by a string of its own, which no build step touches: the oracle of these tests. */
const SOURCES: Readonly<Record<string, string>> = {
  'src/shapes.ts': `
export interface Shape { area(scale: number): number }
export abstract class Base<T> implements Shape {
  protected label: string = say('src/shapes.ts:Base.<instance_members>')
  abstract kind(): T
  constructor(protected readonly size: number) { say('src/shapes.ts:Base.constructor') }
  area(scale: number): number
  area(scale: number | string): number { say('src/shapes.ts:Base.area'); return this.size * Number(scale) }
  get twice(): number { return say('src/shapes.ts:Base.get twice') ? this.size * 2 : 0 }
  static async create<U>(this: void, make: () => U): Promise<U> { say('src/shapes.ts:Base.static create'); return make() }
}
export class Square extends Base<string> {
  kind() { return say('src/shapes.ts:Square.kind') }
  static *all(count: number) { say('src/shapes.ts:Square.static all'); for (let i = 0; i < count; i++) yield new Square(i) }
}
function say(text: string): string { (globalThis as any).said?.push(text, 'src/shapes.ts:say'); return text }
`,
  'src/tools.js': `
export const compose = (...list) => { note('src/tools.js:compose'); return (value) => { note('src/tools.js:compose.<anonymous#1>'); return list.reduce((a, f) => (note('src/tools.js:compose.<anonymous#1>.<anonymous#1>'), f(a)), value) } }
export function outer(n) {
  note('src/tools.js:outer')
  function inner(m) { note('src/tools.js:outer.inner'); return m > 0 ? inner(m - 1) : helper() }
  const helper = function () { return note('src/tools.js:outer.helper') }
  return inner(n)
}
export const handlers = { onClick(event) { return note('src/tools.js:handlers.onClick') + event }, onKey: async (key) => { note('src/tools.js:handlers.onKey'); await key; return key } }
export function never() { note('src/tools.js:never'); return 1 }
function note(text) { (globalThis.said ?? []).push(text); return text + 'src/tools.js:note' }
`,
  'src/main.ts': `
import { Base, Square } from './shapes.ts'
import { compose, handlers, outer } from './tools.js'
export default function start(log: (text: unknown) => void): void {
  log('src/main.ts:start')
  log(compose((x: number) => Number('src/main.ts:start.<anonymous#1>'.length) + x, (x: number) => x * 'src/main.ts:start.<anonymous#2>'.length)(3))
  log(outer(2)); log([...Square.all(3)].length); log(new Square(3).area(2)); log(handlers.onClick('x')); void handlers.onKey('k'); void Base.create(() => 'src/main.ts:start.<anonymous#3>')
  log(new Square(4).twice + new Square(5).kind())
}
start((globalThis as any).print ?? (() => {}))
`,
}
const MARK = /src\/\w+\.(?:ts|js):(?:<[\w#]+>|[\w ]+)(?:\.(?:<[\w#]+>|[\w ]+))*/g

function parse(code: string, lang: 'js' | 'ts' = 'js'): ReturnType<Parameters<typeof sourcePlaces>[2]> {
  return parseAst(code, { lang })
}

const places: RecordedPlace[] = []

interface Built {
  readonly path: string
  readonly code: string
  readonly maps: ChainedMap[]
}

async function bundle(minify: boolean): Promise<Built> {
  const outDir = join(folder, minify ? 'min' : 'plain')
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      minify,
      sourcemap: true,
      target: 'es2022',
      lib: { entry: 'src/main.ts', formats: ['iife'], name: 'app', fileName: () => 'app.js' },
    },
  })
  const path = join(outDir, 'app.js')
  const map = { map: readFileSync(`${path}.map`, 'utf8'), path: `${path}.map` }
  return { path, code: readFileSync(path, 'utf8'), maps: [map] }
}

/** The functions of JavaScript with the marks that stand in their own code. */
function functionsOf(code: string): { fn: GeneratedFunction; marks: string[] }[] {
  const starts = [0]
  for (const { index } of code.matchAll(/\n/g)) starts.push(index + 1)
  const placeAt = (offset: number): { line: number; column: number } => {
    const line = starts.findLastIndex((start) => start <= offset)
    return { line: line + 1, column: offset - starts[line]! }
  }
  // Field initialisers are functions to the recorder, not to a bundle's reader.
  const functions = collectFunctions(parse(code), code).filter(({ kind }) => kind === 'function' || kind === 'module')
  return functions.map((fn) => {
    let own = code.slice(fn.start, fn.end)
    for (const child of fn.children) own = own.replace(code.slice(child.start, child.end), '')
    const body = /[({]/.exec(code.slice(fn.start, fn.end))?.index ?? 0
    const inner = [...code.slice(fn.start, fn.end).matchAll(/\w+/g)].slice(1, 12).map(({ index }) => fn.start + index)
    const isOwn = (at: number): boolean => at > fn.start + body && !fn.children.some((c) => at >= c.start && at < c.end)
    return {
      fn: { bytes: own.length, start: placeAt(fn.start), inner: inner.filter(isOwn).map(placeAt) },
      marks: own.match(MARK) ?? [],
    }
  })
}

/** The strings that each function of a bytecode file loads, by id: as the compiler's own disassembler sees it. */
function stringsOfFunctions(compiler: string, hbc: string): string[][] {
  const dump = runWell(compiler, ['-b', '-dump-bytecode', '-pretty=0', hbc], folder)
  const table = new Map([...dump.matchAll(/^[si](\d+)\[.*?\].*?: (.*)$/gm)].map(([, id, text]) => [id!, text!]))
  const sections = dump.split(/^(?:Constructor|NCFunction|Function)<.*\n/m).slice(1)
  return sections.map((section) =>
    [...section.matchAll(/LoadConstString\w* \d+<\w+>, (\d+)</g)].map(([, id]) => table.get(id!) ?? ''),
  )
}

beforeAll(() => {
  mkdirSync(join(folder, 'src'))
  for (const [module, code] of Object.entries(SOURCES)) {
    writeFileSync(join(folder, module), code)
    places.push(...(sourcePlaces(module, code, (text, { lang }) => parse(text, lang === 'ts' ? 'ts' : 'js')) ?? []))
  }
})

describe('matchFunctions', () => {
  test('the sources have the functions that the marks name', () => {
    const names = new Set(places.map(({ name }) => name))
    for (const code of Object.values(SOURCES)) {
      for (const mark of code.match(MARK) ?? []) expect(names).toContain(mark)
    }
  })

  test.each([false, true])('finds each function of a bundle (minified: %s)', async (minify) => {
    const { code, maps } = await bundle(minify)
    const functions = functionsOf(code)
    for (const recorded of [places, places.map(({ name, module, line, column }) => ({ name, module, line, column }))]) {
      const match = matchFunctions(
        functions.map(({ fn }) => fn),
        maps,
        recorded,
        { root: folder },
      )
      const found = new Map(match.pairs.map((pair) => [pair.generated, recorded[pair.recorded]!.name]))
      let checked = 0
      for (const [index, { marks }] of functions.entries()) {
        // A minifier may inline one function into another: then it has the marks of both.
        if (marks.length === 0) continue
        expect(marks).toContain(found.get(index))
        checked += 1
      }
      expect(checked).toBeGreaterThan(14)
      expect(match.bytes.matched + Object.values(match.bytes.unmatched).reduce((a, b) => a + b, 0)).toBe(
        match.bytes.total,
      )
    }
  })

  test.skipIf(COMPILERS[3]!.program === undefined)(
    `finds each function of bytecode through two maps (${NO_PROGRAMS} if skipped)`,
    async () => {
      const compiler = COMPILERS[3]!.program!
      for (const minify of [false, true]) {
        const { path, maps } = await bundle(minify)
        const hbc = `${path}.hbc`
        runWell(compiler, ['-O', '-w', '-emit-binary', '-output-source-map', '-out', hbc, path], folder)
        const chain = [{ map: readFileSync(`${hbc}.map`, 'utf8'), path: `${hbc}.map` }, ...maps]
        const functions = hermesFunctions(readHermesFile(readFileSync(hbc)), chain[0]!)
        const match = matchFunctions(functions, chain, places, { root: folder })
        const found = new Map(match.pairs.map((pair) => [pair.generated, places[pair.recorded]!.name]))
        let checked = 0
        for (const [id, strings] of stringsOfFunctions(compiler, hbc).entries()) {
          const marks = strings.join('\n').match(MARK) ?? []
          if (marks.length === 0) continue
          expect(marks).toContain(found.get(id))
          checked += 1
        }
        expect(checked).toBeGreaterThan(14)
      }
    },
  )

  test('tells what it could not match, by bytes', () => {
    const map = {
      version: 3,
      names: [],
      sources: ['src/a.js', 'lib/b.js'],
      sourcesContent: [],
      mappings: 'AAAA,KCAA,KDIK',
    }
    const at = (column: number, bytes: number): GeneratedFunction => ({ bytes, start: { line: 1, column }, inner: [] })
    const recorded = [{ name: 'src/a.js:f', module: 'src/a.js', line: 1, column: 1 }]
    const match = matchFunctions(
      [at(0, 1), at(5, 2), at(10, 4), { ...at(0, 8), start: { line: 2, column: 0 } }],
      [{ map }],
      recorded,
    )
    expect(match.pairs).toEqual([{ generated: 0, recorded: 0, how: 'exact' }])
    expect(match.unmatched.map(({ reason }) => reason)).toEqual([
      'module-not-recorded',
      'no-function-there',
      'no-source',
    ])
    expect(match.bytes).toEqual({
      total: 15,
      matched: 1,
      unmatched: { 'module-not-recorded': 2, 'no-function-there': 4, 'no-source': 8 },
    })
  })

  test('a wrapper whose insides lead nowhere known is not matched', () => {
    const map = { version: 3, names: [], sources: ['src/a.js'], mappings: ';AAIA' }
    const recorded = [
      { name: 'src/a.js:f', module: 'src/a.js', line: 1, column: 1, endLine: 1, endColumn: 20 },
      { name: 'src/a.js:g', module: 'src/a.js', line: 2, column: 1, endLine: 2, endColumn: 20 },
    ]
    const fn = { bytes: 3, start: { line: 1, column: 0 }, inner: [{ line: 2, column: 0 }] }
    expect(matchFunctions([fn], [{ map }], recorded).unmatched).toEqual([
      { generated: 0, reason: 'no-function-there', source: 'src/a.js' },
    ])
  })

  test('refuses what is no map', () => {
    for (const text of ['', '{}', '[1]', 'null', '{"version":3}', '{"version":3,"mappings":5,"sources":[]}']) {
      expect(() => new MapChain([{ map: text, path: 'x.map' }])).toThrow(LayoutError)
    }
    expect(() => new MapChain([{ map: 'no', path: 'x.map' }])).toThrow(/^x\.map: this is no source map: it is no JSON/)
  })
})

describe('ModuleNames', () => {
  test('finds modules however a map names them', () => {
    const names = new ModuleNames(['src/app.ts', 'src/a/index.ts', 'src/b/index.ts', '../shared/x.ts'], '/p/app')
    expect(names.find('/p/app/src/app.ts')).toBe('src/app.ts')
    expect(names.find('file:///p/app/src/app.ts')).toBe('src/app.ts')
    expect(names.find('webpack://app/./src/app.ts?3f2a')).toBe('src/app.ts')
    expect(names.find('../../src/a/index.ts')).toBe('src/a/index.ts')
    expect(names.find('/p/shared/x.ts')).toBe('../shared/x.ts')
    expect(names.find('/elsewhere/src/b/index.ts')).toBe('src/b/index.ts')
    expect(names.find('index.ts')).toBeUndefined()
    expect(names.find('/p/app/src/c/index.ts')).toBeUndefined()
  })
})

describe.skipIf(HERMES_89 === undefined || HERMESC_89 === undefined)(
  `apply --layout (${NO_PROGRAMS} if skipped)`,
  () => {
    async function call(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
      const stdout = new PassThrough()
      const stderr = new PassThrough()
      const status = await main(args, { stdin: new PassThrough(), stdout, stderr, cwd: folder, env: {} })
      return { status, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
    }

    test('puts functions where the layout says, from names and maps alone', async () => {
      const modules = Array.from({ length: 5 }, (_, m) =>
        Array.from(
          { length: 6 },
          (_, k) => `export function f${m}${k}(x) { return [x, ${'x, '.repeat(40 + k)}x].concat('f${m}${k}') }\n`,
        ).join(''),
      )
      modules.forEach((code, m) => writeFileSync(join(folder, `src/m${m}.js`), code))
      const imports = modules.map((_, m) => `import * as m${m} from './m${m}.js'\n`).join('')
      writeFileSync(
        join(folder, 'src/entry.js'),
        `${imports}globalThis.all = [m0, m1, m2, m3, m4]; print(m3.f32(1) + m1.f10(2) + m4.f45(3))\n`,
      )
      await build({
        root: folder,
        configFile: false,
        logLevel: 'error',
        build: {
          outDir: 'out',
          minify: false,
          sourcemap: true,
          target: 'es2015',
          lib: { entry: 'src/entry.js', formats: ['iife'], name: 'app', fileName: () => 'app.js' },
        },
      })
      // Not optimised, or the three would be inlined where they are called.
      runWell(
        HERMESC_89!,
        ['-O0', '-w', '-emit-binary', '-output-source-map', '-out', 'out/app.hbc', 'out/app.js'],
        folder,
      )
      const startup = ['src/m4.js:f45', 'src/m3.js:f32', 'src/m1.js:f10']
      const rows = modules.flatMap((_, m) => Array.from({ length: 6 }, (_, k) => `src/m${m}.js:f${m}${k}`))
      const lines = [
        ...startup.map((name) => [name, 'startup']),
        ...rows.filter((name) => !startup.includes(name)).map((name) => [name, 'cold']),
      ]
      writeFileSync(
        join(folder, 'layout.sdn'),
        `layout:\n    recorded |function, phase, size, call_count|\n${lines.map(([name, phase]) => `        "${name}", ${phase}, 100, 1\n`).join('')}`,
      )
      const result = await call('apply', 'out/app.hbc', '--layout', 'layout.sdn', '-o', 'out/app.layout.hbc', '--json')
      expect([result.status, result.stderr]).toEqual([0, ''])
      const report = JSON.parse(result.stdout)
      expect(report.unread).toEqual([])
      expect(report.match.unmatched['no-function-there']).toBe(0)
      expect(run(HERMES_89!, ['-b', 'out/app.layout.hbc'], folder).stdout).toBe(
        run(HERMES_89!, ['-b', 'out/app.hbc'], folder).stdout,
      )

      // By name, as the engine's own tool sees the file: the three in the order of the layout, the cold ones behind or before.
      const file = readHermesFile(readFileSync(join(folder, 'out/app.layout.hbc')))
      const strings = stringsOfFunctions(HERMESC_89!, 'out/app.layout.hbc')
      const offset = (name: string): number => {
        const id = strings.findIndex((list) => list.includes(name))
        return file.bodies[file.functions[id]!.body]!.offset
      }
      const offsets = ['f45', 'f32', 'f10'].map(offset)
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
      const phase = report.phases.find((entry: { phase: string }) => entry.phase === 'startup')
      expect(phase.start % 4096).toBe(0)
      for (const name of ['f45', 'f32', 'f10'])
        expect(offset(name) >= phase.start && offset(name) < phase.end).toBe(true)
      for (const name of ['f00', 'f30', 'f44'])
        expect(offset(name) >= phase.start && offset(name) < phase.end).toBe(false)

      // One map composed of both, as Metro's scripts write it, gives the same file.
      const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
      const composed = remapping(read('out/app.hbc.map'), (file) =>
        file.endsWith('app.js') ? read('out/app.js.map') : null,
      )
      writeFileSync(join(folder, 'out/composed.map'), JSON.stringify(composed))
      const one = ['apply', 'out/app.hbc', '--layout', 'layout.sdn', '--map', 'out/composed.map', '-o', 'out/one.hbc']
      expect(await call(...one)).toMatchObject({ status: 0, stderr: '' })
      expect(readFileSync(join(folder, 'out/one.hbc')).equals(readFileSync(join(folder, 'out/app.layout.hbc')))).toBe(
        true,
      )

      // Without the text of the sources, a recording has the places.
      const map = JSON.parse(readFileSync(join(folder, 'out/app.js.map'), 'utf8'))
      writeFileSync(join(folder, 'out/app.js.map'), JSON.stringify({ ...map, sourcesContent: [] }))
      const facts = modules.flatMap((code, m) => sourcePlaces(`src/m${m}.js`, code, (source) => parse(source)) ?? [])
      const recording = new RecordingSession().addFunctions(
        facts.map(({ name, module, line, column }) => ({
          name,
          module,
          line,
          column,
          size: 1,
          totalSize: 1,
          bodyHash: '',
        })),
      )
      writeFileSync(join(folder, 'recording.sdn'), writeRecording(recording))
      modules.forEach((_, m) => rmSync(join(folder, `src/m${m}.js`)))
      const blind = await call('apply', 'out/app.hbc', '--layout', 'layout.sdn', '-o', 'out/blind.hbc')
      expect([blind.status, blind.stderr]).toEqual([2, expect.stringContaining('among the 30 of the layout')])
      const common = ['apply', 'out/app.hbc', '--layout', 'layout.sdn', '--recording', 'recording.sdn']
      expect(await call(...common, '-o', 'out/recorded.hbc')).toMatchObject({ status: 0, stderr: '' })
      const again = readHermesFile(readFileSync(join(folder, 'out/recorded.hbc')))
      const placed = ['f45', 'f32', 'f10'].map((name) => {
        const id = strings.findIndex((list) => list.includes(name))
        return again.bodies[again.functions[id]!.body]!.offset
      })
      expect(placed).toEqual([...placed].sort((a, b) => a - b))

      writeFileSync(
        join(folder, 'foreign.sdn'),
        'layout:\n    recorded |function, phase, size, call_count|\n        "lib/z.js:q", startup, 1, 1\n',
      )
      const foreign = await call('apply', 'out/app.hbc', '--layout', 'foreign.sdn', '-o', 'no.hbc')
      expect([foreign.status, foreign.stderr]).toEqual([
        2,
        expect.stringContaining('functions of this file is among the 1 of the layout'),
      ])
      writeFileSync(
        join(folder, 'out/other.js'),
        'function a(){ return 1 }\nfunction b(){ return [a(), 2] }\nprint(b())',
      )
      runWell(
        HERMESC_89!,
        ['-O', '-emit-binary', '-output-source-map', '-out', 'out/other.hbc', 'out/other.js'],
        folder,
      )
      const wrong = await call(
        'apply',
        'out/app.hbc',
        '--layout',
        'layout.sdn',
        '--map',
        'out/other.hbc.map',
        '-o',
        'no.hbc',
      )
      expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('this map is of another file')])
    })
  },
)
