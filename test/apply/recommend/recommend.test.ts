import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { RecommendReport } from '../../../src/apply/recommend/index.ts'
import { runCli } from '../../cli/run-cli.ts'

const FOLDER = resolve('test/.tmp/apply-recommend')

/**
 * An app with known answers. main needs view at once. editor (with undo, which it alone keeps) and export are for
 * later; both use format, which view uses too. settings and help share wizard: it leaves only when both go.
 */
const SOURCES: Record<string, string> = {
  'src/main.ts': `import type { Options } from './types.ts'
import { view } from './view.ts'
import { edit } from './editor.ts'
import { print } from './tools/index.ts'
import { openSettings } from './settings.ts'
import { openHelp } from './help.ts'
import { Base } from './base.ts'
import './polyfill.ts'
class App extends Base {}
export function start(options: Options): string {
  return view(options.name) + typeof App
}
export const later = { edit: () => edit('x'), print: () => print('y'), openSettings, openHelp }
console.log(start({ name: 'app' }))
if (process.argv[2] === 'later') console.log(later.edit(), later.print(), later.openSettings(), later.openHelp())
`,
  'src/types.ts': 'export interface Options { readonly name: string }\n',
  'src/view.ts': `import { format } from './format.ts'
export function view(name: string): string { return format(name) }
`,
  'src/format.ts': `export function format(text: string): string { return '[' + text.trim() + ']' }
export function unused(text: string): string { return text }
`,
  'src/editor.ts': `import { format } from './format.ts'
import { undo } from './undo.ts'
const history = new Map<string, string>()
export function edit(text: string): string { history.set(text, text); return format(undo(text) + history.size) }
`,
  'src/undo.ts': `export function undo(text: string): string { return 'a rather long text of the undo module ' + text }
`,
  'src/tools/index.ts': `export { print } from './print.ts'\n`,
  'src/tools/print.ts': `export function print(text: string): string { return 'printed with care: ' + text }\n`,
  'src/settings.ts': `import { wizard } from './wizard.ts'
export function openSettings(): string { return wizard('settings') }
`,
  'src/help.ts': `import { wizard } from './wizard.ts'
export function openHelp(): string { return wizard('help') }
`,
  'src/wizard.ts': `export function wizard(title: string): string { return 'a wizard, shared by two pages: ' + title }\n`,
  'src/base.ts': `export class Base { describe(): string { return 'base' } }\n`,
  'src/polyfill.ts': `globalThis.polyfilled = helper()
declare global { var polyfilled: number }
function helper(): number { return 1 }
`,
  'layout.sdn': `layout:
    recorded |function, phase, size, call_count|
        "src/main.ts:<module>", startup, 10, 1
        "src/main.ts:start", startup, 10, 1
        "src/view.ts:view", first_frame, 10, 1
        "src/format.ts:format", startup, 10, 1
        "src/format.ts:unused", cold, 10, 0
        "src/editor.ts:<module>", startup, 10, 1
        "src/editor.ts:edit", steady, 10, 4
        "src/undo.ts:undo", steady, 10, 4
        "src/tools/print.ts:print", cold, 10, 0
        "src/settings.ts:openSettings", cold, 10, 0
        "src/help.ts:openHelp", cold, 10, 0
        "src/wizard.ts:wizard", cold, 10, 0
        "src/base.ts:Base.describe", cold, 10, 0
        "src/polyfill.ts:<module>", startup, 10, 1
        "src/polyfill.ts:helper", startup, 10, 1
`,
  'foreign.sdn': `layout:
    recorded |function, phase, size, call_count|
        "other/a.ts:b", startup, 10, 1
`,
}

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(FOLDER, name)), { recursive: true })
  writeFileSync(join(FOLDER, name), text)
}

async function build(out: string, minify = false): Promise<string> {
  const bundle = await rolldown({ input: join(FOLDER, 'src/main.ts'), platform: 'node' })
  const { output } = await bundle.write({
    file: join(FOLDER, out),
    format: 'esm',
    sourcemap: true,
    minify,
    codeSplitting: false,
  })
  await bundle.close()
  return output[0].code
}

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true })
  for (const [name, text] of Object.entries(SOURCES)) write(name, text)
  await build('dist/app.mjs')
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

async function recommend(...args: string[]): Promise<RecommendReport> {
  const { status, stdout, stderr } = await runCli(
    ['recommend', 'dist/app.mjs', '--layout', 'layout.sdn', '--json', ...args],
    FOLDER,
  )
  expect([status, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as RecommendReport
}

describe('recommend', () => {
  test('finds what could wait, who imports it, and what goes and stays with it', async () => {
    const { recommendations, kept } = await recommend()
    const seen = recommendations.map(({ module, sites, alsoLeaves, stays, effects }) => ({
      module,
      sites: sites.map(
        ({ module: importer, line, kind, usedAtLoad }) =>
          `${kind} ${importer}:${line}${usedAtLoad === undefined ? '' : ` used ${usedAtLoad}`}`,
      ),
      goes: alsoLeaves.map((other) => other.module),
      stays,
      effects,
    }))
    expect(Object.fromEntries(seen.map(({ module, ...rest }) => [module, rest]))).toEqual({
      'src/editor.ts': {
        sites: ['import src/main.ts:3'],
        goes: ['src/undo.ts'],
        stays: ['src/format.ts'],
        effects: [3],
      },
      'src/tools/print.ts': {
        sites: [expect.stringMatching(/^(?:re-export src\/tools\/index\.ts:1|import src\/main\.ts:4)$/)],
        goes: [],
        stays: [],
        effects: [],
      },
      'src/settings.ts': { sites: ['import src/main.ts:5 used 13'], goes: [], stays: ['src/wizard.ts'], effects: [] },
      'src/help.ts': { sites: ['import src/main.ts:6 used 13'], goes: [], stays: ['src/wizard.ts'], effects: [] },
      'src/wizard.ts': {
        sites: ['import src/help.ts:1', 'import src/settings.ts:1'],
        goes: [],
        stays: [],
        effects: [],
      },
      'src/base.ts': { sites: ['import src/main.ts:7 used 9'], goes: [], stays: [], effects: [] },
    })
    expect(kept).toEqual([])
  })

  test('what it says is saved is what a build with import() saves', async () => {
    const report = await recommend()
    const { saves } = report.recommendations.find(({ module }) => module === 'src/editor.ts')!
    const before = readFileSync(join(FOLDER, 'dist/app.mjs'), 'utf8')
    const main = SOURCES['src/main.ts']!.replace("import { edit } from './editor.ts'\n", '').replace(
      "() => edit('x')",
      "async () => (await import('./editor.ts')).edit('x')",
    )
    write('src/main.ts', main)
    try {
      const bundle = await rolldown({ input: join(FOLDER, 'src/main.ts'), platform: 'node' })
      const { output } = await bundle.generate({ format: 'esm' })
      await bundle.close()
      const first = output.find((chunk) => chunk.type === 'chunk' && chunk.isEntry)!
      const shared = output.filter(
        (chunk) =>
          chunk.type === 'chunk' && 'code' in first && first.type === 'chunk' && first.imports.includes(chunk.fileName),
      )
      const bytes = [first, ...shared].reduce((sum, chunk) => sum + (chunk.type === 'chunk' ? chunk.code.length : 0), 0)
      expect(
        JSON.stringify(
          output.map((chunk) => chunk.type === 'chunk' && chunk.moduleIds.some((id) => id.endsWith('undo.ts'))),
        ),
      ).toContain('true')
      const really = before.replace(/\n\/\/# sourceMappingURL.*/, '').length - bytes
      // The bundler adds the import, and comments that name the modules.
      expect(Math.abs(really - saves)).toBeLessThan(260)
    } finally {
      write('src/main.ts', SOURCES['src/main.ts']!)
    }
  })

  test('together they save what two keep as well', async () => {
    const { recommendations, savesTogether, coldBytes, knownBytes, bytes } = await recommend()
    const listed = recommendations
      .filter(({ module }) => module !== 'src/wizard.ts')
      .reduce((sum, { saves }) => sum + saves, 0)
    const wizard = recommendations.find(({ module }) => module === 'src/wizard.ts')!
    expect(savesTogether).toBe(listed + wizard.saves)
    expect(coldBytes).toBe(savesTogether)
    expect(knownBytes).toBeGreaterThan(coldBytes)
    expect(bytes).toBeGreaterThan(knownBytes)
  })

  test('says it in words', async () => {
    const { stdout } = await runCli(['recommend', 'dist/app.mjs', '--layout', 'layout.sdn'], FOLDER)
    expect(stdout).toMatch(
      /import\(\) in the place of static imports would take \d+ bytes \(\d+\.\d %\) out of the first load/,
    )
    expect(stdout).toMatch(
      /src\/editor\.ts saves \d+ bytes: itself \d+; 1 functions \(1 steady\)\n {4}with it goes src\/undo\.ts \(\d+ bytes\)/,
    )
    expect(stdout).toContain(
      'imported by src/main.ts:7; used while that loads, in line 9: move it into a function first',
    )
    expect(stdout).toContain('does something while it loads (line 3), which would then happen later')
  })

  test('a module through which alone something early comes stays', async () => {
    const layout = SOURCES['layout.sdn']!.replace('"src/undo.ts:undo", steady', '"src/undo.ts:undo", startup')
    write('early.sdn', layout)
    const { kept, recommendations } = await recommend('--layout', 'early.sdn')
    expect(kept).toEqual([
      expect.objectContaining({
        module: 'src/editor.ts',
        reason: 'src/undo.ts runs early and is imported through it alone',
      }),
    ])
    expect(recommendations.map(({ module }) => module)).not.toContain('src/editor.ts')
  })

  test('refuses a layout of another project, and a file without a map', async () => {
    const foreign = await runCli(['recommend', 'dist/app.mjs', '--layout', 'foreign.sdn'], FOLDER)
    expect([foreign.status, foreign.stderr]).toEqual([
      2,
      expect.stringMatching(/none of the \d+ modules of this file is in the layout/),
    ])
    write('bare.mjs', 'export const a = 1\n')
    const bare = await runCli(['recommend', 'bare.mjs', '--layout', 'layout.sdn'], FOLDER)
    expect([bare.status, bare.stderr]).toEqual([2, expect.stringMatching(/only with the source map/)])
  })

  test('the app of this test runs', () => {
    expect(execFileSync(process.execPath, [join(FOLDER, 'dist/app.mjs'), 'later'], { encoding: 'utf8' })).toContain(
      '[app]function',
    )
  })
})
