import { createHash } from 'node:crypto'

import { rangeFinder, type Range } from '../../search.ts'
import { TextEdits, type Piece } from '../bundle/text-edits.ts'
import { coldPieces } from './cold-text.ts'
import { FreshNames } from './fresh-names.ts'
import type { Rewrite, SplitPlan } from './plan.ts'
import { accessorText, runtimeText, type LateFileFacts, type SplitPlatform } from './runtime.ts'
import { LATE_FILES, type LateFile } from './sections.ts'
import { stubEdits } from './stub.ts'
import type { ValueMove } from './values.ts'

export interface SplitPiecesOptions {
  readonly platform: SplitPlatform
  readonly kind: 'module' | 'commonjs'
  /** As the main file asks for them; undefined for one to which nothing goes. */
  readonly names: Readonly<Record<LateFile, string | undefined>>
  /** The file that browsers fetch once the first frame is out. */
  readonly prefetched: LateFile | undefined
}

export interface SplitPieces {
  readonly main: readonly Piece[]
  readonly late: Readonly<Partial<Record<LateFile, readonly Piece[]>>>
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
  { platform, kind, names, prefetched }: SplitPiecesOptions,
): SplitPieces {
  if (plan.parts.length === 0) return { main: [{ from: 0, to: code.length }], late: {} }
  const fresh = new FreshNames(identifiers)
  const accessors = new Map(plan.parts.map((part) => [part, fresh.next()]))
  const [readFile, makeLater] = [fresh.next(), fresh.next()]
  const mainEdits = new TextEdits(code.length)
  const lateEdits = new TextEdits(code.length)
  const movedAt = rangeFinder<Range>(
    [...plan.moves.map(({ fn }) => fn), ...plan.values].sort((a, b) => a.start - b.start),
  )
  for (const rewrite of plan.rewrites) {
    const edits = movedAt(rewrite.reference.node.start) === undefined ? mainEdits : lateEdits
    rewriteReference(edits, rewrite, accessors.get(rewrite.move.part)!)
  }
  const asked = new Set(plan.rewrites.map(({ move }) => move))
  for (const move of plan.values) removeValue(move, mainEdits)

  const late: Partial<Record<LateFile, readonly Piece[]>> = {}
  const facts: LateFileFacts[] = []
  let topAccessors = ''
  for (const file of LATE_FILES) {
    const parts = plan.parts.filter((part) => part.file === file)
    if (parts.length === 0) continue
    const { pieces, keys } = coldPieces(plan, file, asked, lateEdits, makeLater)
    for (const [move, key] of keys) stubEdits(code, move, key, accessors.get(move.part)!, mainEdits)
    const head = `//# vitest-layout: ${file} functions ${digest(code, pieces)}`
    late[file] = [{ text: `${head}\n` }, ...pieces]
    const fact = { name: names[file]!, head, read: fresh.next(), parts: fresh.next(), prefetch: file === prefetched }
    facts.push(fact)
    for (const [index, part] of parts.entries()) {
      const accessor = accessorText(accessors.get(part)!, index, fact.read)
      if (part.section.wrapper === undefined) topAccessors += accessor
      else mainEdits.insertAfter(part.section.insertAt, accessor)
    }
  }
  const runtime = runtimeText({ platform, kind, files: facts, readFile })
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
  const { node, isShorthand, isNew, role } = reference
  const key = isShorthand ? `${String(node['name'])}:` : ''
  // Called as a property, the function would see the object as `this`.
  const usesThis = move.form === 'value' ? move.usesThis : move.needs.usesThis
  const callOpen = role === 'call' && usesThis ? '(0,' : ''
  const open = isNew ? '(' : callOpen
  edits.insertBefore(node.start, `${key}${open}${accessor}().`)
  if (open !== '') edits.insertAfter(node.end, ')')
}

/** Takes a class or value out of the file. Its variable stays, and tells whether the place where it stood was reached. */
function removeValue({ name, isDeclaration, start, end }: ValueMove, edits: TextEdits): void {
  edits.replace(start, end, isDeclaration ? `let ${name}=1;` : '1')
}

/** Where the code ends and the comments that name its map begin. */
function endOfCode(code: string): number {
  const comment = /\n\/\/[#@] sourceMappingURL=[^\n]*\s*$/.exec(code)
  return comment === null ? code.length : comment.index
}

function digest(code: string, pieces: readonly Piece[]): string {
  return createHash('sha256').update(code).update(JSON.stringify(pieces)).digest('hex').slice(0, 16)
}
