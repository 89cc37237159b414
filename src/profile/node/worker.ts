import { Session } from 'node:inspector'
import process from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'

import { writeFileAtomic } from '../../files/index.ts'
import { writeFeedbackText } from '../feedback-file.ts'
import { RuntimeProfiler } from '../profiler.ts'
import { CONTROL, HOOK, type Reading, type WorkerInput, type WorkerMessage } from './control.ts'
import { FIRST_FRAME_MARKS, STARTUP_MARKS } from './marks.ts'
import { ScriptPlaces } from './script-places.ts'
import { ScriptTally, type TalliedFunction } from './script-tally.ts'

/** How often the CPU that the process has spent is looked at. */
const CPU_CHECK_MS = 500

const { settings, control: controlBuffer, startMs } = workerData as WorkerInput
const control = new Int32Array(controlBuffer)
const places = new ScriptPlaces(settings.root)
const engineNames = new Map<string, string>()
const tally = new ScriptTally(settings.config, nameOf)
const profiler = new RuntimeProfiler(settings.config)
const session = new Session()

/** Nanoseconds from the start at which V8's counters were last zero. */
let countersZeroNs = 0
let isFirstReading = true
let cpuAtBurstMs = 0
let countedBursts = 0
/** How many calls each counted one stands for. */
let scale = 1
let onReading = (): void => {}
/** The wait that a marker may end. */
let pending: { readonly marks: ReadonlySet<string>; readonly resolve: () => void } | undefined
/** Markers seen so far. */
const passed = new Set<string>()

profiler.setStartupWindow(settings.startupMs)
profiler.setFirstFrameWindow(settings.firstFrameMs)
profiler.addSource(tally)
profiler.start()
parentPort?.on('message', onMessage)
session.connectToMainThread()
await runWindows()
setInterval(() => void burstWhenDue(), CPU_CHECK_MS)
setInterval(writeNow, settings.intervalMs)

/** Reads the counters at the borders of the windows, then lets V8 optimise again. */
async function runWindows(): Promise<void> {
  const { startupMs, firstFrameMs } = settings
  await untilMs(Math.min(startupMs / 2, firstFrameMs), STARTUP_MARKS)
  await take(false)
  await untilMs(startupMs, STARTUP_MARKS)
  await take(false)
  await untilMs(firstFrameMs, FIRST_FRAME_MARKS)
  await take(true)
  cpuAtBurstMs = cpuMs() - settings.burstEveryMs + settings.firstBurstMs
}

/** Counts calls for a short while each time the process has spent so much CPU, so that the cost is a share of its work. */
async function burstWhenDue(): Promise<void> {
  const before = cpuMs()
  const spent = before - cpuAtBurstMs
  if (spent < settings.burstEveryMs || Atomics.load(control, CONTROL.counting) === 1) return
  await callMain('startCounting()')
  const begunMs = cpuMs()
  countersZeroNs = elapsedNs(nowMs())
  await new Promise((resolve) => setTimeout(resolve, settings.burstMs))
  // Counted calls stand for all since the last burst, in the ratio of CPU spent. Code is slower while it is
  // counted, so this rather falls short: nothing is taken for hot that is not.
  const since = countedBursts++ === 0 ? settings.firstBurstMs : spent
  scale = Math.max(1, since / Math.max(1, cpuMs() - begunMs))
  tally.observed((elapsedNs(nowMs()) - countersZeroNs) / 1e9)
  await take(true)
  scale = 1
  profiler.rollWindow()
  cpuAtBurstMs = before
}

/** Has the main thread send a reading, and waits for it. */
async function take(stop: boolean): Promise<void> {
  if (Atomics.load(control, CONTROL.counting) === 0) return
  const arrived = new Promise<void>((resolve) => (onReading = resolve))
  await callMain(`take(${stop})`)
  await arrived
}

async function callMain(call: string): Promise<void> {
  const expression = `globalThis[Symbol.for(${JSON.stringify(HOOK)})].${call}`
  await new Promise<void>((resolve, reject) => {
    session.post('Runtime.evaluate', { expression, silent: true, returnByValue: true }, (error, result) => {
      if (error === null && result.exceptionDetails === undefined) resolve()
      else reject(new Error(`${call}: ${error?.message ?? result.exceptionDetails?.text}`))
    })
  })
}

function addReading({ scripts, atMs }: Reading): void {
  const now = elapsedNs(atMs)
  tally.add(scripts, isFirstReading ? 0 : countersZeroNs, now, scale)
  isFirstReading = false
  countersZeroNs = now
  onReading()
}

function onMessage(message: WorkerMessage): void {
  if (message.kind === 'mark') {
    passMark(message.name)
    return
  }
  if (message.kind === 'reading') {
    addReading(message)
    return
  }
  writeNow()
  if (message.isLast) session.disconnect()
  Atomics.store(control, CONTROL.done, message.number)
  Atomics.notify(control, CONTROL.done)
}

function writeNow(): void {
  places.locate(tally.functions)
  const metrics = profiler.collectMetrics()
  const text = writeFeedbackText(profiler.generateLayoutFeedback(), metrics, {
    source: 'v8',
    maxFunctions: settings.config.maxFunctions,
    hashes: places.hashes,
    engineName: (name) => engineNames.get(name),
  })
  try {
    writeFileAtomic(settings.file, text)
  } catch (error) {
    process.emitWarning(`vitest-layout/profile: ${String(error)}`)
  }
}

/** The name by place that `vitest-layout feedback apply` turns into the recorder's. */
function nameOf(tallied: TalliedFunction): string | undefined {
  const place = places.placeOf(tallied)
  if (place === undefined) return undefined
  if (tallied.isModule) return `${place.module}:<module>`
  const name = `${place.module}:@${place.line}:${place.column}`
  engineNames.set(name, tallied.v8Name)
  return name
}

function passMark(name: string): void {
  passed.add(name)
  if (STARTUP_MARKS.has(name)) profiler.setStartupWindow(Math.min(settings.startupMs, elapsedNs(nowMs()) / 1e6))
  if (FIRST_FRAME_MARKS.has(name))
    profiler.setFirstFrameWindow(Math.min(settings.firstFrameMs, elapsedNs(nowMs()) / 1e6))
  if (pending?.marks.has(name)) pending.resolve()
}

/** Waits until so many milliseconds after the start, or for one of the markers. */
async function untilMs(milliseconds: number, marks: ReadonlySet<string>): Promise<void> {
  const left = milliseconds - elapsedNs(nowMs()) / 1e6
  if (left <= 0 || [...marks].some((mark) => passed.has(mark))) return
  await new Promise<void>((resolve) => {
    pending = { marks, resolve }
    setTimeout(resolve, left)
  })
  pending = undefined
}

function nowMs(): number {
  return performance.timeOrigin + performance.now()
}

function elapsedNs(atMs: number): number {
  return (atMs - startMs) * 1e6
}

/** CPU of the whole process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
