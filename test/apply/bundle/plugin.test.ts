import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import { type Plugin, rolldown } from 'rolldown'
import { rollup } from '@rollup/wasm-node'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  type BundleFunction,
  eagerPlugin,
  type EagerPluginOptions,
  type EagerReport,
  layoutPlugin,
} from '../../../src/apply/bundle/index.ts'

const FOLDER = resolve('test/.tmp/apply-bundle-plugin')

const SOURCES: Record<string, string> = {
  'main.js': `import { shared } from './shared.js'
export async function main(value) {
  const more = await import('./later.js')
  return [value].map(function twice(item) { return shared(item) }).concat(more.later(value))
}
export function cold() { return 'cold' }
`,
  'shared.js': `export function shared(value) { return inner(value) + 1 }
function inner(value) { return value * 2 }
`,
  'later.js': `import { shared } from './shared.js'
export function later(value) { return shared(value) * 100 }
`,
}

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(FOLDER, name), text)
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

type SourceMaps = boolean | 'inline'

const names = {
  entryFileNames: '[name]-[hash].mjs',
  chunkFileNames: '[name]-[hash].mjs',
} as const

/** Each bundler as its users call it, minified where it can. */
const BUNDLERS: Record<string, (plugin: never, dir: string, sourcemap: SourceMaps) => Promise<unknown>> = {
  rollup: async (plugin, dir, sourcemap) => {
    const bundle = await rollup({ input: join(FOLDER, 'main.js'), plugins: [plugin] })
    await bundle.write({ dir, sourcemap, ...names })
    await bundle.close()
  },
  rolldown: async (plugin, dir, sourcemap) => {
    const bundle = await rolldown({ input: join(FOLDER, 'main.js'), plugins: [plugin] })
    await bundle.write({ dir, sourcemap, minify: true, ...names })
    await bundle.close()
  },
  vite: (plugin, dir, sourcemap) =>
    build({
      configFile: false,
      logLevel: 'silent',
      root: FOLDER,
      plugins: [plugin],
      build: {
        outDir: dir,
        emptyOutDir: true,
        sourcemap,
        minify: 'oxc',
        modulePreload: false,
        lib: { entry: join(FOLDER, 'main.js'), formats: ['es'] },
        rolldownOptions: { output: names },
      },
    }),
}

const baseName = (path: string): string => path.replace(/^.*\//, '')

function lookUp(file: string, code: string, token: string): unknown {
  const lines = code.slice(0, code.indexOf(token)).split('\n')
  const map = new TraceMap(readFileSync(`${file}.map`, 'utf8'))
  return originalPositionFor(map, { line: lines.length, column: lines.at(-1)!.length })
}

test("a chunk of the bundler's helpers, which has no map, stays as it is; without any map the build ends", async () => {
  const dir = join(FOLDER, 'out/helpers')
  const files = {
    'one.js': "import * as dep from './one.cjs'\nexport const one = () => dep.one()\n",
    'two.js': "import * as dep from './two.cjs'\nexport const two = () => dep.two()\n",
    'one.cjs': 'exports.one = () => 1\n',
    'two.cjs': 'exports.two = () => 2\n',
    'layout.sdn':
      'layout:\n    recorded |function, phase, size, call_count|\n        "one.js:one", startup, 9, 1\n        "two.js:two", startup, 9, 1\n',
  }
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  const edited: string[] = []
  const make = async (sourcemap: boolean): Promise<string[]> => {
    const plugin = layoutPlugin({ layout: join(dir, 'layout.sdn'), onReport: (file) => void edited.push(file) })
    const bundle = await rolldown({ input: [join(dir, 'one.js'), join(dir, 'two.js')], plugins: [plugin as never] })
    const { output } = await bundle.write({ dir: join(dir, 'out'), sourcemap })
    return output.filter((file) => file.type === 'chunk' && file.map === null).map(({ fileName }) => fileName)
  }
  expect(await make(true)).toEqual([expect.stringMatching(/runtime/)])
  expect(edited.sort()).toEqual(['one.js', 'two.js'])
  await expect(make(false)).rejects.toThrow(/only where the build makes source maps/)
})

test('what another plugin made a script of is edited as one, and not split', async () => {
  const system: Plugin = {
    name: 'system',
    renderChunk: () =>
      `(function(){System.register([],function(e){"use strict";return{execute:function(){function early(){return 1}function late(){return ${'2+'.repeat(100)}2}e({early,late})}}})})();`,
  }
  const named = (functions: readonly BundleFunction[]): Set<number> =>
    new Set(functions.filter(({ name }) => name !== 'late').map(({ index }) => index))
  const plugin = eagerPlugin({ choose: () => named, split: { keep: () => named, minSize: 0 } })
  const bundle = await rolldown({ input: join(FOLDER, 'shared.js'), plugins: [system, plugin as never] })
  const { output } = await bundle.generate({ format: 'es' })
  expect(output).toHaveLength(1)
  const { code } = output[0]
  expect(code).toContain('early=(function')
  const exported: Record<string, () => number> = {}
  const register = (_names: unknown, declare: (e: object) => { execute: () => void }): void =>
    declare((all: object) => Object.assign(exported, all)).execute()
  runInNewContext(code, { System: { register } })
  expect([exported['early']!(), exported['late']!()]).toEqual([1, 202])
})

const everything: EagerPluginOptions = { choose: () => (functions) => new Set(functions.map(({ index }) => index)) }

describe.each(Object.entries(BUNDLERS))('the plugin in %s', (name, bundler) => {
  const run = async (folder: string, options: EagerPluginOptions, sourcemap: SourceMaps): Promise<string[]> => {
    const dir = join(FOLDER, 'out', name, folder)
    await bundler(eagerPlugin(options) as never, dir, sourcemap)
    return readdirSync(dir)
      .sort()
      .map((file) => join(dir, file))
  }
  const entryOf = (files: readonly string[]): string => files.find((file) => /main-[^.]*\.mjs$/.test(file))!

  test('edits the finished chunks, and their maps stay exact', async () => {
    const reports = new Map<string, EagerReport>()
    const onReport = (file: string, report: EagerReport): void => void reports.set(file, report)
    const files = await run('maps', { ...everything, onReport }, true)
    const total = [...reports.values()].reduce((sum, { wrapped, declared }) => sum + wrapped + declared, 0)
    expect(total).toBeGreaterThanOrEqual(4)
    expect([...reports.values()].every(({ lazy }) => lazy === 0)).toBe(true)

    const { main } = (await import(pathToFileURL(entryOf(files)).href)) as {
      main: (value: number) => Promise<number[]>
    }
    expect(await main(3)).toEqual([7, 700])

    const plain = await run('plain', { choose: () => undefined }, true)
    expect(plain.map(baseName)).toEqual(files.map(baseName))
    let found = 0
    for (const [index, file] of files.entries()) {
      if (!file.endsWith('.mjs')) continue
      const code = readFileSync(file, 'utf8')
      const untouched = readFileSync(plain[index]!, 'utf8')
      expect(code === untouched || /=\(function/.test(code)).toBe(true)
      // Tokens that stand once lead where they led without the plugin.
      for (const token of ['cold', '100', './later', 'map(', 'concat(', 'export']) {
        if (untouched.split(token).length !== 2) continue
        expect(lookUp(file, code, token)).toEqual(lookUp(plain[index]!, untouched, token))
        found++
      }
    }
    expect(found).toBeGreaterThanOrEqual(4)
  })

  test('renews maps that stand in the code', async () => {
    const files = await run('inline', everything, 'inline')
    // Rollup puts a file of its own before the chunk that holds the entry's code; both are called `main`.
    const code = files.map((file) => readFileSync(file, 'utf8')).find((text) => /["'`]cold["'`]/.test(text))!
    const data = /sourceMappingURL=data:application\/json;charset=utf-8;base64,([\w+/=]+)\s*$/.exec(code)![1]!
    const map = new TraceMap(Buffer.from(data, 'base64').toString())
    const at = code.search(/["'`]cold["'`]/)
    const lines = code.slice(0, at).split('\n')
    const place = originalPositionFor(map, { line: lines.length, column: lines.at(-1)!.length })
    expect(SOURCES['main.js']!.split('\n')[place.line! - 1]!.slice(place.column!)).toMatch(/^'cold'/)
  })

  test('names of files change with what the choice depends on, and only then', async () => {
    const a = await run('a', { ...everything, key: 'a' }, false)
    const same = await run('same', { ...everything, key: 'a' }, false)
    const b = await run('b', { ...everything, key: 'b' }, false)
    expect(baseName(entryOf(same))).toBe(baseName(entryOf(a)))
    expect(baseName(entryOf(b))).not.toBe(baseName(entryOf(a)))
  })

  test('leaves chunks alone that nothing is chosen for', async () => {
    const asked: string[] = []
    const reports: string[] = []
    const files = await run(
      'none',
      { choose: ({ fileName }) => void asked.push(fileName), onReport: (file) => void reports.push(file) },
      false,
    )
    expect(asked.sort()).toEqual(files.map(baseName).sort())
    expect(reports).toEqual([])
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/=\(function/)
  })
})
