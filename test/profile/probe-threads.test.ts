import { rmSync } from 'node:fs'

import { afterAll, describe, expect, it } from 'vitest'

import { temporaryFolder } from './support/build-entry.ts'
import { Program } from './support/program.ts'

const folder = temporaryFolder('probe-threads')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const BOTH = `import { isMainThread, Worker } from 'node:worker_threads'
import { once } from 'node:events'
function onlyInWorker() { return 1 }
function onlyInMain() { return 1 }
function inBoth() { return 1 }
inBoth()
if (isMainThread) {
  for (let i = 0; i < 2000; i++) onlyInMain()
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.DELAY ?? 0)))
  const threads = [1, 2].map(() => new Worker(new URL(import.meta.url)))
  await Promise.all(threads.map((thread) => once(thread, 'exit')))
} else {
  for (let i = 0; i < 9000; i++) onlyInWorker()
}
`

describe('worker threads of a profiled bundle', () => {
  it('count into the same file', async () => {
    const program = new Program(folder, { 'main.js': BOTH })
    const ran = await program.run(await program.bundle('rolldown', 'main.js'))
    expect(ran).toMatchObject({ status: 0, err: '', files: [expect.stringMatching(/^layout-feedback\.\d+\.sdn$/)] })
    expect(ran.calls).toMatchObject({
      'main.js:<module>': 3,
      'main.js:inBoth': 3,
      'main.js:onlyInMain': 2000,
      'main.js:onlyInWorker': 18_000,
    })
  })

  it.each([
    ['are counted also where they start when the windows are over', {}, 18_000],
    ['but not with lowOverhead', { VITEST_LAYOUT_PROFILE: 'lowOverhead' }, undefined],
  ])('%s', async (_, env, expected) => {
    const program = new Program(folder, { 'main.js': BOTH })
    const file = await program.bundle('rolldown', 'main.js')
    const windows = { VITEST_LAYOUT_STARTUP_WINDOW: '50', VITEST_LAYOUT_FIRST_FRAME_WINDOW: '200', DELAY: '500' }
    const ran = await program.run(file, { ...windows, ...env })
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.calls['main.js:onlyInMain']).toBe(2000)
    expect(ran.calls['main.js:onlyInWorker']).toBe(expected)
  })

  it('have a file each where the main thread is not profiled', async () => {
    const program = new Program(folder, { 'thread.js': 'function f() {}\nfor (let i = 0; i < 2000; i++) f()\n' })
    await program.bundle('rolldown', 'thread.js')
    program.write(
      'main.mjs',
      `import { Worker } from 'node:worker_threads'
       for (let i = 0; i < 2; i++) new Worker(new URL('out/thread.mjs', import.meta.url))`,
    )
    const ran = await program.run(`${program.folder}/main.mjs`)
    expect(ran).toMatchObject({ status: 0, err: '', calls: { 'thread.js:f': 2000 } })
    expect(ran.files.map((name) => name.replace(/\d+/, 'PID'))).toEqual([
      'layout-feedback.PID.thread-1.sdn',
      'layout-feedback.PID.thread-2.sdn',
    ])
  })
})
