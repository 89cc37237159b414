import { resolve } from 'node:path'

import { chooseByRecording, type EagerChoice, type FunctionRanks } from '../../apply/bundle/index.ts'
import { placesOfSources, type ChainedMap, type FunctionMatch } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { CommandIo } from '../command.ts'
import { rootOf } from './built-sources.ts'
import type { ApplyRequest } from './target.ts'

export interface Choice {
  /** What runs early. */
  readonly choose: EagerChoice
  readonly rank: FunctionRanks
  /** What a split leaves in the file. */
  readonly kept: (unknownIsCold: boolean) => EagerChoice
  /** What may run after that; only a layout knows. */
  readonly later: () => EagerChoice
  readonly match: () => FunctionMatch | undefined
}

/** What the recorded tests ran, test by test; without maps, the file itself is what was recorded. */
export function choiceByRecording(
  { input, values }: Pick<ApplyRequest, 'input' | 'values'>,
  recordingFile: string,
  maps: readonly ChainedMap[],
  share: number | 'balanced' | undefined,
  io: CommandIo,
): Choice {
  const recording = readRecordingFile(resolve(io.cwd, recordingFile))
  const root = rootOf(io.cwd, typeof values['root'] === 'string' ? values['root'] : undefined, recordingFile)
  const file = resolve(io.cwd, input)
  const names = recording.functions.map(({ name }) => name)
  const { places } = placesOfSources(maps, names, root, file)
  let match: FunctionMatch | undefined
  const onMatch = (found: FunctionMatch): void => {
    match = found
  }
  const choose = chooseByRecording({ recording, maps, places, root, file, share, onMatch })
  // Tests have no common order: what ran keeps that of the file.
  const rank: FunctionRanks = (functions, bundle) =>
    new Map([...choose(functions, bundle)].map((index) => [index, index]))
  const kept = (): never => {
    throw new LayoutError('APPLY_USAGE', 'a split needs --layout FILE or --coverage FOLDER.')
  }
  return { choose, rank, kept, later: kept, match: () => match }
}
