import { Session } from 'node:inspector'
import { resolve } from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import process from 'node:process'
import { isMainThread, Worker } from 'node:worker_threads'

import { CONTROL, HOOK, type MainHook, type WorkerInput, type WorkerMessage } from './node/control.ts'
import { writeAtEnd } from './node/fatal-signals.ts'
import type { CoveredScript } from './node/script-tally.ts'
import { settingsFromEnvironment } from './node/settings.ts'

/** How long the end of the process waits for the last write. */
const LAST_WRITE_MS = 5000
/** Where this profiler's own scripts lie. */
const OWN_FOLDER = import.meta.url.slice(0, import.meta.url.lastIndexOf('/') + 1)

let write: () => void = () => {}

/** Writes the feedback now; returns when it is on disk. Does nothing where profiling is off. */
export function writeFeedback(): void {
  write()
}

// Preloads run in worker threads too: the counters belong to the main thread's isolate.
if (isMainThread && process.env['VITEST_LAYOUT_PROFILE'] !== 'off') start()

function start(): void {
  const settings = settingsFromEnvironment(process.env, {
    pid: process.pid,
    cwd: () => process.cwd(),
    resolve: (path) => resolve(path),
  })
  const control = new Int32Array(new SharedArrayBuffer(8))
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has no origin
  const send = (message: WorkerMessage): void => worker.postMessage(message)
  const hook: MainHook = {
    startCounting() {
      Atomics.store(control, CONTROL.counting, 1)
      session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    },
    take(stop) {
      if (Atomics.load(control, CONTROL.counting) === 0) return
      let scripts: CoveredScript[] = []
      session.post('Profiler.takePreciseCoverage', (error, result) => {
        if (error === null) scripts = result.result.filter(({ url }) => isProgram(url))
      })
      if (stop) {
        session.post('Profiler.stopPreciseCoverage')
        Atomics.store(control, CONTROL.counting, 0)
      }
      send({ kind: 'reading', scripts, atMs: performance.timeOrigin + performance.now() })
    },
  }
  // On the global object the hook also keeps the session from being collected, which would end the counting.
  Object.defineProperty(globalThis, Symbol.for(HOOK), { value: hook })
  hook.startCounting()

  // It reads the counters when the windows end, maps and writes, all off the program's thread.
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const file = `./node/worker${extension}`
  const startMs = performance.timeOrigin + performance.now()
  const workerData: WorkerInput = { settings, control: control.buffer, startMs }
  const worker = new Worker(new URL(file, import.meta.url), { workerData, execArgv: [], env: {} })
  worker.unref()
  let isAlive = true
  worker.on('error', (error) => {
    process.emitWarning(`vitest-layout/profile: profiling ended: ${String(error)}`)
  })
  worker.on('exit', () => {
    isAlive = false
    session.disconnect()
  })

  new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) send({ kind: 'mark', name })
  }).observe({ entryTypes: ['mark'] })

  let asked = 0
  const writeNow = (isLast: boolean): void => {
    if (!isAlive) return
    hook.take(false)
    send({ kind: 'write', number: ++asked, isLast })
    waitFor(control, asked)
  }
  write = () => writeNow(false)
  writeAtEnd(settings.signal, (isLast) => {
    writeNow(isLast)
    // Node waits for inspector sessions that are left open.
    if (isLast) session.disconnect()
  })
}

function isProgram(url: string): boolean {
  return url.startsWith('file://') && !url.includes('/node_modules/') && !url.startsWith(OWN_FOLDER)
}

/** Blocks until the worker has written. */
function waitFor(control: Int32Array, number: number): void {
  const deadline = performance.now() + LAST_WRITE_MS
  for (let done = Atomics.load(control, CONTROL.done); done < number; done = Atomics.load(control, CONTROL.done)) {
    const left = deadline - performance.now()
    if (left <= 0 || Atomics.wait(control, CONTROL.done, done, left) === 'timed-out') return
  }
}
