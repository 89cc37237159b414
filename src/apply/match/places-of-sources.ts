import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

import { splitFunctionName } from '../../model/index.ts'
import { type ChainedMap, MapChain } from './map-chain.ts'
import { ModuleNames } from './module-names.ts'
import type { RecordedPlace } from './place.ts'
import { type ParseSource, sourcePlaces } from './source-places.ts'

/**
 * All functions of those sources of a build that a layout names, from the text that the maps carry or that is on disk.
 *
 * @param names function names of the layout
 * @param file path of the built file: without maps, it is a source itself
 * @returns the functions, and the modules whose text was missing or could not be parsed
 */
export function placesOfSources(
  maps: readonly ChainedMap[],
  names: Iterable<string>,
  root: string,
  file?: string,
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
  const sources = maps.length === 0 && file !== undefined ? [file] : chain.sources
  for (const source of sources) {
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
