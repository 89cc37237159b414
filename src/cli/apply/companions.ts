import { dirname, extname, join, relative, resolve } from 'node:path'

import {
  fillCodePacks,
  fillCompileCache,
  launcherText,
  type PackedFile,
  packedLauncherText,
  singleExecutableConfig,
} from '../../apply/bundle/index.ts'
import { LayoutError } from '../../errors.ts'
import { writeFileAtomic } from '../../files/index.ts'
import type { CommandIo } from '../command.ts'
import { SPLIT_OPTIONS } from './split.ts'
import type { ApplyRequest } from './target.ts'

/** What is written beside a bundle for Node. */
export interface Companions {
  readonly files: readonly { readonly path: string; readonly content: string }[]
  /** Launcher and argument lists of the runs that fill its cache. */
  readonly fill: { readonly launcher: string; readonly packed: boolean; readonly runs: readonly string[][] } | undefined
  /** What to do with them. */
  readonly notes: readonly string[]
}

/** Options that name companions: `tool` stands for all the others but `fill`. */
export const COMPANION_OPTIONS = ['launcher', 'pack', 'cache', 'fill', 'sea', 'tool'] as const

/** Worked out before anything is written, so that wrong wishes write nothing. @throws LayoutError `APPLY_USAGE`, `SEA_MODULE` */
export function companionsOf(program: PackedFile, values: ApplyRequest['values'], io: CommandIo): Companions {
  const target = program.path
  const packed = values['pack'] === true
  const [launcher, cache, sea, tool] = (['launcher', 'cache', 'sea', 'tool'] as const).map((name) =>
    textOf(values[name]),
  )
  const runs = Array.isArray(values['fill'])
    ? values['fill'].map((line) => String(line).split(/\s+/).filter(Boolean))
    : undefined
  if (tool !== undefined) {
    if (launcher === undefined && cache === undefined && sea === undefined && !packed)
      return toolOf(target, tool, runs, io)
    throw new LayoutError(
      'APPLY_USAGE',
      '--tool sets up launcher, cache and sea: give it without those and without --pack.',
    )
  }
  const files: { path: string; content: string }[] = []
  if (packed && (launcher === undefined || runs === undefined || cache !== undefined)) {
    throw new LayoutError('APPLY_USAGE', '--pack needs --launcher FILE and --fill ARGS, and has no --cache FOLDER.')
  }
  if (packed && Object.keys(SPLIT_OPTIONS).some((name) => values[name] !== undefined)) {
    throw new LayoutError('APPLY_USAGE', '--pack and a split do not go together.')
  }
  if (launcher === undefined && (cache !== undefined || runs !== undefined)) {
    throw new LayoutError('APPLY_USAGE', '--cache and --fill belong to --launcher FILE or --tool FOLDER.')
  }
  let fill: Companions['fill']
  if (launcher !== undefined) {
    const path = resolve(io.cwd, launcher)
    const content = packed
      ? packedLauncherText({ launcher: path, files: [program] })
      : launcherText({ program: target, launcher: path, cacheFolder: cache })
    files.push({ path, content })
    if (runs !== undefined) fill = { launcher: path, packed, runs }
  }
  if (sea !== undefined) {
    const path = resolve(io.cwd, sea)
    files.push({ path, content: singleExecutableConfig(target, path) })
  }
  return { files, fill, notes: [] }
}

/** All of a command-line tool in one folder. A single executable is for CommonJS only; an ES module goes without. */
function toolOf(target: string, folder: string, runs: readonly string[][] | undefined, io: CommandIo): Companions {
  const launcher = resolve(io.cwd, folder, 'bin.mjs')
  const shown = (path: string): string => relative(io.cwd, path)
  const files = [{ path: launcher, content: launcherText({ program: target, launcher, cacheFolder: 'cache' }) }]
  const filled = runs === undefined ? 'filled by its first run' : `filled by ${runs.length} runs for this Node`
  const notes = [
    `${shown(launcher)} starts it with a compile cache in ${shown(join(dirname(launcher), 'cache'))}, ${filled}`,
  ]
  if (extname(target) === '.mjs') {
    notes.push('No single executable: with a code cache that needs a CommonJS file (.cjs), built in one piece.')
  } else {
    const path = resolve(io.cwd, folder, 'sea.json')
    files.push({ path, content: singleExecutableConfig(target, path) })
    notes.push(`${shown(path)} makes a single executable with a code cache: docs/apply.md has the commands`)
  }
  return { files, fill: runs === undefined ? undefined : { launcher, packed: false, runs }, notes }
}

/**
 * Writes the files, and runs the launcher for its cache.
 *
 * @param run the Node that fills it, and where; default: this one, here
 * @throws LayoutError `WRITE_FAILED`, `CACHE_FILL`
 */
export function writeCompanions(
  { files, fill }: Companions,
  program: PackedFile,
  run: { readonly node?: string | undefined; readonly cwd?: string | undefined } = {},
): void {
  for (const { path, content } of files) writeFileAtomic(path, content)
  if (fill?.packed === true) fillCodePacks({ launcher: fill.launcher, files: [program] }, fill.runs, run)
  else if (fill !== undefined) fillCompileCache(fill.launcher, fill.runs, run.node, { cwd: run.cwd })
}

function textOf(value: ApplyRequest['values'][string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}
