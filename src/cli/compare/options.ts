import { realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

import { DEFAULT_FOLDER, githubLink, recordingFile, type MarkdownOptions } from '../../compare/index.ts'
import { LayoutError } from '../../errors.ts'
import { refuseOverwrite } from '../../files/index.ts'
import { LayoutConfig } from '../../model/index.ts'
import { ProjectContext } from '../../project/index.ts'
import { readGeneratedLayout } from '../../report/index.ts'
import type { CommandIo } from '../command.ts'

/** By this a comment is found again and replaced, so that a pull request has one. */
export const COMMENT_MARKER = '<!-- vitest-layout -->'

export const FORMATS = ['text', 'markdown', 'json', 'github'] as const

export type Format = (typeof FORMATS)[number]

/** @throws LayoutError `USAGE` */
export function formatOf(text: string | undefined): Format {
  const found = FORMATS.find((format) => format === (text ?? 'text'))
  if (found !== undefined) return found
  throw usage(`unknown format ${JSON.stringify(text)}, expected one of ${FORMATS.join(', ')}.`)
}

/**
 * A whole number of at least 0, or `undefined` for an option that was not given.
 *
 * @throws LayoutError `USAGE`
 */
export function countOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usage(`${option} is ${JSON.stringify(text)}, expected a whole number, 0 or more.`)
}

export function usage(message: string): LayoutError {
  return new LayoutError('USAGE', message, { hint: 'See --help.' })
}

/** The configuration of the project, or of the file that was named. */
export function configOf(file: string | undefined, io: CommandIo): LayoutConfig {
  return file === undefined ? ProjectContext.load(io.cwd).layoutConfig() : LayoutConfig.fromFile(resolve(io.cwd, file))
}

/**
 * Makes sure that a comparison is not written over what it reads: recordings, the layouts beside them, the configuration.
 *
 * @param output file; `undefined` or `-` for standard output
 * @param recordings as they were named; what was not named may be undefined
 * @throws LayoutError `OVERWRITE`
 */
export function refuseInputs(
  output: string | undefined,
  recordings: readonly (string | undefined)[],
  config: LayoutConfig,
  io: CommandIo,
): void {
  if (output === undefined || output === '-') return
  const read = recordings.flatMap((path) => {
    if (path === undefined) return []
    const file = recordingFile(resolve(io.cwd, path))
    return [file, join(dirname(file), 'layout.sdn')]
  })
  if (config.sourcePath !== undefined) read.push(resolve(io.cwd, config.sourcePath))
  refuseOverwrite([resolve(io.cwd, output)], read)
}

/**
 * Makes sure that artefacts do not go where somebody's own `layout.sdn` is: the configuration that was read, or any other
 * that no program wrote.
 *
 * @param folder where they go, an absolute path
 * @throws LayoutError `OVERWRITE`, `OUTPUT_NOT_GENERATED`
 */
export function refuseOwnLayout(folder: string, config: LayoutConfig, io: CommandIo): void {
  const file = join(folder, 'layout.sdn')
  if (config.sourcePath !== undefined) refuseOverwrite([file], [resolve(io.cwd, config.sourcePath)])
  // The default folder is ours, whatever an older version wrote there.
  if (folder !== resolve(io.cwd, DEFAULT_FOLDER)) readGeneratedLayout(file, labelOf(file, io))
}

/** What people call a path: relative to where they stand. */
export function labelOf(path: string, io: CommandIo): string {
  const short = relative(io.cwd, path)
  return short === '' ? '.' : short
}

/** Links to lines on GitHub, where the environment of a workflow names the place. */
export function linksOf(io: CommandIo): Pick<MarkdownOptions, 'link'> {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: sha,
    GITHUB_WORKSPACE: workspace,
  } = io.env
  if (server === undefined || repository === undefined || sha === undefined) return {}
  const link = githubLink({ server, repository, sha })
  const folder = folderIn(workspace, io.cwd)
  return { link: (source) => link({ ...source, module: `${folder}${source.module}` }) }
}

/** `packages/app/` for a project that is not at the root of the repository; `''` else. */
export function folderIn(workspace: string | undefined, cwd: string): string {
  if (workspace === undefined) return ''
  try {
    const path = relative(realpathSync(workspace), realpathSync(cwd)).replaceAll('\\', '/')
    return path === '' || path.startsWith('..') ? '' : `${path}/`
  } catch {
    return ''
  }
}
