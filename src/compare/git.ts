import { execFileSync } from 'node:child_process'
import process from 'node:process'

import { LayoutError } from '../errors.ts'

/** What git tells its hooks about the repository they run for: git that is asked about a worktree must not hear it. */
const OF_ONE_REPOSITORY =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/

/**
 * What git prints about the repository that a folder belongs to, without white space around it.
 *
 * @throws LayoutError `GIT_FAILED`
 */
export function git(folder: string, args: readonly string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: folder,
      env: Object.fromEntries(Object.entries(process.env).filter(([key]) => !OF_ONE_REPOSITORY.test(key))),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The list of a large repository's files is long.
      maxBuffer: 256 * 1024 * 1024,
    }).trim()
  } catch (cause) {
    const text = (cause as { stderr?: unknown }).stderr
    const said = typeof text === 'string' ? text.trim() : ''
    throw new LayoutError('GIT_FAILED', `git ${args[0]} failed: ${said === '' ? String(cause) : said}`, { cause })
  }
}

/** The same, or `undefined` where git says no. */
export function tryGit(folder: string, args: readonly string[]): string | undefined {
  try {
    return git(folder, args)
  } catch (error) {
    if (error instanceof LayoutError) return undefined
    throw error
  }
}
