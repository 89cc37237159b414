import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  MINUS,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  ZERO,
} from './characters.ts'
import { numberKind, parseFloat64, parseInteger } from './number.ts'
import { SdnFloat } from './value.ts'

import type { Policy } from './policy.ts'
import type { Scanner } from './scanner.ts'
import type { ArraySpans, DictSpans, EntrySpan, SpanTable } from './spans.ts'
import type { SdnDict, SdnScalar, SdnValue } from './value.ts'

export interface Key {
  readonly key: string
  readonly start: number
  readonly end: number
}

/** An open `[` or `{`: kept on a stack of our own, so that no depth of input reaches the stack of JavaScript. */
interface Frame {
  readonly array: SdnValue[] | null
  readonly dict: SdnDict | null
  readonly close: number
  readonly arraySpans: ArraySpans | null
  readonly dictSpans: DictSpans | null
}

/** First letters of the words that are no strings. */
const LOWER_F = 102
const LOWER_N = 110
const LOWER_T = 116

/** Digits that always make a safe integer. */
const FAST_DIGITS = 15

/** Reads what stands within a line: keys, scalars, lists, dicts. */
export class ValueParser {
  readonly scanner: Scanner
  readonly policy: Policy
  readonly spans: SpanTable | null
  /** The cells of the row that is being read; rows hold no rows, so one array serves all. */
  readonly cells: SdnValue[] = []

  constructor(scanner: Scanner, policy: Policy, spans: SpanTable | null) {
    this.scanner = scanner
    this.policy = policy
    this.spans = spans
  }

  /** A key, field or type name: a key word or a string. */
  key(expected: string): Key {
    const { scanner } = this
    const start = scanner.pos
    if (scanner.peek() === QUOTE) {
      const key = scanner.string()
      return { key, start, end: scanner.pos }
    }
    const end = scanner.keyWordEnd()
    if (end === start) throw scanner.unexpected(start, expected)
    scanner.pos = end
    return { key: scanner.text.slice(start, end), start, end }
  }

  /** A scalar, list or dict; `level` is that of a container that would start here. */
  item(level: number, expected: string): SdnValue {
    const { scanner } = this
    const code = scanner.peek()
    if (code === OPEN_BRACKET || code === OPEN_BRACE) return this.inline(level)
    if (code === QUOTE) return this.string()
    if (!scanner.atValueWord()) throw scanner.unexpected(scanner.pos, expected)
    return this.word()
  }

  string(): string {
    const start = this.scanner.pos
    const value = this.scanner.string()
    if (this.policy.isMetered) this.policy.checkScalar(value, start)
    return value
  }

  /** One value word. */
  word(): SdnScalar {
    const { scanner } = this
    const start = scanner.pos
    scanner.pos = scanner.valueWordEnd()
    const value = this.#wordValue(start, scanner.pos)
    if (this.policy.isMetered) this.policy.checkScalar(value, start)
    return value
  }

  /**
   * A value word, or several that are one string because the first of them is a string. `last` is the cell above, whose
   * string is used again for the same text: columns often repeat a few words a million times.
   */
  words(last?: SdnValue): SdnScalar {
    const { scanner } = this
    const start = scanner.pos
    scanner.pos = scanner.valueWordEnd()
    const firstEnd = scanner.pos
    let value = this.#wordValue(start, firstEnd, last)
    if (typeof value === 'string') {
      let end = firstEnd
      for (;;) {
        scanner.skipBlanks()
        if (scanner.pos === end || !scanner.atValueWord()) break
        end = scanner.valueWordEnd()
        scanner.pos = end
      }
      scanner.pos = end
      if (end !== firstEnd) value = scanner.text.slice(start, end)
    }
    if (this.policy.isMetered) this.policy.checkScalar(value, start)
    return value
  }

  #wordValue(start: number, end: number, last?: SdnValue): SdnScalar {
    const { text } = this.scanner
    const first = text.charCodeAt(start)
    if (first <= NINE && (first >= ZERO || first === MINUS)) return this.#numberOrString(start, end)
    const length = end - start
    if (length <= 5 && (first === LOWER_T || first === LOWER_F || first === LOWER_N)) {
      switch (text.slice(start, end)) {
        case 'true':
          return true
        case 'false':
          return false
        case 'null':
        case 'nil':
          return null
      }
    }
    if (typeof last === 'string' && last.length === length && text.startsWith(last, start)) return last
    return text.slice(start, end)
  }

  #numberOrString(start: number, end: number): SdnScalar {
    const { scanner } = this
    const { text } = scanner
    if (end - start <= FAST_DIGITS) {
      let value = 0
      let at = start
      for (; at < end; at += 1) {
        const code = text.charCodeAt(at)
        if (code < ZERO || code > NINE) break
        value = value * 10 + (code - ZERO)
      }
      if (at === end) return value
    }
    const kind = numberKind(text, start, end)
    const word = text.slice(start, end)
    if (kind === null) return word
    if (kind === 'int') {
      const value = parseInteger(word)
      if (value !== undefined) return value
      throw scanner.error(
        'SDN_NUMBER',
        'this integer is outside -2^63 .. 2^63-1.',
        start,
        'Quote it to keep it as text.',
      )
    }
    const value = parseFloat64(word)
    if (value !== undefined) return new SdnFloat(value)
    throw scanner.error(
      'SDN_NUMBER',
      'this float is infinite as an IEEE double.',
      start,
      'Quote it to keep it as text.',
    )
  }

  /** The list or dict that starts at `pos`. */
  inline(level: number): SdnValue {
    const { scanner } = this
    const stack: Frame[] = []
    let frame = this.#open(level)
    const root = frame.array ?? frame.dict!
    let isAfterItem = false
    for (;;) {
      scanner.skipBlanks()
      const code = scanner.peek()
      if (code === frame.close) {
        scanner.pos += 1
        const parent = stack.pop()
        if (parent === undefined) return root
        frame = parent
        this.#endItem(frame)
        isAfterItem = true
        continue
      }
      if (isAfterItem) {
        if (code !== COMMA) throw scanner.unexpected(scanner.pos, `\`,\` or ${closing(frame)}`)
        scanner.pos += 1
        isAfterItem = false
        continue
      }
      const key = frame.dict === null ? null : this.#pairKey(frame)
      const start = scanner.pos
      const next = scanner.peek()
      if (frame.arraySpans !== null) frame.arraySpans.items.push(start, start)
      if (next === OPEN_BRACKET || next === OPEN_BRACE) {
        const inner = this.#open(level + stack.length + 1)
        put(frame, key, inner.array ?? inner.dict!)
        stack.push(frame)
        frame = inner
        continue
      }
      put(frame, key, this.item(level, key === null ? `a value or ${closing(frame)}` : 'a value after the key'))
      this.#endItem(frame)
      isAfterItem = true
    }
  }

  #open(level: number): Frame {
    const { scanner, spans } = this
    this.policy.checkLevel(level, scanner.pos)
    const isArray = scanner.peek() === OPEN_BRACKET
    scanner.pos += 1
    const array: SdnValue[] | null = isArray ? [] : null
    const dict: SdnDict | null = isArray ? null : new Map()
    return {
      array,
      dict,
      close: isArray ? CLOSE_BRACKET : CLOSE_BRACE,
      arraySpans: spans === null || array === null ? null : spans.array(array, 'inline'),
      dictSpans: spans === null || dict === null ? null : spans.dict(dict, 'inline'),
    }
  }

  #pairKey(frame: Frame): string {
    const { scanner } = this
    const { key, start, end } = this.key('a key or `}`')
    this.policy.checkKey(key, start)
    scanner.skipBlanks()
    if (scanner.peek() !== COLON) throw scanner.unexpected(scanner.pos, '`:` after the key')
    const operator = scanner.pos
    scanner.pos += 1
    scanner.skipBlanks()
    frame.dictSpans?.entries.push({
      key,
      keyStart: start,
      keyEnd: end,
      operator,
      valueStart: scanner.pos,
      valueEnd: scanner.pos,
    })
    return key
  }

  /** Notes where the item that was just read ends. */
  #endItem(frame: Frame): void {
    if (frame.arraySpans !== null) frame.arraySpans.items[frame.arraySpans.items.length - 1] = this.scanner.pos
    const entry: EntrySpan | undefined = frame.dictSpans?.entries.at(-1)
    if (entry !== undefined) entry.valueEnd = this.scanner.pos
  }
}

function put(frame: Frame, key: string | null, value: SdnValue): void {
  if (key === null) frame.array!.push(value)
  else frame.dict!.set(key, value)
}

function closing(frame: Frame): string {
  return frame.array === null ? '`}`' : '`]`'
}
