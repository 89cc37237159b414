import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping'

/** UTF-8 bytes of a built file that come from each source of its map, by the source's resolved name. */
export function bytesBySource(code: string, map: TraceMap): Map<string, number> {
  const found = new Map<string, number>()
  const lines = code.split('\n')
  for (const [index, row] of decodedMappings(map).entries()) {
    const text = lines[index]
    if (text === undefined) break
    for (const [at, segment] of row.entries()) {
      if (segment.length === 1) continue
      const name = map.resolvedSources[segment[1]]
      const end = row[at + 1]?.[0] ?? text.length
      if (typeof name !== 'string' || end <= segment[0]) continue
      found.set(name, (found.get(name) ?? 0) + Buffer.byteLength(text.slice(segment[0], end)))
    }
  }
  return found
}
