import { realpathSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { LayoutError } from '../errors.ts'

/**
 * Makes sure that no file to write is one that was read, or another one to write: the same path, or the same file by a
 * link, another case or another way to its folder.
 *
 * @param outputs and inputs as absolute paths
 * @throws LayoutError `OVERWRITE` before anything is written
 */
export function refuseOverwrite(outputs: readonly string[], inputs: readonly string[]): void {
  for (const [index, output] of outputs.entries()) {
    const input = inputs.find((path) => isSameFile(path, output))
    if (input !== undefined) {
      throw new LayoutError('OVERWRITE', 'the output is the input, which is never overwritten.', {
        file: output,
        hint: `Give a file that is not ${input}.`,
      })
    }
    const twin = outputs.slice(0, index).find((path) => isSameFile(path, output))
    if (twin !== undefined) {
      throw new LayoutError('OVERWRITE', 'two of the files to write are the same.', {
        file: output,
        hint: 'Give each a name of its own.',
      })
    }
  }
}

function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map(statOf)
  if (one !== undefined && other !== undefined) return one.dev === other.dev && one.ino === other.ino
  return realPath(a) === realPath(b)
}

/** Undefined where nothing is; also below a file, which writing will tell. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Of a file that need not exist, in a folder that may be a link. */
function realPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path))
  } catch {
    return resolve(path)
  }
}
