import { cwd } from 'node:process'

import { type ChainedMap, MapChain } from './map-chain.ts'
import { ModuleNames } from './module-names.ts'
import { compare, type FoundPlace, ModuleTable } from './module-table.ts'
import type { GeneratedFunction, OriginalPlace, RecordedPlace } from './place.ts'

/** Why a function of the built file has no recorded one. */
export type UnmatchedReason =
  /** No map knows where it comes from: helpers of the compiler or bundler. */
  | 'no-source'
  /** It comes from a module of which nothing was recorded: libraries, files that no test loads. */
  | 'module-not-recorded'
  /** It comes from a recorded module, and no recorded function stands there: another version of the source. */
  | 'no-function-there'

export interface MatchedPair {
  /** Index into the generated functions. */
  readonly generated: number
  /** Index into the recorded ones; several generated functions may come from one. */
  readonly recorded: number
  readonly how: FoundPlace['how']
}

export interface UnmatchedFunction {
  readonly generated: number
  readonly reason: UnmatchedReason
  /** The source it comes from, where a map says. */
  readonly source: string | undefined
}

export interface FunctionMatch {
  readonly pairs: readonly MatchedPair[]
  readonly unmatched: readonly UnmatchedFunction[]
  /** Bytes of the built file's functions, nested ones counted once, with theirs. */
  readonly bytes: {
    readonly total: number
    readonly matched: number
    readonly unmatched: Readonly<Record<UnmatchedReason, number>>
  }
}

export interface MatchOptions {
  /** Folder that the recorded modules are relative to. Default: the working directory. */
  readonly root?: string | undefined
  /** Path of the built file; without maps, it is the recorded module itself. */
  readonly file?: string | undefined
}

/**
 * Finds the recorded function that each function of a built file was made from, by place.
 *
 * Minifiers keep places and not names; inlined and dropped functions are simply not asked for; functions that a
 * compiler made out of one (a generator's body, an async wrapper) all lead to it. A start that a map knows only roughly
 * is settled by the places inside the function.
 *
 * @param maps the last step's map first; none when the built file is itself what was recorded
 * @throws LayoutError `MAP_INVALID`
 */
export function matchFunctions(
  generated: readonly GeneratedFunction[],
  maps: readonly ChainedMap[],
  recorded: readonly RecordedPlace[],
  options: MatchOptions = {},
): FunctionMatch {
  const chain = new MapChain(maps, options.file)
  const indexes = new Map<string, number[]>()
  recorded.forEach(({ module }, index) => {
    const list = indexes.get(module)
    if (list === undefined) indexes.set(module, [index])
    else list.push(index)
  })
  const names = new ModuleNames(indexes.keys(), options.root ?? cwd())
  const tables = new Map<string, ModuleTable>()
  const tableOf = (source: string): ModuleTable | undefined => {
    const module = names.find(source)
    if (module === undefined) return undefined
    let table = tables.get(module)
    if (table === undefined) tables.set(module, (table = new ModuleTable(recorded, indexes.get(module) ?? [])))
    return table
  }

  const pairs: MatchedPair[] = []
  const unmatched: UnmatchedFunction[] = []
  const lost: Record<UnmatchedReason, number> = { 'no-source': 0, 'module-not-recorded': 0, 'no-function-there': 0 }
  let matched = 0
  let total = 0
  generated.forEach((fn, index) => {
    total += fn.bytes
    const start = fn.start === undefined ? undefined : chain.trace(fn.start)
    const inner = innerPlaces(chain, fn, start)
    const source = start?.source ?? inner[0]?.source
    const table = source === undefined ? undefined : tableOf(source)
    const found = table?.find(start, inner)
    if (found === undefined) {
      const reason: UnmatchedReason =
        source === undefined ? 'no-source' : table === undefined ? 'module-not-recorded' : 'no-function-there'
      unmatched.push({ generated: index, reason, source })
      lost[reason] += fn.bytes
    } else {
      pairs.push({ generated: index, recorded: found.recorded, how: found.how })
      matched += fn.bytes
    }
  })
  return { pairs, unmatched, bytes: { total, matched, unmatched: lost } }
}

/** The places inside the function that lead to the source it starts in, behind its start. */
function innerPlaces(chain: MapChain, fn: GeneratedFunction, start: OriginalPlace | undefined): OriginalPlace[] {
  const places: OriginalPlace[] = []
  for (const inner of fn.inner) {
    const place = chain.trace(inner)
    if (place === undefined) continue
    const first = start ?? places[0]
    if (first !== undefined && place.source !== first.source) continue
    if (start === undefined || compare(place, start) > 0) places.push(place)
  }
  return places
}
