import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { type ChainedMap, placesOfSources, readMap } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'

/**
 * The maps of a built file: its own, and those that stand beside the sources it names, as long as there is one source.
 *
 * @param first path of the built file's map
 * @param more paths of the maps further up; undefined to look for them
 * @throws LayoutError `READ_FAILED`, `MAP_INVALID`
 */
export function readMaps(first: string, more: readonly string[] | undefined, cwd: string): ChainedMap[] {
  const maps = [first, ...(more ?? [])].map(readMapFile)
  if (more !== undefined) return maps
  for (;;) {
    const { map, path } = maps.at(-1)!
    const { sources, resolvedSources } = readMap(map, path)
    const [source] = sources
    if (sources.length !== 1 || typeof source !== 'string' || path === undefined) return maps
    // hermesc names the bundle as it was called, relative to its working directory.
    const next = [resolvedSources[0]!, resolve(cwd, source), join(dirname(path), basename(source))]
      .map((candidate) => `${candidate}.map`)
      .find((candidate) => existsSync(candidate))
    if (next === undefined || maps.some((known) => known.path === next)) return maps
    maps.push(readMapFile(next))
  }
}

function readMapFile(path: string): ChainedMap {
  try {
    return { map: readFileSync(path, 'utf8'), path }
  } catch (cause) {
    throw new LayoutError('READ_FAILED', `cannot read this source map: ${String(cause)}.`, {
      file: path,
      hint: 'Compile with `hermesc -output-source-map`, or name the map with --map.',
      cause,
    })
  }
}

export { placesOfSources }

/** The folder that a layout's modules are relative to: where the layout stands, unless said otherwise. */
export function rootOf(cwd: string, root: string | undefined, layout: string): string {
  return root === undefined ? dirname(resolve(cwd, layout)) : resolve(cwd, root)
}
