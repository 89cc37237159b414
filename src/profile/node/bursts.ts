import type { Session } from 'node:inspector'
import process from 'node:process'

import type { Collector } from './collector.ts'
import { nowMs } from './control.ts'
import type { RegisterSettings } from './settings.ts'
import type { CpuProfile } from './stack-tally.ts'

/** How often the CPU that the process has spent is looked at. */
const CPU_CHECK_MS = 500
/**
 * Of so many bursts one is of the other kind. A sampling burst costs a third of a counting one, but only counts tell
 * rates: bursts count until functions can be called cold, with a sample among them; then they sample, with a count among them.
 */
const OTHER_KIND_BEFORE_COLD = 4
const OTHER_KIND_AFTER = 5

/** What bursts ask of the worker they run in. */
export interface BurstHost {
  readonly session: Session
  readonly isCounting: () => boolean
  /** Has V8 count in all threads. */
  startCounting(burst: number): Promise<void>
  /** Has all threads send what was counted, and V8 stop counting. */
  stopCounting(): Promise<void>
}

/** Looks at the program for a short while each time the process has spent so much CPU, so that the cost is a share of its work. */
export class Bursts {
  readonly #host: BurstHost
  readonly #collector: Collector
  readonly #settings: RegisterSettings
  readonly #countsCalls: boolean
  #cpuAtBurstMs: number
  /** CPU spent when calls were last counted. */
  #cpuAtCountMs: number
  #bursts = 0
  #isInBurst = false
  /** How many calls each counted one stands for, and how long was counted, by the number of the burst. */
  #current = { burst: 0, scale: 1, seconds: Infinity }

  /** @param countsCalls Whether there are counting bursts at all. */
  constructor(host: BurstHost, collector: Collector, settings: RegisterSettings, countsCalls: boolean) {
    this.#host = host
    this.#collector = collector
    this.#settings = settings
    this.#countsCalls = countsCalls
    this.#cpuAtCountMs = cpuMs()
    this.#cpuAtBurstMs = this.#cpuAtCountMs - settings.burstEveryMs + settings.firstBurstMs
    if (!countsCalls && settings.samplingMs === 0) return
    setInterval(() => void this.#burstWhenDue(), CPU_CHECK_MS)
  }

  /** How many calls each one stands for that the main thread has counted now. */
  get scale(): number {
    return this.#isInBurst ? this.#current.scale : 1
  }

  /**
   * The same for another thread, whose reading may come late: what it counted in longer time stands for less.
   * Undefined for a burst that is over for so long that the scale is not known any more.
   */
  scaleOf(burst: number, seconds: number): number | undefined {
    if (burst === 0) return 1
    if (burst !== this.#current.burst) return undefined
    return this.#current.scale * Math.min(1, this.#current.seconds / Math.max(seconds, 0.001))
  }

  async #burstWhenDue(): Promise<void> {
    const before = cpuMs()
    if (this.#isInBurst || before - this.#cpuAtBurstMs < this.#settings.burstEveryMs) return
    this.#isInBurst = true
    this.#host.session.connectToMainThread()
    await (this.#isSamplingNext() ? this.#sampleStacks() : this.#countCalls(before))
    this.#host.session.disconnect()
    this.#bursts++
    this.#cpuAtBurstMs = before
    this.#isInBurst = false
  }

  #isSamplingNext(): boolean {
    if (!this.#countsCalls) return true
    if (this.#settings.samplingMs === 0) return false
    return this.#collector.tally.canTellCold
      ? this.#bursts % OTHER_KIND_AFTER !== 0
      : this.#bursts % OTHER_KIND_BEFORE_COLD === 1
  }

  async #countCalls(begunMs: number): Promise<void> {
    if (this.#host.isCounting()) return
    const burst = this.#bursts + 1
    this.#current = { burst, scale: 1, seconds: this.#settings.burstMs / 1000 }
    await this.#host.startCounting(burst)
    const countingMs = cpuMs()
    this.#collector.countersAreZero()
    await wait(this.#settings.burstMs)
    // Counted calls stand for all since the last count, in the ratio of CPU spent. Code is slower while it is
    // counted, so this rather falls short: nothing is taken for hot that is not.
    const scale = Math.max(1, (begunMs - this.#cpuAtCountMs) / Math.max(1, cpuMs() - countingMs))
    const seconds = this.#collector.countedSeconds
    this.#current = { burst, scale, seconds }
    this.#collector.tally.observed(seconds)
    await this.#host.stopCounting()
    this.#collector.profiler.rollWindow()
    this.#cpuAtCountMs = begunMs
  }

  /** The program goes on with optimised code meanwhile. Samples the main thread only. */
  async #sampleStacks(): Promise<void> {
    const { session } = this.#host
    const interval = Math.round(this.#settings.samplingIntervalMs * 1000)
    session.post('Profiler.enable')
    session.post('Profiler.setSamplingInterval', { interval })
    await new Promise((resolve) => session.post('Profiler.start', resolve))
    const fromNs = this.#collector.elapsedNs(nowMs())
    await wait(this.#settings.samplingMs)
    const profile = await new Promise<CpuProfile | undefined>((resolve) => {
      session.post('Profiler.stop', (error, result) => resolve(error === null ? result.profile : undefined))
    })
    if (profile !== undefined) this.#collector.addProfile(profile, fromNs, this.#collector.elapsedNs(nowMs()))
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** CPU of the whole process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
