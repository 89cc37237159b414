import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, basename } from 'node:path'

import { LayoutError } from '../errors.ts'

/** Renaming takes less than a millisecond: whoever holds the lock for longer has died. */
const STALE_MS = 2000
const PAUSE_MS = 5

/**
 * Writes a file so that a reader sees the old content or the new one, never a part: beside it first, then renamed.
 * Folders on the way are made.
 *
 * @throws LayoutError `WRITE_FAILED` (a full disk, a folder that is a file, no permission); the old file is untouched then.
 */
export function writeFileAtomic(path: string, data: string | Uint8Array): void {
  const temporary = writeBeside(path, data)
  rename(temporary, path)
}

/**
 * Writes files that belong together, each as {@link writeFileAtomic} does: of two writers at once, the files of the
 * same one remain.
 *
 * @returns the paths that were written
 * @throws LayoutError `WRITE_FAILED`
 */
export function writeFilesTogether(
  folder: string,
  files: readonly (readonly [name: string, data: string | Uint8Array])[],
): string[] {
  const written: { temporary: string; path: string }[] = []
  try {
    for (const [name, data] of files) {
      const path = join(folder, name)
      written.push({ temporary: writeBeside(path, data), path })
    }
    withLock(join(folder, '.writing'), () => {
      for (const { temporary, path } of written) rename(temporary, path)
    })
  } catch (error) {
    for (const { temporary } of written) remove(temporary)
    throw error
  }
  return written.map(({ path }) => path)
}

function writeBeside(path: string, data: string | Uint8Array): string {
  // A dot and a random tail: two runs that write the same file never share the temporary one.
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, data)
  } catch (cause) {
    throw failure(temporary, path, cause)
  }
  return temporary
}

function rename(temporary: string, path: string): void {
  try {
    renameSync(temporary, path)
  } catch (cause) {
    throw failure(temporary, path, cause)
  }
}

function failure(temporary: string, path: string, cause: unknown): LayoutError {
  remove(temporary)
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LayoutError('WRITE_FAILED', `cannot write this file: ${reason}.`, {
    file: path,
    hint: 'Check that its folder exists, is a folder, may be written to and has room; nothing was changed.',
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
