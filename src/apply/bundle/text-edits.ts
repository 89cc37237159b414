import { lowerBound } from '../../search.ts'

/** A run of the output: a slice of the input, or text of our own. */
export type Piece =
  | { readonly from: number; readonly to: number }
  | {
      readonly text: string
    }

interface Insertion {
  readonly at: number
  readonly text: string
}

interface Removal {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** A stretch of the input that is put elsewhere, cut into slices with text of our own between them. */
export type MovedPart = { readonly from: number; readonly to: number; readonly raw?: boolean } | string

interface Arrival {
  readonly at: number
  readonly parts: readonly MovedPart[]
}

/**
 * Edits of a text that may move stretches which are themselves edited inside. The result is a list of pieces: kept
 * slices know where they came from, so that a source map can be made exactly.
 */
export class TextEdits {
  private readonly length: number
  private readonly before: Insertion[] = []
  private readonly after: Insertion[] = []
  private readonly removals: Removal[] = []
  private readonly arrivals: Arrival[] = []
  private isSorted = false

  constructor(length: number) {
    this.length = length
  }

  /** Puts text before the character at `at`; it goes where that character goes. */
  insertBefore(at: number, text: string): void {
    this.isSorted = false
    this.before.push({ at, text })
  }

  /** Puts text after the character at `at - 1`; it goes where that character goes. */
  insertAfter(at: number, text: string): void {
    this.isSorted = false
    this.after.push({ at, text })
  }

  /** Puts text in the place of a stretch that is not empty. */
  replace(from: number, to: number, text: string): void {
    if (to <= from) return
    this.isSorted = false
    this.removals.push({ from, to, text })
  }

  /** Puts moved stretches before the character at `at`, and before all that is inserted there. */
  arrive(at: number, parts: readonly MovedPart[]): void {
    this.isSorted = false
    this.arrivals.push({ at, parts })
  }

  /** The pieces of the edited text, in order; touching slices are joined. */
  pieces(): Piece[] {
    return this.stretch(0, this.length)
  }

  /** The pieces of one stretch of the text, with the edits in it. */
  stretch(from: number, to: number): Piece[] {
    this.sort()
    const out: Piece[] = []
    this.emit(from, to, out)
    return joinSlices(out)
  }

  private sort(): void {
    if (this.isSorted) return
    const byPlace = (a: { at: number }, b: { at: number }): number => a.at - b.at
    this.before.sort(byPlace)
    this.after.sort(byPlace)
    this.arrivals.sort(byPlace)
    this.removals.sort((a, b) => a.from - b.from)
    this.isSorted = true
  }

  private emit(from: number, to: number, out: Piece[]): void {
    let at = from
    let before = firstAt(this.before, from)
    // Text that follows the character before `from` belongs to the stretch that ends there.
    let after = firstAt(this.after, from + 1)
    let arrival = firstAt(this.arrivals, from)
    let removal = firstFrom(this.removals, from)
    const flush = (end: number): void => {
      if (end > at) out.push({ from: at, to: end })
      at = end
    }
    while (at <= to) {
      const next = Math.min(
        this.after[after]?.at ?? Infinity,
        this.before[before]?.at ?? Infinity,
        this.arrivals[arrival]?.at ?? Infinity,
        this.removals[removal]?.from ?? Infinity,
      )
      if (next > to) break
      flush(next)
      for (; this.after[after]?.at === next; after++) out.push({ text: this.after[after]!.text })
      if (next === to) break
      for (; this.arrivals[arrival]?.at === next; arrival++) this.emitParts(this.arrivals[arrival]!.parts, out)
      const removed = this.removals[removal]
      if (removed?.from === next) {
        if (removed.text !== '') out.push({ text: removed.text })
        at = removed.to
        before = firstAt(this.before, at)
        after = firstAt(this.after, at + 1)
        arrival = firstAt(this.arrivals, at)
        removal = firstFrom(this.removals, at)
        continue
      }
      for (; this.before[before]?.at === next; before++) out.push({ text: this.before[before]!.text })
    }
    flush(to)
  }

  private emitParts(parts: readonly MovedPart[], out: Piece[]): void {
    for (const part of parts) {
      if (typeof part === 'string') out.push({ text: part })
      else if (part.raw === true) out.push({ from: part.from, to: part.to })
      else this.emit(part.from, part.to, out)
    }
  }
}

export function piecesText(code: string, pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : code.slice(piece.from, piece.to))).join('')
}

function joinSlices(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (last !== undefined && 'text' in last && 'text' in piece) out[out.length - 1] = { text: last.text + piece.text }
    else if (last !== undefined && !('text' in last) && !('text' in piece) && last.to === piece.from) {
      out[out.length - 1] = { from: last.from, to: piece.to }
    } else if ('text' in piece || piece.to > piece.from) out.push(piece)
  }
  return out
}

function firstAt(list: readonly { readonly at: number }[], at: number): number {
  return lowerBound(list.length, (index) => list[index]!.at < at)
}

function firstFrom(list: readonly Removal[], from: number): number {
  return lowerBound(list.length, (index) => list[index]!.from < from)
}
