import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { attachProfiler, RuntimeProfiler, type ProfilerHandle } from '../../src/profile/index.ts'
import { buildEntries, sourcePath, temporaryFolder } from './support/build-entry.ts'

const folder = temporaryFolder('threads')
const worker = join(folder, 'worker.mjs')

beforeAll(async () => {
  await buildEntries({ profile: sourcePath('index.ts') }, folder)
  writeFileSync(
    worker,
    `import { workerData } from 'node:worker_threads'
     import { attachProfiler } from './profile.mjs'
     const profiler = attachProfiler(workerData.handle)
     for (const [name, calls] of workerData.plan) for (let i = 0; i < calls; i++) profiler.recordCall(name)`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

async function runThreads(handles: ProfilerHandle[], plan: [name: string, calls: number][]): Promise<void> {
  await Promise.all(
    handles.map(async (handle) => {
      const thread = new Worker(worker, { workerData: { handle, plan } })
      const [status] = await once(thread, 'exit')
      expect(status).toBe(0)
    }),
  )
}

it('adds up 8 threads of 10 million calls exactly at rate 1', async () => {
  const profiler = new RuntimeProfiler({ sampleRate: 1 })
  profiler.start()
  const handle = profiler.share(8)
  await runThreads(Array<ProfilerHandle>(8).fill(handle), [
    ['src/a.ts:hot', 7_000_000],
    ['src/a.ts:warm', 2_999_999],
    ['src/a.ts:once', 1],
  ])
  profiler.recordCall('src/a.ts:once')
  const { functions, totalCalls } = profiler.collectMetrics()
  expect(functions.map(({ name, callCount, sampleCount }) => [name, callCount, sampleCount])).toEqual([
    ['src/a.ts:hot', 56_000_000, 56_000_000],
    ['src/a.ts:warm', 23_999_992, 23_999_992],
    ['src/a.ts:once', 9, 9],
  ])
  expect(totalCalls).toBe(80_000_001)
})

it('numbers thousands of names once, whichever threads come first with them', async () => {
  const profiler = new RuntimeProfiler({ sampleRate: 1 })
  profiler.start()
  const plan = Array.from({ length: 5000 }, (_, i): [string, number] => [`src/größe.ts:f${i}`, 2])
  await runThreads(
    [1, 2, 3, 4].map(() => profiler.share()),
    plan,
  )
  const { functions, dropped } = profiler.collectMetrics()
  expect(dropped).toBe(0)
  expect(functions).toHaveLength(5000)
  expect(functions.every(({ callCount }) => callCount === 8)).toBe(true)
})

it('refuses more threads than a handle was made for, and stops all of them at once', () => {
  const profiler = new RuntimeProfiler({ sampleRate: 1 })
  const handle = profiler.share()
  const attached = attachProfiler(handle)
  expect(() => attachProfiler(handle)).toThrow(/Call share\(\) once for each worker/)
  attached.recordCall('before')
  profiler.start()
  expect(attached.isActive()).toBe(true)
  attached.recordCall('during')
  profiler.stop()
  attached.recordCall('after')
  expect(profiler.collectMetrics().functions.map(({ name }) => name)).toEqual(['during'])
})

it('needs nothing of Node in the entry', async () => {
  const text = await import('node:fs').then(({ readFileSync }) => readFileSync(join(folder, 'profile.mjs'), 'utf8'))
  expect(text).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b/)
})
