import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { LayoutError } from '../errors.ts'
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
 * Checks a commit out beside the repository, records it and gives the folder. Branches, index and files of the repository
 * stay as they are. Installed packages are shared by a link;
 * where the lock file differs, the log says so.
 *
 * @throws LayoutError `GIT_FAILED`, `BASE_UNKNOWN`, `BASE_NOT_RECORDED`
 */
export function recordBase(options: RecordBaseOptions): RecordedBase {
  const { cwd, ref, command = RECORD_COMMAND, env, log } = options
  const top = git(cwd, ['rev-parse', '--show-toplevel'])
  const commit = resolveCommit(cwd, ref)
  const inside = relative(realpathSync(top), realpathSync(cwd))
  const tree = join(mkdtempSync(join(tmpdir(), 'vitest-layout-base-')), 'tree')
  const dispose = (): void => {
    spawnSync('git', ['worktree', 'remove', '--force', tree], { cwd: top })
    rmSync(join(tree, '..'), { recursive: true, force: true })
  }
  try {
    git(top, ['worktree', 'add', '--detach', '--quiet', tree, commit])
    const folder = join(tree, inside)
    if (!existsSync(folder)) {
      throw new LayoutError('BASE_NOT_RECORDED', `${ref} (${commit.slice(0, 10)}) has no folder ${inside}.`)
    }
    linkPackages(cwd, top, tree, log)
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
  const result = spawnSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
    cwd,
    encoding: 'utf8',
  })
  if (result.status === 0) return result.stdout.trim()
  throw new LayoutError('BASE_UNKNOWN', `git knows no commit ${JSON.stringify(ref)}.`, {
    hint: 'Fetch it first; in CI, checkout with the whole history (fetch-depth: 0).',
  })
}

function linkPackages(cwd: string, top: string, tree: string, log: (text: string) => void): void {
  const locks = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock']
  for (const from of new Set([top, cwd])) {
    const packages = join(from, 'node_modules')
    const target = join(tree, relative(realpathSync(top), realpathSync(from)))
    if (!existsSync(packages) || !existsSync(target) || existsSync(join(target, 'node_modules'))) continue
    symlinkSync(packages, join(target, 'node_modules'), 'junction')
    const changed = locks.find((lock) => {
      const [here, there] = [join(from, lock), join(target, lock)]
      return existsSync(here) && existsSync(there) && !readFileSync(here).equals(readFileSync(there))
    })
    if (changed !== undefined)
      log(`note: ${changed} of the base differs; it is recorded with the packages installed here.\n`)
  }
}

/** The base's Vitest must not take itself for a worker of this one, nor report to the CI system. */
function cleanEnvironment(env: RecordBaseOptions['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([key]) => !/^(VITEST|TEST$|NODE_ENV$|GITHUB_STEP_SUMMARY$|GITHUB_ACTIONS$|GITHUB_OUTPUT$)/.test(key),
    ),
  )
}

function git(cwd: string, args: readonly string[]): string {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  } catch (cause) {
    const text = (cause as { stderr?: unknown }).stderr
    const said = typeof text === 'string' ? text.trim() : ''
    throw new LayoutError('GIT_FAILED', `git ${args[0]} failed: ${said === '' ? String(cause) : said}`, { cause })
  }
}
