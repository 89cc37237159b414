import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import type { ChainedMap } from '../../apply/match/index.ts'
import { readMaps } from './built-sources.ts'

export const MAP_COMMENT: RegExp = /\n?\/\/[#@] sourceMappingURL=([^\s'"]*)[ \t]*(?=\s*$)/

/** The map of a bundle as it was named, or as the file names it, or beside it; and the maps further up. */
export function mapsOfBundle(
  input: string,
  code: string,
  named: string | undefined,
  more: readonly string[] | undefined,
  cwd: string,
): ChainedMap[] {
  const path = resolve(cwd, input)
  const upper = more?.map((name) => resolve(cwd, name))
  if (named !== undefined) return readMaps(resolve(cwd, named), upper, cwd)
  const url = MAP_COMMENT.exec(code)?.[1]
  if (url?.startsWith('data:') === true) {
    const data = url.slice(url.indexOf(',') + 1)
    const map = url.includes(';base64,') ? Buffer.from(data, 'base64').toString('utf8') : decoded(data)
    return [{ map, path }]
  }
  const beside = [url === undefined ? undefined : resolve(dirname(path), decoded(url)), `${path}.map`]
  const found = beside.find((candidate) => candidate !== undefined && existsSync(candidate))
  return found === undefined ? [] : readMaps(found, upper, cwd)
}

/** Some tools write names as they are: then a `%` is a letter. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
