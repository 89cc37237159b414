import { writeFeedbackText } from '../feedback-file.ts'
import { RuntimeProfiler } from '../profiler.ts'
import { type MetricsData, nowMs, type Reading, type ThreadReading } from './control.ts'
import { ScriptPlaces } from './script-places.ts'
import { ScriptTally, type TalliedFunction } from './script-tally.ts'
import type { RegisterSettings } from './settings.ts'
import { StackTally, type CpuProfile } from './stack-tally.ts'
import { writeFeedbackFile } from './write-feedback.ts'

/** Adds up what was counted and sampled, and writes it. Loaded only when the program's start is over. */
export class Collector {
  readonly profiler: RuntimeProfiler
  readonly tally: ScriptTally
  readonly #stacks: StackTally
  readonly #settings: RegisterSettings
  readonly #startMs: number
  readonly #places: ScriptPlaces
  readonly #engineNames = new Map<string, string>()
  /** Nanoseconds from the start at which the main thread's counters were last zero. */
  #countersZeroNs = 0

  constructor(settings: RegisterSettings, startMs: number) {
    this.#settings = settings
    this.#startMs = startMs
    this.#places = new ScriptPlaces(settings.root)
    const nameOf = (tallied: TalliedFunction): string | undefined => this.#nameOf(tallied)
    this.tally = new ScriptTally(settings.config, nameOf)
    this.#stacks = new StackTally(settings.config, nameOf)
    this.profiler = new RuntimeProfiler(settings.config)
    this.profiler.setStartupWindow(settings.startupMs)
    this.profiler.setFirstFrameWindow(settings.firstFrameMs)
    this.profiler.addSource(this.tally)
    this.profiler.addSource(this.#stacks)
    this.profiler.start(nowMs() - startMs)
  }

  /** Tells that the main thread's counters have been set to zero now. */
  countersAreZero(): void {
    this.#countersZeroNs = this.elapsedNs(nowMs())
  }

  /** Time since {@link countersAreZero} or the last reading. */
  get countedSeconds(): number {
    return (this.elapsedNs(nowMs()) - this.#countersZeroNs) / 1e9
  }

  /** @param scale How many calls each counted one stands for. */
  addReading({ scripts, isCounted, atMs }: Reading, scale: number): void {
    const now = this.elapsedNs(atMs)
    if (isCounted) this.tally.add(scripts, this.#countersZeroNs, now, scale)
    else this.tally.addRan(scripts, this.#countersZeroNs, now)
    this.#countersZeroNs = now
  }

  addThreadReading({ scripts, isCounted, sinceMs, atMs }: ThreadReading, scale: number): void {
    // Threads that run the same file count for the same functions; V8 numbers its scripts anew in each.
    const byFile = scripts.map((script) => ({ ...script, scriptId: script.url }))
    const [since, now] = [this.elapsedNs(sinceMs), this.elapsedNs(atMs)]
    if (isCounted) this.tally.add(byFile, since, now, scale)
    else this.tally.addRan(byFile, since, now)
  }

  addProfile(profile: CpuProfile, fromNs: number, toNs: number): void {
    this.#stacks.add(profile, fromNs, toNs)
  }

  write(): void {
    this.#locate()
    const { config, file } = this.#settings
    const text = writeFeedbackText(this.profiler.generateLayoutFeedback(), this.profiler.collectMetrics(), {
      source: 'v8',
      maxFunctions: config.maxFunctions,
      hashes: this.#places.hashes,
      engineName: (name) => this.#engineNames.get(name),
    })
    writeFeedbackFile(file, text)
  }

  metrics(): MetricsData {
    this.#locate()
    const { functions, durationSeconds, dropped, stackSamples } = this.profiler.collectMetrics()
    return { functions, durationSeconds, dropped, stackSamples }
  }

  elapsedNs(atMs: number): number {
    return (atMs - this.#startMs) * 1e6
  }

  #locate(): void {
    this.#places.locate(this.tally.functions)
    this.#stacks.resolve(this.tally.functions)
  }

  /** The name by place that `vitest-layout feedback apply` turns into the recorder's. */
  #nameOf(tallied: TalliedFunction): string | undefined {
    const place = this.#places.placeOf(tallied)
    if (place === undefined) return undefined
    if (tallied.isModule) return `${place.module}:<module>`
    const name = `${place.module}:@${place.line}:${place.column}`
    this.#engineNames.set(name, tallied.v8Name)
    return name
  }
}
