import { numberKind, parseFloat64, parseInteger } from './number.ts'
import { SourceText } from './source-text.ts'
import { SdnFloat } from './value.ts'

import type { SdnError } from './sdn-error.ts'
import type { SdnDict, SdnValue } from './value.ts'

const BLANK = new Set([' ', '\t', '\n', '\r'])
const LITERALS: readonly [string, SdnValue][] = [
  ['true', true],
  ['false', false],
  ['null', null],
]
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
/** Longest number that is read: enough for every double, and far from what a regular expression can overflow on. */
const MAX_NUMBER = 2000

/**
 * Reads JSON as a tree of SDN: objects as dicts in the order of their keys, `1` as an integer of 64 bits, `1.0` and `1e3`
 * as floats. Of any depth: it does not recurse. (`JSON.parse` rounds integers, makes no difference between `1` and `1.0`,
 * and puts keys like `"1"` first.)
 *
 * @throws SdnError `SDN_JSON` with line and column
 */
export function parseJson(text: string, file?: string): SdnValue {
  return new JsonReader(new SourceText(text, file)).read()
}

class JsonReader {
  readonly #source: SourceText
  readonly #text: string
  #pos: number

  constructor(source: SourceText) {
    this.#source = source
    this.#text = source.text
    this.#pos = source.start
  }

  read(): SdnValue {
    const stack: (SdnValue[] | SdnDict)[] = []
    let root: SdnValue = null
    for (;;) {
      this.#blanks()
      const key = this.#keyIn(stack.at(-1))
      const value = this.#start()
      const parent = stack.at(-1)
      if (parent === undefined) root = value
      else if (Array.isArray(parent)) parent.push(value)
      else parent.set(key, value)
      if (Array.isArray(value) || value instanceof Map) {
        if (!this.#closes(value)) {
          stack.push(value)
          continue
        }
      }
      if (this.#next(stack)) continue
      this.#blanks()
      if (this.#pos < this.#text.length) throw this.#unexpected('the end of the text')
      return root
    }
  }

  /** Consumes commas and closing brackets after a value; false at the end of the root. */
  #next(stack: (SdnValue[] | SdnDict)[]): boolean {
    for (let parent = stack.at(-1); parent !== undefined; parent = stack.at(-1)) {
      this.#blanks()
      if (this.#text[this.#pos] === ',') {
        this.#pos += 1
        return true
      }
      if (!this.#closes(parent)) throw this.#unexpected(Array.isArray(parent) ? '`,` or `]`' : '`,` or `}`')
      stack.pop()
    }
    return false
  }

  #closes(container: SdnValue[] | SdnDict): boolean {
    this.#blanks()
    if (this.#text[this.#pos] !== (Array.isArray(container) ? ']' : '}')) return false
    this.#pos += 1
    return true
  }

  #keyIn(parent: SdnValue[] | SdnDict | undefined): string {
    if (!(parent instanceof Map)) return ''
    if (this.#text[this.#pos] !== '"') throw this.#unexpected('a key in quotes')
    const key = this.#string()
    this.#blanks()
    if (this.#text[this.#pos] !== ':') throw this.#unexpected('`:` after the key')
    this.#pos += 1
    this.#blanks()
    return key
  }

  #start(): SdnValue {
    const character = this.#text[this.#pos]
    if (character === '[' || character === '{') {
      this.#pos += 1
      return character === '[' ? [] : new Map()
    }
    if (character === '"') return this.#string()
    for (const [word, value] of LITERALS) {
      if (!this.#text.startsWith(word, this.#pos)) continue
      this.#pos += word.length
      return value
    }
    return this.#number()
  }

  #number(): SdnValue {
    NUMBER.lastIndex = 0
    const found = NUMBER.exec(this.#text.slice(this.#pos, this.#pos + MAX_NUMBER))?.[0]
    if (found === undefined) throw this.#unexpected('a value')
    if (found.length === MAX_NUMBER) throw this.#error(`a number of ${MAX_NUMBER} characters or more.`, this.#pos)
    const isFloat = numberKind(found, 0, found.length) === 'float'
    const value = isFloat ? parseFloat64(found) : parseInteger(found)
    if (value === undefined) {
      throw this.#error(isFloat ? 'an infinite number.' : 'an integer outside -2^63 .. 2^63-1.', this.#pos)
    }
    this.#pos += found.length
    return isFloat && typeof value === 'number' ? new SdnFloat(value) : value
  }

  #string(): string {
    const text = this.#text
    const start = this.#pos
    let end = start + 1
    for (; end < text.length && text[end] !== '"'; end += 1) if (text[end] === '\\') end += 1
    if (end >= text.length) throw this.#error('this string has no closing `"`.', start)
    this.#pos = end + 1
    try {
      return JSON.parse(text.slice(start, end + 1)) as string
    } catch {
      throw this.#error('a control character or an unknown escape in this string.', start)
    }
  }

  #blanks(): void {
    while (BLANK.has(this.#text[this.#pos]!)) this.#pos += 1
  }

  #unexpected(expected: string): SdnError {
    const found = this.#text[this.#pos]
    return this.#error(`found ${found === undefined ? 'the end of the text' : `\`${found}\``}, expected ${expected}.`)
  }

  #error(message: string, at: number = this.#pos): SdnError {
    return this.#source.error('SDN_JSON', message, at)
  }
}
