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

  /**
   * The edited text: stretches of `code` that stay, and what comes before each.
   *
   * @param mark Marks what was inserted, and what it replaced; left out, it stands as it is.
   */
  pieces(code: string, mark: (inserted: string, replaced: string) => string = (inserted) => inserted): Piece[] {
    this.#closers.sort((a, b) => a.at - b.at || b.far - a.far || a.rank - b.rank)
    this.#openers.sort((a, b) => a.at - b.at || b.far - a.far || b.rank - a.rank)
    // Stable: what comes first here comes first in one place.
    const inserted = [...this.#fixed, ...this.#closers, ...this.#openers].sort((a, b) => a.at - b.at)
    this.#replaced.sort((a, b) => a.start - b.start)
    const pieces: Piece[] = []
    let before = ''
    let replaced = ''
    let at = 0
    let next = 0
    const push = (start: number, end: number): void => {
      const isEdited = before !== '' || replaced !== ''
      pieces.push({ before: isEdited ? mark(before, replaced) : '', start, end })
      before = ''
      replaced = ''
    }
    const keepUntil = (end: number): void => {
      if (end <= at) return
      push(at, end)
      at = end
    }
    const insertUntil = (end: number): void => {
      for (let item = inserted[next]; item !== undefined && item.at <= end; item = inserted[++next]) {
        keepUntil(item.at)
        before += item.text
      }
    }
    for (const { start, end, text } of this.#replaced) {
      insertUntil(start)
      keepUntil(start)
      before += text
      replaced += code.slice(start, end)
      at = end
    }
    insertUntil(code.length)
    keepUntil(code.length)
    if (before !== '' || replaced !== '') push(code.length, code.length)
    return pieces
  }
}

/** A stretch of the original text, and new text in front of it. */
export interface Piece {
  readonly before: string
  readonly start: number
  readonly end: number
}

export function joinPieces(code: string, pieces: readonly Piece[]): string {
  let text = ''
  for (const { before, start, end } of pieces) text += before + code.slice(start, end)
  return text
}
