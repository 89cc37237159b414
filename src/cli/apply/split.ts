import { basename, resolve } from 'node:path'

import { remapped } from '../../apply/bundle/chained-map.ts'
import {
  type BundleKind,
  lateFileNames,
  splitCold,
  type SplitFile,
  type SplitResult,
} from '../../apply/bundle/index.ts'
import type { ChainedMap } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import type { CommandIo } from '../command.ts'
import type { Choice } from './recording-choice.ts'
import type { ApplyRequest, ParseArgsOptions } from './target.ts'

const PLATFORMS = ['browser', 'node'] as const

/** Options of `--split-cold`. */
export const SPLIT_OPTIONS: ParseArgsOptions = {
  'split-cold': { type: 'boolean' },
  'min-body': { type: 'string' },
  platform: { type: 'string' },
  'on-demand': { type: 'boolean' },
  'no-prefetch': { type: 'boolean' },
  rest: { type: 'string' },
}

/**
 * The file without its cold functions, when that is asked for.
 *
 * @param choice what stays, and what runs later
 * @throws LayoutError `APPLY_USAGE`, and what `splitCold` throws
 */
export function splitOf(
  { input, output, values }: ApplyRequest,
  code: string,
  kind: BundleKind | undefined,
  choice: Pick<Choice, 'kept' | 'later'>,
  maps: readonly ChainedMap[],
  io: CommandIo,
): SplitResult | undefined {
  if (values['split-cold'] !== true) {
    const alone = Object.keys(SPLIT_OPTIONS).find((name) => values[name] !== undefined)
    if (alone !== undefined) throw new LayoutError('APPLY_USAGE', `--${alone} belongs to --split-cold.`)
    return undefined
  }
  const minBody = values['min-body']
  if (minBody !== undefined && !/^\d+$/.test(String(minBody))) {
    throw new LayoutError('APPLY_USAGE', `--min-body ${JSON.stringify(minBody)}: expected a number of characters.`)
  }
  const platform = PLATFORMS.find((name) => name === values['platform'])
  if (values['platform'] !== undefined && platform === undefined) {
    throw new LayoutError(
      'APPLY_USAGE',
      `--platform ${JSON.stringify(values['platform'])}: expected ${PLATFORMS.join(', ')}.`,
    )
  }
  if (values['rest'] !== undefined && values['rest'] !== 'cold') {
    throw new LayoutError('APPLY_USAGE', `--rest ${JSON.stringify(values['rest'])}: expected cold.`)
  }
  const names = lateFileNames(basename(resolve(io.cwd, output)))
  return splitCold(code, choice.kept(values['rest'] === 'cold'), {
    file: input,
    kind,
    coldFile: `./${names.cold}`,
    steady: values['on-demand'] === true ? { file: `./${names.steady}`, choose: choice.later() } : undefined,
    inputMap: remapped(maps),
    minSize: minBody === undefined ? undefined : Number(minBody),
    platform,
    prefetch: values['no-prefetch'] !== true,
  })
}

/** The files that a split writes beside the main one. */
export function lateFilesOf(target: string, { cold, steady }: SplitResult): { path: string; file: SplitFile }[] {
  const names = lateFileNames(target)
  return [
    ...(cold === undefined ? [] : [{ path: names.cold, file: cold }]),
    ...(steady === undefined ? [] : [{ path: names.steady, file: steady }]),
  ]
}

/** The files beside the main one that a run with these options may write. */
export function lateNamesAsked(target: string, values: ApplyRequest['values']): string[] {
  const { cold, steady } = lateFileNames(target)
  if (values['split-cold'] !== true) return []
  return values['on-demand'] === true ? [cold, steady] : [cold]
}

export function splitText(target: string, split: SplitResult): string {
  const { whole, stubs, values, steady, movedSize, coldSize, kept, sizeBefore, sizeAfter } = split.report
  const late = lateFilesOf(target, split)
  const sizes = late.map(({ path, file }) => `${file.code.length} in ${path}`)
  const lines = [
    late.length === 0
      ? 'no cold function could be moved'
      : `${target}: ${whole} functions, ${values} classes and values moved whole, ${stubs} functions behind stubs: ${movedSize} ` +
        `characters (functions that did not run early: ${coldSize}); file ${sizeBefore} -> ${sizeAfter} characters, ` +
        `${sizes.join(', ')}${steady === 0 ? '' : ` (${steady} of these functions, classes and values)`}`,
  ]
  for (const { reason, count, size } of kept) lines.push(`  stays: ${count} (${size} characters): ${reason}`)
  return `${lines.join('\n')}\n`
}
