import type { LayoutConfig, LayoutPhase } from '../../model/index.ts'
import type { EagerChoice } from '../bundle/eager.ts'
import { EARLY_PHASES } from '../bundle/from-layout.ts'
import { generatedFunctions } from '../bundle/from-places.ts'
import { matchFunctions, type ChainedMap, type FunctionMatch, type RecordedPlace } from '../match/index.ts'

export interface KeptByLayoutOptions {
  readonly layout: LayoutConfig
  /** Maps of the built file, that of the last step first. */
  readonly maps: readonly ChainedMap[]
  /** Functions of the sources, with their places. */
  readonly places: readonly RecordedPlace[]
  /** Folder that the layout's modules are relative to. */
  readonly root: string
  /** Phases whose functions stay. Default: `startup` and `first_frame`. */
  readonly phases?: ReadonlySet<LayoutPhase> | undefined
  /**
   * Whether functions go of which the layout says nothing: libraries that were not recorded.
   *
   * @default false
   */
  readonly unknownIsCold?: boolean | undefined
  readonly onMatch?: ((match: FunctionMatch) => void) | undefined
}

/**
 * The functions that may run at all: all but those that the layout knows and has as cold, and what is in them. As a split's
 * `later`: only what the project's tests are known not to run waits for a call of it.
 */
export function laterByLayout(options: KeptByLayoutOptions): EagerChoice {
  return keptByLayout({ ...options, phases: MAY_RUN, unknownIsCold: false, onMatch: undefined })
}

const MAY_RUN: ReadonlySet<LayoutPhase> = new Set(['startup', 'first_frame', 'steady'])

/**
 * The functions that a split leaves in the file: all but those that the layout knows and has in a later phase, and what it
 * does not know in those, which cannot run before them.
 */
export function keptByLayout(options: KeptByLayoutOptions): EagerChoice {
  const { layout, maps, places, root, phases = EARLY_PHASES, unknownIsCold = false } = options
  return (functions, bundle) => {
    const match = matchFunctions(generatedFunctions(functions, bundle), maps, places, { root })
    options.onMatch?.(match)
    const late = new Map<number, boolean>()
    for (const { generated, recorded } of match.pairs) {
      const { phase, source } = layout.explainPhase(places[recorded]!.name)
      if (source !== 'default') late.set(generated, !phases.has(phase))
      else if (unknownIsCold) late.set(generated, true)
    }
    if (unknownIsCold) {
      for (const { generated, reason } of match.unmatched)
        if (reason === 'module-not-recorded') late.set(generated, true)
    }
    const kept = new Set<number>()
    // Functions come after those around them.
    for (const { index, parent } of functions) {
      const isLate = late.get(index) ?? late.get(parent) ?? false
      late.set(index, isLate)
      if (!isLate) kept.add(index)
    }
    return kept
  }
}
