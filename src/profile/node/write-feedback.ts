import { writeFileAtomic } from '../../files/index.ts'
import { sayOnce } from './say-once.ts'

/**
 * Writes a feedback file. Where that fails it says so on standard error, once, for a file that cannot be written cannot
 * be at the next interval either, and the program goes on.
 */
export function writeFeedbackFile(file: string, text: string): void {
  try {
    writeFileAtomic(file, text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    sayOnce(`${message} VITEST_LAYOUT_FEEDBACK names the file.`)
  }
}
