import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

import {
  type ChainedMap,
  MapChain,
  ModuleNames,
  type ParseSource,
  readMap,
  type RecordedPlace,
  sourcePlaces,
} from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import { splitFunctionName } from '../../model/index.ts'

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

/**
 * All functions of those sources of a build that a layout names, from the text that the maps carry or that is on disk.
 *
 * @param names function names of the layout
 * @returns the functions, and the modules whose text was missing or could not be parsed
 */
export function placesOfSources(
  maps: readonly ChainedMap[],
  names: Iterable<string>,
  root: string,
): { places: RecordedPlace[]; unread: string[] } {
  const modules = new Set<string>()
  for (const name of names) modules.add(splitFunctionName(name).module)
  modules.delete('')
  const finder = new ModuleNames(modules, root)
  const chain = new MapChain(maps)
  const parse = findParser()
  const places: RecordedPlace[] = []
  const unread: string[] = []
  const seen = new Set<string>()
  for (const source of chain.sources) {
    const module = finder.find(source)
    if (module === undefined || seen.has(module)) continue
    seen.add(module)
    const text = chain.contentOf(source) ?? textOnDisk(source, root, module)
    const found = text === undefined ? undefined : sourcePlaces(module, text, parse)
    if (found === undefined) unread.push(module)
    else for (const place of found) places.push(place)
  }
  return { places, unread }
}

function textOnDisk(source: string, root: string, module: string): string | undefined {
  const path = [source, resolve(root, module)].find((candidate) => existsSync(candidate))
  return path === undefined ? undefined : readFileSync(path, 'utf8')
}

/** Vite comes with Vitest; it is asked for only here, so that the command line starts without it. */
function findParser(): ParseSource {
  const fromVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'))
  return (fromVitest('vite') as { parseAst: ParseSource }).parseAst
}

/** The folder that a layout's modules are relative to: where the layout stands, unless said otherwise. */
export function rootOf(cwd: string, root: string | undefined, layout: string): string {
  return root === undefined ? dirname(resolve(cwd, layout)) : resolve(cwd, root)
}
