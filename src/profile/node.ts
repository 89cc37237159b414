import { resolve } from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import process from 'node:process'

import { writeFeedbackText } from './feedback-file.ts'
import { writeAtEnd } from './node/fatal-signals.ts'
import { FIRST_FRAME_MARKS, STARTUP_MARKS } from './node/marks.ts'
import { settingsFromEnvironment, type RegisterSettings } from './node/settings.ts'
import { writeFeedbackFile } from './node/write-feedback.ts'
import { PROBES_READY } from './plugin/probe-runtime.ts'
import { ProbeSource } from './probe-source.ts'
import { RuntimeProfiler } from './profiler.ts'

/** How often the CPU that the process has spent is looked at. */
const CPU_CHECK_MS = 500

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

/** Writes the feedback now. Does nothing where the program has no probes or profiling is off. */
export function writeFeedback(): void {
  profiling.write()
}

/** The profiler that reads this program's probes, where it has any. */
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
    else source = start(own)
  }
  const own: Profiling = Object.assign(onProbes, { write: () => {}, profiler: undefined })
  if (new ProbeSource().isPresent) onProbes()
  return own
}

/** @returns the source, which is to hear of further bundles */
function start(profiling: Profiling): ProbeSource {
  const settings = settingsFromEnvironment(process.env, {
    pid: process.pid,
    cwd: () => process.cwd(),
    resolve: (path) => resolve(path),
  })
  const { config, startupMs, firstFrameMs, burstEveryMs, burstMs } = settings
  const source = new ProbeSource(config.coldThreshold)
  const own = new RuntimeProfiler(config)
  profiling.profiler = own
  own.setStartupWindow(startupMs)
  own.setFirstFrameWindow(firstFrameMs)
  own.addSource(source)
  own.start()

  const isComplete = config.sampleRate === 1
  if (isComplete) {
    source.assumeComplete()
    setInterval(() => own.rollWindow(), settings.intervalMs).unref()
  }
  watchWindows(own, settings, source.startMs, () => {
    if (isComplete) return
    source.set(false)
    if (burstMs === 0) {
      // What was counted in the windows is all there is: rates are theirs.
      own.stop()
      return
    }
    startBursts(source, own, { burstEveryMs, burstMs, firstBurstMs: settings.firstBurstMs })
  })
  const write = (): void => {
    const text = writeFeedbackText(own.generateLayoutFeedback(), own.collectMetrics(), {
      source: 'probes',
      maxFunctions: config.maxFunctions,
    })
    writeFeedbackFile(settings.file, text)
  }
  profiling.write = write
  setInterval(write, settings.intervalMs).unref()
  writeAtEnd(settings.signal, write)
  return source
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

/** Turns the probes on for a short while each time the process has spent so much CPU. */
function startBursts(
  source: ProbeSource,
  own: RuntimeProfiler,
  options: { burstEveryMs: number; burstMs: number; firstBurstMs: number },
): void {
  let cpuAtBurst = cpuMs() - options.burstEveryMs + options.firstBurstMs
  let isFirst = true
  let isOn = false
  const check = (): void => {
    const before = cpuMs()
    const spent = before - cpuAtBurst
    if (isOn || spent < options.burstEveryMs) return
    isOn = true
    const begun = performance.now()
    source.beginBurst()
    setTimeout(() => {
      const since = isFirst ? options.firstBurstMs : spent
      source.endBurst(Math.max(1, since / Math.max(1, cpuMs() - before)), (performance.now() - begun) / 1000)
      own.rollWindow()
      cpuAtBurst = before
      isFirst = false
      isOn = false
    }, options.burstMs).unref()
  }
  setInterval(check, CPU_CHECK_MS).unref()
}

/** CPU of the whole process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
