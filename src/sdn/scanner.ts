import {
  BACKQUOTE,
  BACKSLASH,
  APOSTROPHE,
  COLON,
  CR,
  HASH,
  KEY_PART,
  KEY_START,
  LF,
  MINUS,
  NUMERIC,
  QUOTE,
  SPACE,
  TAB,
  WORD_PART,
  WORD_START,
  ZERO,
  NINE,
  classOf,
} from './characters.ts'
import { numberKind } from './number.ts'
import { SourceText, findLoneSurrogate } from './source-text.ts'

import type { SdnError, SdnErrorCode } from './sdn-error.ts'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"' }

/** Longest piece of the source that a message repeats. */
const QUOTED_LENGTH = 40

/**
 * Reads the tokens of SDN from a text. Which token a character begins depends on where it stands (a key word and a
 * value word have different characters), so the parser asks for what can stand at `pos`.
 *
 * Every method is linear in what it consumes; look-aheads (`indexOf`) are remembered, so that they stay linear in sum.
 */
export class Scanner {
  readonly source: SourceText
  readonly text: string
  readonly length: number
  pos: number
  /** Comments read so far: what a canonical text loses. */
  comments: number = 0
  #nextCr = -1
  #nextBackslash = -1
  readonly #loneSurrogate: number

  constructor(source: SourceText) {
    this.source = source
    this.text = source.text
    this.length = source.text.length
    this.pos = source.start
    this.#loneSurrogate = findLoneSurrogate(source.text)
  }

  /** The code unit at `pos`; -1 at the end. */
  peek(): number {
    return this.pos < this.length ? this.text.charCodeAt(this.pos) : -1
  }

  skipBlanks(): void {
    const { text } = this
    let code = text.charCodeAt(this.pos)
    while (code === SPACE || code === TAB) {
      this.pos += 1
      code = text.charCodeAt(this.pos)
    }
  }

  /** Whether a line end or the end of the text stands at `pos`. */
  atLineEnd(): boolean {
    if (this.pos >= this.length) return true
    const code = this.text.charCodeAt(this.pos)
    return code === LF || (code === CR && this.text.charCodeAt(this.pos + 1) === LF)
  }

  /** Whether nothing but a comment is left of the line. Blanks must be skipped before. */
  atTextEnd(): boolean {
    return this.text.charCodeAt(this.pos) === HASH || this.atLineEnd()
  }

  /** Consumes a comment if there is one, and the line end. */
  expectLineEnd(expected: string): void {
    this.skipBlanks()
    if (this.text.charCodeAt(this.pos) === HASH) this.skipComment()
    if (!this.atLineEnd()) throw this.unexpected(this.pos, expected)
    this.#skipLineEnd()
  }

  #skipLineEnd(): void {
    if (this.pos < this.length) this.pos += this.text.charCodeAt(this.pos) === CR ? 2 : 1
  }

  /** From `#` to the line end, which stays. */
  skipComment(): void {
    const { text, pos } = this
    this.comments += 1
    const lf = text.indexOf('\n', pos)
    const end = lf === -1 ? this.length : lf
    if (this.#nextCr < pos) this.#nextCr = indexOrEnd(text, '\r', pos)
    const cr = this.#nextCr
    const bad = Math.min(cr < end && !(cr === end - 1 && lf !== -1) ? cr : Infinity, this.#loneSurrogate)
    if (bad < end) throw bad === cr ? this.character(cr) : this.#halfSurrogate(bad)
    this.pos = cr < end ? cr : end
  }

  /**
   * Goes to the first token of the next line that has one.
   *
   * @returns the line's indentation (space 1, tab 4), or -1 at the end of the text
   */
  nextLine(): number {
    const { text } = this
    for (;;) {
      let indent = 0
      let code = text.charCodeAt(this.pos)
      while (code === SPACE || code === TAB) {
        indent += code === SPACE ? 1 : 4
        this.pos += 1
        code = text.charCodeAt(this.pos)
      }
      if (code === HASH) this.skipComment()
      if (!this.atLineEnd()) return indent
      if (this.pos >= this.length) return -1
      this.#skipLineEnd()
    }
  }

  /** End of the key word at `pos`, or `pos` when none starts there. */
  keyWordEnd(): number {
    const { text, length } = this
    let at = this.pos
    let bit = KEY_START
    while (at < length) {
      const code = text.charCodeAt(at)
      if (code < 128) {
        if ((classOf(code) & bit) === 0) break
        at += 1
      } else {
        const point = text.codePointAt(at)!
        if ((classOf(point) & bit) === 0) break
        at += point > 0xffff ? 2 : 1
      }
      bit = KEY_PART
    }
    return at
  }

  /** Whether a value word starts at `pos`. */
  atValueWord(): boolean {
    if (this.pos >= this.length) return false
    const code = this.text.codePointAt(this.pos)!
    if (code === MINUS) return this.pos + 1 < this.length && this.#has(this.pos + 1, NUMERIC)
    return (classOf(code) & WORD_START) !== 0
  }

  #has(at: number, bit: number): boolean {
    return at < this.length && (classOf(this.text.codePointAt(at)!) & bit) !== 0
  }

  /** End of the value word that starts at `pos` (see `atValueWord`). */
  valueWordEnd(): number {
    const { text, length, pos } = this
    const first = text.charCodeAt(pos)
    let mayBeNumber = first === MINUS || (first >= ZERO && first <= NINE)
    let at = pos + (first >= 0xd800 && first <= 0xdbff ? 2 : 1)
    while (at < length) {
      const code = text.charCodeAt(at)
      if (code < 128) {
        if (code === HASH && mayBeNumber) {
          if (numberKind(text, pos, at) !== null) break
          mayBeNumber = false
        }
        if ((classOf(code) & WORD_PART) !== 0) {
          at += 1
          continue
        }
        if (code !== COLON) break
        let after = at + 1
        while (text.charCodeAt(after) === COLON) after += 1
        if (!this.#has(after, WORD_PART)) break
        // No word with `:` is a number, so a `#` after it belongs to the word.
        mayBeNumber = false
        at = after
      } else {
        const point = text.codePointAt(at)!
        if ((classOf(point) & WORD_PART) === 0) break
        at += point > 0xffff ? 2 : 1
      }
    }
    return at
  }

  /** Reads the string at `pos`, which is at its opening quote; `pos` is after the closing one then. */
  string(): string {
    const { text } = this
    const open = this.pos
    const close = text.indexOf('"', open + 1)
    if (close === -1) throw this.#unclosed(open)
    if (this.#nextBackslash < open) this.#nextBackslash = indexOrEnd(text, '\\', open)
    const value = this.#nextBackslash > close ? this.#plainString(open, close) : this.#escapedString(open)
    if (this.#loneSurrogate < this.pos) throw this.#halfSurrogate(this.#loneSurrogate)
    return value
  }

  #plainString(open: number, close: number): string {
    this.pos = close + 1
    return this.text.slice(open + 1, close)
  }

  #escapedString(open: number): string {
    const { text, length } = this
    const parts: string[] = []
    let from = open + 1
    for (let at = from; at < length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) {
        this.pos = at + 1
        parts.push(text.slice(from, at))
        return parts.join('')
      }
      if (code !== BACKSLASH) continue
      const escape = ESCAPES[text.charAt(at + 1)]
      at += 1
      if (escape === undefined) continue
      parts.push(text.slice(from, at - 1), escape)
      from = at + 1
    }
    throw this.#unclosed(open)
  }

  #unclosed(open: number): SdnError {
    return this.error('SDN_STRING', 'this string has no closing `"`.', open)
  }

  #halfSurrogate(at: number): SdnError {
    const code = this.text.charCodeAt(at).toString(16).toUpperCase()
    return this.error('SDN_ENCODING', `half of a surrogate pair (U+${code}), which is no UTF-8 text.`, at)
  }

  error(code: SdnErrorCode, message: string, at: number, hint?: string): SdnError {
    return this.source.error(code, message, at, hint)
  }

  /** The error for a character that can stand nowhere outside strings. */
  character(at: number): SdnError {
    const code = this.text.codePointAt(at) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) return this.#halfSurrogate(at)
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
    const hint =
      code === CR ? 'A carriage return ends a line only before a line feed.' : 'Text with such characters needs `"`.'
    return this.error('SDN_CHARACTER', `unexpected character ${name}.`, at, hint)
  }

  /** The error for what stands at an offset, where something else was expected. */
  unexpected(at: number, expected: string): SdnError {
    const code = this.text.codePointAt(at) ?? 0
    if (at < this.length) {
      if (code === APOSTROPHE || code === BACKQUOTE) {
        const mark = String.fromCharCode(code)
        return this.error(
          'SDN_CHARACTER',
          `${mark} quotes nothing in SDN; expected ${expected}.`,
          at,
          'Use double quotes.',
        )
      }
      const isLineEnd = code === CR && this.text.charCodeAt(at + 1) === LF
      if (!isLineEnd && !isNamed(code)) return this.character(at)
    }
    return this.error('SDN_UNEXPECTED', `found ${this.#describe(at)}, expected ${expected}.`, at)
  }

  #describe(at: number): string {
    if (at >= this.length) return 'the end of the text'
    const code = this.text.charCodeAt(at)
    if (code === LF || code === CR) return 'the end of the line'
    if (code === HASH) return 'a comment'
    if (code === QUOTE) return 'a string'
    this.pos = at
    const end = this.atValueWord() ? this.valueWordEnd() : at + 1
    const word = this.text.slice(at, Math.min(end, at + QUOTED_LENGTH))
    return `\`${word}${end > at + QUOTED_LENGTH ? '…' : ''}\``
  }
}

const NAMED = new Set(Array.from('\n"#:=|,()[]{}+%~>?-', (character) => character.charCodeAt(0)))

/** Whether some rule of SDN names the character: others are errors wherever they stand. */
function isNamed(code: number): boolean {
  return NAMED.has(code) || classOf(code) !== 0
}

function indexOrEnd(text: string, search: string, from: number): number {
  const at = text.indexOf(search, from)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}
