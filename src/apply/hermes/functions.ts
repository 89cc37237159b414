import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping'

import { LayoutError } from '../../errors.ts'
import type { GeneratedFunction, TextPlace } from '../match/index.ts'
import type { HermesFile } from './file.ts'

/** As many places inside a function as the matcher looks at. */
const INNER_PLACES = 8

/**
 * The functions of a bytecode file as places of the map that `hermesc -output-source-map` writes. That map has one line;
 * its columns are addresses as if all instructions stood in a row by function id, jump tables left out, so it fits the
 * file before and after a rewrite. A function's first segment is where the function begins in the source.
 *
 * @param map the compiler's map, before any other
 * @throws LayoutError `HERMES_MAP` when the map is of another file
 */
export function hermesFunctions(file: HermesFile, map: TraceMap, path?: string): GeneratedFunction[] {
  const segments = decodedMappings(map)[0] ?? []
  const size = file.functions.reduce((sum, entry) => sum + entry.size, 0)
  const last = segments.at(-1)?.[0] ?? 0
  if (last >= size) {
    throw new LayoutError('HERMES_MAP', `this map speaks of address ${last}, the bytecode ends at ${size}.`, {
      file: path,
      hint: 'Give the map that `hermesc -output-source-map` wrote together with this file.',
    })
  }
  let address = 0
  let next = 0
  return file.functions.map((entry) => {
    const start: TextPlace = { line: 1, column: address }
    const end = address + entry.size
    const inner: TextPlace[] = []
    while (next < segments.length && segments[next]![0] < end) {
      const column = segments[next]![0]
      if (column > address && inner.length < INNER_PLACES) inner.push({ line: 1, column })
      next += 1
    }
    address = end
    return { bytes: file.bodies[entry.body]!.size, start, inner }
  })
}
