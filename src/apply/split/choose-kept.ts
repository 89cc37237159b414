import { lowerBound } from '../../search.ts'
import type { EagerChoice } from '../bundle/eager.ts'
import { findFunctions } from '../bundle/functions.ts'
import { parseBundle, type BundleKind } from '../bundle/parse.ts'
import type { Piece } from '../bundle/text-edits.ts'

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

function firstFrom(list: readonly number[], from: number): number {
  return lowerBound(list.length, (index) => list[index]! < from)
}
