import { writeSync } from 'node:fs'

import { writeFileAtomic } from '../../files/index.ts'

const STDERR = 2

/** What was said already: a file that cannot be written cannot be at the next interval either. */
let said = ''

/**
 * Writes a feedback file. Where that fails it says so on standard error, once, and the program goes on. Not by
 * `process.emitWarning`: that speaks in a later turn of the loop, and the last write has none.
 */
export function writeFeedbackFile(file: string, text: string): void {
  try {
    writeFileAtomic(file, text)
  } catch (error) {
    const message = `vitest-layout/profile: ${error instanceof Error ? error.message : String(error)}`
    if (message === said) return
    said = message
    try {
      writeSync(STDERR, `${message} VITEST_LAYOUT_FEEDBACK names the file.\n`)
    } catch {
      // Nobody listens.
    }
  }
}
