import type { Recording, ScenarioTrace } from '../../model/index.ts'
import { matchFunctions, type ChainedMap, type FunctionMatch, type RecordedPlace } from '../match/index.ts'
import { LayoutError } from '../../errors.ts'
import type { EagerChoice } from './eager.ts'
import { generatedFunctions, helpersAreFew } from './from-places.ts'
import { chooseByShare, type ShareOptions } from './share.ts'

export interface RecordingChoiceOptions extends ShareOptions {
  readonly recording: Recording
  /**
   * Maps of the built file, that of the last step first. None when the built file is itself what was recorded, as a
   * published bundle named in `server.deps.inline`.
   */
  readonly maps: readonly ChainedMap[]
  /** Functions of the sources, with their places; those of modules that were not recorded do no harm. */
  readonly places: readonly RecordedPlace[]
  /** Folder that the recording's modules are relative to. */
  readonly root: string
  /** Path of the built file, where there are no maps. */
  readonly file?: string | undefined
  readonly onMatch?: ((match: FunctionMatch) => void) | undefined
}

/**
 * The functions of a built file that ran in the recorded tests. Each test counts as one run of the program: what it
 * ran itself, and what its test file ran while modules loaded.
 *
 * @throws LayoutError `BUNDLE_NO_MATCH`, by the choice, when no function of the file was recorded
 */
export function chooseByRecording(options: RecordingChoiceOptions): EagerChoice {
  const { recording, maps, places, root, file } = options
  return (functions, bundle) => {
    const match = matchFunctions(generatedFunctions(functions, bundle), maps, places, { root, file })
    options.onMatch?.(match)
    const indexes = new Map(recording.functions.map(({ name }, index) => [name, index]))
    const runs = runsOf(recording)
    const runsOfFunction = new Map<number, Set<Run>>()
    for (const run of runs) {
      for (const index of run) {
        const known = runsOfFunction.get(index)
        if (known === undefined) runsOfFunction.set(index, new Set([run]))
        else known.add(run)
      }
    }
    const ran = new Map<number, Set<Run>>()
    let known = 0
    const note = (generated: number, seen: Iterable<Run>): void => {
      // Where a function ran, those around it ran too: a bundler's wrappers, of which no source knows.
      for (let at = generated; at !== -1; at = functions[at]!.parent) {
        const all = ran.get(at)
        if (all === undefined) ran.set(at, new Set(seen))
        else for (const run of seen) all.add(run)
      }
    }
    for (const { generated, recorded } of match.pairs) {
      const index = indexes.get(places[recorded]!.name)
      if (index === undefined) continue
      known++
      const seen = runsOfFunction.get(index)
      if (seen !== undefined) note(generated, seen)
    }
    if (known === 0) {
      throw new LayoutError('BUNDLE_NO_MATCH', `none of the ${functions.length} functions of this file was recorded.`, {
        file: bundle.file,
        hint: 'Check that the recording is of this project, and that its modules are relative to the root.',
      })
    }
    if (ran.size > 0 && helpersAreFew(match)) {
      for (const { generated, reason } of match.unmatched) if (reason === 'no-source') note(generated, runs)
    }
    const loaded = runs.filter((run) => [...ran.values()].some((seen) => seen.has(run)))
    return chooseByShare(functions, ran, loaded, options)
  }
}

/** Indices of the functions that ran. */
type Run = ReadonlySet<number>

function runsOf({ scenarios }: Recording): Run[] {
  const key = ({ project, file }: ScenarioTrace): string => `${project}\0${file}`
  const loads = new Map<string, ScenarioTrace>()
  for (const scenario of scenarios) if (scenario.kind === 'load') loads.set(key(scenario), scenario)
  const runs: Run[] = []
  for (const scenario of scenarios) {
    if (scenario.kind === 'test') runs.push(new Set([...scenario.order, ...(loads.get(key(scenario))?.order ?? [])]))
  }
  return runs
}
