import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { remapped } from '../../apply/bundle/chained-map.ts'
import {
  type BundleKind,
  isLateFileName,
  type LateKind,
  splitCold,
  type SplitLateFile,
  type SplitResult,
} from '../../apply/bundle/index.ts'
import type { ChainedMap } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import type { Choice } from './recording-choice.ts'
import type { ApplyRequest, ParseArgsOptions } from './target.ts'

const PLATFORMS = ['browser', 'node'] as const

/** Options of `--split-cold`. */
export const SPLIT_OPTIONS: ParseArgsOptions = {
  'split-cold': { type: 'boolean' },
  'min-body': { type: 'string' },
  platform: { type: 'string' },
  'on-demand': { type: 'boolean' },
  cluster: { type: 'string' },
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
): SplitResult | undefined {
  if (values['split-cold'] !== true) {
    const alone = Object.keys(SPLIT_OPTIONS).find((name) => values[name] !== undefined)
    if (alone !== undefined) throw new LayoutError('APPLY_USAGE', `--${alone} belongs to --split-cold.`)
    return undefined
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
  if (values['cluster'] !== undefined && values['on-demand'] !== true) {
    throw new LayoutError('APPLY_USAGE', '--cluster is the size of the files that --on-demand makes; add that option.')
  }
  return splitCold(code, choice.kept(values['rest'] === 'cold'), {
    file: input,
    kind,
    output,
    later: values['on-demand'] === true ? choice.later() : undefined,
    clusterSize: charactersOf('cluster', values),
    inputMap: remapped(maps),
    minSize: charactersOf('min-body', values),
    platform,
    prefetch: values['no-prefetch'] !== true,
  })
}

function charactersOf(option: string, values: ApplyRequest['values']): number | undefined {
  const value = values[option]
  if (value === undefined) return undefined
  if (/^\d+$/.test(String(value))) return Number(value)
  throw new LayoutError('APPLY_USAGE', `--${option} ${JSON.stringify(value)}: expected a number of characters.`)
}

/** The files that a split writes beside the main one. */
export function lateFilesOf(target: string, { late }: SplitResult): { path: string; file: SplitLateFile }[] {
  return late.map((file) => ({ path: join(dirname(target), file.name), file }))
}

/** The files and maps that stand beside an output as those of a split do. */
export function lateFilesBeside(target: string): string[] {
  const folder = dirname(target)
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => isLateFileName(target, path))
  } catch {
    return []
  }
}

export function splitText(target: string, split: SplitResult): string {
  const { whole, stubs, values, steady, movedSize, coldSize, kept, sizeBefore, sizeAfter } = split.report
  const { coldFileSize, steadyFileSize } = split.report
  const late = lateFilesOf(target, split)
  const inFiles = (kind: LateKind, size: number): string => {
    const paths = late.filter(({ file }) => file.kind === kind).map(({ path }) => path)
    const names = paths.length > 1 ? `${paths.length} files, ${paths[0]} to ${basename(paths.at(-1)!)}` : paths[0]
    return paths.length === 0 ? '' : `, ${size} in ${names}`
  }
  const ofThese = steady === 0 ? '' : ` (${steady} of these functions, classes and values)`
  const lines = [
    late.length === 0
      ? 'no cold function could be moved'
      : `${target}: ${whole} functions, ${values} classes and values moved whole, ${stubs} functions behind stubs: ${movedSize} ` +
        `characters (functions that did not run early: ${coldSize}); file ${sizeBefore} -> ${sizeAfter} characters` +
        `${inFiles('cold', coldFileSize)}${inFiles('steady', steadyFileSize)}${ofThese}`,
  ]
  for (const { reason, count, size } of kept) lines.push(`  stays: ${count} (${size} characters): ${reason}`)
  return `${lines.join('\n')}\n`
}
