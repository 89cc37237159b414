import type MagicString from 'magic-string'

import { markInserted } from '../probe/index.ts'

interface Insertion {
  readonly at: number
  readonly text: string
  /** The other end of the inserted-around range: decides who is inside when two meet at one place. */
  readonly far: number
  readonly rank: number
}

/** How far out an insertion lies among those of the very same range. */
export type Rank = 0 | 1 | 2

/**
 * Collects insertions around nested ranges in any order and applies them so that they nest:
 * at one place closers of inner ranges come first, openers of outer ranges come first.
 */
export class Edits {
  readonly #openers: Insertion[] = []
  readonly #closers: Insertion[] = []
  readonly #fixed: { at: number; text: string }[] = []
  readonly #replaced: { start: number; end: number; text: string }[] = []

  /** Text around the range `[start, end)`. */
  around(start: number, end: number, before: string, after: string, rank: Rank = 0): void {
    if (before !== '') this.#openers.push({ at: start, text: before, far: end, rank })
    if (after !== '') this.close(start, end, after, rank)
  }

  /** Text at the end of `[start, end)`. */
  close(start: number, end: number, text: string, rank: Rank = 0): void {
    this.#closers.push({ at: end, text, far: start, rank })
  }

  /** Text right after a token that ends at `at`. */
  after(at: number, text: string): void {
    this.#fixed.push({ at, text })
  }

  /** Replaces text that holds no node of its own (commas, parentheses, blanks). */
  replace(start: number, end: number, text: string): void {
    this.#replaced.push({ start, end, text })
  }

  /** Applies all of them, each marked as inserted. */
  applyTo(magic: MagicString): void {
    for (const { start, end, text } of this.#replaced) {
      magic.update(start, end, markInserted(text, magic.original.slice(start, end)))
    }
    this.#closers.sort((a, b) => a.at - b.at || b.far - a.far || a.rank - b.rank)
    for (const [at, text] of joinByPlace([...this.#fixed, ...this.#closers])) magic.appendLeft(at, markInserted(text))
    this.#openers.sort((a, b) => a.at - b.at || b.far - a.far || b.rank - a.rank)
    for (const [at, text] of joinByPlace(this.#openers)) magic.appendRight(at, markInserted(text))
  }
}

function joinByPlace(insertions: readonly { readonly at: number; readonly text: string }[]): Map<number, string> {
  const places = new Map<number, string>()
  for (const { at, text } of insertions) places.set(at, (places.get(at) ?? '') + text)
  return places
}
