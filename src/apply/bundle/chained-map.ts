import remapping from '@jridgewell/remapping'
import type { TraceMap } from '@jridgewell/trace-mapping'

import { readMap, type ChainedMap } from '../match/index.ts'

/** One map for a chain, that of the last step first; undefined for none. */
export function remapped(maps: readonly ChainedMap[]): TraceMap | undefined {
  const [first] = maps
  if (first === undefined) return undefined
  if (maps.length === 1) return readMap(first.map, first.path)
  const joined = remapping(maps.map(({ map, path }) => readMap(map, path)) as never, () => null, {
    decodedMappings: false,
  })
  return readMap(JSON.parse(joined.toString()) as object, first.path)
}
