import type { EncodedSourceMap, TraceMap } from '@jridgewell/trace-mapping'

import { exactMap } from './exact-map.ts'
import { findFunctions, type BundleFunction } from './functions.ts'
import { parseBundle, type BundleKind, type ParsedBundle } from './parse.ts'
import { directiveCount, nodes, type SyntaxNode } from './syntax.ts'
import { registrationRuns } from './registrations.ts'
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
  /** Declarations that were put first in their list, and module registrations that changed places. */
  readonly moved: number
  readonly registrations: number
}

/**
 * Puts function declarations of a built file first in the list of statements they stand in, by a given order, and
 * registrations of modules (Metro's `__d`) in the order of what is in them. Engines that lay code out as it is written
 * (Hermes) then have what runs together on the same pages; to V8 order is worth nothing.
 *
 * Only what cannot be seen is moved: hoisted declarations with a name of their own in their list; registrations in an
 * unbroken run, each with an id of its own.
 *
 * @param rank the place of a function in the order, or undefined for those that stay
 * @throws LayoutError `BUNDLE_SYNTAX`, `MAP_FOREIGN`, or `APPLY_UNPROVEN` when the proof fails
 */
export function orderDeclarations(
  code: string,
  rank: (functions: readonly BundleFunction[], bundle: ParsedBundle) => ReadonlyMap<number, number>,
  options: OrderOptions = {},
): OrderResult {
  const bundle = parseBundle(code, options)
  const { functions } = findFunctions(bundle)
  const ranks = rank(functions, bundle)
  const edits = new TextEdits(code.length)
  const moved = moveDeclarations(functions, ranks, bundle, edits)
  const registrations = moveRegistrations(functions, ranks, bundle, edits)
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
  functions: readonly BundleFunction[],
  ranks: ReadonlyMap<number, number>,
  { kind }: ParsedBundle,
  edits: TextEdits,
): number {
  const byList = new Map<readonly SyntaxNode[], BundleFunction[]>()
  for (const fn of functions) {
    const { scope } = fn
    if (!ranks.has(fn.index) || scope?.list === undefined || !fn.inList || fn.blocked !== undefined) continue
    const isGlobal = scope.kind === 'program' && kind === 'script'
    const isSloppyBlock = scope.kind === 'block' && !scope.strict
    if (isGlobal || isSloppyBlock || fn.name === '' || scope.names.get(fn.name)?.functions !== 1) continue
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
  for (const run of registrationRuns(nodes((program as unknown as SyntaxNode)['body']))) {
    const first = run.map((statement) => bestRank(statement, functions, ranks))
    const order = run.map((_, index) => index).sort((a, b) => first[a]! - first[b]! || a - b)
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

/** The earliest place of a function in a stretch; a number past all for none, so that differences stay numbers. */
function bestRank(
  { start, end }: SyntaxNode,
  functions: readonly BundleFunction[],
  ranks: ReadonlyMap<number, number>,
): number {
  let low = 0
  let high = functions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (functions[middle]!.start < start) low = middle + 1
    else high = middle
  }
  let best = Number.MAX_SAFE_INTEGER
  for (; low < functions.length && functions[low]!.start < end; low++) best = Math.min(best, ranks.get(low) ?? best)
  return best
}
