import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, basename } from 'node:path'

import { LayoutError } from '../errors.ts'
import { writeTarget } from './write-target.ts'

/** Renaming takes less than a millisecond: whoever holds the lock for longer has died. */
const STALE_MS = 2000
const PAUSE_MS = 5

/**
 * Writes a file so that a reader sees the old content or the new one, never a part: beside it first, then renamed.
 * Folders on the way are made. Links, modes and owners stay; devices and pipes are written to.
 *
 * @throws LayoutError `WRITE_FAILED` (a full disk, a folder that is a file, no permission); the old file is untouched then.
 */
export function writeFileAtomic(path: string, data: string | Uint8Array): void {
  place(writeBeside(path, data))
}

/**
 * Writes files that belong together, each as {@link writeFileAtomic} does: of two writers at once, the files of the
 * same one remain.
 *
 * @param gone files of the same kind that there is nothing to write to: of an earlier writing, they would say what is no longer so
 * @returns the paths that were written
 * @throws LayoutError `WRITE_FAILED`
 */
export function writeFilesTogether(
  folder: string,
  files: readonly (readonly [name: string, data: string | Uint8Array])[],
  gone: readonly string[] = [],
): string[] {
  const prepared: Prepared[] = []
  const placed: string[] = []
  try {
    for (const [name, data] of files) prepared.push(writeBeside(join(folder, name), data))
    withLock(join(folder, '.writing'), () => {
      for (const file of prepared) {
        place(file, placed)
        placed.push(file.path)
      }
      for (const name of gone) takeAway(join(folder, name), placed)
    })
  } catch (error) {
    for (const { temporary } of prepared) if (temporary !== undefined) remove(temporary)
    throw error
  }
  return placed
}

/** A file whose content stands beside it. */
interface Prepared {
  readonly path: string
  /** Undefined where nothing stands beside it, since it is a device or a pipe. */
  readonly temporary: string | undefined
  /** Where the path leads. */
  readonly target: string
  readonly data: string | Uint8Array
}

function writeBeside(path: string, data: string | Uint8Array): Prepared {
  let temporary: string | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    const { path: target, kind, adopt } = writeTarget(path)
    if (kind === 'stream') return { path, temporary, target, data }
    // Renaming would say so only when files beside it are in their places.
    if (kind === 'folder') throw new Error('it is a folder')
    mkdirSync(dirname(target), { recursive: true })
    // A dot and a random tail: two runs that write the same file never share the temporary one.
    temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
    writeFileSync(temporary, data)
    adopt(temporary)
    return { path, temporary, target, data }
  } catch (cause) {
    if (temporary !== undefined) remove(temporary)
    throw failure(path, cause)
  }
}

/** @param before files of the same writing that are in their places */
function place({ path, temporary, target, data }: Prepared, before: readonly string[] = []): void {
  try {
    if (temporary === undefined) writeFileSync(target, data)
    else renameSync(temporary, target)
  } catch (cause) {
    if (temporary !== undefined) remove(temporary)
    throw failure(path, cause, before)
  }
}

/** Of a link what it leads to: the link stays, for the next file. */
function takeAway(path: string, before: readonly string[]): void {
  try {
    const { path: target, kind } = writeTarget(path)
    if (kind === 'file') rmSync(target)
  } catch (cause) {
    throw failure(path, cause, before, 'remove')
  }
}

function failure(
  path: string,
  cause: unknown,
  before: readonly string[] = [],
  action: 'write' | 'remove' = 'write',
): LayoutError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const changed = before.length === 0 ? 'nothing was changed' : `written before it: ${before.join(', ')}`
  return new LayoutError('WRITE_FAILED', `cannot ${action} this file: ${reason}.`, {
    file: path,
    hint: `Check that its folder exists, is a folder, may be written to and has room; ${changed}.`,
    cause,
  })
}

/** Making a folder is what only one of two can do. */
function withLock(lock: string, run: () => void): void {
  const isMine = take(lock)
  try {
    run()
  } finally {
    if (isMine) release(lock)
  }
}

function take(lock: string): boolean {
  for (;;) {
    try {
      mkdirSync(lock)
      return true
    } catch (error) {
      // Without a lock the files can still be written.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
    if (ageOf(lock) > STALE_MS) release(lock)
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  }
}

function ageOf(lock: string): number {
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}

function release(lock: string): void {
  try {
    rmdirSync(lock)
  } catch {
    // Somebody else found it too old.
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Where its folder is a file there is nothing to remove, and the first error is the one to tell.
  }
}
