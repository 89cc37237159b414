import { PHASE_INFO } from '../../model/index.ts'
import type { FunctionMatch } from '../match/index.ts'
import { chooseByLayout, type LayoutChoiceOptions } from './from-layout.ts'
import type { BundleFunction } from './functions.ts'
import type { ParsedBundle } from './parse.ts'

/** The place of functions in an order, by index; those that are not in it stay. */
export type FunctionRanks = (functions: readonly BundleFunction[], bundle: ParsedBundle) => ReadonlyMap<number, number>

/**
 * The order of a built file's early functions as the layout has them packed: by phase, then by their place in it. A
 * wrapper of a bundler stands where the earliest function in it does; helpers that no source has come last.
 *
 * @throws LayoutError `BUNDLE_NO_MATCH`, when it is called, for a layout that knows no function of the file
 */
export function rankByLayout(options: LayoutChoiceOptions): FunctionRanks {
  const { layout, places } = options
  const packed = new Map(layout.recorded.map(({ name }, rank) => [name, rank]))
  return (functions, bundle) => {
    let match: FunctionMatch | undefined
    const onMatch = (found: FunctionMatch): void => {
      match = found
      options.onMatch?.(found)
    }
    const chosen = new Set(chooseByLayout({ ...options, onMatch })(functions, bundle))
    const ranks = new Map<number, number>()
    for (const { generated, recorded } of match?.pairs ?? []) {
      const { name } = places[recorded]!
      if (!chosen.has(generated)) continue
      const rank =
        PHASE_INFO[layout.explainPhase(name).phase].priority * (packed.size + 1) + (packed.get(name) ?? packed.size)
      ranks.set(generated, Math.min(rank, ranks.get(generated) ?? Infinity))
    }
    const last = (packed.size + 1) * 4
    const own = new Set(ranks.keys())
    // Inner functions have greater numbers, so each is settled before the one around it.
    for (let index = functions.length - 1; index >= 0; index--) {
      if (!chosen.has(index)) continue
      const rank = ranks.get(index) ?? last
      ranks.set(index, rank)
      const { parent } = functions[index]!
      if (parent !== -1 && chosen.has(parent) && !own.has(parent)) {
        ranks.set(parent, Math.min(rank, ranks.get(parent) ?? Infinity))
      }
    }
    return ranks
  }
}
