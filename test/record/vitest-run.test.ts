import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const temporary = join(root, 'test/.tmp/record-runs')
const dist = join(temporary, 'dist')
const bin = (name: string): string => join(root, 'node_modules', name)

interface Dump {
  readonly file: string
  readonly calls: Record<string, number>
  readonly edges: Record<string, number>
  readonly traces: { kind: string; test: string; order: string[]; marks: string[]; scenario?: string }[]
}

const SOURCES: Record<string, string> = {
  'src/app.ts': `
import { helper } from './lib'
export interface Options { readonly size: number }
export class App {
  private parts: number = helper(1)
  constructor(readonly options: Options) {}
  render(): number { return helper(this.options.size) + this.parts }
  async load(): Promise<number> {
    await null
    return helper(3)
  }
}
export const boom = (): never => {
  throw new Error('boom')
}
export function never(): void {}
`,
  'src/lib.ts': `
import { cyclic } from './cycle'
export function helper(n: number): number { return n * 2 }
cyclic(1)
`,
  'src/cycle.ts': `
import { helper } from './lib'
export function cyclic(n: number): number { return helper(n) }
// lib.ts has not run yet: its functions are hoisted.
cyclic(2)
`,
  'src/broken.ts': 'export const fine = () => 1\n',
  'tests/app.test.ts': `
import { describe, expect, test } from 'vitest'
import { App, boom } from '../src/app'
describe('app', () => {
  test('renders', { meta: { layout: { scenario: 'first', weight: 2 } } } as never, async () => {
    const app = new App({ size: 1 })
    expect(app.render()).toBe(4)
    performance.mark('ui.ready')
    expect(await app.load()).toBe(6)
  })
})
test('throws', () => {
  expect(() => boom()).toThrow('boom')
})
`,
  'tests/failing.test.ts': `
import { expect, test } from 'vitest'
import { App, boom } from '../src/app'
test('fails', () => {
  new App({ size: 2 }).render()
  boom()
})
test('names and lengths', () => {
  expect([App.name, App.length, boom.name, boom.length]).toEqual(['App', 1, 'boom', 0])
})
`,
  'tests/killed.test.ts': `
import { test } from 'vitest'
import { App } from '../src/app'
test('dies', () => {
  new App({ size: 2 }).render()
  if (process.env.KILL_WORKER) process.kill(process.pid, 'SIGKILL')
})
`,
}

const DUMP = `
import { decodeBlock, recorderOf } from ${JSON.stringify(join(dist, 'src/record/index.js'))}
import { writeFileSync } from 'node:fs'
export class LayoutReporter {
  files = []
  onInit(vitest) { this.vitest = vitest }
  onTestModuleEnd(module) {
    const text = module.meta().layout
    if (text === undefined) return
    const block = decodeBlock(text)
    const { functions } = recorderOf(this.vitest)
    const name = (slot) => functions.get(slot).name
    this.files.push({
      file: module.relativeModuleId,
      calls: Object.fromEntries(Array.from(block.slots, (slot, i) => [name(slot), block.calls[i]])),
      edges: Object.fromEntries(block.edges.map((e) => [name(e.from) + ' -> ' + name(e.to), e.count])),
      traces: block.traces.map((t) => ({ kind: t.kind, test: t.test, order: Array.from(t.order, name), marks: t.marks.map((m) => m.name), ...t.meta })),
    })
  }
  onTestRunEnd() {
    const { functions, warnings } = recorderOf(this.vitest)
    writeFileSync('dump.json', JSON.stringify({ files: this.files, warnings, functions: [...functions.values()] }))
  }
}
`

function project(name: string): string {
  const folder = join(temporary, name)
  rmSync(folder, { recursive: true, force: true })
  const config = `
import { layout } from ${JSON.stringify(join(dist, 'src/record/index.js'))}
import { LayoutReporter } from './dump.mjs'
export default {
  root: import.meta.dirname,
  plugins: [layout()],
  test: { include: ['tests/*.test.ts'], reporters: process.env.RECORD ? ['default', new LayoutReporter()] : ['default'] },
}
`
  for (const [path, text] of Object.entries({ ...SOURCES, 'dump.mjs': DUMP, 'vitest.config.mjs': config })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function run(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bin('vitest/vitest.mjs'), 'run', ...args],
      { cwd: folder, env: { ...process.env, NO_COLOR: '1', VITEST: '', ...env }, timeout: 60_000 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    )
  })
}

function dumpOf(folder: string): { files: Dump[]; functions: { name: string; line: number; column: number }[] } {
  return JSON.parse(readFileSync(join(folder, 'dump.json'), 'utf8')) as never
}

beforeAll(async () => {
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true })
  await new Promise<void>((resolve, reject) => {
    const args = [bin('typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json'), '--outDir', dist]
    execFile(process.execPath, args, (error, stdout) => (error === null ? resolve() : reject(new Error(stdout))))
  })
})

describe.each([
  ['forks', ['--pool=forks']],
  ['threads', ['--pool=threads']],
  ['one worker without isolation', ['--pool=forks', '--no-isolate', '--maxWorkers=1']],
])('a run in %s', (name, args) => {
  test('records the same calls, edges and traces, and changes no result', async () => {
    const folder = project(name.replaceAll(' ', '-'))
    const { code, output } = await run(folder, args, { RECORD: '1' })
    expect(output).toContain('1 failed | 4 passed')
    // The stack points into the original TypeScript.
    expect(output).toContain('src/app.ts:14:9')
    expect(code).toBe(1)
    const { files, functions } = dumpOf(folder)
    const app = files.find((file) => file.file.endsWith('app.test.ts'))!
    const tests = app.traces.filter((trace) => trace.kind === 'test')
    expect(tests).toEqual([
      {
        kind: 'test',
        test: 'app > renders',
        scenario: 'first',
        weight: 2,
        marks: ['ui.ready'],
        order: expect.arrayContaining(['src/lib.ts:helper', 'src/app.ts:App.render', 'src/app.ts:App.load']) as never,
      },
      { kind: 'test', test: 'throws', marks: [], order: ['src/app.ts:boom'] },
    ])
    expect(app.calls['src/app.ts:boom']).toBe(1)
    expect(app.calls['src/app.ts:never']).toBeUndefined()
    expect(app.edges['src/app.ts:App.render -> src/lib.ts:helper']).toBe(1)
    expect(app.edges['src/app.ts:App.load -> src/lib.ts:helper']).toBe(1)
    // Over all files: without isolation the modules are loaded once.
    const loads = files.map((file) => file.calls['src/cycle.ts:<module>'] ?? 0).reduce((a, b) => a + b)
    expect(loads).toBe(name.includes('without') ? 1 : 3)
    const cyclic = files
      .map((file) => file.edges['src/cycle.ts:cyclic -> src/lib.ts:helper'] ?? 0)
      .reduce((a, b) => a + b)
    expect(cyclic).toBe(loads * 2)
    const never = functions.find((fn) => fn.name === 'src/app.ts:never')!
    expect([never.line, never.column]).toEqual([16, 8])
  })
})

test('a killed worker takes only its own file with it', async () => {
  const folder = project('killed')
  const { output } = await run(folder, ['--pool=forks'], { RECORD: '1', KILL_WORKER: '1' })
  expect(output).toContain('Worker')
  const { files } = dumpOf(folder)
  expect(files.map((file) => file.file).sort()).toEqual(['tests/app.test.ts', 'tests/failing.test.ts'])
})

test('a plain run is not instrumented, and the reporter’s name alone is enough to record', async () => {
  const folder = project('plain')
  writeFileSync(
    join(folder, 'tests/plain.test.ts'),
    `import { expect, test } from 'vitest'
import { boom } from '../src/app'
test('source', () => {
  expect(String(boom).includes('__vl')).toBe(false)
  expect('__vlE' in globalThis).toBe(process.env.EXPECT_PROBES === '1')
  expect(Object.keys(globalThis).some((key) => key.startsWith('__vl'))).toBe(false)
})`,
  )
  const plain = await run(folder, ['plain'])
  expect(plain.output).toContain('1 passed')
  const recorded = await run(folder, ['plain', '--reporter=default', '--reporter=layout'], { EXPECT_PROBES: '1' })
  expect(recorded.output).toContain('1 passed')
  expect(readFileSync(join(folder, '.vitest/layout/recording.sdn'), 'utf8')).toContain('src/app.ts:boom')
})
