import { LayoutError } from '../errors.ts'

import type { LayoutErrorOptions } from '../errors.ts'

/** Stable codes of `SdnError`, for programs. */
export type SdnErrorCode =
  /** A token stands where it cannot stand. */
  | 'SDN_UNEXPECTED'
  /** A character that SDN does not have outside strings. */
  | 'SDN_CHARACTER'
  /** A string without its closing quote. */
  | 'SDN_STRING'
  /** An integer beyond 64 bits, or an infinite float. */
  | 'SDN_NUMBER'
  /** A line at a column where no block is open. */
  | 'SDN_INDENT'
  /** A row whose number of cells is not that of the columns. */
  | 'SDN_ROW'
  /** More levels, bytes or values than the limit. */
  | 'SDN_LIMIT'
  /** A key that mode `safe` refuses. */
  | 'SDN_KEY'
  /** Something that mode `config` refuses. */
  | 'SDN_CONFIG'
  /** Bytes that are not UTF-8, or half of a surrogate pair. */
  | 'SDN_ENCODING'
  /** A tree that no text can carry. */
  | 'SDN_WRITE'
  /** JSON that does not hold an SDN tree. */
  | 'SDN_JSON'
  /** A path that leads nowhere, or an edit that its place cannot take. */
  | 'SDN_PATH'

export interface SdnErrorOptions extends LayoutErrorOptions {
  /** The line of the source on which the error stands, without its line end. */
  readonly sourceLine?: string | undefined
}

/** Longest part of a source line that is printed, in code points. */
const EXCERPT_WIDTH = 100

/** The error of everything in `vitest-layout/sdn`. */
export class SdnError extends LayoutError {
  override readonly code: SdnErrorCode
  readonly sourceLine: string | undefined

  constructor(code: SdnErrorCode, message: string, options: SdnErrorOptions = {}) {
    super(code, message, options)
    this.name = 'SdnError'
    this.code = code
    this.sourceLine = options.sourceLine
  }

  /** The message, and below it the source line with a caret under the column, where both are known. */
  format(): string {
    const { sourceLine, line, column } = this
    if (sourceLine === undefined || line === undefined || column === undefined) return this.message
    const points = Array.from(sourceLine)
    // A minified line of a megabyte must not flood the terminal: a window around the column.
    const from = Math.max(0, Math.min(column - 1 - EXCERPT_WIDTH / 2, points.length - EXCERPT_WIDTH))
    const shown = points.slice(from, from + EXCERPT_WIDTH).map(visible)
    const gutter = `${line} | `
    const before = shown.slice(0, column - 1 - from).map((point) => (point === '\t' ? '\t' : ' '))
    return `${this.message}\n${gutter}${shown.join('')}\n${' '.repeat(gutter.length)}${before.join('')}^`
  }
}

/** Control characters, line separators, bidirectional marks, half surrogates: what would move the caret or the terminal. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u

function visible(point: string): string {
  return point !== '\t' && HIDDEN.test(point) ? '\ufffd' : point
}
