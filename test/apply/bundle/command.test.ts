import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { layoutPlugin } from '../../../src/apply/bundle/index.ts'
import { isPackBetter } from '../../../src/cli/doctor/pack.ts'
import type { Recording } from '../../../src/model/index.ts'
import { writeRecording } from '../../../src/record/session/index.ts'
import { runCli } from '../../cli/run-cli.ts'

const FOLDER = resolve('test/.tmp/apply-bundle-command')

const SOURCES: Record<string, string> = {
  'src/main.ts': `import { Counter, describe } from './lib/counter.ts'
interface Options { readonly start: number }
export function main(options: Options): string {
  const counter = new Counter(options.start)
  const twice = (step: () => number): number => step() + step()
  return describe(twice(() => counter.next()))
}
export function never(): string {
  return describe(-1)
}
console.log(main({ start: Number(process.argv[2] ?? 1) }))
if (process.argv[2] === '99') console.log(never())
`,
  'src/lib/counter.ts': `export class Counter {
  #value: number
  constructor(start: number) {
    this.#value = start
  }
  next(): number {
    return ++this.#value
  }
}
export function describe(value: number): string {
  return format(value)
}
function format(value: number): string {
  return \`value \${value}\`
}
`,
  'layout.sdn': `layout:
    recorded |function, phase, size, call_count|
        "src/main.ts:<module>", startup, 10, 1
        "src/main.ts:main", startup, 100, 1
        "src/main.ts:main.twice", startup, 30, 1
        "src/lib/counter.ts:describe", first_frame, 30, 1
        "src/lib/counter.ts:format", startup, 30, 1
        "src/main.ts:never", cold, 30, 0
`,
  'foreign.sdn': `layout:
    recorded |function, phase, size, call_count|
        "other/a.ts:b", startup, 10, 1
`,
}

async function build(minify: boolean, out: string, plugins: readonly unknown[] = []): Promise<void> {
  const bundle = await rolldown({ input: join(FOLDER, 'src/main.ts'), platform: 'node', plugins: plugins as never })
  await bundle.write({ file: join(FOLDER, out), format: 'esm', minify, sourcemap: true })
  await bundle.close()
}

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(join(FOLDER, 'src/lib'), { recursive: true })
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(FOLDER, name), text)
  await build(false, 'dist/app.mjs')
  await build(true, 'dist/small.mjs')
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

const run = (file: string, ...args: string[]): string =>
  execFileSync(process.execPath, [join(FOLDER, file), ...args], { encoding: 'utf8' })
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8')

describe('apply to a JavaScript bundle', () => {
  for (const name of ['app', 'small']) {
    test(`makes what the layout has early eager, found through the map (${name}.mjs)`, async () => {
      const args = ['apply', `dist/${name}.mjs`, '--layout', 'layout.sdn', '-o', `dist/${name}.layout.mjs`, '--json']
      const { status, stdout, stderr } = await runCli(args, FOLDER)
      expect(stderr).toBe('')
      expect(status).toBe(0)
      const report = JSON.parse(stdout)
      // A minifier may inline some; what is left of them all is found, by bytes.
      expect(report.match.matched / report.match.total).toBeGreaterThan(0.99)
      expect(report.asked).toBeGreaterThanOrEqual(2)
      expect(report.lazy).toBe(0)
      expect(report.wrapped + report.declared + report.already).toBe(report.asked)
      expect(run(`dist/${name}.layout.mjs`, '4')).toBe(run(`dist/${name}.mjs`, '4'))

      const code = read(`dist/${name}.layout.mjs`)
      expect(code).toMatch(new RegExp(`//# sourceMappingURL=${name}.layout.mjs.map\\n$`))
      const map = new TraceMap(read(`dist/${name}.layout.mjs.map`))
      const lines = code.slice(0, code.indexOf('value ')).split('\n')
      const place = originalPositionFor(map, { line: lines.length, column: lines.at(-1)!.length })
      expect(place).toMatchObject({ source: '../src/lib/counter.ts', line: 14 })
    })
  }

  test('leaves what the layout has cold or does not know', async () => {
    await runCli(['apply', 'dist/app.mjs', '--layout', 'layout.sdn', '-o', 'dist/cold.mjs'], FOLDER)
    const code = read('dist/cold.mjs')
    expect(code).toContain('function never()')
    expect(code).toContain('=(function (options)')
    expect(code).not.toContain('function format')
  })

  test('by what each recorded test ran; the share decides, and a file without map is the module itself', async () => {
    const code =
      'function all() { return 1 }\nfunction one() { return 2 }\nfunction none() { return 3 }\nconsole.log(all() + (process.argv[2] ? one() : 0))\n'
    writeFileSync(join(FOLDER, 'tool.cjs'), code)
    const names = ['all', 'none', 'one'].map((name) => `tool.cjs:${name}`)
    writeFileSync(join(FOLDER, 'recording.sdn'), writeRecording(recordingOf(names, [[0], [0, 2], [0]])))
    const apply = async (...more: string[]): Promise<string> => {
      const args = ['apply', 'tool.cjs', '--recording', 'recording.sdn', '-o', 'tool.out.cjs', ...more]
      expect(await runCli(args, FOLDER)).toMatchObject({ status: 0 })
      return read('tool.out.cjs')
    }
    expect((await apply()).match(/var .*;/)?.[0]).toBe(
      'var all=(function () { return 1 }),one=(function () { return 2 });',
    )
    expect((await apply('--share', '0.5')).match(/var .*;/)?.[0]).toBe('var all=(function () { return 1 });')
    await apply('--launcher', 'bin.cjs', '--pack', '--fill', 'x')
    expect(existsSync(join(FOLDER, 'tool.out.cjs.pack'))).toBe(true)
    expect(run('bin.cjs', 'x')).toBe('3\n')
  })

  test('by coverage of the very file, with a launcher and a filled cache', async () => {
    const file = join(FOLDER, 'dist/app.mjs')
    const env = { ...process.env, NODE_V8_COVERAGE: join(FOLDER, 'coverage') }
    execFileSync(process.execPath, [file], { env })
    const { status, stdout } = await runCli(
      ['apply', 'dist/app.mjs', '--coverage', 'coverage', '-o', 'dist/cov.mjs', '--launcher', 'dist/bin.mjs'].concat([
        '--cache',
        'cache',
        '--fill',
        '7',
        '--plain-methods',
      ]),
      FOLDER,
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/dist\/cov\.mjs: \d+ functions run early/)
    expect(stdout).toMatch(/lazy: 2 \(\d+ characters\): methods of classes and accessors have no eager form/)
    expect(run('dist/bin.mjs', '5')).toBe('value 13\n')
  })

  test('into another folder: the map leads to the same sources', async () => {
    const output = 'deep/er #1/app.mjs'
    const args = ['apply', 'dist/app.mjs', '--layout', 'layout.sdn', '-o', output]
    expect(await runCli(args, FOLDER)).toMatchObject({ status: 0, stderr: '' })
    const code = read(output)
    expect(code).toMatch(/\n\/\/# sourceMappingURL=app\.mjs\.map\n$/)
    const sources = (file: string): unknown =>
      (JSON.parse(read(file)) as { sources: string[] }).sources.map((name) => resolve(FOLDER, file, '..', name))
    expect(sources(`${output}.map`)).toEqual(sources('dist/app.mjs.map'))
    // A name that is more than letters in a URL.
    expect(await runCli([...args.slice(0, -1), 'deep/100%#?.mjs'], FOLDER)).toMatchObject({ status: 0 })
    expect(read('deep/100%#?.mjs')).toMatch(/\n\/\/# sourceMappingURL=100%25%23%3F\.mjs\.map\n$/)
    // So named it is found again, and a tool that writes it as it is is understood too.
    const again = ['apply', 'deep/100%#?.mjs', '--layout', 'layout.sdn', '-o', 'deep/again.mjs']
    expect(await runCli(again, FOLDER)).toMatchObject({ status: 0 })
    rmSync(join(FOLDER, 'deep/100%#?.mjs.map'))
    writeFileSync(join(FOLDER, 'deep/100%.map'), read('deep/again.mjs.map'))
    const raw = read('deep/again.mjs').replace('again.mjs.map', '100%.map')
    writeFileSync(join(FOLDER, 'deep/100%#?.mjs'), raw)
    expect(await runCli(again, FOLDER)).toMatchObject({ status: 0 })
  })

  test('beside files that are no ES modules: a cycle is looked for in modules only', async () => {
    writeFileSync(join(FOLDER, 'data.json'), '{ "a": 1 }')
    writeFileSync(join(FOLDER, 'sloppy.js'), 'with (Math) { exports.max = max(010, 2) }\n')
    const head = "import data from './data.json' with { type: 'json' }\nimport { max } from './sloppy.js'\n"
    for (const [file, code] of [
      ['imports.mjs', `${head}console.log(one(), data, max)\nfunction one() { return 1 }\n`],
      ['classic.js', 'with (Math) { var a = one() }\nfunction one() { return 010 }\n'],
    ] as const) {
      writeFileSync(join(FOLDER, file), code)
      writeFileSync(join(FOLDER, 'one.sdn'), writeRecording(recordingOf([`${file}:one`], [[0]])))
      const args = ['apply', file, '--recording', 'one.sdn', '-o', `out-${file}`]
      expect(await runCli(args, FOLDER)).toMatchObject({ status: 0, stderr: '' })
      // A function of a script is a property of the global object, and stays.
      expect(read(`out-${file}`).includes('one=(function ()')).toBe(file === 'imports.mjs')
    }
  })

  test('a companion is not written over a map that was read, and nothing is where the output is a folder', async () => {
    const list = (): string[] => readdirSync(join(FOLDER, 'dist')).sort()
    mkdirSync(join(FOLDER, 'dist/folder.mjs'), { recursive: true })
    const before = [list(), read('dist/app.mjs.map')]
    for (const [args, message] of [
      [['-o', 'dist/y.mjs', '--launcher', 'dist/app.mjs.map'], /never overwritten/],
      [['-o', 'dist/folder.mjs'], /folder\.mjs: cannot write this file: it is a folder/],
    ] as const) {
      const { status, stderr } = await runCli(['apply', 'dist/app.mjs', '--layout', 'layout.sdn', ...args], FOLDER)
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
      expect([list(), read('dist/app.mjs.map')]).toEqual(before)
    }
  })

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'a layout of another project',
      ['--layout', 'foreign.sdn', '-o', 'x.mjs'],
      /none of the \d+ functions of this file/,
    ],
    ['neither layout nor coverage', ['-o', 'x.mjs'], /expected --layout FILE, --recording FILE or --coverage FOLDER/],
    ['the input as output', ['--layout', 'layout.sdn', '-o', 'dist/app.mjs'], /never overwritten/],
    [
      'a share out of range',
      ['--coverage', 'coverage', '--share', '2', '-o', 'x.mjs'],
      /expected a number from 0 to 1, or balanced/,
    ],
    ['a share of a layout', ['--layout', 'layout.sdn', '--share', '0.5', '-o', 'x.mjs'], /--share belongs to/],
    ['a wrong kind', ['--coverage', 'coverage', '--kind', 'x', '-o', 'x.mjs'], /expected module, commonjs, script/],
    ['a cache without launcher', ['--coverage', 'coverage', '--cache', 'c', '-o', 'x.mjs'], /belong to --launcher/],
    [
      'a single executable of a module',
      ['--coverage', 'coverage', '--sea', 's.json', '-o', 'x.mjs'],
      /needs a CommonJS/,
    ],
    ['the map of another file', ['--layout', 'layout.sdn', '--map', 'long.map', '-o', 'x.mjs'], /speaks of line \d{4}/],
    ['a map cut off', ['--layout', 'layout.sdn', '--map', 'cut.map', '-o', 'x.mjs'], /cut\.map: /],
  ]
  for (const [name, args, message] of refusals) {
    test(`refuses ${name}, and writes nothing`, async () => {
      const map = JSON.parse(read('dist/app.mjs.map'))
      writeFileSync(
        join(FOLDER, 'long.map'),
        JSON.stringify({ ...map, mappings: `${map.mappings}${';'.repeat(5000)}AAAA` }),
      )
      writeFileSync(join(FOLDER, 'cut.map'), read('dist/app.mjs.map').slice(0, 100))
      const before = read('dist/app.mjs')
      const { status, stderr } = await runCli(['apply', 'dist/app.mjs', ...args], FOLDER)
      expect(status).toBe(2)
      expect(stderr).toMatch(message)
      expect(existsSync(join(FOLDER, 'x.mjs'))).toBe(false)
      expect(read('dist/app.mjs')).toBe(before)
    })
  }

  test('a file without a map needs coverage', async () => {
    writeFileSync(join(FOLDER, 'bare.mjs'), 'export function a() {}\n')
    const { status, stderr } = await runCli(['apply', 'bare.mjs', '--layout', 'layout.sdn', '-o', 'x.mjs'], FOLDER)
    expect([status, stderr]).toEqual([2, expect.stringMatching(/only with the source map of the file/)])
  })
})

describe('the plugin with a layout', () => {
  test('does in the build what the command does after it', async () => {
    const reports: string[] = []
    const plugin = layoutPlugin({
      layout: join(FOLDER, 'layout.sdn'),
      onReport: (file, { declared, lazy }) => void reports.push(`${file} ${declared > 0} ${lazy}`),
    })
    await build(false, 'built/app.mjs', [plugin])
    expect(reports).toEqual(['app.mjs true 0'])
    expect(read('built/app.mjs')).toContain('function never()')
    expect(run('built/app.mjs', '4')).toBe(run('dist/app.mjs', '4'))
    const strip = (text: string): string => text.replace(/\/\/# sourceMappingURL.*/, '').trim()
    await runCli(['apply', 'dist/app.mjs', '--layout', 'layout.sdn', '-o', 'dist/same.mjs'], FOLDER)
    expect(strip(read('built/app.mjs'))).toBe(strip(read('dist/same.mjs')))
  })
})

describe('doctor', () => {
  test('measures both builds, says what it found, and keeps the new one only with a gain', async () => {
    const { status, stdout, stderr } = await runCli(
      ['doctor', 'dist/app.mjs', '--layout', 'layout.sdn', '--run', '3', '--pairs', '6', '-o', 'dist/doctor.mjs'],
      FOLDER,
    )
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      / {2}(better|worse|no gain) +\d\.\d{3} \(\d\.\d{3} to \d+\.\d{3}\) +[\d.]+ -> [\d.]+ ms {2}3\n/,
    )
    expect(stdout).toMatch(/Bytes: raw \d+ -> \d+, gzip \d+ -> \d+, brotli \d+ -> \d+/)
    // Which verdict it is depends on the machine; what follows from it does not.
    expect(existsSync(join(FOLDER, 'dist/doctor.mjs'))).toBe(status === 0)
    expect(stdout.includes('Kept: dist/doctor.mjs')).toBe(status === 0)
    expect(stdout.includes('No gain: ')).toBe(status === 1)
  })

  test('measures a pack as well, keeps the better arrangement, and leaves nothing of the other', async () => {
    const members = Array.from({ length: 400 }, (_, at) => `  m${at + 1}(x) { return this.m${at}(x) }`)
    const code = `'use strict'
function start(x) { return new Many().m400(x) }
class Many {
  m0(x) { return x }
${members.join('\n')}
}
console.log(start(1e3))
`
    writeFileSync(join(FOLDER, 'dist/many.cjs'), code)
    const env = { ...process.env, NODE_V8_COVERAGE: join(FOLDER, 'coverage-many') }
    execFileSync(process.execPath, [join(FOLDER, 'dist/many.cjs')], { env })
    const [out, launcher] = ['dist/many.out.cjs', 'dist/many.bin.cjs']
    const args = ['--coverage', 'coverage-many', '--plain-methods', '--pack', '--launcher', launcher, '--fill', 'x']
    const { status, stdout, stderr } = await runCli(
      ['doctor', 'dist/many.cjs', ...args, '--run', 'x', '--pairs', '6', '--json', '-o', out],
      FOLDER,
    )
    expect(stderr).toBe('')
    const { kept, packed, notes } = JSON.parse(stdout) as Record<string, unknown>
    const there = [out, launcher, `${out}.pack`].map((file) => existsSync(join(FOLDER, file)))
    expect([status, kept, ...there]).toEqual(
      kept === true ? [0, true, true, true, packed] : [1, false, false, false, false],
    )
    expect(notes).toContainEqual(expect.stringMatching(/^Tried as well/))
    const usesPack = kept === true && readFileSync(join(FOLDER, launcher), 'utf8').includes('VLAYOUT1')
    expect(usesPack).toBe(packed)
    const started = kept === true ? launcher : 'dist/many.cjs'
    expect(execFileSync(process.execPath, [join(FOLDER, started)], { encoding: 'utf8' })).toBe('1000\n')
  })

  test('measures a build whose cold functions are in a second file, and leaves both or none', async () => {
    const cold = Array.from(
      { length: 400 },
      (_, at) =>
        `function c${at}(x) { return x > 9 ? c${(at + 1) % 400}(x - 1) : [x, ${at}].map((y) => y * 2).join() }`,
    )
    const code = `'use strict'\n${cold.join('\n')}\nconsole.log(process.argv[2] === 'x' ? 1 : c0(12))\n`
    writeFileSync(join(FOLDER, 'dist/halves.cjs'), code)
    const env = { ...process.env, NODE_V8_COVERAGE: join(FOLDER, 'coverage-halves') }
    execFileSync(process.execPath, [join(FOLDER, 'dist/halves.cjs'), 'x'], { env })
    const args = ['dist/halves.cjs', '--coverage', 'coverage-halves', '--split-cold', '--min-body', '0']
    const { status, stdout, stderr } = await runCli(
      ['doctor', ...args, '--run', 'x', '--pairs', '6', '-o', 'dist/halves.out.cjs'],
      FOLDER,
    )
    expect(stderr).toBe('')
    expect(stdout).toMatch(/ {2}(better|worse|no gain) +\d\.\d{3} \(/)
    const left = readdirSync(join(FOLDER, 'dist')).filter((name) => name.startsWith('halves.out'))
    const both = ['halves.out.cjs', 'halves.out.cold.cjs']
    expect(left.filter((name) => !name.endsWith('.map'))).toEqual(status === 0 ? both : [])
    const run = (file: string, argument: string): string =>
      execFileSync(process.execPath, [join(FOLDER, 'dist', file), argument], { encoding: 'utf8' })
    const built = status === 0 ? 'halves.out.cjs' : 'halves.cjs'
    for (const argument of ['x', 'y']) expect(run(built, argument)).toBe(run('halves.cjs', argument))
  })

  test('takes the pack when it alone is a gain, or the larger one', () => {
    const row = (ratio: number, verdict: 'better' | 'worse' | 'no gain') => {
      return { run: 'x', figure: 'CPU', unit: 'ms', before: 1, after: ratio, ratio, verdict }
    }
    const [half, some, none, bad] = [row(0.5, 'better'), row(0.9, 'better'), row(1, 'no gain'), row(1.1, 'worse')]
    expect(isPackBetter([some], [half])).toBe(true)
    expect(isPackBetter([half], [some])).toBe(false)
    expect(isPackBetter([none], [some])).toBe(true)
    expect(isPackBetter([bad], [none])).toBe(false)
    expect(isPackBetter([some, some], [half, bad])).toBe(false)
  })

  test('refuses builds that print different things, and removes the new one', async () => {
    writeFileSync(join(FOLDER, 'dist/odd.mjs'), 'console.log(process.pid, f())\nfunction f() { return 1 }\n')
    const env = { ...process.env, NODE_V8_COVERAGE: join(FOLDER, 'coverage-odd') }
    execFileSync(process.execPath, [join(FOLDER, 'dist/odd.mjs')], { env })
    const args = ['doctor', 'dist/odd.mjs', '--coverage', 'coverage-odd', '--run', 'x', '-o', 'dist/odd2.mjs']
    const { status, stderr } = await runCli(args, FOLDER)
    expect([status, stderr]).toEqual([2, expect.stringMatching(/the two builds print different things for `x`/)])
    expect(readdirSync(join(FOLDER, 'dist'))).not.toContain('odd2.mjs')
  })
})

/** A recording of functions without calls among them, and what each of its tests ran, by index. */
function recordingOf(names: readonly string[], tests: readonly (readonly number[])[]): Recording {
  const functions = names.map((name, index) => ({
    name,
    module: name.slice(0, name.indexOf(':')),
    line: index + 1,
    column: 1,
    size: 10,
    totalSize: 10,
    bodyHash: '',
    callCount: tests.filter((ran) => ran.includes(index)).length,
    firstCallUs: undefined,
    lastCallUs: undefined,
    totalUs: 0,
    selfUs: 0,
    callees: new Map(),
    isStartupPath: false,
  }))
  const scenarios = tests.map((ran, index) => ({
    kind: 'test' as const,
    project: '',
    file: `${index}.test.ts`,
    test: 'a',
    weight: 1,
    order: Int32Array.from(ran),
    calls: new Float64Array(ran.length).fill(1),
    marks: [],
  }))
  return { complete: true, problems: [], functions, scenarios }
}
