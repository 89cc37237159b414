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
 * Reads the probes that the bundler plugin put into this program, also those of bundles that it loads later.
 *
 * Probes count all calls while they are on. After the windows at the start they are on in bursts only;
 * {@link beginBurst} and {@link endBurst} are called by whoever knows what time or CPU has passed.
 */
export class ProbeSource implements CallSource {
  readonly #bundles: BundleProbes[] = []
  #isOn = true
  #isComplete = false
  readonly #coldThreshold: number

  constructor(coldThreshold: number = 1) {
    this.#coldThreshold = coldThreshold
    this.takeNewBundles()
  }

  /** Whether this program has probes at all. */
  get isPresent(): boolean {
    return findProbes().length > 0
  }

  /** `performance.now()` when the first bundle began. */
  get startMs(): number {
    return Math.min(...findProbes().map(({ startMs }) => startMs))
  }

  /** Has bundles that came since the last call take part; the other methods do so by themselves. */
  takeNewBundles(): void {
    const found = findProbes()
    for (let i = this.#bundles.length; i < found.length; i++) {
      const probes = found[i]!
      const { length } = probes.counts
      this.#bundles.push({
        ...probes,
        last: new Uint32Array(length),
        counted: new Float64Array(length),
        estimated: new Float64Array(length),
        seconds: this.#isComplete ? Infinity : 0,
      })
      // A bundle begins with its probes on.
      if (!this.#isOn) probes.set(false)
    }
  }

  set(isOn: boolean): void {
    this.takeNewBundles()
    this.#isOn = isOn
    for (const bundle of this.#bundles) bundle.set(isOn)
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
    for (const bundle of this.#bundles) bundle.seconds += seconds
    this.#takeIn(scale)
  }

  /** Always on: nothing is estimated, and a function that was not called is known to be cold. */
  assumeComplete(): void {
    this.takeNewBundles()
    this.#isComplete = true
    for (const bundle of this.#bundles) bundle.seconds = Infinity
  }

  clear(): void {
    this.takeNewBundles()
    for (const { counts, first, last, counted, estimated } of this.#bundles) {
      first.fill(0)
      last.set(counts)
      counted.fill(0)
      estimated.fill(0)
    }
  }

  *read(): Iterable<CountedCalls> {
    this.#takeIn(1)
    const { startMs } = this
    for (const { first, modules, counted, estimated, seconds } of this.#bundles) {
      const canTellCold = seconds * this.#coldThreshold >= 3
      for (const [base, module, paths] of modules) {
        let id = base
        for (const path of paths.split('\n')) {
          const count = counted[id] ?? 0
          if (count > 0 || canTellCold) {
            const firstCallNs = count === 0 ? Infinity : ((first[id] ?? 0) - startMs) * 1e6
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
    this.takeNewBundles()
    for (const { counts, last, counted, estimated } of this.#bundles) {
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

/** A bundle's probes, and what was seen of them. */
interface BundleProbes extends Probes {
  /** The counters at the last look. */
  readonly last: Uint32Array
  readonly counted: Float64Array
  /** With the calls between bursts. */
  readonly estimated: Float64Array
  /** Of the bursts that it was there for. */
  seconds: number
}

/** Of each bundle, in the order in which they began. The list grows. */
function findProbes(): readonly Probes[] {
  return ((globalThis as Record<symbol, unknown>)[Symbol.for(PROBES)] as Probes[] | undefined) ?? []
}
