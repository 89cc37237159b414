import { Session } from 'node:inspector'
import { resolve } from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import process from 'node:process'
import { isMainThread, MessageChannel, receiveMessageOnPort, setEnvironmentData, Worker } from 'node:worker_threads'

import { RuntimeMetrics } from './metrics.ts'
import {
  CONTROL,
  CONTROL_BYTES,
  HOOK,
  type MainHook,
  type MetricsData,
  nowMs,
  type ThreadInput,
  type WorkerInput,
  type WorkerMessage,
} from './node/control.ts'
import { coveredScripts, scriptsThatRan } from './node/covered-scripts.ts'
import { writeAtEnd } from './node/fatal-signals.ts'
import { FIRST_FRAME_MARKS, STARTUP_MARKS } from './node/marks.ts'
import { sayOnce } from './node/say-once.ts'
import { settingsFromEnvironment } from './node/settings.ts'
import { profileThread } from './node/thread.ts'
import { NO_STACK_SAMPLES } from './stack-samples.ts'
import { FunctionStats } from './stats.ts'

/** How long the end of the process waits for the last write. */
const LAST_WRITE_MS = 5000
/** Where this profiler's own scripts lie. */
const OWN_FOLDER = import.meta.url.slice(0, import.meta.url.lastIndexOf('/') + 1)

let write: () => void = () => {}
let collect: () => RuntimeMetrics = () => new RuntimeMetrics([], 0, 0)

/** Writes the feedback now; returns when it is on disk. Does nothing where profiling is off, and in worker threads. */
export function writeFeedback(): void {
  write()
}

/**
 * What has been counted so far, in all threads. Functions are named by place (`src/app.ts:@12:8`), as in the feedback
 * file. Blocks until the profiler's thread has answered; empty where profiling is off, and in worker threads.
 */
export function collectMetrics(): RuntimeMetrics {
  return collect()
}

// Preloads run in worker threads too.
if (process.env['VITEST_LAYOUT_PROFILE'] !== 'off') {
  if (!isMainThread) profileThread(isProgram)
  // Both would read the same counters, and what one has read and switched off the other misses.
  else if (process.env['NODE_V8_COVERAGE']) {
    sayOnce(
      'NODE_V8_COVERAGE is set: V8 counts for the coverage report, so nothing is profiled. ' +
        'Take the variable out to profile, or set VITEST_LAYOUT_PROFILE=off.',
    )
  } else start()
}

function start(): void {
  const settings = settingsFromEnvironment(process.env, {
    pid: process.pid,
    cwd: () => process.cwd(),
    resolve: (path) => resolve(path),
  })
  const shared = new SharedArrayBuffer(CONTROL_BYTES)
  const control = new Int32Array(shared)
  control[CONTROL.windows] = 1
  const session = new Session()

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has no origin
  const send = (message: WorkerMessage): void => worker.postMessage(message)
  const hook: MainHook = {
    startCounting() {
      Atomics.store(control, CONTROL.counting, 1)
      // Connected only while it counts: as long as a session is open, Node keeps what `console` prints for it.
      session.connect()
      session.post('Profiler.enable')
      session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    },
    take(stop) {
      if (Atomics.load(control, CONTROL.counting) === 0) {
        // In the windows at the start V8 may have stopped counting early.
        if (Atomics.load(control, CONTROL.windows) === 0) return
        send({ kind: 'reading', isCounted: false, scripts: scriptsThatRan(session, isProgram), atMs: nowMs() })
        return
      }
      const scripts = coveredScripts(session, isProgram)
      if (stop) {
        session.post('Profiler.stopPreciseCoverage')
        session.disconnect()
        Atomics.store(control, CONTROL.counting, 0)
      }
      send({ kind: 'reading', isCounted: true, scripts, atMs: nowMs() })
    },
  }
  // On the global object the hook also keeps the session from being collected, which would end the counting.
  Object.defineProperty(globalThis, Symbol.for(HOOK), { value: hook })
  hook.startCounting()
  const threadInput: ThreadInput = { control: shared }
  setEnvironmentData(HOOK, threadInput)

  // It reads the counters when the windows end, maps and writes, all off the program's thread.
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const file = `./node/worker${extension}`
  const startMs = nowMs()
  const workerData: WorkerInput = { settings, control: shared, startMs }
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

  const observer = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) {
      if (STARTUP_MARKS.has(name) || FIRST_FRAME_MARKS.has(name)) send({ kind: 'mark', name })
    }
    if (Atomics.load(control, CONTROL.windows) === 0) observer.disconnect()
  })
  observer.observe({ entryTypes: ['mark'] })

  let asked = 0
  const writeNow = (isLast: boolean): void => {
    if (!isAlive) return
    hook.take(false)
    send({ kind: 'write', number: ++asked, isLast })
    waitFor(control, asked)
  }
  write = () => writeNow(false)
  collect = () => {
    const empty: MetricsData = { functions: [], durationSeconds: 0, dropped: 0, stackSamples: NO_STACK_SAMPLES }
    if (!isAlive) return metricsOf(empty)
    hook.take(false)
    const { port1, port2 } = new MessageChannel()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node has no origin
    worker.postMessage({ kind: 'metrics', number: ++asked, port: port2 } satisfies WorkerMessage, [port2])
    waitFor(control, asked)
    const answer = receiveMessageOnPort(port1) as { message: MetricsData } | undefined
    port1.close()
    return metricsOf(answer?.message ?? empty)
  }
  writeAtEnd(settings.signal, (isLast) => {
    writeNow(isLast)
    // Node waits for inspector sessions that are left open.
    if (isLast) session.disconnect()
  })
}

function metricsOf({ functions, durationSeconds, dropped, stackSamples }: MetricsData): RuntimeMetrics {
  const stats = functions.map((init) => new FunctionStats(init))
  return new RuntimeMetrics(stats, durationSeconds, dropped, stackSamples)
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
