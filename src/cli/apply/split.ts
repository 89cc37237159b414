import { basename, resolve } from 'node:path'

import { remapped } from '../../apply/bundle/chained-map.ts'
import { type BundleKind, type EagerChoice, splitCold, type SplitResult } from '../../apply/bundle/index.ts'
import type { ChainedMap } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import type { CommandIo } from '../command.ts'
import type { ApplyRequest, ParseArgsOptions } from './target.ts'

const PLATFORMS = ['browser', 'node'] as const

/** Options of `--split-cold`. */
export const SPLIT_OPTIONS: ParseArgsOptions = {
  'split-cold': { type: 'boolean' },
  'min-body': { type: 'string' },
  platform: { type: 'string' },
  'no-prefetch': { type: 'boolean' },
  rest: { type: 'string' },
}

/**
 * The file without its cold functions, when that is asked for.
 *
 * @param kept functions that stay
 * @throws LayoutError `APPLY_USAGE`, and what `splitCold` throws
 */
export function splitOf(
  { input, output, values }: ApplyRequest,
  code: string,
  kind: BundleKind | undefined,
  kept: (unknownIsCold: boolean) => EagerChoice,
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
  return splitCold(code, kept(values['rest'] === 'cold'), {
    file: input,
    kind,
    coldFile: `./${basename(coldFileOf(resolve(io.cwd, output)))}`,
    inputMap: remapped(maps),
    minSize: minBody === undefined ? undefined : Number(minBody),
    platform,
    prefetch: values['no-prefetch'] !== true,
  })
}

/** `dist/app.cold.js` of `dist/app.mjs`: a text that is read, not a module. */
export function coldFileOf(target: string): string {
  return target.replace(/(?:\.[cm]?js)?$/, '.cold.js')
}

export function splitText(target: string, { report, cold }: SplitResult): string {
  const { whole, stubs, values, movedSize, coldSize, kept, sizeBefore, sizeAfter, coldFileSize } = report
  const lines = [
    cold === undefined
      ? 'no cold function could be moved'
      : `${target}: ${whole} functions, ${values} classes and values moved whole, ${stubs} functions behind stubs: ${movedSize} ` +
        `characters (functions that did not run: ${coldSize}); file ${sizeBefore} -> ${sizeAfter} characters, and ${coldFileSize} in the cold file`,
  ]
  for (const { reason, count, size } of kept) lines.push(`  stays: ${count} (${size} characters): ${reason}`)
  return `${lines.join('\n')}\n`
}
