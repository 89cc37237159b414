import { isAbsolute, join, relative, resolve } from 'node:path'

import type { TestProject, Vitest } from 'vitest/node'

import { LayoutError } from '../src/errors.ts'
import { DEFAULT_OUT_DIR, type LayoutOptions } from '../src/options.ts'
import type { Recorder } from '../src/record/index.ts'
import { readGeneratedLayout } from '../src/report/index.ts'

/** Where the artefacts of one recording go, and what counts for it. */
export interface RecordingTarget {
  /** The project's name; undefined for the recording of a whole run. */
  readonly name: string | undefined
  /** Names of functions and files start here, and the configuration is looked for here. */
  readonly root: string
  readonly folder: string
  readonly options: LayoutOptions
}

/**
 * Makes sure that the artefacts do not take the place of a `layout.sdn` that somebody wrote; known before anything runs.
 *
 * @throws LayoutError `OPTION` for an `outDir` that is a root, `OUTPUT_NOT_GENERATED` for another folder with such a file
 */
export function refuseOwnLayout(vitest: Vitest, targets: Iterable<RecordingTarget>): void {
  for (const { folder, root, options } of targets) {
    if (folder === resolve(root) || folder === resolve(vitest.config.root)) {
      throw new LayoutError(
        'OPTION',
        `the option outDir is ${JSON.stringify(options.outDir)}, which is the root of the project, expected a folder of its own: layout.sdn in the root is yours, and would be overwritten.`,
        { hint: `Leave it out for ${DEFAULT_OUT_DIR}, or name another folder.` },
      )
    }
    // The default folder is ours, whatever an older version wrote there.
    if (options.outDir === undefined) continue
    const file = join(folder, 'layout.sdn')
    readGeneratedLayout(file, relative(vitest.config.root, file))
  }
}

/** One target for the whole run. */
export function runTarget(vitest: Vitest, options: LayoutOptions): RecordingTarget {
  const { root } = vitest.config
  return { name: undefined, root, folder: resolve(root, options.outDir ?? DEFAULT_OUT_DIR), options }
}

/**
 * A target for each project that is recorded: `outDir` in its own root. Projects that would write to one folder, or to the
 * folder of the workspace itself, have one of their name in it.
 */
export function projectTargets(vitest: Vitest, recorder: Recorder): Map<string, RecordingTarget> {
  const projects = vitest.projects.filter(({ name }) => recorder.projects.has(name))
  const folders = projects.map((project) => folderOf(project, recorder))
  const shared = new Set(folders.filter((folder, i) => folders.indexOf(folder) !== i))
  return new Map(
    projects.map((project, i) => {
      const { name, config } = project
      const options: LayoutOptions = recorder.projects.get(name) ?? {}
      const isOwn =
        project.isRootProject() ||
        !(shared.has(folders[i]!) || config.root === vitest.config.root || isAbsolute(options.outDir ?? ''))
      const folder = isOwn ? folders[i]! : join(folders[i]!, folderName(name))
      return [name, { name, root: config.root, folder, options }]
    }),
  )
}

function folderOf({ name, config }: TestProject, recorder: Recorder): string {
  const { outDir = DEFAULT_OUT_DIR }: LayoutOptions = recorder.projects.get(name) ?? {}
  return resolve(config.root, outDir)
}

/** A name that is one folder on every system; different names give different folders. */
function folderName(name: string): string {
  const escape = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  const encoded = encodeURIComponent(name).replaceAll('%40', '@').replaceAll('%20', ' ').replaceAll('*', escape)
  return encoded.replace(/^\.+$/, (dots) => dots.replaceAll('.', escape))
}
