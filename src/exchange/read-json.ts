import { readFileSync } from 'node:fs'

import { LayoutError } from '../errors.ts'

/**
 * Reads a JSON file.
 *
 * @throws LayoutError `READ_FAILED`, or `JSON_INVALID` for a truncated file or one of another kind.
 */
export function readJsonFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new LayoutError('READ_FAILED', `cannot read this file: ${message(cause)}.`, { file: path, cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const end = text.trimEnd()
    const isCut = !end.endsWith('}') && !end.endsWith(']')
    throw new LayoutError('JSON_INVALID', `not valid JSON: ${message(cause)}.`, {
      file: path,
      hint: isCut ? 'It ends in the middle: the process that wrote it was stopped. Record again.' : undefined,
      cause,
    })
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
