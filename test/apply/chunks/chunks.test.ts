import { rollup } from '@rollup/wasm-node'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  modulePhases,
  phaseChunksPlugin,
  type ChunkFact,
  type PhaseChunksOptions,
} from '../../../src/apply/bundle/index.ts'
import { LayoutConfig } from '../../../src/model/index.ts'

const FOLDER = resolve('test/.tmp/apply-chunks')

/** Two pages that come by import() share modules of two phases; `linked` imports something cold statically. */
const SOURCES: Record<string, string> = {
  'src/main.js': `import { view } from './view.js'
console.log(view('main'))
export const open = async (name) => name === 'a' ? (await import('./page-a.js')).a() : (await import('./page-b.js')).b()
console.log(await open('a'), await open('b'))
`,
  'src/linked.js': `import { view } from './view.js'
import { rare } from './rare.js'
console.log(view('linked'), process.argv[2] === 'rare' ? rare() : '')
`,
  'src/view.js': `export function view(name) { return 'view of ' + name }\n`,
  'src/rare.js': `import { view } from './view.js'
export function rare() { return view('a rare thing') }
`,
  'src/page-a.js': `import { table } from './table.js'
import { help } from './help.js'
export function a() { return table('a') + (globalThis.never ? help() : '') }
`,
  'src/page-b.js': `import { table } from './table.js'
import { help } from './help.js'
export function b() { return table('b') + (globalThis.never ? help() : '') }
`,
  'src/table.js': `export function table(name) { return 'table ' + name }\n`,
  'src/help.js': `export function help() { return 'help' }\n`,
  'layout.sdn': `layout:
    recorded |function, phase, size, call_count|
        "src/main.js:<module>", startup, 10, 1
        "src/main.js:open", startup, 10, 1
        "src/linked.js:<module>", startup, 10, 1
        "src/view.js:view", startup, 20, 1
        "src/view.js:<module>", startup, 5, 1
        "src/rare.js:rare", cold, 30, 0
        "src/rare.js:<module>", startup, 5, 1
        "src/page-a.js:a", first_frame, 10, 1
        "src/page-b.js:b", steady, 10, 1
        "src/table.js:table", steady, 10, 2
        "src/help.js:help", cold, 10, 0
`,
}

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  for (const [name, text] of Object.entries(SOURCES)) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true })
    writeFileSync(join(FOLDER, name), text)
  }
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

interface Built {
  readonly warnings: string[]
  readonly facts: readonly ChunkFact[]
  /** Modules of each chunk by the chunk's name. */
  readonly modules: Record<string, string[]>
  readonly run: (...args: string[]) => string
}

interface Written {
  readonly output: readonly { readonly type: string; readonly name?: string; readonly moduleIds?: readonly string[] }[]
}

type Warn = (log: unknown) => void

const OUTPUT = { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs', format: 'es' } as const

/** Each bundler as its users call it. */
const BUNDLERS: Record<string, (input: string, plugin: never, dir: string, warn: Warn) => Promise<Written>> = {
  rollup: async (input, plugin, dir, warn) => {
    const bundle = await rollup({ input, plugins: [plugin], onwarn: warn })
    return (await bundle.write({ dir, ...OUTPUT })) as unknown as Written
  },
  rolldown: async (input, plugin, dir, warn) => {
    const bundle = await rolldown({ input, plugins: [plugin], platform: 'node', onLog: (_level, log) => warn(log) })
    return (await bundle.write({ dir, ...OUTPUT })) as unknown as Written
  },
  vite: async (input, plugin, dir, warn) => {
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      root: FOLDER,
      plugins: [plugin],
      build: {
        outDir: dir,
        modulePreload: false,
        minify: false,
        target: 'esnext',
        rolldownOptions: { input, output: OUTPUT, onLog: (_level, log) => warn(log) },
      },
    })
    return built as unknown as Written
  },
}

async function buildWith(bundler: string, entry: string, options: PhaseChunksOptions = {}): Promise<Built> {
  const warnings: string[] = []
  let facts: readonly ChunkFact[] = []
  const plugin = phaseChunksPlugin({
    layout: join(FOLDER, 'layout.sdn'),
    onReport: (found) => {
      facts = found
    },
    ...options,
  })
  const dir = join(FOLDER, 'out', bundler, entry)
  const warn: Warn = (log) => void warnings.push(String((log as { message?: string }).message ?? log))
  const { output } = await BUNDLERS[bundler]!(join(FOLDER, `src/${entry}.js`), plugin as never, dir, warn)
  const modules: Record<string, string[]> = {}
  for (const { type, name, moduleIds } of output) {
    if (type !== 'chunk') continue
    const own = (moduleIds ?? []).filter((id) => id.includes('/src/')).map((id) => id.replace(/^.*\/src\//, ''))
    if (own.length > 0) modules[name ?? ''] = own.sort()
  }
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, [join(dir, `${entry}.mjs`), ...args], { encoding: 'utf8' })
  return { warnings, facts, modules, run }
}

test('a module has the earliest phase of its functions, whatever its top level does', () => {
  const phases = modulePhases(LayoutConfig.fromFile(join(FOLDER, 'layout.sdn')))
  expect(Object.fromEntries([...phases].map(([module, { phase }]) => [module, phase]))).toEqual({
    'src/main.js': 'startup',
    'src/linked.js': 'startup',
    'src/view.js': 'startup',
    'src/rare.js': 'cold',
    'src/page-a.js': 'first_frame',
    'src/page-b.js': 'steady',
    'src/table.js': 'steady',
    'src/help.js': 'cold',
  })
  expect(phases.get('src/rare.js')!.bytes).toEqual({ startup: 5, first_frame: 0, steady: 0, cold: 30 })
})

describe.each(Object.keys(BUNDLERS))('phase chunks in %s', (bundler) => {
  test('behind import(), each phase has a chunk, and none but the early ones is loaded first', async () => {
    const { modules, facts, run, warnings } = await buildWith(bundler, 'main')
    expect(Object.values(modules).sort()).toEqual([
      ['help.js'],
      ['main.js', 'view.js'],
      ['page-a.js'],
      ['page-b.js', 'table.js'],
    ])
    expect(Object.keys(modules)).toEqual(expect.arrayContaining(['cold', 'steady', 'first-frame']))
    const first = facts.filter(({ isFirstLoad }) => isFirstLoad).map(({ name }) => name)
    for (const late of ['cold', 'steady', 'first-frame']) expect(first).not.toContain(late)
    expect(run()).toBe('view of main\ntable a table b\n')
    expect(warnings.filter((text) => text.includes('loaded before'))).toEqual([])
  })

  test('it says where a static import keeps the late chunk in the first load', async () => {
    const { facts, warnings, run } = await buildWith(bundler, 'linked', { cycles: 'warn' })
    expect(facts.find(({ name }) => name === 'cold')).toMatchObject({ isFirstLoad: true })
    expect(warnings.join('\n')).toMatch(
      /cold\.mjs \(\d+ bytes\) holds modules that run after the first frame, and .* imports it statically/,
    )
    expect(run()).toBe('view of linked \n')
    expect(run('rare')).toBe('view of linked view of a rare thing\n')
  })

  test('a small phase gets none, and a phase can be left out', async () => {
    const { modules } = await buildWith(bundler, 'main', { least: 15, phases: ['steady', 'cold', 'first_frame'] })
    expect(Object.keys(modules)).not.toContain('first-frame')
    expect(Object.keys(modules)).not.toContain('startup')
    expect(Object.keys(modules)).toEqual(expect.arrayContaining(['steady', 'cold']))
  })
})

test('chunks that the user names himself stay, in each bundler', async () => {
  const manualChunks = (id: string): string | undefined => (id.endsWith('table.js') ? 'mine' : undefined)
  const input = join(FOLDER, 'src/main.js')
  // Each bundler's own type takes the plugin.
  const plugin = phaseChunksPlugin({ layout: join(FOLDER, 'layout.sdn') })
  const bundle = await rollup({ input, plugins: [plugin] })
  const built = [await bundle.generate({ ...OUTPUT, manualChunks })]
  const other = await rolldown({ input, plugins: [plugin], platform: 'node' })
  built.push((await other.generate({ ...OUTPUT, manualChunks })) as never)
  for (const { output } of built) {
    const mine = output.find((file) => file.type === 'chunk' && file.name === 'mine')
    expect((mine as { moduleIds?: string[] } | undefined)?.moduleIds).toEqual([join(FOLDER, 'src/table.js')])
    expect(output.map(({ fileName }) => fileName)).toContain('cold.mjs')
  }
})

test('in a library of Vite too, and an unknown phase is refused', async () => {
  const plugin = phaseChunksPlugin({ layout: join(FOLDER, 'layout.sdn') })
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    root: FOLDER,
    plugins: [plugin],
    build: { write: false, lib: { entry: join(FOLDER, 'src/main.js'), formats: ['es'] } },
  })) as unknown as Written[]
  expect(built[0]!.output.map(({ name }) => name)).toEqual(expect.arrayContaining(['main', 'cold', 'steady']))
  const wrong = { layout: join(FOLDER, 'layout.sdn'), phases: ['early' as never] }
  expect(() => phaseChunksPlugin(wrong)).toThrow(/unknown phase "early", expected one of startup/)
})

test('in Rollup, chunks that import each other end the build', async () => {
  await expect(buildWith('rollup', 'linked')).rejects.toThrow(
    /import each other; their modules may run in another order/,
  )
})
