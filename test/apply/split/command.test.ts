import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { rollup } from '@rollup/wasm-node'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { layoutPlugin, type SplitReport } from '../../../src/apply/bundle/index.ts'
import { runCli } from '../../cli/run-cli.ts'

const FOLDER = resolve('test/.tmp/apply-split-command')

/** The layout does not know the function inside of `long`, which cannot run before `long` does. */
const SOURCES: Record<string, string> = {
  'src/main.js': `import { Report } from './lib/report.js'
export function main(value) {
  return new Report(value).short()
}
function never(value) {
  return new Report(value).long('a text that is long enough to be moved away, by a layout that says so')
}
console.log(main(process.argv[2] ?? 'x'))
if (process.argv[2] === 'long') console.log(never('y'), Report.prototype.long.length)
`,
  'src/lib/report.js': `let made = 0
export class Report {
  constructor(value) {
    made++
    this.value = value
  }
  short() {
    return this.value + made
  }
  long(text, { upper = true } = {}) {
    if (text.length === 0) throw new RangeError('no text')
    made += 10
    return [upper ? text.toUpperCase() : text, this.value, made, this.short()].map((part) => part).join(' / ')
  }
}
`,
  'layout.sdn': `layout:
    recorded |function, phase, size, call_count|
        "src/main.js:<module>", startup, 10, 1
        "src/main.js:main", startup, 100, 1
        "src/lib/report.js:Report.constructor", startup, 30, 1
        "src/lib/report.js:Report.short", first_frame, 30, 1
        "src/lib/report.js:Report.long", steady, 300, 3
        "src/main.js:never", cold, 30, 0
`,
}

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(join(FOLDER, 'src/lib'), { recursive: true })
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(FOLDER, name), text)
  const bundle = await rolldown({ input: join(FOLDER, 'src/main.js'), platform: 'node' })
  await bundle.write({ file: join(FOLDER, 'dist/app.mjs'), format: 'esm', sourcemap: true })
  await bundle.close()
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

const run = (file: string, ...args: string[]): string =>
  execFileSync(process.execPath, [resolve(FOLDER, file), ...args], { encoding: 'utf8' })
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8')
const SPLIT = ['--split-cold', '--platform', 'node', '--min-body', '40']

describe('apply --split-cold', () => {
  test('moves what the layout has late, and makes the rest eager', async () => {
    const args = ['apply', 'dist/app.mjs', '--layout', 'layout.sdn', '-o', 'dist/split.mjs', ...SPLIT]
    const { status, stdout, stderr } = await runCli(args, FOLDER)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /dist\/split\.mjs: 1 functions, 0 classes and values moved whole, 1 functions behind stubs: \d+ characters \(functions that did not run early: \d+\); .* \d+ in dist\/split\.cold\.mjs\n/,
    )
    const [main, cold] = [read('dist/split.mjs'), read('dist/split.cold.mjs')]
    expect(main).not.toContain('long enough')
    expect(main).toMatch(/=\s?\(function/)
    expect(cold).toContain('toUpperCase')
    for (const argument of ['x', 'long']) expect(run('dist/split.mjs', argument)).toBe(run('dist/app.mjs', argument))

    const lines = cold.slice(0, cold.indexOf('new RangeError')).split('\n')
    const place = originalPositionFor(new TraceMap(read('dist/split.cold.mjs.map')), {
      line: lines.length,
      column: lines.at(-1)!.length,
    })
    expect(place).toMatchObject({ source: '../src/lib/report.js', line: 11 })
    expect(cold).toMatch(/\n\/\/# sourceMappingURL=split\.cold\.mjs\.map\n$/)
  })

  test('with --on-demand, what runs later to a file of its own', async () => {
    const args = ['apply', 'dist/app.mjs', '--layout', 'layout.sdn', '-o', 'dist/three.mjs', '--on-demand', ...SPLIT]
    const { status, stdout, stderr } = await runCli(args, FOLDER)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/\d+ in dist\/three\.cold\.mjs, \d+ in dist\/three\.steady\.mjs \(1 of these/)
    expect(read('dist/three.steady.mjs')).toContain('toUpperCase')
    expect(read('dist/three.cold.mjs')).toContain('long enough')
    for (const name of ['cold', 'steady']) {
      const { sources } = JSON.parse(read(`dist/three.${name}.mjs.map`)) as { sources: string[] }
      expect(sources).toContain('../src/main.js')
    }
    for (const argument of ['x', 'long']) expect(run('dist/three.mjs', argument)).toBe(run('dist/app.mjs', argument))
  })

  test('by coverage, what no process ran', async () => {
    const env = { ...process.env, NODE_V8_COVERAGE: join(FOLDER, 'coverage') }
    execFileSync(process.execPath, [join(FOLDER, 'dist/app.mjs')], { env })
    const args = ['apply', 'dist/app.mjs', '--coverage', 'coverage', '-o', 'dist/cov.mjs', '--json', ...SPLIT]
    const { status, stdout } = await runCli(args, FOLDER)
    expect([status, JSON.parse(stdout).split]).toEqual([0, expect.objectContaining({ whole: 1, stubs: 1 })])
    expect(run('dist/cov.mjs', 'long')).toBe(run('dist/app.mjs', 'long'))

    // Which of the others run later it does not say.
    const demand = await runCli([...args.with(5, 'dist/demand.mjs'), '--on-demand'], FOLDER)
    expect([demand.status, demand.stderr]).toEqual([2, expect.stringMatching(/--on-demand needs --layout/)])
    expect(existsSync(join(FOLDER, 'dist/demand.mjs'))).toBe(false)
  })

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['the input as output', ['-o', 'dist/app.mjs', '--split-cold'], /never overwritten/],
    ['a foreign map', ['-o', 'x.mjs', '--map', 'long.map', '--split-cold'], /speaks of line \d{4}/],
    ['a length that is none', ['-o', 'x.mjs', '--split-cold', '--min-body', 'few'], /expected a number of characters/],
    ['an unknown platform', ['-o', 'x.mjs', '--split-cold', '--platform', 'moon'], /expected browser, node/],
    ['clusters without --on-demand', ['-o', 'x.mjs', '--split-cold', '--cluster', '80'], /that --on-demand makes/],
    ['its options alone', ['-o', 'x.mjs', '--platform', 'node'], /--platform belongs to --split-cold/],
  ]
  for (const [name, args, message] of refusals) {
    test(`refuses ${name}, and writes nothing`, async () => {
      const map = JSON.parse(read('dist/app.mjs.map'))
      writeFileSync(
        join(FOLDER, 'long.map'),
        JSON.stringify({ ...map, mappings: `${map.mappings}${';'.repeat(5000)}AAAA` }),
      )
      const before = [read('dist/app.mjs'), readdirSync(join(FOLDER, 'dist')).join()]
      const { status, stderr } = await runCli(['apply', 'dist/app.mjs', '--layout', 'layout.sdn', ...args], FOLDER)
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
      expect([read('dist/app.mjs'), readdirSync(join(FOLDER, 'dist')).join()]).toEqual(before)
      expect(existsSync(join(FOLDER, 'x.mjs'))).toBe(false)
    })
  }

  test('refuses a cold file that is the input', async () => {
    writeFileSync(join(FOLDER, 'in.cold.js'), read('dist/app.mjs'))
    writeFileSync(join(FOLDER, 'in.cold.js.map'), read('dist/app.mjs.map'))
    const args = ['apply', 'in.cold.js', '--map', 'in.cold.js.map', '--layout', 'layout.sdn', '-o', 'in.js', ...SPLIT]
    const { status, stderr } = await runCli(args, FOLDER)
    expect([status, stderr]).toEqual([2, expect.stringMatching(/which is never overwritten/)])
    expect(read('in.cold.js')).toBe(read('dist/app.mjs'))
    expect(existsSync(join(FOLDER, 'in.js'))).toBe(false)
  })
})

/** Each bundler as its users call it. */
const BUNDLERS: Record<string, (plugin: never, dir: string) => Promise<unknown>> = {
  rollup: async (plugin, dir) => {
    const bundle = await rollup({ input: join(FOLDER, 'src/main.js'), plugins: [plugin] })
    await bundle.write({ dir, sourcemap: true, entryFileNames: '[name].mjs' })
    await bundle.close()
  },
  rolldown: async (plugin, dir) => {
    const bundle = await rolldown({ input: join(FOLDER, 'src/main.js'), plugins: [plugin], platform: 'node' })
    await bundle.write({ dir, sourcemap: true, minify: true, entryFileNames: '[name].mjs' })
    await bundle.close()
  },
  vite: (plugin, dir) =>
    build({
      configFile: false,
      logLevel: 'silent',
      root: FOLDER,
      plugins: [plugin],
      build: {
        outDir: dir,
        sourcemap: true,
        lib: { entry: join(FOLDER, 'src/main.js'), formats: ['es'] },
        rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
      },
    }),
}

describe('the plugin with splitCold', () => {
  test('with onDemand, what runs later has a file of its own', async () => {
    const plugin = layoutPlugin({
      layout: join(FOLDER, 'layout.sdn'),
      splitCold: { minSize: 40, platform: 'node', onDemand: true },
    })
    const dir = join(FOLDER, 'out', 'on-demand')
    await BUNDLERS['rolldown']!(plugin as never, dir)
    const late = ['main.cold.mjs', 'main.steady.mjs'].flatMap((name) => [name, `${name}.map`])
    expect(readdirSync(dir).sort()).toEqual([...late.slice(0, 2), 'main.mjs', 'main.mjs.map', ...late.slice(2)])
    expect(readFileSync(join(dir, 'main.steady.mjs'), 'utf8')).toContain('toUpperCase')
    for (const argument of ['x', 'long'])
      expect(run(join(dir, 'main.mjs'), argument)).toBe(run('dist/app.mjs', argument))
    // What goes where changes the chunk, and so its name.
    const one = layoutPlugin({ layout: join(FOLDER, 'layout.sdn'), splitCold: { minSize: 40, platform: 'node' } })
    expect(one.augmentChunkHash()).not.toBe(plugin.augmentChunkHash())
  })

  for (const [name, bundler] of Object.entries(BUNDLERS)) {
    test(`in ${name}`, async () => {
      const reports: SplitReport[] = []
      const plugin = layoutPlugin({
        layout: join(FOLDER, 'layout.sdn'),
        splitCold: { minSize: 40, platform: 'node', onReport: (_file, report) => void reports.push(report) },
      })
      const dir = join(FOLDER, 'out', name)
      await bundler(plugin as never, dir)
      expect(readdirSync(dir).sort()).toEqual(['main.cold.mjs', 'main.cold.mjs.map', 'main.mjs', 'main.mjs.map'])
      expect(reports).toHaveLength(1)
      expect(reports[0]!.whole + reports[0]!.stubs).toBe(2)
      expect(readFileSync(join(dir, 'main.mjs'), 'utf8')).not.toContain('toUpperCase')
      for (const argument of ['x', 'long'])
        expect(run(join(dir, 'main.mjs'), argument)).toBe(run('dist/app.mjs', argument))
      const cold = readFileSync(join(dir, 'main.cold.mjs'), 'utf8')
      const lines = cold.slice(0, cold.indexOf('.toUpperCase')).split('\n')
      const trace = new TraceMap(readFileSync(join(dir, 'main.cold.mjs.map'), 'utf8'))
      const place = originalPositionFor(trace, { line: lines.length, column: lines.at(-1)!.length + 1 })
      expect(place).toMatchObject({ source: expect.stringContaining('src/lib/report.js'), line: 13 })
    })
  }
})
