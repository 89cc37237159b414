import { resolve } from 'node:path'
import process from 'node:process'

import { writeFileAtomic } from '../files/index.ts'
import { writeFeedbackText } from './feedback-file.ts'
import { writeAtEnd } from './node/fatal-signals.ts'
import { settingsFromEnvironment } from './node/settings.ts'
import { ProbeSource } from './probe-source.ts'
import { RuntimeProfiler } from './profiler.ts'

/** How often the CPU that the process has spent is looked at. */
const CPU_CHECK_MS = 500

let profiler: RuntimeProfiler | undefined
let write: () => void = () => {}

/** Writes the feedback now. Does nothing where the program has no probes or profiling is off. */
export function writeFeedback(): void {
  write()
}

/** The profiler that reads this program's probes, where it has any. */
export function probeProfiler(): RuntimeProfiler | undefined {
  return profiler
}

const probes = new ProbeSource()
if (probes.isPresent) {
  if (process.env['VITEST_LAYOUT_PROFILE'] === 'off') probes.set(false)
  else start()
}

function start(): void {
  const settings = settingsFromEnvironment(process.env, {
    pid: process.pid,
    cwd: () => process.cwd(),
    resolve: (path) => resolve(path),
  })
  const { config, startupMs, firstFrameMs, burstEveryMs, burstMs } = settings
  const source = new ProbeSource(config.coldThreshold)
  const own = new RuntimeProfiler(config)
  profiler = own
  own.setStartupWindow(startupMs)
  own.setFirstFrameWindow(firstFrameMs)
  own.addSource(source)
  own.start()

  if (config.sampleRate === 1) {
    source.assumeComplete()
    setInterval(() => own.rollWindow(), settings.intervalMs).unref()
  } else {
    setTimeout(() => {
      source.set(false)
      startBursts(source, own, { burstEveryMs, burstMs, firstBurstMs: settings.firstBurstMs })
    }, firstFrameMs).unref()
  }
  write = () => {
    const text = writeFeedbackText(own.generateLayoutFeedback(), own.collectMetrics(), {
      source: 'probes',
      maxFunctions: config.maxFunctions,
    })
    try {
      writeFileAtomic(settings.file, text)
    } catch (error) {
      process.emitWarning(`vitest-layout/profile: ${String(error)}`)
    }
  }
  setInterval(write, settings.intervalMs).unref()
  writeAtEnd(settings.signal, () => write())
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
