import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import fc from 'fast-check'
import { build } from 'vite'
import { afterAll, describe, expect, it } from 'vitest'

import { RuntimeProfiler, type CallSource } from '../../src/profile/index.ts'
import type { TalliedFunction } from '../../src/profile/node/script-tally.ts'
import { StackTally, type CpuProfile } from '../../src/profile/node/stack-tally.ts'
import { readFeedback } from '../../src/profile/apply/read-feedback.ts'
import { buildEntries, sourcePath, temporaryFolder } from './support/build-entry.ts'

const folder = temporaryFolder('stacks')
const root = resolve('test/profile/fixtures/stacks')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the sampling profiler of a real program', () => {
  it('names callers and callees by their places in the sources, from a minified bundle', async () => {
    const written = await profileProgram()
    const pairs = [...written.matchAll(/^# (\S+) (?:\(\S+\) )?-> (\S+) (?:\(\S+\))?: (\d+)$/gm)].map(
      ([, caller, callee]) => `${sourceAt(caller!)} -> ${sourceAt(callee!)}`,
    )
    expect(pairs).toContain('function turn(): void { -> function serve(size: number): number {')
    expect(pairs).toContain('function serve(size: number): number { -> render(): number {')
    expect(pairs.some((pair) => pair.endsWith('-> export function burn(rounds: number): number {'))).toBe(true)
    // Only calls that the sources hold; whatever the engine inlines, `burn` never stands above another function.
    expect(pairs.filter((pair) => pair.startsWith('export function burn'))).toEqual([])

    const stacks = [...written.matchAll(/^# (\S+ (?:\(\S+\) )?<- .*): \d+$/gm)].map(([, stack]) =>
      stack!.split(' <- ').map((frame) => sourceAt(frame.split(' ')[0]!)),
    )
    const burning = stacks.find(([innermost]) => innermost?.includes('function burn'))
    expect(burning?.slice(-3)).toEqual([
      'render(): number {',
      'function serve(size: number): number {',
      'function turn(): void {',
    ])
    // Comments only: the file reads like one without them.
    expect(readFeedback(written, 'f.sdn')).toEqual(readFeedback(withoutComments(written), 'f.sdn'))
  })
})

async function profileProgram(): Promise<string> {
  mkdirSync(join(folder, 'profiler'))
  writeFileSync(join(folder, 'profiler/package.json'), '{ "type": "module" }')
  const entries = { register: sourcePath('register.ts'), 'node/worker': sourcePath('node/worker.ts') }
  await buildEntries(entries, join(folder, 'profiler'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: join(root, 'src/main.ts'),
      outDir: join(folder, 'program'),
      sourcemap: true,
      minify: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  })
  const feedback = join(folder, 'stacks.sdn')
  const preload = pathToFileURL(join(folder, 'profiler/register.mjs')).href
  const child = spawn(process.execPath, ['--import', preload, join(folder, 'program/main.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      VITEST_LAYOUT_FEEDBACK: feedback,
      VITEST_LAYOUT_ROOT: root,
      VITEST_LAYOUT_STACKS: '1',
      VITEST_LAYOUT_INTERVAL: '200',
      VITEST_LAYOUT_FIRST_BURST: '0',
      VITEST_LAYOUT_BURST_EVERY: '50',
      VITEST_LAYOUT_BURST: '50',
      VITEST_LAYOUT_SAMPLING: '500',
      VITEST_LAYOUT_SAMPLING_INTERVAL: '1',
    },
  })
  const isComplete = (): boolean => existsSync(feedback) && readFileSync(feedback, 'utf8').includes('# Sampled stacks')
  while (!isComplete() && child.exitCode === null) await new Promise((done) => setTimeout(done, 50))
  child.kill('SIGTERM')
  await once(child, 'exit')
  return readFileSync(feedback, 'utf8')
}

/** The line of the source that a name by place points to, from the column on; a module stands for itself. */
function sourceAt(name: string): string {
  const place = /^(.+):@(\d+):(\d+)$/.exec(name)
  if (place === null) return name
  const [, module, line, column] = place
  const text = readFileSync(join(root, module!), 'utf8').split('\n')[Number(line) - 1]!
  return Number(column) <= 8 ? text.trim() : text.slice(Number(column) - 1)
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
}

const FILE = pathToFileURL(resolve(root, 'src/main.ts')).href

/** A function per column of the first line; every third one is a package's. */
function frame(id: number): CpuProfile['nodes'][number]['callFrame'] {
  const url = id % 3 === 2 ? 'file:///app/node_modules/x/index.js' : FILE
  return { functionName: `f${id}`, scriptId: id % 3 === 2 ? '2' : '1', url, lineNumber: 0, columnNumber: id }
}

function nodeOf(
  id: number,
  functionId: number,
  hitCount: number,
): CpuProfile['nodes'][number] & { children: number[] } {
  return { id, callFrame: frame(functionId), hitCount, children: [] }
}

function tallied(id: number): TalliedFunction {
  const place = {
    scriptId: '1',
    url: FILE,
    start: id,
    end: id + 1,
    v8Name: `f${id}`,
    isModule: false,
    canSuspend: false,
    isAtLeast: false,
  }
  return { ...place, counted: 0, estimated: 0, firstNs: Infinity, lastNs: -Infinity }
}

function tallyOf(maxFunctions: number, trackCallStacks = true): StackTally {
  return new StackTally({ maxFunctions, trackCallStacks }, ({ start }) => `f${start}`)
}

describe('adding up profiles', () => {
  it('gives for every tree what its samples give one by one', () => {
    // A node is its parent's index and its function; the root is (root).
    const trees = fc.array(fc.record({ parent: fc.nat(), id: fc.nat(11), hits: fc.nat(3) }), { maxLength: 40 })
    fc.assert(
      fc.property(trees, (shape) => {
        const nodes = [{ ...nodeOf(1, 0, 0), callFrame: { ...frame(0), functionName: '(root)', url: '' } }]
        const paths: number[][] = [[]]
        const pairs = new Map<string, number>()
        const onStack = new Map<string, number>()
        let samples = 0
        for (const [i, { parent, id, hits }] of shape.entries()) {
          const above = parent % nodes.length
          nodes[above]!.children.push(i + 2)
          nodes.push(nodeOf(i + 2, id, hits))
          const path = [...paths[above]!, id]
          paths.push(path)
          samples += hits
          const own = path.filter((each) => each % 3 !== 2)
          for (let sample = 0; sample < hits; sample++) {
            for (const name of new Set(own)) onStack.set(`f${name}`, (onStack.get(`f${name}`) ?? 0) + 1)
            const calls = new Set(own.slice(1).map((callee, at) => `f${own[at]} f${callee}`))
            for (const call of calls) pairs.set(call, (pairs.get(call) ?? 0) + 1)
          }
        }
        const tally = tallyOf(100)
        tally.add({ nodes }, 5, 9)
        tally.resolve(Array.from({ length: 12 }, (_, id) => tallied(id)))
        const read = tally.readStacks()
        expect(read.samples).toBe(samples)
        expect(new Map(read.pairs.map(({ caller, callee, samples: seen }) => [`${caller} ${callee}`, seen]))).toEqual(
          pairs,
        )
        const counted = [...tally.read()].filter(({ onStackSamples }) => onStackSamples! > 0)
        expect(new Map(counted.map(({ name, onStackSamples }) => [name, onStackSamples]))).toEqual(onStack)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('stays bounded however many functions and stacks there are, and keeps the frequent ones', () => {
    const tally = tallyOf(9000)
    const call = (id: number, caller: number, callee: number, hitCount: number): CpuProfile['nodes'] => [
      { id, callFrame: frame(caller), hitCount: 0, children: [id + 1] },
      { id: id + 1, callFrame: frame(callee), hitCount },
    ]
    // Functions of the program are those that 3 divides.
    for (let i = 0; i < 20; i++) {
      const rare = Array.from({ length: 600 }, (_, j) => call(2 * j + 3, 3 * (i * 600 + j), 3 * (i * 600 + j + 1), 1))
      tally.add({ nodes: [...call(1, 0, 3, 50), ...rare.flat()] }, i, i + 1)
    }
    tally.resolve(Array.from({ length: 12_001 }, (_, id) => tallied(3 * id)))
    const { pairs, stacks, samples } = tally.readStacks()
    expect(samples).toBe(20 * 650)
    expect(pairs.length).toBeLessThanOrEqual(4096)
    expect(stacks.length).toBeLessThanOrEqual(2048)
    expect(pairs[0]).toEqual({ caller: 'f0', callee: 'f3', samples: 20 * 50 + 1 })
    expect([...tally.read()].length).toBeLessThanOrEqual(9000)
  })
})

describe('functions seen on stacks', () => {
  it('are not cold, unless the sighting is older than the rates', () => {
    const rare = { callCount: 1, sampleCount: 1, firstCallNs: 2e9 }
    const source: CallSource = {
      clear() {},
      read: () => [
        { name: 'hidden', ...rare, lastCallNs: 2e9 },
        { name: 'busy', ...rare, lastCallNs: 3e9, onStackSamples: 4, innermostSamples: 1 },
        { name: 'early', ...rare, lastCallNs: 4e8, onStackSamples: 4, innermostSamples: 1 },
      ],
    }
    const profiler = new RuntimeProfiler({ coldThreshold: 1e6, hotThreshold: 1e6, minSamples: 0 })
    profiler.addSource(source)
    profiler.start()
    const metrics = profiler.collectMetrics()
    const busy = metrics.functions.find(({ name }) => name === 'busy')
    expect(busy).toMatchObject({ inferredPhase: 'steady', confidence: 0.5, onStackSamples: 4, innermostSamples: 1 })
    expect(metrics.functionsByPhase('cold').map(({ name }) => name)).toEqual(['early', 'hidden'])
    expect(profiler.generateLayoutFeedback().demoteToCold).toEqual(['early', 'hidden'])
  })
})
