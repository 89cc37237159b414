import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, basename } from 'node:path'

import { LayoutError } from '../errors.ts'

/**
 * Writes a file so that a reader sees the old content or the new one, never a part: beside it first, then renamed.
 * Folders on the way are made.
 *
 * @throws LayoutError `WRITE_FAILED` (a full disk, a folder that is a file, no permission); the old file is untouched then.
 */
export function writeFileAtomic(path: string, data: string | Uint8Array): void {
  // A dot and a random tail: two runs that write the same file never share the temporary one.
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, data)
    renameSync(temporary, path)
  } catch (cause) {
    remove(temporary)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LayoutError('WRITE_FAILED', `cannot write this file: ${reason}.`, {
      file: path,
      hint: 'Check that its folder exists, is a folder, may be written to and has room; nothing was changed.',
      cause,
    })
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Where its folder is a file there is nothing to remove, and the first error is the one to tell.
  }
}
