import { Session } from 'node:inspector'
import process from 'node:process'
import { BroadcastChannel, getEnvironmentData } from 'node:worker_threads'

import { CONTROL, HOOK, nowMs, READINGS, type ThreadInput, type ThreadOrder, type ThreadReading } from './control.ts'
import { coveredScripts, scriptsThatRan } from './covered-scripts.ts'

/** How long a thread that ends at once waits for the profiler's thread to be there. */
const READY_MS = 1000

/**
 * Has a worker thread of the application take part, where its main thread is profiled: V8 counts here too while it
 * counts there, and what it counted goes to the profiler's thread. This thread's loop must come round for that; one
 * that is ended from outside (`worker.terminate()`) loses what was counted since the last reading.
 *
 * @param isProgram Whether a script is of the program, by its URL.
 */
export function profileThread(isProgram: (url: string) => boolean): void {
  const input = getEnvironmentData(HOOK) as ThreadInput | undefined
  if (input === undefined) return
  const control = new Int32Array(input.control)
  const session = new Session()
  const channel = new BroadcastChannel(HOOK)
  channel.unref()
  let isCounting = false
  let burst = 0
  let sinceMs = nowMs()

  const count = (): void => {
    if (isCounting) return
    isCounting = true
    sinceMs = nowMs()
    session.connect()
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  }
  const take = (stop: boolean): void => {
    // In the windows at the start V8 may have stopped counting early.
    const isStart = Atomics.load(control, CONTROL.windows) === 1
    if (!isCounting && !isStart) return
    const scripts = (isCounting ? coveredScripts : scriptsThatRan)(session, isProgram)
    const reading: ThreadReading = { kind: 'reading', isCounted: isCounting, scripts, sinceMs, atMs: nowMs(), burst }
    sinceMs = reading.atMs
    if (stop && isCounting) {
      isCounting = false
      session.post('Profiler.stopPreciseCoverage')
      session.disconnect()
    }
    // Only for the moment: as long as it is open it gets what all other threads send.
    const readings = new BroadcastChannel(READINGS)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of Node has no origin
    readings.postMessage(reading)
    readings.close()
  }
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- Node's channels are typed without it
  channel.onmessage = (event: unknown) => {
    const { data } = event as { data: ThreadOrder }
    if (data.kind === 'take') take(data.stop)
    if (data.kind !== 'count') return
    // Missed the end of the one before: what it counted belongs there.
    take(true)
    burst = data.burst
    count()
  }
  Atomics.add(control, CONTROL.threads, 1)
  process.on('exit', () => {
    if (isCounting || Atomics.load(control, CONTROL.windows) === 1) Atomics.wait(control, CONTROL.ready, 0, READY_MS)
    take(true)
    Atomics.sub(control, CONTROL.threads, 1)
  })
  // In a burst that has begun before, its number is not known: this thread joins at the next.
  if (Atomics.load(control, CONTROL.counting) === 1 && Atomics.load(control, CONTROL.windows) === 1) count()
}
