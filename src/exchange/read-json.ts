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
    throw new LayoutError('READ_FAILED', `cannot read this file: ${message(cause)}.`, {
      file: path,
      hint: 'Check its name, and that it may be read.',
      cause,
    })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LayoutError('JSON_INVALID', `not valid JSON: ${message(cause)}.`, {
      file: path,
      hint: isCut(text, cause)
        ? 'It ends in the middle: the process that wrote it was stopped. Record again.'
        : undefined,
      cause,
    })
  }
}

/** Whether a text that is no JSON is the beginning of one: the parser went to its end and wanted more. */
function isCut(text: string, cause: unknown): boolean {
  const end = text.trimEnd()
  if (!end.endsWith('}') && !end.endsWith(']')) return true
  const position = / at position (\d+)/.exec(message(cause))?.[1]
  return position !== undefined && Number(position) >= end.length
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
