/** Code units that the scanner compares with. */
export const TAB = 9
export const LF = 10
export const CR = 13
export const SPACE = 32
export const QUOTE = 34
export const HASH = 35
export const APOSTROPHE = 39
export const OPEN_PAREN = 40
export const CLOSE_PAREN = 41
export const COMMA = 44
export const MINUS = 45
export const DOT = 46
export const ZERO = 48
export const NINE = 57
export const COLON = 58
export const EQUALS = 61
export const OPEN_BRACKET = 91
export const BACKSLASH = 92
export const CLOSE_BRACKET = 93
export const UNDERSCORE = 95
export const BACKQUOTE = 96
export const OPEN_BRACE = 123
export const BAR = 124
export const CLOSE_BRACE = 125
export const BOM = 0xfeff

/** Bits of a character's class. */
export const KEY_START = 1
export const KEY_PART = 2
export const WORD_START = 4
export const WORD_PART = 8
/** `\p{N}`: what may follow a `-` that starts a word. */
export const NUMERIC = 16

const ALPHABETIC_CLASS = KEY_START | KEY_PART | WORD_START | WORD_PART
const NUMERIC_CLASS = KEY_PART | WORD_START | WORD_PART | NUMERIC

const ASCII: Uint8Array = buildAscii()

function buildAscii(): Uint8Array {
  const classes = new Uint8Array(128)
  const add = (characters: string, bits: number): void => {
    for (const character of characters) classes[character.charCodeAt(0)]! |= bits
  }
  add('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', ALPHABETIC_CLASS)
  add('0123456789', NUMERIC_CLASS)
  add('_', KEY_START)
  add('_/.-#', KEY_PART)
  add('_*/.$@<', WORD_START | WORD_PART)
  add('-#+%~>?', WORD_PART)
  return classes
}

const ALPHABETIC = /^\p{Alphabetic}$/u
const NUMBER = /^\p{N}$/u
const beyondAscii = new Map<number, number>()
/** Text in many scripts must not make the cache grow without bound. */
const MAX_CACHED = 65_536

function classBeyondAscii(code: number): number {
  let bits = beyondAscii.get(code)
  if (bits === undefined) {
    const character = String.fromCodePoint(code)
    bits = (ALPHABETIC.test(character) ? ALPHABETIC_CLASS : 0) | (NUMBER.test(character) ? NUMERIC_CLASS : 0)
    if (beyondAscii.size < MAX_CACHED) beyondAscii.set(code, bits)
  }
  return bits
}

/** The class of a code point; 0 for those that stand in no word. */
export function classOf(code: number): number {
  return code < 128 ? ASCII[code]! : classBeyondAscii(code)
}

/** Whether text is a key word: a key, field or type that needs no quotes. */
export function isKeyWord(text: string): boolean {
  let bit = KEY_START
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 128) {
      if ((ASCII[code]! & bit) === 0) return false
    } else {
      const point = text.codePointAt(index)!
      if ((classBeyondAscii(point) & bit) === 0) return false
      if (point > 0xffff) index += 1
    }
    bit = KEY_PART
  }
  return bit === KEY_PART
}
