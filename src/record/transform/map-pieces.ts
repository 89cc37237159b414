import { lowerBound } from '../../search.ts'
import type { Piece } from './edits.ts'
import { MappingsWriter } from './mappings-writer.ts'

/** Line and column (from 0) of the generated code first; sorted by column in each line. As decoders of source maps give them. */
export type DecodedLines = readonly (readonly (readonly number[])[])[]

/** A source map from edited code to the code before. */
export interface EncodedMap {
  readonly version: 3
  readonly sources: string[]
  readonly names: string[]
  readonly mappings: string
}

/**
 * The source map of edited code. Look-ups at the beginning of a token are exact.
 *
 * @param input What is mapped from `code` on to its own sources, if anything: between its places nothing can be told
 *   apart behind it, so no other places are written. Without it, each token is.
 */
export function mapPieces(
  code: string,
  pieces: readonly Piece[],
  source: string,
  input: DecodedLines | undefined,
): EncodedMap {
  const writer = new MappingsWriter()
  const cursor = input === undefined ? new TokenCursor(code) : new SegmentCursor(code, input)
  for (const { before, start, end } of pieces) {
    writer.skipText(before)
    cursor.write(writer, start, end)
  }
  return { version: 3, sources: [source], names: [], mappings: writer.take() }
}

/** Walks `code` by line and column; stretches come in order. */
abstract class Cursor {
  protected readonly code: string
  protected line = 0
  protected lineStart = 0

  constructor(code: string) {
    this.code = code
  }

  abstract write(writer: MappingsWriter, start: number, end: number): void

  /** Goes to the line that holds an offset: over text that was replaced. */
  protected goTo(offset: number): void {
    for (;;) {
      const next = this.code.indexOf('\n', this.lineStart)
      if (next === -1 || next >= offset) return
      this.line++
      this.lineStart = next + 1
    }
  }
}

class SegmentCursor extends Cursor {
  readonly #input: DecodedLines

  constructor(code: string, input: DecodedLines) {
    super(code)
    this.#input = input
  }

  write(writer: MappingsWriter, start: number, end: number): void {
    this.goTo(start)
    for (let at = start; at < end;) {
      const newline = this.code.indexOf('\n', at)
      const stop = newline === -1 || newline >= end ? end : newline
      const from = at - this.lineStart
      const to = stop - this.lineStart
      // What stands in front of a place of the map belongs to the one before, which may have been replaced.
      if (from > 0) writer.segment(0, this.line, from)
      const segments = this.#input[this.line] ?? NONE
      for (let i = firstAfter(segments, from > 0 ? from : -1); i < segments.length; i++) {
        const column = segments[i]![0]!
        if (column >= to) break
        writer.segment(column - from, this.line, column)
      }
      writer.advance(to - from)
      if (stop === end) return
      writer.newline()
      this.line++
      this.lineStart = at = stop + 1
    }
  }
}

const NONE: readonly (readonly number[])[] = []

/** Index of the first segment beyond a column. */
function firstAfter(segments: readonly (readonly number[])[], column: number): number {
  return lowerBound(segments.length, (index) => segments[index]![0]! <= column)
}

const NEWLINE = 10
const SLASH = 47
const STAR = 42

class TokenCursor extends Cursor {
  /** End of the comment that is being walked over. */
  #commentEnd = 0

  write(writer: MappingsWriter, start: number, end: number): void {
    const { code } = this
    this.goTo(start)
    let done = start
    let isInWord = false
    let isLineBegin = start === this.lineStart
    for (let at = start; at < end; at++) {
      const unit = code.charCodeAt(at)
      if (unit === NEWLINE) {
        writer.advance(at - done)
        writer.newline()
        this.line++
        this.lineStart = done = at + 1
        isInWord = false
        isLineBegin = true
      } else if (at < this.#commentEnd) {
        continue
      } else if (isBlank(unit)) {
        isInWord = false
      } else {
        const isWord = isWordPart(unit)
        if (!isWord || !isInWord) {
          if (isLineBegin && unit === SLASH) this.#commentEnd = this.#endOfComment(at)
          writer.segment(at - done, this.line, at - this.lineStart)
          isLineBegin = false
        }
        isInWord = isWord
      }
    }
    writer.advance(end - done)
  }

  /** End of a comment that begins a line; within a template it may be none, but no code runs there either. */
  #endOfComment(at: number): number {
    const next = this.code.charCodeAt(at + 1)
    if (next === SLASH) {
      const end = this.code.indexOf('\n', at)
      return end === -1 ? this.code.length : end
    }
    const end = next === STAR ? this.code.indexOf('*/', at + 2) : -1
    return end === -1 ? at : end + 2
  }
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 13
}

/** Letters, digits, `$`, `_` and all that is not ASCII. */
function isWordPart(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 36 ||
    unit >= 128
  )
}
