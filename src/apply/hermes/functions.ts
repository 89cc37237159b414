import { decodedMappings } from '@jridgewell/trace-mapping'

import { LayoutError } from '../../errors.ts'
import { type ChainedMap, type GeneratedFunction, parseMap, readMap, type TextPlace } from '../match/index.ts'
import type { HermesFile } from './file.ts'

/** Every place of a function up to so many, then ever fewer: a bundle's own function has hundreds of thousands. */
const INNER_PLACES = 16

/**
 * The functions of a bytecode file as places of the map that `hermesc -output-source-map` writes. That map has one line;
 * its columns are addresses as if all instructions stood in a row by function id, jump tables left out, so it fits the
 * file before and after a rewrite. A function's first segment is where the function begins in the source.
 *
 * @param map the compiler's map, before any other
 * @throws LayoutError `HERMES_MAP` when the map is of another file, `MAP_INVALID` when it is none
 */
export function hermesFunctions(file: HermesFile, { map, path }: ChainedMap): GeneratedFunction[] {
  const parsed = parseMap(map, path)
  const segments = decodedMappings(readMap(parsed, path))[0] ?? []
  checkBelongs(file, parsed, segments.at(-1)?.[0] ?? 0, path)
  const counted = new Set<number>()
  let address = 0
  let next = 0
  return file.functions.map((entry) => {
    // Without a segment of its own, a look-up would find the last one of the function before.
    const start = segments[next]?.[0] === address ? { line: 1, column: address } : undefined
    const end = address + entry.size
    const inner: TextPlace[] = []
    let seen = 0
    let wanted = 0
    while (next < segments.length && segments[next]![0] < end) {
      const column = segments[next]![0]
      if (column > address) {
        if (seen === wanted) {
          inner.push({ line: 1, column })
          wanted = seen + 1 + Math.floor(seen / INNER_PLACES)
        }
        seen += 1
      }
      next += 1
    }
    address = end
    // A body that several functions share counts once.
    const bytes = entry.size === 0 || counted.has(entry.body) ? 0 : file.bodies[entry.body]!.size
    if (entry.size > 0) counted.add(entry.body)
    return { bytes, start, inner }
  })
}

/** The compiler writes into its map where each function begins, which two builds hardly share. */
function checkBelongs(file: HermesFile, map: object, last: number, path: string | undefined): void {
  const hint = 'Give the map that `hermesc -output-source-map` wrote together with this file.'
  const size = file.functions.reduce((sum, entry) => sum + entry.size, 0)
  if (last >= size) {
    throw new LayoutError('HERMES_MAP', `this map speaks of address ${last}, the bytecode ends at ${size}.`, {
      file: path,
      hint,
    })
  }
  const offsets = functionOffsets(map)
  if (offsets === undefined) return
  let address = 0
  const wrong = file.functions.findIndex((entry, id) => {
    const isWrong = offsets[id] !== address
    address += entry.size
    return isWrong
  })
  if (wrong === -1 && offsets.length === file.functions.length) return
  throw new LayoutError(
    'HERMES_MAP',
    `this map is of another file: it has ${offsets.length} functions, the bytecode ${file.functions.length}` +
      `${wrong === -1 ? '' : `, and function ${wrong} begins elsewhere`}.`,
    { file: path, hint },
  )
}

function functionOffsets(map: object): readonly unknown[] | undefined {
  const extra: unknown = 'x_hermes_function_offsets' in map ? map.x_hermes_function_offsets : undefined
  const list: unknown = typeof extra === 'object' && extra !== null && '0' in extra ? extra[0] : undefined
  return Array.isArray(list) ? (list as unknown[]) : undefined
}
