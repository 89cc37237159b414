import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { LayoutError } from '../errors.ts'
import { linkPackages } from './base-packages.ts'
import { checkOutSubmodules, removeSubmodule, type Checkout } from './base-submodules.ts'
import { git, tryGit } from './git.ts'
import { DEFAULT_FOLDER } from './open-recording.ts'

/** How a base is recorded where nothing else is said. */
export const RECORD_COMMAND = 'npx --no-install vitest run --reporter=layout'

export interface RecordBaseOptions {
  /** The project's folder, in a git repository. */
  readonly cwd: string
  /** A branch, tag or commit. */
  readonly ref: string
  /** Run by the shell in the project's folder of the base. @default RECORD_COMMAND */
  readonly command?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Gets what the command prints. */
  readonly log: (text: string) => void
}

export interface RecordedBase {
  /** The base's project folder, with the recording in it. */
  readonly folder: string
  readonly commit: string
  /** Removes the worktree. */
  dispose(): void
}

/**
 * Checks a commit out beside the repository, with its submodules, records it and gives the folder. Branches, index and files
 * of the repository stay as they are. Installed packages are shared by links, those of the repository itself are the base's;
 * where that may not do, the log says so in a line that begins with `note: `.
 *
 * @throws LayoutError `GIT_FAILED`, `BASE_UNKNOWN`, `BASE_NOT_RECORDED`
 */
export function recordBase(options: RecordBaseOptions): RecordedBase {
  const { cwd, ref, command = RECORD_COMMAND, env, log } = options
  const top = realpathSync(git(cwd, ['rev-parse', '--show-toplevel']))
  const commit = resolveCommit(cwd, ref)
  const inside = relative(top, realpathSync(cwd))
  const tree = join(mkdtempSync(join(tmpdir(), 'vitest-layout-base-')), 'tree')
  const submodules: Checkout[] = []
  const dispose = (): void => {
    for (const submodule of submodules.toReversed()) removeSubmodule(submodule)
    tryGit(top, ['worktree', 'remove', '--force', tree])
    rmSync(join(tree, '..'), { recursive: true, force: true })
  }
  try {
    git(top, ['worktree', 'add', '--detach', '--quiet', tree, commit])
    const repository: Checkout = { here: top, there: tree }
    checkOutSubmodules(repository, submodules, log)
    const folder = join(tree, inside)
    if (!existsSync(folder)) {
      throw new LayoutError('BASE_NOT_RECORDED', `${ref} (${commit.slice(0, 10)}) has no folder ${inside}.`)
    }
    linkPackages([repository, ...submodules], inside, log)
    const result = spawnSync(command, {
      cwd: folder,
      shell: true,
      env: cleanEnvironment(env),
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    })
    log(`${result.stdout}${result.stderr}`)
    if (!existsSync(join(folder, DEFAULT_FOLDER, 'recording.sdn'))) {
      throw new LayoutError(
        'BASE_NOT_RECORDED',
        `\`${command}\` ended with status ${String(result.status)} and left no ${DEFAULT_FOLDER}/recording.sdn for ${ref} (${commit.slice(0, 10)}).`,
        {
          hint: 'If the base has no layout plugin yet, there is nothing to compare with; else give the command with --record.',
        },
      )
    }
    return { folder, commit, dispose }
  } catch (error) {
    dispose()
    throw error
  }
}

function resolveCommit(cwd: string, ref: string): string {
  // `--` and `--end-of-options`: a name that begins with a dash is no option.
  const commit = tryGit(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
  if (commit !== undefined) return commit
  throw new LayoutError('BASE_UNKNOWN', `git knows no commit ${JSON.stringify(ref)}.`, {
    hint: 'Fetch it first; in CI, checkout with the whole history (fetch-depth: 0).',
  })
}

/** The base's Vitest must not take itself for a worker of this one, nor report to the CI system. */
function cleanEnvironment(env: RecordBaseOptions['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([key]) => !/^(VITEST|TEST$|NODE_ENV$|GITHUB_STEP_SUMMARY$|GITHUB_ACTIONS$|GITHUB_OUTPUT$)/.test(key),
    ),
  )
}
