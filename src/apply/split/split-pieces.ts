import { createHash } from 'node:crypto'

import { rangeFinder, type Range } from '../../search.ts'
import { isContinued } from '../bundle/line-ends.ts'
import { TextEdits, type Piece } from '../bundle/text-edits.ts'
import type { Scope } from './bindings.ts'
import { coldPieces } from './cold-text.ts'
import { FreshNames } from './fresh-names.ts'
import { globalsIn } from './global-names.ts'
import type { LateFile, LateKind } from './parts.ts'
import type { Move, Rewrite, SplitPlan } from './plan.ts'
import { accessorText, headOf, runtimeText, type RuntimeNames, type SplitPlatform } from './runtime.ts'
import { stubEdits } from './stub.ts'
import type { ValueMove } from './values.ts'

export interface SplitPiecesOptions {
  /** The scope of the file's top level. */
  readonly program: Scope
  readonly platform: SplitPlatform
  readonly kind: 'module' | 'commonjs'
  /** A file's name, as the main file asks for it. */
  readonly nameOf: (file: LateFile) => string
  /** What browsers fetch once the first frame is out. */
  readonly prefetched: LateKind | undefined
}

export interface LatePieces {
  readonly file: LateFile
  readonly name: string
  readonly pieces: readonly Piece[]
}

export interface SplitPieces {
  readonly main: readonly Piece[]
  readonly late: readonly LatePieces[]
}

/**
 * The texts of a split, by its plan: what stays, with our own text at its end, and the files that are fetched later.
 *
 * @param identifiers all that the code has, so that names of our own are others
 */
export function splitPieces(
  code: string,
  plan: SplitPlan,
  identifiers: ReadonlySet<string>,
  { platform, kind, nameOf, prefetched, program }: SplitPiecesOptions,
): SplitPieces {
  const { parts, partOf } = plan
  if (parts.length === 0) return { main: [{ from: 0, to: code.length }], late: [] }
  const fresh = new FreshNames(identifiers)
  const accessors = new Map(parts.map((part) => [part, fresh.next()]))
  const accessorOf = (move: Move | ValueMove): string => accessors.get(partOf.get(move)!)!
  const names: RuntimeNames = { read: fresh.next(), keep: fresh.next(), files: fresh.next(), readFile: fresh.next() }
  const makeLater = fresh.next()
  const mainEdits = new TextEdits(code.length)
  const lateEdits = new TextEdits(code.length)
  const movedAt = rangeFinder<Range>([...plan.moves, ...plan.values].sort((a, b) => a.start - b.start))
  for (const rewrite of plan.rewrites) {
    const edits = movedAt(rewrite.reference.node.start) === undefined ? mainEdits : lateEdits
    rewriteReference(edits, rewrite, accessorOf(rewrite.move))
  }
  const asked = new Set(plan.rewrites.map(({ move }) => move))
  for (const move of plan.values) removeValue(code, move, mainEdits)

  const files = [...new Set(parts.map(({ file }) => file))]
  const bodies: (readonly Piece[])[] = []
  let topAccessors = ''
  for (const [number, file] of files.entries()) {
    const own = parts.filter((part) => part.file === file)
    const { pieces, keys } = coldPieces(plan, own, asked, lateEdits, makeLater)
    bodies.push(pieces)
    for (const [move, key] of keys) stubEdits(code, move, key, accessorOf(move), mainEdits)
    for (const [index, part] of own.entries()) {
      const accessor = accessorText(accessors.get(part)!, number, index, names.read)
      if (part.section.wrapper === undefined) topAccessors += accessor
      else mainEdits.insertAfter(part.section.insertAt, accessor)
    }
  }
  const digest = digestOf(code, bodies)
  const late = files.map((file, number) => {
    const name = nameOf(file)
    return { file, name, pieces: [{ text: `${headOf(name, digest)}\n` }, ...bodies[number]!] }
  })
  const ahead = files.findIndex((file) => file.kind === prefetched)
  const runtime = runtimeText({
    platform,
    kind,
    files: late.map(({ name }) => name),
    digest,
    prefetched: ahead === -1 ? undefined : ahead,
    names,
    global: globalsIn(program),
  })
  const end = endOfCode(code)
  const main = [
    ...mainEdits.stretch(0, end),
    { text: `\n;${topAccessors}${runtime}\n` },
    ...mainEdits.stretch(end, code.length),
  ]
  return { main, late }
}

/** Puts a property of its part's object in the place of a name. */
function rewriteReference(edits: TextEdits, { reference, move }: Rewrite, accessor: string): void {
  const { node, isShorthand, isNew, beginsStatement, role } = reference
  const key = isShorthand ? `${String(node['name'])}:` : ''
  // `new` would take the first call for its own.
  const object = isNew ? `(${accessor}())` : `${accessor}()`
  // Called as a property, the function would see the object as `this`.
  const usesThis = move.form === 'value' ? move.usesThis : move.needs.usesThis
  if (role !== 'call' || !usesThis) {
    edits.insertBefore(node.start, `${key}${object}.`)
    return
  }
  // Where a line break ended the statement before, a parenthesis would go on with it.
  edits.insertBefore(node.start, `${beginsStatement ? ';' : ''}(0,${object}.`)
  edits.insertAfter(node.end, ')')
}

/** Takes a class or value out of the file. Its variable stays, and tells whether the place where it stood was reached. */
function removeValue(code: string, { name, isDeclaration, start, end }: ValueMove, edits: TextEdits): void {
  edits.replace(start, end, isDeclaration ? `let ${name}=1;` : isContinued(code, end) ? '1;' : '1')
}

/** Where the code ends and the comments that name its map begin. */
function endOfCode(code: string): number {
  const comment = /\n\/\/[#@] sourceMappingURL=[^\n]*\s*$/.exec(code)
  return comment === null ? code.length : comment.index
}

/** One for all files of a build. */
function digestOf(code: string, bodies: readonly (readonly Piece[])[]): string {
  return createHash('sha256').update(code).update(JSON.stringify(bodies)).digest('hex').slice(0, 16)
}
