import { LayoutError } from '../../errors.ts'
import { type LayoutConfig, type LayoutPhase, PHASES } from '../../model/index.ts'
import { type ChainedMap, type FunctionMatch, matchFunctions, type RecordedPlace } from '../match/index.ts'
import type { HermesFile } from './file.ts'
import { hermesFunctions } from './functions.ts'
import type { HermesLayout } from './rewrite.ts'

/** Helpers of compiler and bundler are taken for start-up while they are at most this part of all code. */
const HELPERS_SHARE = 0.05

export interface HermesLayoutOptions {
  /** Folder that the recorded modules are relative to. Default: the working directory. */
  readonly root?: string | undefined
  /** Phase of functions about which the layout says nothing. Default `steady`. */
  readonly rest?: LayoutPhase | undefined
}

/**
 * The order of a bytecode file's functions by a layout: phases by the layout's rules, within a phase its packed order.
 * The script's own code comes first. Functions that a compiler made of a part of another stand with it; small helpers
 * that come from no source, which are called from everywhere, end the start-up phase.
 *
 * @param maps the compiler's map first, then the bundle's and those further up
 * @param places the functions of the sources
 * @throws LayoutError `HERMES_MAP`, `MAP_INVALID`, or `HERMES_NO_MATCH` when the layout knows nothing of this file
 */
export function hermesLayout(
  file: HermesFile,
  maps: readonly ChainedMap[],
  layout: LayoutConfig,
  places: readonly RecordedPlace[],
  options: HermesLayoutOptions = {},
): { layout: HermesLayout; match: FunctionMatch } {
  const [first] = maps
  if (first === undefined) {
    throw new LayoutError('HERMES_MAP', 'a layout cannot be applied without the map of the bytecode file.')
  }
  const match = matchFunctions(hermesFunctions(file, first), maps, places, options)
  const ranks = new Map(layout.recorded.map(({ name }, rank) => [name, rank]))
  if (!match.pairs.some(({ recorded }) => ranks.has(places[recorded]?.name ?? ''))) {
    throw new LayoutError(
      'HERMES_NO_MATCH',
      `none of the ${file.functions.length} functions of this file is among the ${ranks.size} of the layout.`,
      {
        file: layout.sourcePath,
        hint: 'Check that the layout is of this project, and --root the folder its modules are relative to.',
      },
    )
  }

  const rest = options.rest ?? 'steady'
  const byPhase = new Map(PHASES.map((phase) => [phase, [] as { id: number; rank: number }[]]))
  const put = (phase: LayoutPhase, id: number, rank: number): unknown => byPhase.get(phase)?.push({ id, rank })
  for (const { generated, recorded } of match.pairs) {
    if (generated === file.globalCode) continue
    const { name } = places[recorded]!
    const { phase, source } = layout.explainPhase(name)
    put(source === 'default' ? rest : phase, generated, ranks.get(name) ?? Infinity)
  }
  const isFew = match.bytes.unmatched['no-source'] <= HELPERS_SHARE * match.bytes.total
  for (const { generated, reason } of match.unmatched) {
    if (generated === file.globalCode) continue
    put(reason === 'no-source' && isFew ? 'startup' : rest, generated, Infinity)
  }
  put('startup', file.globalCode, -1)
  return {
    match,
    layout: Object.fromEntries(
      [...byPhase].map(([phase, list]) => [
        phase,
        // Two infinities differ by NaN, which counts as equal here: the id decides.
        list.sort((a, b) => a.rank - b.rank || a.id - b.id).map(({ id }) => id),
      ]),
    ),
  }
}
