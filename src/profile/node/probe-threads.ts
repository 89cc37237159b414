import process from 'node:process'
import {
  BroadcastChannel,
  getEnvironmentData,
  receiveMessageOnPort,
  setEnvironmentData,
  type MessagePort,
} from 'node:worker_threads'

import type { CallSource, CountedCalls } from '../call-source.ts'
import { ProbeSource } from '../probe-source.ts'
import { startBursts } from './probe-bursts.ts'
import type { RegisterSettings } from './settings.ts'

/** Under this name worker threads find their {@link ThreadInput} (in the environment data) and send what they counted. */
const CHANNEL = 'vitest-layout.probes.calls'

/** What a worker thread needs to count for the main one. */
interface ThreadInput {
  readonly settings: RegisterSettings
  /** A cell that is 1 as soon as the windows of the main thread are over. */
  readonly windows: SharedArrayBuffer
}

/** What a thread counted since it last handed over; the first call in milliseconds since 1970. */
type CallsOfThread = readonly (readonly [name: string, calls: number, samples: number, firstMs: number])[]

interface Sum {
  calls: number
  samples: number
  firstMs: number
}

/** What the probes in worker threads counted, in the main thread that profiles for all. */
export class ThreadCalls implements CallSource {
  readonly #sums = new Map<string, Sum>()
  readonly #channel = new BroadcastChannel(CHANNEL)
  readonly #windows = new SharedArrayBuffer(4)
  readonly #startMs: number

  /** @param startMs when the first bundle began, by `performance.now()` of this thread */
  constructor(settings: RegisterSettings, startMs: number) {
    this.#startMs = performance.timeOrigin + startMs
    // Not to be kept until the next reading: threads may come and go.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- Node's channels are typed without it
    this.#channel.onmessage = (event: unknown) => this.#add((event as { data: CallsOfThread }).data)
    this.#channel.unref()
    setEnvironmentData(CHANNEL, { settings, windows: this.#windows } satisfies ThreadInput)
  }

  endWindows(): void {
    Atomics.store(new Int32Array(this.#windows), 0, 1)
  }

  clear(): void {
    this.#receive()
    this.#sums.clear()
  }

  *read(): Iterable<CountedCalls> {
    this.#receive()
    for (const [name, { calls, samples, firstMs }] of this.#sums) {
      const firstCallNs = Math.max(0, firstMs - this.#startMs) * 1e6
      yield { name, callCount: calls, sampleCount: samples, firstCallNs, lastCallNs: firstCallNs }
    }
  }

  /** At the end of the process the loop does not come round any more. */
  #receive(): void {
    // Node takes channels as well; its types know of ports only.
    const port = this.#channel as unknown as MessagePort
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      this.#add(next.message as CallsOfThread)
    }
  }

  #add(counted: CallsOfThread): void {
    for (const [name, calls, samples, firstMs] of counted) addTo(this.#sums, name, calls, samples, firstMs)
  }
}

/**
 * Counts for the main thread in a worker thread: in a window at its own start, for nobody knows what it will run later,
 * then in bursts. It hands over after each of these, at each interval and at its end.
 *
 * @returns undefined where the main thread does not profile
 */
export function countForMainThread(): { source: ProbeSource; handOver: () => void } | undefined {
  const input = getEnvironmentData(CHANNEL) as ThreadInput | undefined
  if (input === undefined) return undefined
  const { settings, windows } = input
  const source = new ProbeSource()
  const handOver = createHandOver(source)
  const endWindow = (): void => {
    source.set(false)
    handOver()
    if (settings.burstMs > 0) startBursts(source, settings, handOver)
  }
  if (settings.config.sampleRate > 1) {
    // Where calls are counted in the windows only, rates are those of the main thread's windows.
    const isLate = settings.burstMs === 0 && Atomics.load(new Int32Array(windows), 0) === 1
    if (isLate) source.set(false)
    else setTimeout(endWindow, settings.firstFrameMs).unref()
  }
  setInterval(handOver, settings.intervalMs).unref()
  process.on('exit', handOver)
  return { source, handOver }
}

function createHandOver(source: ProbeSource): () => void {
  let before = new Map<string, Sum>()
  return () => {
    const sums = new Map<string, Sum>()
    const startMs = performance.timeOrigin + source.startMs
    for (const { name, callCount, sampleCount, firstCallNs } of source.read()) {
      if (sampleCount > 0) addTo(sums, name, callCount, sampleCount, startMs + firstCallNs / 1e6)
    }
    const counted: CallsOfThread = [...sums]
      .map(([name, { calls, samples, firstMs }]) => {
        const last = before.get(name)
        return [name, calls - (last?.calls ?? 0), samples - (last?.samples ?? 0), firstMs] as const
      })
      .filter(([, , samples]) => samples > 0)
    before = sums
    if (counted.length === 0) return
    // Only for the moment: as long as it is open it gets what all other threads send.
    const channel = new BroadcastChannel(CHANNEL)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of Node has no origin
    channel.postMessage(counted)
    channel.close()
  }
}

function addTo(sums: Map<string, Sum>, name: string, calls: number, samples: number, firstMs: number): void {
  const sum = sums.get(name)
  if (sum === undefined) {
    sums.set(name, { calls, samples, firstMs })
    return
  }
  sum.calls += calls
  sum.samples += samples
  sum.firstMs = Math.min(sum.firstMs, firstMs)
}
