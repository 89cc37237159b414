import { basename } from 'node:path'

import type { EncodedSourceMap, TraceMap } from '@jridgewell/trace-mapping'

import { LayoutError } from '../../errors.ts'
import type { EagerChoice } from '../bundle/eager.ts'
import { exactMap } from '../bundle/exact-map.ts'
import { findFunctions, type BundleFunction } from '../bundle/functions.ts'
import { parseBundle, type BundleKind, type ParsedBundle } from '../bundle/parse.ts'
import { piecesText, type Piece } from '../bundle/text-edits.ts'
import { findBindings, isStrictBundle, type BindingTable } from './bindings.ts'
import { lateFileName } from './file-names.ts'
import type { LateKind } from './parts.ts'
import { planSplit, type KeptReason } from './plan.ts'
import { SECTION_LINE, type SplitPlatform } from './runtime.ts'
import { splitPieces } from './split-pieces.ts'

export interface SplitOptions {
  /** Name of the main file as it will be written: `app.js`. Beside it will stand `app.cold.js` and the like. */
  readonly output: string
  /**
   * The functions that run later; those that run early as well do no harm. They go to a file of their own,
   * `app.steady.js`. Then what never runs is fetched only when something of it is called after all, cluster by cluster:
   * `app.cold.js`, `app.cold.1.js`, ...
   */
  readonly later?: EagerChoice | undefined
  /**
   * With `later`, most characters of what never runs in one file.
   *
   * @default 65536
   */
  readonly clusterSize?: number | undefined
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
   * In browsers, fetch the cold file (with `later`: that of what runs later) once the first frame is out; otherwise only
   * the first call of a function in it does.
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
  /** Of the moved functions, classes and values: those in the file of what runs later. */
  readonly steady: number
  readonly kept: readonly KeptReason[]
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** All files of what never runs, and that of what runs later. */
  readonly coldFileSize: number
  readonly steadyFileSize: number
}

export interface SplitFile {
  readonly code: string
  readonly map: EncodedSourceMap
  /** What it is made of: slices of the old code, and text of our own. */
  readonly pieces: readonly Piece[]
}

export interface SplitLateFile extends SplitFile {
  readonly kind: LateKind
  /** As the main file asks for it, relative to it: `./app.cold.js`. */
  readonly name: string
}

export interface SplitResult {
  /** When nothing was moved, the file as it was. */
  readonly main: SplitFile
  /** The files that are fetched later, to stand beside the main one. */
  readonly late: readonly SplitLateFile[]
  readonly report: SplitReport
}

/**
 * Takes functions that did not run early out of a built file: their text goes to other files, each of which is read
 * when the first function of it is called (Livshits and Kiciman, Doloto, FSE 2008). A direct `eval` in the
 * scope that the functions stand in gives them back: so they see the very variables, whatever is assigned to them.
 * Strict code only.
 *
 * @param choose indices of the functions that run early, of the table it is given; those around them count as well.
 * @throws LayoutError `BUNDLE_SYNTAX`, `MAP_FOREIGN`, `SPLIT_KIND` for classic scripts and sloppy code
 */
export function splitCold(code: string, choose: EagerChoice, options: SplitOptions): SplitResult {
  const bundle = parseBundle(code, options)
  refuseKind(bundle)
  const kind = bundle.kind === 'commonjs' ? 'commonjs' : 'module'
  const table = findFunctions(bundle)
  const cold = coldFunctions(table.functions, choose(table.functions, bundle))
  const later = options.later?.(table.functions, bundle)
  const bindings = findBindings(bundle)
  refuseOwnLoader(bundle, bindings)
  const plan = planSplit(bundle, table, bindings, cold, later ?? new Set(), {
    minSize: options.minSize ?? 120,
    clusterSize: later === undefined ? Infinity : (options.clusterSize ?? 65_536),
  })
  const ahead: LateKind = later === undefined ? 'cold' : 'steady'
  const pieces = splitPieces(code, plan, bindings.identifiers, {
    platform: options.platform ?? (kind === 'commonjs' ? 'node' : 'browser'),
    kind,
    program: bindings.program,
    nameOf: (file) => `./${lateFileName(basename(options.output), file)}`,
    prefetched: options.prefetch === false ? undefined : ahead,
  })
  const file = (own: readonly Piece[], name: string | undefined): SplitFile => ({
    code: piecesText(code, own),
    pieces: own,
    map: exactMap(code, own, { inputMap: options.inputMap, source: options.file ?? 'bundle.js', file: name }),
  })
  const main = file(pieces.main, options.file)
  parseBundle(main.code, { kind, file: options.file })
  const late = pieces.late.map(({ file: { kind: lateKind }, name, pieces: own }): SplitLateFile => {
    const { code: text, map } = file(own, name)
    parseParts(text, name)
    return { kind: lateKind, name, code: text, map, pieces: own }
  })
  const sizeOf = (which: LateKind): number =>
    late.reduce((sum, one) => sum + (one.kind === which ? one.code.length : 0), 0)
  const outermost = table.functions.filter(({ index, parent }) => cold.has(index) && !cold.has(parent))
  const moved = [...plan.moves, ...plan.values]
  const report: SplitReport = {
    cold: outermost.length,
    coldSize: lengthOf(outermost),
    whole: plan.moves.filter(({ form }) => form === 'whole').length,
    stubs: plan.moves.filter(({ form }) => form === 'stub').length,
    values: plan.values.length,
    movedSize: lengthOf(plan.moves) + lengthOf(plan.values),
    steady: moved.filter((move) => move.kind === 'steady').length,
    kept: plan.kept,
    sizeBefore: code.length,
    sizeAfter: main.code.length,
    coldFileSize: sizeOf('cold'),
    steadyFileSize: sizeOf('steady'),
  }
  return { main, late, report }
}

/** Each part is strict code of its own. */
function parseParts(text: string, file: string | undefined): void {
  for (const part of text.split(`\n${SECTION_LINE}\n`)) parseBundle(part, { kind: 'module', file })
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

/** In CommonJS the cold files are read by the names that Node gives a file. */
function refuseOwnLoader({ kind, file }: ParsedBundle, { program }: BindingTable): void {
  const name = kind === 'commonjs' ? ['require', '__dirname'].find((own) => program.names.has(own)) : undefined
  if (name === undefined) return
  throw new LayoutError('SPLIT_KIND', `this file declares \`${name}\` itself, by which its cold functions are found.`, {
    file,
    hint: 'Give that variable another name.',
  })
}

/** Functions in which nothing ran. */
function coldFunctions(functions: readonly BundleFunction[], ran: ReadonlySet<number>): Set<number> {
  const warm = new Set<number>()
  for (const index of ran) for (let at = index; at !== -1 && !warm.has(at); at = functions[at]!.parent) warm.add(at)
  return new Set(functions.map(({ index }) => index).filter((index) => !warm.has(index)))
}

function lengthOf(functions: readonly { readonly start: number; readonly end: number }[]): number {
  return functions.reduce((sum, { start, end }) => sum + end - start, 0)
}
