import { Session } from 'node:inspector'
import { BroadcastChannel, type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'

import type { Bursts } from './bursts.ts'
import type { Collector } from './collector.ts'
import {
  CONTROL,
  HOOK,
  nowMs,
  READINGS,
  type Reading,
  type ThreadOrder,
  type ThreadReading,
  type WorkerInput,
  type WorkerMessage,
} from './control.ts'
import { isHot } from './hot-start.ts'
import { FIRST_FRAME_MARKS, STARTUP_MARKS } from './marks.ts'

// The profiler's own thread. While the program starts it does nothing but wait for the windows to end and have the
// counters read then: it loads what adds up and writes only afterwards, or when it is asked to write.

/** How long the last write waits for readings of the application's threads. */
const THREADS_MS = 100

const { settings, control: controlBuffer, startMs } = workerData as WorkerInput
const control = new Int32Array(controlBuffer)
const session = new Session()
const threads = new BroadcastChannel(HOOK)
const readings = new BroadcastChannel(READINGS)
Atomics.store(control, CONTROL.ready, 1)
Atomics.notify(control, CONTROL.ready)

/** Readings that wait for the collector to be loaded, in their order. */
const early: (Reading | ThreadReading)[] = []
/** Markers seen so far, with milliseconds from the start. */
const passed = new Map<string, number>()
let collector: Collector | undefined
let bursts: Bursts | undefined
let loading: Promise<Collector> | undefined
let threadReadings = 0
let onReading: (reading: Reading) => void = () => {}
let lastReadingMs = startMs
/** Whether V8 stopped counting before the windows were over. */
let isHotStart = false
let onThreadReading = (): void => {}
/** The wait that a marker may end. */
let pending: { readonly marks: ReadonlySet<string>; readonly resolve: () => void } | undefined

parentPort?.on('message', (message: WorkerMessage) => void onMessage(message))
// oxlint-disable-next-line unicorn/prefer-add-event-listener -- Node's channels are typed without it
readings.onmessage = (event: unknown) => {
  addThreadReading((event as { data: ThreadReading }).data)
}
session.connectToMainThread()
await runWindows()
// As long as a session is open, Node keeps what `console` prints for it.
session.disconnect()
const loaded = await loadCollector()
const { Bursts: BurstsOfProgram } = await import('./bursts.ts')
const stopCounting = async (): Promise<void> => void (await take(true))
// Counting throws optimised code away, and a program that computes from its start is slower for good when V8 has
// optimised it anew.
const countsCalls = settings.burstMs > 0 && !isHotStart
// What was counted in the windows is all there is: rates are theirs.
if (!countsCalls) loaded.profiler.stop()
bursts = new BurstsOfProgram({ session, isCounting, startCounting, stopCounting }, loaded, settings, countsCalls)
setInterval(() => collector?.write(), settings.intervalMs)

/** Reads the counters at the borders of the windows, then lets V8 optimise again. */
async function runWindows(): Promise<void> {
  const { startupMs, firstFrameMs } = settings
  await untilMs(Math.min(startupMs / 2, firstFrameMs), STARTUP_MARKS)
  await takeUnlessHot()
  await untilMs(startupMs, STARTUP_MARKS)
  await takeUnlessHot()
  await untilMs((startupMs + firstFrameMs) / 2, FIRST_FRAME_MARKS)
  if (isCounting()) await takeUnlessHot()
  await untilMs(firstFrameMs, FIRST_FRAME_MARKS)
  await take(true)
  Atomics.store(control, CONTROL.windows, 0)
}

/** Has the counters read, and V8 stop counting where the program computes already: it would do so without optimised code. */
async function takeUnlessHot(): Promise<void> {
  const sinceMs = lastReadingMs
  const reading = await take(false)
  if (reading?.isCounted !== true || settings.countsHotStart || !isHot(reading, sinceMs)) return
  await take(true)
  isHotStart = true
}

function loadCollector(): Promise<Collector> {
  loading ??= import('./collector.ts').then((module) => {
    collector = new module.Collector(settings, startMs)
    for (const [name, ms] of passed) applyMark(collector, name, ms)
    for (const reading of early.splice(0)) addReading(collector, reading)
    return collector
  })
  return loading
}

function isCounting(): boolean {
  return Atomics.load(control, CONTROL.counting) === 1
}

function isInWindows(): boolean {
  return Atomics.load(control, CONTROL.windows) === 1
}

async function startCounting(burst: number): Promise<void> {
  await callMain('startCounting()')
  tellThreads({ kind: 'count', burst })
}

/** Has all threads send a reading, and waits for the main thread's. */
async function take(stop: boolean): Promise<Reading | undefined> {
  if (!isCounting() && !isInWindows()) return undefined
  tellThreads({ kind: 'take', stop })
  const arrived = new Promise<Reading>((resolve) => (onReading = resolve))
  await callMain(`take(${stop})`)
  return await arrived
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

function tellThreads(order: ThreadOrder): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of Node has no origin
  if (Atomics.load(control, CONTROL.threads) > 0) threads.postMessage(order)
}

function addReading(to: Collector, reading: Reading | ThreadReading): void {
  if (!('burst' in reading)) {
    to.addReading(reading, bursts?.scale ?? 1)
    return
  }
  const seconds = (reading.atMs - reading.sinceMs) / 1000
  const scale = bursts?.scaleOf(reading.burst, seconds) ?? (reading.burst === 0 ? 1 : undefined)
  if (scale !== undefined) to.addThreadReading(reading, scale)
}

function addThreadReading(reading: ThreadReading): void {
  if (collector === undefined) early.push(reading)
  else addReading(collector, reading)
  threadReadings++
  onThreadReading()
}

async function onMessage(message: WorkerMessage): Promise<void> {
  if (message.kind === 'mark') {
    passMark(message.name)
    return
  }
  if (message.kind === 'reading') {
    if (collector === undefined) early.push(message)
    else addReading(collector, message)
    lastReadingMs = message.atMs
    onReading(message)
    return
  }
  if (isCounting() || isInWindows()) await readThreads(message.kind === 'write' && message.isLast)
  const loaded = await loadCollector()
  // What threads sent before they ended may still wait in the queue.
  const queue = readings as unknown as MessagePort
  for (let next = receiveMessageOnPort(queue); next !== undefined; next = receiveMessageOnPort(queue)) {
    addThreadReading((next as { message: ThreadReading }).message)
  }
  if (message.kind === 'metrics') {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node has no origin
    message.port.postMessage(loaded.metrics())
    message.port.close()
  } else {
    loaded.write()
    // Node waits for inspector sessions that are left open.
    if (message.isLast) session.disconnect()
  }
  Atomics.store(control, CONTROL.done, message.number)
  Atomics.notify(control, CONTROL.done)
}

/** Those that do not answer in time are at work: what they count is in a later write. */
async function readThreads(stop: boolean): Promise<void> {
  const count = Atomics.load(control, CONTROL.threads)
  if (count === 0) return
  const enough = threadReadings + count
  tellThreads({ kind: 'take', stop })
  await new Promise<void>((resolve) => {
    setTimeout(resolve, THREADS_MS)
    onThreadReading = () => {
      if (threadReadings >= enough) resolve()
    }
  })
  onThreadReading = () => {}
}

function passMark(name: string): void {
  const ms = nowMs() - startMs
  passed.set(name, ms)
  if (collector !== undefined) applyMark(collector, name, ms)
  if (pending?.marks.has(name)) pending.resolve()
}

function applyMark({ profiler }: Collector, name: string, ms: number): void {
  if (STARTUP_MARKS.has(name)) profiler.setStartupWindow(Math.min(settings.startupMs, ms))
  if (FIRST_FRAME_MARKS.has(name)) profiler.setFirstFrameWindow(Math.min(settings.firstFrameMs, ms))
}

/** Waits until so many milliseconds after the start, or for one of the markers. */
async function untilMs(milliseconds: number, marks: ReadonlySet<string>): Promise<void> {
  const left = milliseconds - (nowMs() - startMs)
  if (left <= 0 || [...marks].some((mark) => passed.has(mark))) return
  await new Promise<void>((resolve) => {
    pending = { marks, resolve }
    setTimeout(resolve, left)
  })
  pending = undefined
}
