import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

import {
  DEFAULT_FOLDER,
  openRecording,
  RECORD_COMMAND,
  recordBase,
  recordingFile,
  spreadOf,
  startupTime,
  type PlacedRecording,
  type TimeDifference,
} from '../../compare/index.ts'
import { LayoutError } from '../../errors.ts'
import type { LayoutConfig } from '../../model/index.ts'
import { ProjectContext } from '../../project/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { CommandIo } from '../command.ts'
import { labelOf } from './options.ts'

export interface SideRequest {
  /** A file or a folder. */
  readonly path?: string | undefined
  /** A commit to record. */
  readonly ref?: string | undefined
  readonly command?: string | undefined
  /** Rounds of recording both sides for times; 0 for none. */
  readonly rounds?: number
}

export interface Base {
  readonly side: PlacedRecording
  readonly times: readonly TimeDifference[] | undefined
}

/**
 * Opens the head: what was named, or what the reporter left in this project.
 *
 * Without a configuration file, settings may stand in `vitest.config.ts`, which only a run of Vitest knows: what the reporter
 * made of them counts then.
 */
export function openHead(path: string | undefined, config: LayoutConfig, io: CommandIo): PlacedRecording {
  const file = recordingFile(resolve(io.cwd, path ?? DEFAULT_FOLDER))
  return openRecording(file, {
    label: path === undefined ? 'this recording' : labelOf(file, io),
    config,
    preferArtefact: config.sourcePath === undefined,
  })
}

/**
 * Opens the base: a file with the phases it was laid out with, or a commit, recorded beside the repository with the
 * configuration it had.
 */
export function openBase({ path, ref, command, rounds = 0 }: SideRequest, config: LayoutConfig, io: CommandIo): Base {
  if (path !== undefined) {
    const file = recordingFile(resolve(io.cwd, path))
    return { side: openRecording(file, { label: labelOf(file, io), config, preferArtefact: true }), times: undefined }
  }
  if (ref === undefined) throw new LayoutError('USAGE', 'there is no base.', { hint: 'See --help.' })
  io.stderr.write(`recording ${ref} in a git worktree\n`)
  const printed: string[] = []
  const base = (() => {
    try {
      return recordBase({
        cwd: io.cwd,
        ref,
        env: io.env,
        log: (text) => {
          if (text.startsWith('note: ')) io.stderr.write(text)
          else printed.push(text)
        },
        ...(command !== undefined && { command }),
      })
    } catch (error) {
      // What the command printed is the best reason there is.
      io.stderr.write(printed.join('').slice(-8000))
      throw error
    }
  })()
  try {
    const short = base.commit.slice(0, 10)
    const label = base.commit.startsWith(ref) ? short : `${ref} (${short})`
    const own = ProjectContext.load(base.folder).layoutConfig()
    const side = openRecording(base.folder, { label, config: own, preferArtefact: own.sourcePath === undefined })
    const times = rounds > 0 ? measure(base.folder, command ?? RECORD_COMMAND, rounds, io) : undefined
    return { side, times }
  } finally {
    base.dispose()
  }
}

/** Records both sides in turns: what else the machine does falls on both alike. */
function measure(baseFolder: string, command: string, rounds: number, io: CommandIo): TimeDifference[] {
  const run = (folder: string): number => {
    const env = Object.fromEntries(
      Object.entries(io.env).filter(([key]) => !/^(VITEST|TEST$|NODE_ENV$|GITHUB_)/.test(key)),
    )
    spawnSync(command, { cwd: folder, shell: true, env, stdio: 'ignore' })
    return startupTime(readRecordingFile(recordingFile(folder)))
  }
  const base: number[] = []
  const head: number[] = []
  for (let round = 0; round < rounds; round++) {
    base.push(run(baseFolder))
    head.push(run(io.cwd))
  }
  return [{ what: 'start-up functions, own time', base: spreadOf(base), head: spreadOf(head) }]
}
