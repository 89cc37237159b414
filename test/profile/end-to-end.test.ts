import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

import { build, parseAst, transformWithOxc, type Plugin } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { main } from '../../src/cli/main.ts'
import { LayoutConfig } from '../../src/model/index.ts'
import { layoutProfile } from '../../src/profile/plugin.ts'
import type { AstNode } from '../../src/record/transform/ast.ts'
import { collectFunctions } from '../../src/record/transform/collect-functions.ts'
import { buildEntries, sourcePath, temporaryFolder } from './support/build-entry.ts'

const folder = temporaryFolder('end-to-end')
const root = resolve('test/profile/fixtures/shop')

beforeAll(async () => {
  // A package of its own: the project's `sideEffects` are about `dist`.
  mkdirSync(join(folder, 'profiler'))
  writeFileSync(join(folder, 'profiler/package.json'), '{ "type": "module" }')
  const entries = { register: 'register.ts', node: 'node.ts', 'node/worker': 'node/worker.ts' }
  const paths = Object.entries(entries).map(([name, file]): [string, string] => [name, sourcePath(file)])
  await buildEntries(Object.fromEntries(paths), join(folder, 'profiler'))
  await buildShop('plain', [])
  await buildShop('probes', [layoutProfile({ root, include: 'src/**' }) as Plugin])
  await buildShop('probes-external', [layoutProfile({ root, include: 'src/**' }) as Plugin], [/profiler.node\.mjs$/])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function buildShop(name: string, plugins: Plugin[], external: RegExp[] = []): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins,
    resolve: { alias: { 'vitest-layout/profile/node': join(folder, 'profiler/node.mjs') } },
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'src/main.ts'),
      outDir: join(folder, name),
      sourcemap: true,
      minify: true,
      target: 'node20',
      rollupOptions: { external, output: { entryFileNames: 'main.mjs' } },
    },
  })
}

/** Starts the shop, has it serve requests for a while, ends it; gives what the profiler wrote. */
async function profileShop(name: string, feedback: string, execArgv: string[]): Promise<string> {
  const child = spawn(process.execPath, [...execArgv, join(folder, name, 'main.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      VITEST_LAYOUT_FEEDBACK: feedback,
      VITEST_LAYOUT_ROOT: root,
      // The program's markers end these windows; on a slow machine as well as on a fast one.
      VITEST_LAYOUT_STARTUP_WINDOW: '60000',
      VITEST_LAYOUT_FIRST_FRAME_WINDOW: '60000',
      VITEST_LAYOUT_FIRST_BURST: '0',
      VITEST_LAYOUT_BURST_EVERY: '100',
      VITEST_LAYOUT_BURST: '100',
    },
  })
  const port = await firstLine(child)
  // V8's counters tell no times: let them be read after start-up, before the first request.
  await new Promise((done) => setTimeout(done, 500))
  const until = performance.now() + 2500
  while (performance.now() < until) await fetch(`http://127.0.0.1:${port}/total`).then((response) => response.text())
  child.kill('SIGUSR2')
  while (!existsSync(feedback)) await new Promise((done) => setTimeout(done, 20))
  child.kill('SIGTERM')
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGTERM')
  return readFileSync(feedback, 'utf8')
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return chunk.toString().trim()
}

async function runCommand(cwd: string, args: string[]): Promise<{ status: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const status = await main(args, { stdin: process.stdin, stdout, stderr, cwd, env: {} })
  stdout.end()
  stderr.end()
  return { status, out: await text(stdout), err: await text(stderr) }
}

const OWN_FILE = `# The shop's layout. Keep!
layout:
    page_size: 4096 # as the device has it
    overrides |function, phase|
        # support asked for this one
        "src/cart.ts:refund", cold
        "src/config.ts:loadConfig", steady
`

describe.each([
  [
    'V8 counters, no build step',
    'plain',
    () => ['--import', pathToFileURL(join(folder, 'profiler/register.mjs')).href],
  ],
  ['probes of the bundler plugin', 'probes', () => []],
  ['probes, the profiler outside the bundle', 'probes-external', () => []],
])('%s', (_, name, execArgv) => {
  it('turns what ran into overrides of layout.sdn', async () => {
    const feedback = join(folder, `${name}.sdn`)
    const written = await profileShop(name, feedback, execArgv())
    expect(written).toMatch(/^# Runtime profiling feedback\n# Confidence: \d+\.\d%\n# Based on \d+ samples\n/)
    const target = join(folder, `layout-${name}.sdn`)
    writeFileSync(target, OWN_FILE)

    const { status, out, err } = await runCommand(folder, [
      'feedback',
      'apply',
      feedback,
      '--to',
      target,
      '--root',
      root,
    ])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain('src/config.ts:loadConfig: steady (override) -> startup')
    const after = readFileSync(target, 'utf8')
    for (const line of OWN_FILE.split('\n').filter((line) => !line.includes('loadConfig')))
      expect(after).toContain(line)
    const { overrides } = LayoutConfig.fromText(after, target)
    const startup = [...overrides].filter(([, phase]) => phase === 'startup').map(([function_]) => function_)
    expect(startup).toEqual(
      expect.arrayContaining([
        'src/config.ts:loadConfig',
        'src/config.ts:parseRates',
        'src/config.ts:toRate',
        'src/main.ts:announce',
      ]),
    )
    expect(overrides.get('src/main.ts:warmUp')).toBe('first_frame')
    // Hot functions are steady by default: they need no override.
    const hot = ['src/cart.ts:withTax', 'src/cart.ts:Cart.add']
    expect(hot.filter((function_) => overrides.has(function_) || out.includes(function_))).toEqual([])
    // Every name is one that a recording of the sources would have.
    const modules = ['main', 'cart', 'config'].map((module) => recordedNames(`src/${module}.ts`))
    const known = new Set((await Promise.all(modules)).flat())
    for (const overridden of overrides.keys()) expect(known).toContain(overridden)

    const again = await runCommand(folder, ['feedback', 'apply', feedback, '--to', target, '--root', root])
    expect(again.out).toContain(': 0 changed')
    expect(readFileSync(target, 'utf8')).toBe(after)
  })
})

/** What the recorder names functions by: the JavaScript that its transform gets. */
async function recordedNames(module: string): Promise<string[]> {
  const file = join(root, module)
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file)
  return collectFunctions(parseAst(code) as unknown as AstNode, code).map(({ path }) => `${module}:${path}`)
}
