import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { LayoutError } from '../errors.ts'
import { git, tryGit } from './git.ts'

/** A folder of the working copy, and the same folder as the base had it. */
export interface Checkout {
  readonly here: string
  readonly there: string
}

/**
 * Checks out the submodules of a worktree, and theirs, each at the commit that the base names. git does not by itself.
 *
 * They come out of the repositories that the working copy has, as worktrees of those: nothing is cloned. A commit they lack is
 * fetched. A submodule that is not checked out here is not there either; for one that cannot be had, the log gets a note.
 *
 * @param made gets each as soon as it is there, outer ones first: for whoever removes them, whatever happens next
 */
export function checkOutSubmodules(outer: Checkout, made: Checkout[], log: (text: string) => void): void {
  for (const { path, commit } of submodulesOf(outer.there)) {
    const inner: Checkout = { here: join(outer.here, path), there: join(outer.there, path) }
    // An empty folder: nobody wants it here, and the head was recorded without it.
    if (existsSync(inner.here) && readdirSync(inner.here).length === 0) continue
    try {
      checkOut(inner, commit)
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error
      const reason = error.message.replace(/[.\s]+$/, '')
      log(`note: the base is recorded without the submodule ${path} (${commit.slice(0, 10)}): ${reason}.\n`)
      continue
    }
    made.push(inner)
    checkOutSubmodules(inner, made, log)
  }
}

function checkOut({ here, there }: Checkout, commit: string): void {
  if (!existsSync(join(here, '.git'))) throw new LayoutError('GIT_FAILED', 'it is no submodule of the working copy')
  if (tryGit(here, ['cat-file', '-e', `${commit}^{commit}`]) === undefined) {
    git(here, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', 'origin', commit])
  }
  git(here, ['worktree', 'add', '--detach', '--quiet', there, commit])
}

/** Removes a worktree that {@link checkOutSubmodules} made. What cannot be removed is left to git's own tidying. */
export function removeSubmodule({ here, there }: Checkout): void {
  tryGit(here, ['worktree', 'remove', '--force', there])
}

function submodulesOf(worktree: string): { path: string; commit: string }[] {
  return git(worktree, ['ls-files', '--stage', '-z'])
    .split('\0')
    .flatMap((line) => {
      const [, commit, path] = /^160000 (\S+) \d\t([^]+)$/.exec(line) ?? []
      return commit === undefined || path === undefined ? [] : [{ path, commit }]
    })
}
