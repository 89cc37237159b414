import type { RuntimeMetrics } from './metrics.ts'
import { MIN_CONFIDENCE, type LayoutPhase } from './phase-rule.ts'
import { writeOverrides } from './feedback-sdn.ts'

/** The part of a layout configuration that feedback changes: overrides that can be written to. */
export interface OverridesTarget {
  overrides: Map<string, LayoutPhase> | Record<string, LayoutPhase>
}

/** A configuration that never changes and gives a changed one instead, as `LayoutConfig` does. */
export interface ImmutableOverridesTarget<T> {
  readonly overrides: ReadonlyMap<string, LayoutPhase>
  with(changes: { readonly overrides: ReadonlyMap<string, LayoutPhase> }): T
}

export interface LayoutFeedbackInit {
  readonly promoteToStartup?: readonly string[]
  readonly promoteToFirstFrame?: readonly string[]
  readonly promoteToSteady?: readonly string[]
  readonly demoteToCold?: readonly string[]
  readonly confidence?: number
  readonly sampleCount?: number
}

/** Names to move, by the phase they should be in; each list sorted by name. */
export class LayoutFeedback {
  readonly promoteToStartup: readonly string[]
  readonly promoteToFirstFrame: readonly string[]
  readonly promoteToSteady: readonly string[]
  readonly demoteToCold: readonly string[]
  /** Mean confidence of the inferences used, 0 to 1; 0 when none is. */
  readonly confidence: number
  /** Recorded calls on which it all rests. */
  readonly sampleCount: number

  constructor(init: LayoutFeedbackInit = {}) {
    this.promoteToStartup = sorted(init.promoteToStartup)
    this.promoteToFirstFrame = sorted(init.promoteToFirstFrame)
    this.promoteToSteady = sorted(init.promoteToSteady)
    this.demoteToCold = sorted(init.demoteToCold)
    this.confidence = init.confidence ?? 0
    this.sampleCount = init.sampleCount ?? 0
  }

  /** Uses every inference of at least 0.6 confidence; none at all with fewer than `minSamples` samples. */
  static fromMetrics(metrics: RuntimeMetrics, minSamples: number): LayoutFeedback {
    if (metrics.sampleCount < minSamples) return new LayoutFeedback({ sampleCount: metrics.sampleCount })
    const used = metrics.functions.filter((stats) => stats.confidence >= MIN_CONFIDENCE)
    const names = (phase: LayoutPhase): string[] =>
      used.filter((stats) => stats.inferredPhase === phase).map((stats) => stats.name)
    return new LayoutFeedback({
      promoteToStartup: names('startup'),
      promoteToFirstFrame: names('first_frame'),
      promoteToSteady: names('steady'),
      demoteToCold: names('cold'),
      confidence: used.length === 0 ? 0 : used.reduce((sum, stats) => sum + stats.confidence, 0) / used.length,
      sampleCount: metrics.sampleCount,
    })
  }

  hasRecommendations(): boolean {
    return this.entries().length > 0
  }

  /** Every recommendation, in the order startup, first frame, steady, cold. */
  entries(): [name: string, phase: LayoutPhase][] {
    const lists: [LayoutPhase, readonly string[]][] = [
      ['startup', this.promoteToStartup],
      ['first_frame', this.promoteToFirstFrame],
      ['steady', this.promoteToSteady],
      ['cold', this.demoteToCold],
    ]
    return lists.flatMap(([phase, names]) => names.map((name): [string, LayoutPhase] => [name, phase]))
  }

  /**
   * Sets every recommendation as an override.
   *
   * @returns the configuration: a new one where it has a method `with`, else the same, changed.
   */
  applyToConfig<T>(config: ImmutableOverridesTarget<T>): T
  applyToConfig<T extends OverridesTarget>(config: T): T
  applyToConfig<T>(config: ImmutableOverridesTarget<T> | OverridesTarget): unknown {
    if ('with' in config) {
      return config.with({ overrides: new Map([...config.overrides, ...this.entries()]) })
    }
    const { overrides } = config
    for (const [name, phase] of this.entries()) {
      if (overrides instanceof Map) overrides.set(name, phase)
      // Defined, not assigned: `__proto__` is a name like any other.
      else
        Object.defineProperty(overrides, name, { value: phase, enumerable: true, writable: true, configurable: true })
    }
    return config
  }

  /** The recommendations as a layout file for the next build; plain words as a dict, other names as a table. */
  toSdn(): string {
    return writeOverrides(this.entries(), this.confidence, this.sampleCount)
  }
}

function sorted(names: readonly string[] = []): readonly string[] {
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
