import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { LayoutError } from '../../errors.ts'
import type { CoverageScript } from './executed.ts'

/**
 * The coverage of one built file from what `NODE_V8_COVERAGE` wrote, once for each process that loaded it.
 *
 * @param paths files, or folders of them
 * @param file absolute path of the built file
 * @throws LayoutError `COVERAGE_UNREADABLE`, or `COVERAGE_EMPTY` when no process loaded the file
 */
export function readCoverage(paths: readonly string[], file: string): CoverageScript[] {
  const url = pathToFileURL(file).href
  const found: CoverageScript[] = []
  const files = paths.flatMap(filesOf)
  for (const path of files) {
    for (const script of parse(path)) if (script.url === url || script.url === file) found.push(script)
  }
  if (found.length > 0) return found
  throw new LayoutError('COVERAGE_EMPTY', `none of the ${files.length} coverage files speaks of it.`, {
    file,
    hint: 'Run this very file with NODE_V8_COVERAGE=FOLDER, then apply with --coverage FOLDER.',
  })
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path]
    const entries = readdirSync(path).filter((name) => name.endsWith('.json'))
    return entries.sort().map((name) => join(path, name))
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function parse(path: string): CoverageScript[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw unreadable(path, cause)
  }
  const result = typeof parsed === 'object' && parsed !== null && 'result' in parsed ? parsed.result : undefined
  if (Array.isArray(result) && result.every(isScript)) return result
  throw unreadable(path, new Error('it is no V8 coverage: expected {"result": [{"url", "functions"}]}'))
}

function isScript(value: unknown): value is CoverageScript {
  if (typeof value !== 'object' || value === null) return false
  const { url, functions } = value as Partial<CoverageScript>
  return typeof url === 'string' && Array.isArray(functions) && functions.every((fn) => Array.isArray(fn?.ranges))
}

function unreadable(path: string, cause: unknown): LayoutError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LayoutError('COVERAGE_UNREADABLE', `cannot read this coverage: ${reason}.`, { file: path, cause })
}
