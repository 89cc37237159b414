import { join, parse, resolve } from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import process from 'node:process'
import { isMainThread, threadId } from 'node:worker_threads'

import { writeFeedbackText } from './feedback-file.ts'
import { writeAtEnd } from './node/fatal-signals.ts'
import { FIRST_FRAME_MARKS, STARTUP_MARKS } from './node/marks.ts'
import { startBursts } from './node/probe-bursts.ts'
import { countForMainThread, ThreadCalls } from './node/probe-threads.ts'
import { settingsFromEnvironment, type RegisterSettings } from './node/settings.ts'
import { writeFeedbackFile } from './node/write-feedback.ts'
import { PROBES_READY } from './plugin/probe-runtime.ts'
import { ProbeSource } from './probe-source.ts'
import { RuntimeProfiler } from './profiler.ts'

/** What all copies of this module share: each bundle of a program may bring one. */
interface Profiling {
  /** Called by the probes of each bundle as soon as they are there. */
  (): void
  write: () => void
  profiler: RuntimeProfiler | undefined
}

const hooks = globalThis as Record<symbol, unknown>
// The first copy profiles for all. It may also stand outside the bundles and so run before them.
const profiling = (hooks[Symbol.for(PROBES_READY)] ??= createProfiling()) as Profiling

/** Writes the feedback now; in a worker thread, hands over to the main thread. Does nothing where the program has no probes or profiling is off. */
export function writeFeedback(): void {
  profiling.write()
}

/** The profiler that reads this program's probes, where it has any; worker threads count for that of the main thread. */
export function probeProfiler(): RuntimeProfiler | undefined {
  return profiling.profiler
}

function createProfiling(): Profiling {
  let source: ProbeSource | undefined
  const onProbes = (): void => {
    if (source !== undefined) {
      source.takeNewBundles()
      return
    }
    source = new ProbeSource()
    if (process.env['VITEST_LAYOUT_PROFILE'] === 'off') source.set(false)
    else source = (isMainThread ? undefined : startInThread(own)) ?? start(own)
  }
  const own: Profiling = Object.assign(onProbes, { write: () => {}, profiler: undefined })
  if (new ProbeSource().isPresent) onProbes()
  return own
}

/** @returns the source; undefined where the main thread does not profile */
function startInThread(profiling: Profiling): ProbeSource | undefined {
  const thread = countForMainThread()
  if (thread !== undefined) profiling.write = thread.handOver
  return thread?.source
}

/** @returns the source, which is to hear of further bundles */
function start(profiling: Profiling): ProbeSource {
  const settings = settingsFromEnvironment(process.env, {
    pid: process.pid,
    cwd: () => process.cwd(),
    resolve: (path) => resolve(path),
  })
  const { config, startupMs, firstFrameMs } = settings
  const file = isMainThread ? settings.file : fileOfThread(settings.file)
  const source = new ProbeSource(config.coldThreshold)
  const own = new RuntimeProfiler(config)
  profiling.profiler = own
  own.setStartupWindow(startupMs)
  own.setFirstFrameWindow(firstFrameMs)
  own.addSource(source)
  const threads = isMainThread ? new ThreadCalls(settings, source.startMs) : undefined
  if (threads !== undefined) own.addSource(threads)
  own.start()

  const isComplete = config.sampleRate === 1
  if (isComplete) {
    source.assumeComplete()
    setInterval(() => own.rollWindow(), settings.intervalMs).unref()
  }
  watchWindows(own, settings, source.startMs, () => {
    if (isComplete) return
    source.set(false)
    threads?.endWindows()
    if (settings.burstMs === 0) {
      // What was counted in the windows is all there is: rates are theirs.
      own.stop()
      return
    }
    startBursts(source, settings, () => own.rollWindow())
  })
  const write = (): void => {
    const text = writeFeedbackText(own.generateLayoutFeedback(), own.collectMetrics(), {
      source: 'probes',
      maxFunctions: config.maxFunctions,
    })
    writeFeedbackFile(file, text)
  }
  profiling.write = write
  setInterval(write, settings.intervalMs).unref()
  writeAtEnd(settings.signal, write)
  return source
}

/** For a thread whose main thread does not profile: all threads of a process have its id. */
function fileOfThread(file: string): string {
  const { dir, name, ext } = parse(file)
  return join(dir, `${name}.thread-${threadId}${ext}`)
}

/** Ends the windows at the program's markers, or when their time is over. */
function watchWindows(own: RuntimeProfiler, settings: RegisterSettings, begunMs: number, onEnd: () => void): void {
  const observer = new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) {
      const ms = Math.max(0, startTime - begunMs)
      if (STARTUP_MARKS.has(name)) own.setStartupWindow(Math.min(settings.startupMs, ms))
      if (!FIRST_FRAME_MARKS.has(name)) continue
      own.setFirstFrameWindow(Math.min(settings.firstFrameMs, ms))
      end()
      return
    }
  })
  const end = (): void => {
    observer.disconnect()
    clearTimeout(timer)
    onEnd()
  }
  const timer = setTimeout(end, settings.firstFrameMs).unref()
  observer.observe({ entryTypes: ['mark'] })
}
