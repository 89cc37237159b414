import { LayoutError } from '../../errors.ts'
import type { LayoutConfig, LayoutPhase } from '../../model/index.ts'
import type { ChainedMap, FunctionMatch, RecordedPlace } from '../match/index.ts'
import type { EagerChoice } from './eager.ts'
import { chooseByPlaces } from './from-places.ts'

export interface LayoutChoiceOptions {
  readonly layout: LayoutConfig
  /** Maps of the built file, that of the last step first. */
  readonly maps: readonly ChainedMap[]
  /** Functions of the sources, with their places. */
  readonly places: readonly RecordedPlace[]
  /** Folder that the layout's modules are relative to. */
  readonly root: string
  /** Phases whose functions become eager. Default: `startup` and `first_frame`. */
  readonly phases?: ReadonlySet<LayoutPhase> | undefined
  readonly onMatch?: ((match: FunctionMatch) => void) | undefined
  /** Whether a file none of whose functions the layout knows is an error. Default true. */
  readonly needsMatch?: boolean | undefined
}

/** What runs early in a program. */
export const EARLY_PHASES: ReadonlySet<LayoutPhase> = new Set(['startup', 'first_frame'])

/**
 * The functions of a built file that a layout has in early phases. A function of which the layout knows nothing is not
 * among them, whatever the default phase says.
 *
 * @throws LayoutError `BUNDLE_NO_MATCH`, by the choice, when the layout knows no function of the file
 */
export function chooseByLayout(options: LayoutChoiceOptions): EagerChoice {
  const { layout, maps, places, root, phases = EARLY_PHASES } = options
  return (functions, bundle) =>
    chooseByPlaces({
      maps,
      places,
      root,
      wants: (index) => {
        const { phase, source } = layout.explainPhase(places[index]!.name)
        return source !== 'default' && phases.has(phase)
      },
      onMatch: (match) => {
        const isKnown = match.pairs.some(({ recorded }) => layout.recordedOf(places[recorded]!.name) !== undefined)
        if (!isKnown && options.needsMatch !== false) {
          throw new LayoutError(
            'BUNDLE_NO_MATCH',
            `none of the ${functions.length} functions of this file is among the ${layout.recorded.length} of the layout.`,
            {
              file: bundle.file,
              hint: 'Check that the layout is of this project, and that its modules are relative to the root.',
            },
          )
        }
        options.onMatch?.(match)
      },
    })(functions, bundle)
}
