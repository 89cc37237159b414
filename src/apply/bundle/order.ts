import { lowerBound } from '../../search.ts'
import type { EncodedSourceMap, TraceMap } from '@jridgewell/trace-mapping'

import { exactMap } from './exact-map.ts'
import { findFunctions, type BundleFunction, type FunctionTable } from './functions.ts'
import { parseBundle, type BundleKind, type ParsedBundle } from './parse.ts'
import { moduleObjects } from './module-objects.ts'
import type { FunctionRanks } from './rank-by-layout.ts'
import { registrationRuns } from './registrations.ts'
import { directiveCount, nodes, type SyntaxNode } from './syntax.ts'
import { piecesText, TextEdits, type MovedPart, type Piece } from './text-edits.ts'
import { verifyMoves } from './verify-moves.ts'

export interface OrderOptions {
  readonly kind?: BundleKind | undefined
  readonly file?: string | undefined
  readonly inputMap?: TraceMap | undefined
}

export interface OrderResult {
  readonly code: string
  readonly map: EncodedSourceMap
  readonly pieces: readonly Piece[]
  /** Declarations that were put first in their list. */
  readonly moved: number
  /** Modules, of Metro or webpack, that changed places. */
  readonly registrations: number
}

/**
 * Puts function declarations of a built file first in the list of statements they stand in, by a given order, and
 * modules (Metro's `__d`, entries of webpack's tables) in the order of what is in them. Engines that lay code out as it is written
 * (Hermes) then have what runs together on the same pages; to V8 order is worth nothing.
 *
 * Only what cannot be seen is moved: hoisted declarations with a name of their own in their list; registrations in an
 * unbroken run, each with an id of its own; entries of tables whose keys nothing lists. Functions whose text is looked at
 * stay as they are, with all that is in them.
 *
 * @param rank the place of a function in the order, or undefined for those that stay
 * @throws LayoutError `BUNDLE_SYNTAX`, `MAP_FOREIGN`, or `APPLY_UNPROVEN` when the proof fails
 */
export function orderDeclarations(code: string, rank: FunctionRanks, options: OrderOptions = {}): OrderResult {
  const bundle = parseBundle(code, options)
  const table = findFunctions(bundle)
  const ranks = rank(table.functions, bundle)
  const edits = new TextEdits(code.length)
  const moved = moveDeclarations(table, ranks, bundle, edits)
  const registrations =
    moveRegistrations(table.functions, ranks, bundle, edits) + moveEntries(table, ranks, bundle, edits)
  const pieces = edits.pieces()
  const text = piecesText(code, pieces)
  verifyMoves(bundle, text)
  const { file, inputMap } = options
  return {
    code: text,
    map: exactMap(code, pieces, { inputMap, source: file ?? 'bundle.js', file }),
    pieces,
    moved,
    registrations,
  }
}

function moveDeclarations(
  table: FunctionTable,
  ranks: ReadonlyMap<number, number>,
  { kind }: ParsedBundle,
  edits: TextEdits,
): number {
  const { functions } = table
  const byList = new Map<readonly SyntaxNode[], BundleFunction[]>()
  for (const fn of functions) {
    const { scope } = fn
    if (!ranks.has(fn.index) || scope?.list === undefined || !fn.inList || fn.blocked !== undefined) continue
    const isGlobal = scope.kind === 'program' && kind === 'script'
    const isSloppyBlock = scope.kind === 'block' && !scope.strict
    if (isGlobal || isSloppyBlock || fn.name === '' || scope.names.get(fn.name)?.functions !== 1) continue
    const around = functions[fn.parent]
    if (around !== undefined && table.textIsObserved(around)) continue
    const group = byList.get(scope.list)
    if (group === undefined) byList.set(scope.list, [fn])
    else group.push(fn)
  }
  let moved = 0
  for (const [list, group] of byList) {
    const head = list[directiveCount(list)]!
    group.sort((a, b) => ranks.get(a.index)! - ranks.get(b.index)! || a.index - b.index)
    // What stands at the head in this order already stays, and with it the text.
    if (group.every(({ statement }, index) => list[directiveCount(list) + index] === statement)) continue
    edits.arrive(
      head.start,
      group.flatMap(({ statement }) => [...whole(statement), '\n']),
    )
    for (const { statement } of group) edits.replace(statement.start, statement.end, ';')
    moved += group.length
  }
  return moved
}

/** A statement with the edits inside it; its first character goes as it is, since the removal stands there. */
function whole({ start, end }: SyntaxNode): MovedPart[] {
  return [
    { from: start, to: start + 1, raw: true },
    { from: start + 1, to: end },
  ]
}

function moveRegistrations(
  functions: readonly BundleFunction[],
  ranks: ReadonlyMap<number, number>,
  { program, code }: ParsedBundle,
  edits: TextEdits,
): number {
  let moved = 0
  for (const run of registrationRuns(program as unknown as SyntaxNode)) {
    const order = orderOf(run, functions, ranks)
    if (order.every((from, to) => from === to)) continue
    edits.arrive(
      run[0]!.start,
      order.flatMap((index) => {
        const statement = run[index]!
        return [...whole(statement), code[statement.end - 1] === ';' ? '\n' : ';\n']
      }),
    )
    for (const { start, end } of run) edits.replace(start, end, '')
    moved += order.filter((from, to) => from !== to).length
  }
  return moved
}

/** Entries of webpack's tables; each goes into the place of another, so that commas and comments between them stay. */
function moveEntries(
  table: FunctionTable,
  ranks: ReadonlyMap<number, number>,
  { program }: ParsedBundle,
  edits: TextEdits,
): number {
  const { functions } = table
  let moved = 0
  for (const object of moduleObjects(program as unknown as SyntaxNode)) {
    const entries = nodes(object['properties'])
    const inner = functions[firstFrom(functions, entries[0]!.start)]
    const around = inner === undefined ? undefined : functions[inner.parent]
    if (around !== undefined && table.textIsObserved(around)) continue
    for (const [to, from] of orderOf(entries, functions, ranks).entries()) {
      if (from === to) continue
      edits.arrive(entries[to]!.start, whole(entries[from]!))
      edits.replace(entries[to]!.start, entries[to]!.end, '')
      moved++
    }
  }
  return moved
}

/** Stretches by the earliest function in them; those without one keep their order behind the others. */
function orderOf(
  stretches: readonly SyntaxNode[],
  functions: readonly BundleFunction[],
  ranks: ReadonlyMap<number, number>,
): number[] {
  const first = stretches.map((stretch) => bestRank(stretch, functions, ranks))
  return stretches.map((_, index) => index).sort((a, b) => first[a]! - first[b]! || a - b)
}

/** The earliest place of a function in a stretch; a number past all for none, so that differences stay numbers. */
function bestRank(
  { start, end }: SyntaxNode,
  functions: readonly BundleFunction[],
  ranks: ReadonlyMap<number, number>,
): number {
  let at = firstFrom(functions, start)
  let best = Number.MAX_SAFE_INTEGER
  for (; at < functions.length && functions[at]!.start < end; at++) best = Math.min(best, ranks.get(at) ?? best)
  return best
}

/** Index of the first function that begins at an offset or behind it. */
function firstFrom(functions: readonly BundleFunction[], start: number): number {
  return lowerBound(functions.length, (index) => functions[index]!.start < start)
}
