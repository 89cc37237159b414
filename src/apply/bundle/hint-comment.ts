import { lowerBound } from '../../search.ts'
import { LayoutError } from '../../errors.ts'
import type { BundleFunction } from './functions.ts'
import type { Piece } from './text-edits.ts'

/** Base64 digits of source maps. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * The comment by which Chromium compiles single functions together with the file (explicit compile hints, the
 * per-function form): distances between the opening parentheses of the functions, the first counted from the end of
 * the comment, as source-map VLQ. It must be the first thing in the file, with a space after `#`.
 *
 * A function is compiled early only if those around it are listed too, so they are.
 *
 * @param pieces what the file without the comment is made of.
 * @throws LayoutError `HINT_NOT_FIRST` when the file begins with `#!`.
 */
export function compileHintComment(
  code: string,
  functions: readonly BundleFunction[],
  chosen: ReadonlySet<number>,
  pieces: readonly Piece[],
): Piece[] {
  if (code.startsWith('#!')) {
    throw new LayoutError('HINT_NOT_FIRST', 'the compile hint must be the first thing in a file, but a "#!" line is.', {
      hint: 'Hints are for browsers; leave them off for a command-line tool.',
    })
  }
  const listed = new Set<number>()
  for (const index of chosen) {
    for (let at = index; at !== -1 && !listed.has(at); at = functions[at]!.parent) listed.add(at)
  }
  const places = newOffsets(
    pieces,
    [...listed].map((index) => functions[index]!.parametersAt),
  )
  let previous = -1 // The line break after the comment stands before the first character.
  let text = '//# functionsCalledOnLoad='
  for (const place of places) {
    text += vlq(place - previous)
    previous = place
  }
  return [{ text: `${text}\n` }]
}

/** Where old offsets are in the edited text, sorted; those that were removed are left out. */
function newOffsets(pieces: readonly Piece[], offsets: readonly number[]): number[] {
  const sorted = offsets.toSorted((a, b) => a - b)
  const out: number[] = []
  let at = 0
  for (const piece of pieces) {
    if ('text' in piece) {
      at += piece.text.length
      continue
    }
    let next = lowerBound(sorted.length, (index) => sorted[index]! < piece.from)
    for (; next < sorted.length && sorted[next]! < piece.to; next++) out.push(at + sorted[next]! - piece.from)
    at += piece.to - piece.from
  }
  return out
}

function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  let text = ''
  do {
    const digit = rest & 31
    rest >>>= 5
    text += DIGITS[rest > 0 ? digit | 32 : digit]
  } while (rest > 0)
  return text
}
