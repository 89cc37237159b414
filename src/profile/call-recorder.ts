import { EXACT_CALLS } from './config.ts'
import type { Lane } from './lane.ts'
import type { NameTable } from './name-table.ts'
import type { StackStore } from './stack-store.ts'

/** Index of the flag "profiling is on" in the shared header. */
export const ACTIVE = 0

/** How many calls pass between two looks at the clock once a function's first calls are over. */
const CLOCK_EVERY = 64

/**
 * The hot path: what one thread does on each call.
 *
 * A call is recorded when its function was recorded fewer than EXACT_CALLS times, else with probability 1/rate,
 * drawn as a geometric gap, so that no pattern in the program's calls can hide a function from the sampling.
 */
export class CallRecorder {
  readonly #header: Int32Array
  readonly #names: NameTable
  readonly #lane: Lane
  readonly #rate: number
  readonly #maxFunctions: number
  /** Milliseconds to add to this thread's clock to get those since the profiler was made. */
  readonly #clockOffsetMs: number
  readonly #stacks: StackStore | undefined
  readonly #ids: Map<string, number> = new Map()
  #gap: number
  #clockGap = 0
  #nowNs = 0
  #random: number

  constructor(
    header: Int32Array,
    names: NameTable,
    lane: Lane,
    options: { sampleRate: number; maxFunctions: number; epochMs: number; seed: number },
    stacks?: StackStore,
  ) {
    this.#header = header
    this.#names = names
    this.#lane = lane
    this.#stacks = stacks
    this.#rate = options.sampleRate
    this.#maxFunctions = options.maxFunctions
    this.#clockOffsetMs = performance.timeOrigin - options.epochMs
    this.#random = Math.imul(options.seed + 1, 0x9e3779b9) | 1
    this.#gap = this.#nextGap()
  }

  record(name: string): void {
    // A plain read: profiling may be noticed to be on or off a moment later on another thread, for a third of the price.
    if (this.#header[ACTIVE] === 0) return
    const id = this.#ids.get(name) ?? this.#numberOf(name)
    if (id >= 0) this.#hit(id)
  }

  recordWithDuration(name: string, durationNs: number): void {
    if (this.#header[ACTIVE] === 0) return
    const id = this.#ids.get(name) ?? this.#numberOf(name)
    if (id < 0) return
    const weight = this.#hit(id)
    if (weight === 0) return
    // A clock that was set back gives less than 0: the call counts, its time is not known.
    if (!(durationNs >= 0 && durationNs < Infinity)) return
    const { totalNs, timed } = this.#lane
    totalNs[id] = totalNs[id]! + durationNs * weight
    timed[id] = timed[id]! + weight
  }

  /** Nanoseconds since the profiler was made. */
  readClock(): number {
    return (performance.now() + this.#clockOffsetMs) * 1e6
  }

  forgetNames(): void {
    this.#ids.clear()
  }

  /** @returns the calls this one stands for, 0 when it was not recorded. */
  #hit(id: number): number {
    const { samples, first, last } = this.#lane
    const seen = samples[id]!
    let weight = 1
    if (seen >= EXACT_CALLS) {
      if (this.#rate > 1) {
        if (--this.#gap > 0) return 0
        this.#gap = this.#nextGap()
        weight = this.#rate
        this.#nowNs = this.readClock()
      } else if (--this.#clockGap <= 0) {
        this.#clockGap = CLOCK_EVERY
        this.#nowNs = this.readClock()
      }
    } else {
      this.#nowNs = this.readClock()
      if (seen === 0) first[id] = this.#nowNs + 1
    }
    samples[id] = seen + 1
    last[id] = this.#nowNs + 1
    this.#stacks?.capture(id, seen)
    return weight
  }

  #numberOf(name: string): number {
    // Code without types may give anything; a profiler ends no program in production for that.
    if (typeof name !== 'string') {
      this.#names.drop()
      return -1
    }
    // Twice the names there is room for: the rest of an endless supply of names is dropped without being looked at.
    const room = 2 * this.#maxFunctions
    if (this.#ids.size >= room) {
      this.#names.drop()
      return -1
    }
    const id = this.#names.intern(name)
    if (id === -1) this.#names.drop()
    this.#ids.set(name, id)
    return id
  }

  /** A geometric gap of mean `rate`: xorshift32, then the inverse of the distribution. */
  #nextGap(): number {
    if (this.#rate === 1) return 1
    let x = this.#random
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#random = x
    const uniform = ((x >>> 0) + 0.5) / 4294967296
    return Math.ceil(Math.log(uniform) / Math.log1p(-1 / this.#rate))
  }
}
