import { isKeyWord } from './characters.ts'
import { formatFloat } from './number.ts'
import { SdnError } from './sdn-error.ts'
import { findLoneSurrogate } from './source-text.ts'
import { MAX_INTEGER, MIN_INTEGER, SdnFloat } from './value.ts'

import type { SdnScalar } from './value.ts'

/** Words that the Simple compiler's reader does not take for strings. */
const RESERVED = new Set(['true', 'false', 'null', 'nil', 'table'])

const NEEDS_ESCAPE = /["\\\n\t\r]/
const ESCAPED = /["\\\n\t\r]/g

/** Why a value has no text; `where` is the path to it. */
export function refusal(where: string, reason: string, hint?: string): SdnError {
  return new SdnError('SDN_WRITE', `${where === '' ? 'the tree' : where}: ${reason}`, { hint })
}

/** The text of a scalar, on one line. A string is bare only when every reader takes it for the same string. */
export function scalarText(value: SdnScalar, where: () => string): string {
  switch (typeof value) {
    case 'string':
      return isBareString(value) ? value : quote(value, where)
    case 'number':
      if (!Number.isSafeInteger(value)) {
        throw refusal(
          where(),
          `the number ${value} is no safe integer.`,
          'Use float() for floats, a bigint for large ones.',
        )
      }
      return value === 0 ? '0' : String(value)
    case 'bigint':
      if (value < MIN_INTEGER || value > MAX_INTEGER) {
        throw refusal(where(), `the integer ${excerpt(value)} is outside -2^63 .. 2^63-1.`)
      }
      return String(value)
    case 'boolean':
      return String(value)
    default:
      if (value === null) return 'null'
      if (!(value instanceof SdnFloat)) throw refusal(where(), `${typeof value} is no value of SDN.`)
      if (!Number.isFinite(value.value)) throw refusal(where(), `the float ${value.value} has no text in SDN.`)
      return formatFloat(value.value)
  }
}

function excerpt(value: bigint): string {
  const text = String(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** The text of a key, field or type name. */
export function keyText(key: string, where: () => string): string {
  if (typeof key !== 'string') throw refusal(where(), `a key that is no string but ${typeof key}.`)
  return isKeyWord(key) ? key : quote(key, where)
}

function isBareString(text: string): boolean {
  return isKeyWord(text) && !RESERVED.has(text)
}

/** A string in quotes, on one line. */
export function quote(text: string, where: () => string): string {
  if (findLoneSurrogate(text) < text.length) {
    throw refusal(where(), 'a string with half of a surrogate pair, which no UTF-8 text can carry.')
  }
  return `"${NEEDS_ESCAPE.test(text) ? text.replaceAll(ESCAPED, escapeOf) : text}"`
}

function escapeOf(character: string): string {
  switch (character) {
    case '\n':
      return '\\n'
    case '\t':
      return '\\t'
    case '\r':
      return '\\r'
    default:
      return `\\${character}`
  }
}
