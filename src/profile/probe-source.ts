import type { CallSource, CountedCalls } from './call-source.ts'

/** As in `plugin/probe-runtime.ts`; this entry shares no code with the plugin. */
const PROBES = 'vitest-layout.probes'

interface Probes {
  readonly counts: Uint32Array
  readonly first: Float64Array
  readonly modules: readonly (readonly [base: number, module: string, paths: string])[]
  readonly startMs: number
  readonly set: (isOn: boolean) => void
}

/**
 * Reads the probes that the bundler plugin put into this program.
 *
 * Probes count all calls while they are on. After the windows at the start they are on in bursts only;
 * {@link beginBurst} and {@link endBurst} are called by whoever knows what time or CPU has passed.
 */
export class ProbeSource implements CallSource {
  readonly #probes: readonly Probes[]
  /** By bundle. */
  readonly #tallies: readonly ProbeTally[]
  #seconds = 0
  readonly #coldThreshold: number

  constructor(coldThreshold: number = 1) {
    this.#coldThreshold = coldThreshold
    this.#probes = findProbes()
    this.#tallies = this.#probes.map(({ counts }) => ({
      last: new Uint32Array(counts.length),
      counted: new Float64Array(counts.length),
      estimated: new Float64Array(counts.length),
    }))
  }

  /** Whether this program has probes at all. */
  get isPresent(): boolean {
    return this.#probes.length > 0
  }

  /** `performance.now()` when the first bundle began. */
  get startMs(): number {
    return Math.min(...this.#probes.map(({ startMs }) => startMs))
  }

  set(isOn: boolean): void {
    for (const probes of this.#probes) probes.set(isOn)
  }

  beginBurst(): void {
    this.#takeIn(1)
    this.set(true)
  }

  /**
   * @param scale How many calls each counted one stands for.
   * @param seconds How long the burst was.
   */
  endBurst(scale: number, seconds: number): void {
    this.set(false)
    this.#seconds += seconds
    this.#takeIn(scale)
  }

  /** Always on: nothing is estimated, and a function that was not called is known to be cold. */
  assumeComplete(): void {
    this.#seconds = Infinity
  }

  clear(): void {
    for (const [i, { counts, first }] of this.#probes.entries()) {
      first.fill(0)
      const { last, counted, estimated } = this.#tallies[i]!
      last.set(counts)
      counted.fill(0)
      estimated.fill(0)
    }
  }

  *read(): Iterable<CountedCalls> {
    const canTellCold = this.#seconds * this.#coldThreshold >= 3
    this.#takeIn(1)
    for (const [i, { first, modules }] of this.#probes.entries()) {
      const { counted, estimated } = this.#tallies[i]!
      for (const [base, module, paths] of modules) {
        let id = base
        for (const path of paths.split('\n')) {
          const count = counted[id] ?? 0
          if (count > 0 || canTellCold) {
            const firstCallNs = count === 0 ? Infinity : ((first[id] ?? 0) - this.startMs) * 1e6
            const callCount = Math.round(estimated[id] ?? 0)
            yield { name: `${module}:${path}`, callCount, sampleCount: count, firstCallNs, lastCallNs: firstCallNs }
          }
          id++
        }
      }
    }
  }

  /** Adds what the probes counted since the last look; the unsigned difference is right also past 2^32. */
  #takeIn(scale: number): void {
    for (const [i, { counts }] of this.#probes.entries()) {
      const { last, counted, estimated } = this.#tallies[i]!
      for (let id = 0; id < counts.length; id++) {
        const now = counts[id]!
        const delta = (now - last[id]!) >>> 0
        if (delta === 0) continue
        last[id] = now
        counted[id] = counted[id]! + delta
        estimated[id] = estimated[id]! + delta * scale
      }
    }
  }
}

interface ProbeTally {
  /** The counters at the last look. */
  readonly last: Uint32Array
  readonly counted: Float64Array
  /** With the calls between bursts. */
  readonly estimated: Float64Array
}

function findProbes(): readonly Probes[] {
  return ((globalThis as Record<symbol, unknown>)[Symbol.for(PROBES)] as Probes[] | undefined) ?? []
}
