import {
  matchFunctions,
  type ChainedMap,
  type FunctionMatch,
  type GeneratedFunction,
  type RecordedPlace,
} from '../match/index.ts'
import type { EagerChoice } from './eager.ts'
import { lineOf, lineStarts } from '../../record/source-place.ts'
import type { BundleFunction } from './functions.ts'
import type { ParsedBundle } from './parse.ts'
import { isNode, nodes } from './syntax.ts'

/** Helpers that no source has are taken for start-up while they are at most this part of the code. */
const HELPERS_SHARE = 0.05

export interface PlacesOptions {
  /** Maps of the built file, that of the last step first. */
  readonly maps: readonly ChainedMap[]
  /** All functions of the sources. */
  readonly places: readonly RecordedPlace[]
  /** Whether a function of the sources, by its index, is to be made eager. */
  readonly wants: (index: number) => boolean
  /** Folder that modules are relative to. Default: the working directory. */
  readonly root?: string | undefined
  /** Called with what was found, before the edits. */
  readonly onMatch?: ((match: FunctionMatch) => void) | undefined
}

/** The functions of a built file whose source functions are wanted, found through its source maps. */
export function chooseByPlaces(options: PlacesOptions): EagerChoice {
  return (functions, bundle) => {
    const match = matchFunctions(generatedFunctions(functions, bundle), options.maps, options.places, {
      root: options.root,
    })
    options.onMatch?.(match)
    const chosen = new Set<number>()
    for (const { generated, recorded } of match.pairs) if (options.wants(recorded)) chosen.add(generated)
    if (chosen.size > 0 && helpersAreFew(match)) {
      for (const { generated, reason } of match.unmatched) if (reason === 'no-source') chosen.add(generated)
    }
    return withSurroundings(chosen, functions)
  }
}

/** Whether what no source has is little enough to be a bundler's helpers. */
export function helpersAreFew({ bytes }: FunctionMatch): boolean {
  return bytes.unmatched['no-source'] <= HELPERS_SHARE * bytes.total
}

/** Where a function ran, those around it ran too: a bundler's wrappers, of which no source knows. */
function withSurroundings(chosen: ReadonlySet<number>, functions: readonly BundleFunction[]): Set<number> {
  const all = new Set<number>()
  for (const index of chosen) {
    for (let at = index; at !== -1 && !all.has(at); at = functions[at]!.parent) all.add(at)
  }
  return all
}

/** The functions of a built file as the matcher wants them. */
export function generatedFunctions(functions: readonly BundleFunction[], { code }: ParsedBundle): GeneratedFunction[] {
  const starts = lineStarts(code)
  const place = (offset: number): { line: number; column: number } => {
    const line = lineOf(starts, offset)
    return { line: line + 1, column: offset - starts[line]! }
  }
  const sizes = functions.map(({ start, end }) => Buffer.byteLength(code.slice(start, end)))
  const own = [...sizes]
  for (const [index, { parent }] of functions.entries()) if (parent !== -1) own[parent]! -= sizes[index]!
  return functions.map((fn, index) => {
    const body = fn.node['body']
    const statements = isNode(body) && body.type === 'BlockStatement' ? nodes(body['body']) : []
    const inner = [...nodes(fn.node['params']), ...statements.slice(0, 3)].map(({ start }) => start)
    if (isNode(body)) inner.push(body.start, body.end - 1)
    return {
      bytes: own[index]!,
      start: place(fn.start),
      inner: inner.toSorted((a, b) => a - b).map(place),
    }
  })
}
