import { cwd } from 'node:process'

import { type ChainedMap, MapChain } from './map-chain.ts'
import { ModuleNames } from './module-names.ts'
import type { GeneratedFunction, OriginalPlace, RecordedPlace, TextPlace } from './place.ts'

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
  /** `exact`: it begins where the recorded one does; `near`: the recorded one begins between its start and its body. */
  readonly how: 'exact' | 'near'
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
}

/** How far a modifier can push a method's name from its start: `protected static override async *`. */
const MODIFIERS_LENGTH = 40

/**
 * Finds the recorded function that each function of a built file was made from, by place.
 *
 * Minifiers keep places and not names; inlined and dropped functions are simply not asked for; functions that a
 * compiler made out of one (a generator's body, an async wrapper) all lead to it. A start that a map knows only roughly
 * is settled by the places inside the function.
 *
 * @param maps the last step's map first
 * @throws LayoutError `MAP_INVALID`
 */
export function matchFunctions(
  generated: readonly GeneratedFunction[],
  maps: readonly ChainedMap[],
  recorded: readonly RecordedPlace[],
  options: MatchOptions = {},
): FunctionMatch {
  const chain = new MapChain(maps)
  const modules = new Map<string, number[]>()
  recorded.forEach(({ module }, index) => {
    const list = modules.get(module)
    if (list === undefined) modules.set(module, [index])
    else list.push(index)
  })
  for (const list of modules.values()) list.sort((a, b) => compare(recorded[a]!, recorded[b]!) || a - b)
  const names = new ModuleNames(modules.keys(), options.root ?? cwd())

  const pairs: MatchedPair[] = []
  const unmatched: UnmatchedFunction[] = []
  const lost: Record<UnmatchedReason, number> = { 'no-source': 0, 'module-not-recorded': 0, 'no-function-there': 0 }
  let matched = 0
  let total = 0
  generated.forEach((fn, index) => {
    total += fn.bytes
    const start = chain.trace(fn.start)
    const inner = innerPlace(chain, fn, start)
    const place = start ?? inner
    const module = place === undefined ? undefined : names.find(place.source)
    const list = module === undefined ? undefined : modules.get(module)
    const found = list === undefined ? undefined : findFunction(recorded, list, start, inner)
    if (found === undefined) {
      const reason: UnmatchedReason =
        place === undefined ? 'no-source' : list === undefined ? 'module-not-recorded' : 'no-function-there'
      unmatched.push({ generated: index, reason, source: place?.source })
      lost[reason] += fn.bytes
    } else {
      pairs.push({ generated: index, ...found })
      matched += fn.bytes
    }
  })
  return { pairs, unmatched, bytes: { total, matched, unmatched: lost } }
}

/** The first place inside the function that leads to the source it starts in, behind the start. */
function innerPlace(chain: MapChain, fn: GeneratedFunction, start: OriginalPlace | undefined): OriginalPlace | undefined {
  for (const inner of fn.inner) {
    const place = chain.trace(inner)
    if (place === undefined) continue
    if (start === undefined || (place.source === start.source && compare(place, start) > 0)) return place
  }
  return undefined
}

function findFunction(
  recorded: readonly RecordedPlace[],
  list: readonly number[],
  start: OriginalPlace | undefined,
  inner: OriginalPlace | undefined,
): { recorded: number; how: MatchedPair['how'] } | undefined {
  if (start !== undefined) {
    const at = lastBefore(recorded, list, start, true)
    const found = at === undefined ? undefined : recorded[at]!
    // Module code begins where its first function may: the function is meant, it is the later of the two.
    if (found !== undefined && toColumn(found) === start.column && found.line === start.line) {
      return { recorded: at!, how: 'exact' }
    }
    // The place is a method's name and its modifiers stand before it.
    if (inner === undefined && found !== undefined && isJustBefore(found, start)) return { recorded: at!, how: 'near' }
  }
  if (inner === undefined) return undefined
  const at = lastBefore(recorded, list, inner, false)
  if (at === undefined) return undefined
  const found = recorded[at]!
  const isBetween = start === undefined || compare(start, textOf(found)) <= 0 || isJustBefore(found, start)
  return isBetween && !found.name.endsWith(':<module>') ? { recorded: at, how: 'near' } : undefined
}

function isJustBefore(found: RecordedPlace, start: TextPlace): boolean {
  const distance = start.column - toColumn(found)
  return found.line === start.line && distance >= 0 && distance <= MODIFIERS_LENGTH && !found.name.endsWith(':<module>')
}

/** The last function of the list that starts before the place, or at it where `orAt` says so. */
function lastBefore(
  recorded: readonly RecordedPlace[],
  list: readonly number[],
  place: TextPlace,
  orAt: boolean,
): number | undefined {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compare(textOf(recorded[list[middle]!]!), place)
    if (order < 0 || (orAt && order === 0)) low = middle + 1
    else high = middle
  }
  return list[low - 1]
}

function toColumn({ column }: RecordedPlace): number {
  return column - 1
}

function textOf(place: RecordedPlace): TextPlace {
  return { line: place.line, column: toColumn(place) }
}

function compare(a: TextPlace, b: TextPlace): number {
  return a.line - b.line || a.column - b.column
}


