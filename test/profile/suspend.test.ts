import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { RuntimeProfiler } from '../../src/profile/index.ts'
import { canSuspend } from '../../src/profile/node/can-suspend.ts'
import { temporaryFolder } from './support/build-entry.ts'
import { prepareRegistered, runRegistered } from './support/registered.ts'

const folder = temporaryFolder('suspend')

beforeAll(async () => {
  await prepareRegistered('suspend', folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('resumptions', () => {
  it('are no calls of the functions that V8 counts', async () => {
    const stdout = await runRegistered(folder, ['main.mjs'], {
      // The program's markers end these windows; on a slow machine as well as on a fast one.
      VITEST_LAYOUT_STARTUP_WINDOW: '60000',
      VITEST_LAYOUT_FIRST_FRAME_WINDOW: '60000',
      VITEST_LAYOUT_FIRST_BURST: '0',
      VITEST_LAYOUT_BURST_EVERY: '50',
      VITEST_LAYOUT_SAMPLING: '0',
    })
    const functions = JSON.parse(stdout) as [name: string, calls: number, phase: string, confidence: number][]
    const lines = readFileSync(join(folder, 'main.mjs'), 'utf8').split('\n')
    const find = (text: string): unknown[] | undefined => {
      const line = lines.findIndex((one) => one.startsWith(text)) + 1
      return functions.find(([name]) => name.startsWith(`main.mjs:@${line}:`))?.slice(1)
    }
    expect(find('async function boot')).toEqual([1, 'startup', 0.9])
    expect(find('function* list')).toEqual([1, 'startup', 0.9])
    expect(functions.find(([name]) => name === 'main.mjs:<module>')?.slice(1)).toEqual([1, 'startup', 0.9])
    // It never waits: each was a call.
    expect(find('async function answer')?.[0]).toBe(7)
    // Two entries a call, for all that is known one call of many: it is neither called hot nor cold.
    expect(find('async function handle')).toEqual([1, 'steady', 0.5])
    expect(find('function work')?.[0]).toBeGreaterThan(100)
  })

  it.each([
    [1, 100, 'steady', 0.5],
    [1, 1, 'cold', 0.8],
    [100, 100, 'steady', 0.9],
  ])('%i calls and up to %i in half a second: %s', (callCount, mostCalls, phase, confidence) => {
    const profiler = new RuntimeProfiler({ coldThreshold: 10 })
    profiler.setStartupWindow(0)
    profiler.setFirstFrameWindow(0)
    const counted = { name: 'f', callCount, mostCalls, sampleCount: mostCalls, firstCallNs: 10, lastCallNs: 20 }
    profiler.addSource({ clear: () => {}, read: () => [counted] })
    profiler.start(500)
    profiler.stop()
    const [stats] = profiler.collectMetrics().functions
    expect(stats).toMatchObject({ callCount, inferredPhase: phase, confidence })
  })
})

describe('canSuspend', () => {
  it.each([
    'async function f() { await 1 }',
    'async () => { await null }',
    'async()=>{await 0}',
    'async x => await x',
    'async m() { await 1 }',
    "async 'str'() { await 1 }",
    'async /* why */ n () { for await (const x of y); }',
    'function* g() { yield 1 }',
    'function * () {}',
    'function /* g */ *g() {}',
    '*g() { yield 1 }',
    'async *g() { yield 1 }',
    'async\n// all\nfunction* g() {}',
  ])('is true of %j', (text) => expect(canSuspend(text)).toBe(true))

  it.each([
    'async function f() { return 1 }',
    'function f() { return async () => { await 1 } }',
    '() => 2 * 3',
    'async$1() { return async () => await 1 }',
    'asyncMap(f) { return async () => await f }',
    'functionOf(a) { return a }',
    'get async() { return async () => await 1 }',
    'await() { return 1 }',
  ])('is false of %j', (text) => expect(canSuspend(text)).toBe(false))
})
