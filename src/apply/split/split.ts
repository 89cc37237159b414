import { createHash } from 'node:crypto'

import type { EncodedSourceMap, TraceMap } from '@jridgewell/trace-mapping'

import { LayoutError } from '../../errors.ts'
import { lowerBound, rangeFinder, type Range } from '../../search.ts'
import type { EagerChoice } from '../bundle/eager.ts'
import { findFunctions, type BundleFunction } from '../bundle/functions.ts'
import { parseBundle, type BundleKind, type ParsedBundle } from '../bundle/parse.ts'
import { exactMap } from '../bundle/exact-map.ts'
import { piecesText, TextEdits, type Piece } from '../bundle/text-edits.ts'
import { findBindings, isStrictBundle } from './bindings.ts'
import { coldPieces } from './cold-text.ts'
import { FreshNames } from './fresh-names.ts'
import { planSplit, type KeptReason, type Rewrite } from './plan.ts'
import { accessorText, runtimeText, SECTION_LINE, type RuntimeNames, type SplitPlatform } from './runtime.ts'
import { stubEdits } from './stub.ts'
import type { ValueMove } from './values.ts'

export interface SplitOptions {
  /** Name of the cold file as the file will ask for it, relative to it: `./app.cold.js`. */
  readonly coldFile: string
  /** Default: told from the extension of `file` and the code. */
  readonly kind?: BundleKind | undefined
  /** Name of the built file, for messages and the maps. */
  readonly file?: string | undefined
  /** Where the file runs: how it reads the cold one. Default: `browser`; `node` for CommonJS. */
  readonly platform?: SplitPlatform | undefined
  /** Map of the built file; with it, the new maps lead to the same sources. */
  readonly inputMap?: TraceMap | undefined
  /**
   * Least length of a body that a stub is put in the place of, in characters.
   *
   * @default 120
   */
  readonly minSize?: number | undefined
  /**
   * In browsers, fetch the cold file once the first frame is out; otherwise only the first call of a cold function does.
   *
   * @default true
   */
  readonly prefetch?: boolean | undefined
}

export interface SplitReport {
  /** Outermost functions that did not run, and their length in UTF-16 units. */
  readonly cold: number
  readonly coldSize: number
  /** Of these and those in them: moved with their declaration, or behind a stub. */
  readonly whole: number
  readonly stubs: number
  /** Classes of which nothing ran, and values of variables that only cold code names, moved with all that is in them. */
  readonly values: number
  readonly movedSize: number
  readonly kept: readonly KeptReason[]
  readonly sizeBefore: number
  readonly sizeAfter: number
  readonly coldFileSize: number
}

export interface SplitFile {
  readonly code: string
  readonly map: EncodedSourceMap
  /** What it is made of: slices of the old code, and text of our own. */
  readonly pieces: readonly Piece[]
}

export interface SplitResult {
  readonly main: SplitFile
  /** Undefined when nothing was moved; then `main` is the file as it was. */
  readonly cold: SplitFile | undefined
  readonly report: SplitReport
}

/**
 * Takes functions that did not run out of a built file: their text goes to a second file, which is read when the first
 * of them is called (Livshits and Kiciman, Doloto, FSE 2008). A direct `eval` in the scope that the functions stand in
 * gives them back: so they see the very variables, whatever is assigned to them. Strict code only.
 *
 * @param choose indices of the functions that run early, of the table it is given; those around them count as well.
 * @throws LayoutError `BUNDLE_SYNTAX`, `MAP_FOREIGN`, `SPLIT_KIND` for classic scripts and sloppy code
 */
export function splitCold(code: string, choose: EagerChoice, options: SplitOptions): SplitResult {
  const bundle = parseBundle(code, options)
  refuseKind(bundle)
  const table = findFunctions(bundle)
  const cold = coldFunctions(table.functions, choose(table.functions, bundle))
  const bindings = findBindings(bundle)
  const plan = planSplit(bundle, table, bindings, cold, { minSize: options.minSize ?? 120 })
  const outermost = table.functions.filter(({ index, parent }) => cold.has(index) && !cold.has(parent))
  const counts = {
    cold: outermost.length,
    coldSize: lengthOf(outermost),
    whole: plan.moves.filter(({ form }) => form === 'whole').length,
    stubs: plan.moves.filter(({ form }) => form === 'stub').length,
    values: plan.values.length,
    movedSize: lengthOf(plan.moves.map(({ fn }) => fn)) + lengthOf(plan.values),
    kept: plan.kept,
    sizeBefore: code.length,
  }
  const file = (text: string, pieces: readonly Piece[], name: string | undefined): SplitFile => ({
    code: text,
    pieces,
    map: exactMap(code, pieces, { inputMap: options.inputMap, source: options.file ?? 'bundle.js', file: name }),
  })
  if (plan.moves.length + plan.values.length === 0) {
    const main = file(code, [{ from: 0, to: code.length }], options.file)
    return { main, cold: undefined, report: { ...counts, sizeAfter: code.length, coldFileSize: 0 } }
  }

  const fresh = new FreshNames(bindings.identifiers)
  const accessors = new Map(plan.sections.map((section) => [section, fresh.next()]))
  const names: RuntimeNames = {
    read: fresh.next(),
    parts: fresh.next(),
    readFile: fresh.next(),
    makeLater: fresh.next(),
  }
  const mainEdits = new TextEdits(code.length)
  const coldEdits = new TextEdits(code.length)
  const movedAt = rangeFinder<Range>(
    [...plan.moves.map(({ fn }) => fn), ...plan.values].sort((a, b) => a.start - b.start),
  )
  for (const { reference, move } of plan.rewrites) {
    const edits = movedAt(reference.node.start) !== undefined ? coldEdits : mainEdits
    rewriteReference(edits, { reference, move }, accessors.get(move.section)!)
  }
  const asked = new Set(plan.rewrites.map(({ move }) => move))
  const { pieces: coldBody, keys } = coldPieces(plan, asked, coldEdits, names.makeLater)
  for (const move of plan.values) removeValue(move, mainEdits)
  for (const move of plan.moves) stubEdits(code, move, keys.get(move)!, accessors.get(move.section)!, mainEdits)

  const head = `//# vitest-layout: cold functions ${digest(code, coldBody)}`
  const coldAll: Piece[] = [{ text: `${head}\n` }, ...coldBody]
  for (const [index, section] of plan.sections.entries()) {
    if (section.wrapper !== undefined)
      mainEdits.insertAfter(section.insertAt, accessorText(accessors.get(section)!, index, names))
  }
  const runtime = runtimeText({
    platform: options.platform ?? (bundle.kind === 'commonjs' ? 'node' : 'browser'),
    kind: bundle.kind === 'commonjs' ? 'commonjs' : 'module',
    coldFile: options.coldFile,
    head,
    names,
    prefetch: options.prefetch !== false,
  })
  const top = plan.sections.findIndex(({ wrapper }) => wrapper === undefined)
  const topAccessor = top === -1 ? '' : accessorText(accessors.get(plan.sections[top]!)!, top, names)
  const end = endOfCode(code)
  const mainPieces = [
    ...mainEdits.stretch(0, end),
    { text: `\n;${topAccessor}${runtime}\n` },
    ...mainEdits.stretch(end, code.length),
  ]
  const main = file(piecesText(code, mainPieces), mainPieces, options.file)
  const coldResult = file(piecesText(code, coldAll), coldAll, options.coldFile)
  parseBundle(main.code, { kind: bundle.kind, file: options.file })
  parseCold(coldResult.code, options.coldFile)
  return {
    main,
    cold: coldResult,
    report: { ...counts, sizeAfter: main.code.length, coldFileSize: coldResult.code.length },
  }
}

/**
 * The choice of functions of a file, for what the split left of it: the same functions, where they stand now.
 *
 * @param pieces of the split's main file
 */
export function chooseKept(
  code: string,
  choose: EagerChoice,
  pieces: readonly Piece[],
  options: { readonly kind?: BundleKind | undefined; readonly file?: string | undefined } = {},
): EagerChoice {
  const before = parseBundle(code, options)
  return (functions) => {
    const old = findFunctions(before).functions
    const chosen = choose(old, before)
    const starts = new Map(functions.map(({ start, index }) => [start, index]))
    const kept = new Set<number>()
    let at = 0
    const wanted = old.filter(({ index }) => chosen.has(index)).map(({ start }) => start)
    for (const piece of pieces) {
      if ('text' in piece) {
        at += piece.text.length
        continue
      }
      for (let index = firstFrom(wanted, piece.from); index < wanted.length && wanted[index]! < piece.to; index++) {
        const found = starts.get(wanted[index]! - piece.from + at)
        if (found !== undefined) kept.add(found)
      }
      at += piece.to - piece.from
    }
    return kept
  }
}

/** Each section is strict code of its own. */
function parseCold(text: string, file: string): void {
  for (const section of text.split(`\n${SECTION_LINE}\n`)) parseBundle(section, { kind: 'module', file })
}

function firstFrom(list: readonly number[], from: number): number {
  return lowerBound(list.length, (index) => list[index]! < from)
}

function refuseKind(bundle: ParsedBundle): void {
  const what =
    bundle.kind === 'script'
      ? 'a classic script, whose variables other scripts see'
      : isStrictBundle(bundle)
        ? undefined
        : 'sloppy code'
  if (what === undefined) return
  throw new LayoutError('SPLIT_KIND', `cold functions cannot be taken out of ${what}.`, {
    file: bundle.file,
    hint: 'Build an ES module, or a CommonJS file that begins with "use strict".',
  })
}

/** Functions in which nothing ran. */
function coldFunctions(functions: readonly BundleFunction[], ran: ReadonlySet<number>): Set<number> {
  const warm = new Set<number>()
  for (const index of ran) for (let at = index; at !== -1 && !warm.has(at); at = functions[at]!.parent) warm.add(at)
  return new Set(functions.map(({ index }) => index).filter((index) => !warm.has(index)))
}

/** Puts the cold object's property in the place of a name. */
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

function lengthOf(functions: readonly { readonly start: number; readonly end: number }[]): number {
  return functions.reduce((sum, { start, end }) => sum + end - start, 0)
}
