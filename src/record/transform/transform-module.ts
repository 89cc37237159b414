import { markInserted } from '../probe/index.ts'
import { type AstNode, type ParseModule, withoutMark } from './ast.ts'
import { collectFunctions } from './collect-functions.ts'
import { matchCovered } from './covered-module.ts'
import { joinPieces } from './edits.ts'
import { type ImportSite, type LeftAlone, instrument } from './instrument.ts'
import { type DecodedLines, type EncodedMap, mapPieces } from './map-pieces.ts'
import { type FunctionMeasure, measureFunctions } from './measure.ts'

export interface TransformRequest {
  readonly code: string
  /** Goes into the source map. */
  readonly id: string
  readonly parse: ParseModule
  /** Gives the first of `count` new slots, in a row. */
  readonly allocate: (count: number) => number
  readonly edges: boolean
  readonly skipTrivial: boolean
  readonly head: string
  /** The module before Istanbul put its counters in: what names and sizes are taken from. */
  readonly clean?: string | undefined
  /** What `code` is mapped to its own sources by, where it is. */
  readonly inputMap?: DecodedLines | undefined
}

/** A function of the module, in terms of the code that was instrumented. */
export interface FoundFunction extends FunctionMeasure {
  readonly path: string
  /** Index of the function it stands in, -1 for the module. */
  readonly parent: number
  /** UTF-16 offsets. */
  readonly start: number
  readonly end: number
}

export interface TransformedModule {
  readonly code: string
  readonly map: EncodedMap
  readonly base: number
  /** In source order; slot = `base` + index. The first is the module itself. */
  readonly functions: readonly FoundFunction[]
  readonly leftAlone: readonly LeftAlone[]
  /** False where names, places and sizes had to be taken from the code with Istanbul's counters. */
  readonly isClean: boolean
  /** `import()` expressions of literals, with slots after those of the functions. */
  readonly imports: readonly ImportSite[]
}

/**
 * Instruments one module.
 *
 * @throws whatever `parse` throws when the source does not parse.
 */
export function transformModule(request: TransformRequest): TransformedModule {
  const { code, clean, id } = request
  const parse = (text: string): AstNode => request.parse(withoutMark(text))
  const program = parse(code)
  const matched =
    clean === undefined || clean === code
      ? undefined
      : matchCovered({ program, code }, { program: parse(clean), code: clean })
  const found = matched?.functions ?? collectFunctions(program, code)
  const described = matched?.described ?? found
  const importCount = found.reduce((sum, fn) => sum + fn.imports.length, 0)
  const base = request.allocate(found.length + importCount)
  const firstImport = base + found.length
  const { edits, leftAlone, imports } = instrument(code, found, { ...request, base, firstImport })
  const pieces = edits.pieces(code, markInserted)
  const measures = measureFunctions(matched === undefined ? code : clean!, described)
  const functions: FoundFunction[] = []
  for (const [index, fn] of described.entries()) {
    functions.push({ path: fn.path, parent: fn.parent?.index ?? -1, start: fn.start, end: fn.end, ...measures[index]! })
  }
  return {
    code: joinPieces(code, pieces),
    map: mapPieces(code, pieces, id, request.inputMap),
    base,
    functions,
    leftAlone: leftAlone.map(({ fn, reason }) => ({ path: described[fn.index]!.path, reason })),
    isClean: clean === undefined || clean === code || matched !== undefined,
    imports,
  }
}
