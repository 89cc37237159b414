import { statSync } from 'node:fs'

/** Whether there is a file; also false below one, and where nobody may look. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return false
  }
}
