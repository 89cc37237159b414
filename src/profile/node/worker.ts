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
import { StackTally, type CpuProfile } from './stack-tally.ts'

/** How often the CPU that the process has spent is looked at. */
const CPU_CHECK_MS = 500
/**
 * Of so many bursts one is of the other kind. A sampling burst costs a third of a counting one, but only counts tell
 * rates: bursts count until functions can be called cold, with a sample among them; then they sample, with a count among them.
 */
const OTHER_KIND_BEFORE_COLD = 4
const OTHER_KIND_AFTER = 5

const { settings, control: controlBuffer, startMs } = workerData as WorkerInput
const control = new Int32Array(controlBuffer)
const places = new ScriptPlaces(settings.root)
const engineNames = new Map<string, string>()
const tally = new ScriptTally(settings.config, nameOf)
const stackTally = new StackTally(settings.config, nameOf)
const profiler = new RuntimeProfiler(settings.config)
const session = new Session()

/** Nanoseconds from the start at which V8's counters were last zero. */
let countersZeroNs = 0
let isFirstReading = true
let cpuAtBurstMs = 0
/** CPU spent when calls were last counted. */
let cpuAtCountMs = 0
let bursts = 0
let isInBurst = false
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
profiler.addSource(stackTally)
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
  cpuAtCountMs = cpuMs()
  cpuAtBurstMs = cpuAtCountMs - settings.burstEveryMs + settings.firstBurstMs
}

/** Has a burst each time the process has spent so much CPU, so that the cost is a share of its work. */
async function burstWhenDue(): Promise<void> {
  const before = cpuMs()
  if (isInBurst || before - cpuAtBurstMs < settings.burstEveryMs) return
  isInBurst = true
  await (isSamplingNext() ? sampleStacks() : countCalls())
  bursts++
  cpuAtBurstMs = before
  isInBurst = false
}

function isSamplingNext(): boolean {
  if (settings.samplingMs === 0) return false
  return tally.canTellCold ? bursts % OTHER_KIND_AFTER !== 0 : bursts % OTHER_KIND_BEFORE_COLD === 1
}

async function countCalls(): Promise<void> {
  if (Atomics.load(control, CONTROL.counting) === 1) return
  const begunMs = cpuMs()
  await callMain('startCounting()')
  const countingMs = cpuMs()
  countersZeroNs = elapsedNs(nowMs())
  await wait(settings.burstMs)
  // Counted calls stand for all since the last count, in the ratio of CPU spent. Code is slower while it is
  // counted, so this rather falls short: nothing is taken for hot that is not.
  scale = Math.max(1, (begunMs - cpuAtCountMs) / Math.max(1, cpuMs() - countingMs))
  tally.observed((elapsedNs(nowMs()) - countersZeroNs) / 1e9)
  await take(true)
  scale = 1
  profiler.rollWindow()
  cpuAtCountMs = begunMs
}

/** The program goes on with optimised code meanwhile. */
async function sampleStacks(): Promise<void> {
  const interval = Math.round(settings.samplingIntervalMs * 1000)
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval })
  await new Promise((resolve) => session.post('Profiler.start', resolve))
  const fromNs = elapsedNs(nowMs())
  await wait(settings.samplingMs)
  const profile = await new Promise<CpuProfile | undefined>((resolve) => {
    session.post('Profiler.stop', (error, result) => resolve(error === null ? result.profile : undefined))
  })
  if (profile !== undefined) stackTally.add(profile, fromNs, elapsedNs(nowMs()))
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
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
  stackTally.resolve(tally.functions)
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
