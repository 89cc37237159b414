import { writeSync } from 'node:fs'

const STDERR = 2

/** What was said already. */
const said = new Set<string>()

/**
 * Says something on the program's standard error, each text once. Not by `process.emitWarning`: that speaks in a later
 * turn of the loop, and at the end of the process there is none.
 */
export function sayOnce(text: string): void {
  if (said.has(text)) return
  said.add(text)
  try {
    writeSync(STDERR, `vitest-layout/profile: ${text}\n`)
  } catch {
    // Nobody listens.
  }
}
