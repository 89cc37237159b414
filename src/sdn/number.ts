import { MINUS, NINE, UNDERSCORE, ZERO, DOT } from './characters.ts'
import { MAX_INTEGER, MIN_INTEGER, normalInteger } from './value.ts'

export type NumberKind = 'int' | 'float' | null

const UPPER_E = 69
const LOWER_E = 101
const PLUS = 43

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

/** End of `[0-9][0-9_]*` at a position; the position itself when no digit stands there. */
function digitsEnd(text: string, at: number, end: number): number {
  if (at >= end || !isDigit(text.charCodeAt(at))) return at
  let next = at + 1
  while (next < end) {
    const code = text.charCodeAt(next)
    if (!isDigit(code) && code !== UNDERSCORE) break
    next += 1
  }
  return next
}

/**
 * What a word is by the number rules: `-?D`, `-?D(.D)?([eE][+-]?D)?` with `D` = `[0-9][0-9_]*`.
 * One pass by hand: a regular expression's backtracking stack can overflow on megabytes of digits.
 */
export function numberKind(text: string, start: number, end: number): NumberKind {
  const sign = text.charCodeAt(start) === MINUS ? start + 1 : start
  let at = digitsEnd(text, sign, end)
  if (at === sign) return null
  if (at === end) return 'int'
  if (text.charCodeAt(at) === DOT) {
    const fraction = digitsEnd(text, at + 1, end)
    if (fraction === at + 1) return null
    at = fraction
    if (at === end) return 'float'
  }
  const exponent = text.charCodeAt(at)
  if (exponent !== LOWER_E && exponent !== UPPER_E) return null
  at += 1
  const exponentSign = text.charCodeAt(at)
  if (at < end && (exponentSign === PLUS || exponentSign === MINUS)) at += 1
  const last = digitsEnd(text, at, end)
  return last > at && last === end ? 'float' : null
}

/** The value of a word of kind `int`; undefined outside 64 bits. `-0` is 0. */
export function parseInteger(word: string): number | bigint | undefined {
  const text = word.includes('_') ? word.replaceAll('_', '') : word
  if (text.length <= 15) return Number(text) + 0
  const isNegative = text.charCodeAt(0) === MINUS
  let from = isNegative ? 1 : 0
  while (from < text.length - 1 && text.charCodeAt(from) === ZERO) from += 1
  // 2^63 has 19 digits: longer numbers never reach BigInt, whose parsing is not linear.
  if (text.length - from > 19) return undefined
  const magnitude = BigInt(text.slice(from))
  const value = isNegative ? -magnitude : magnitude
  return value < MIN_INTEGER || value > MAX_INTEGER ? undefined : normalInteger(value)
}

/** The value of a word of kind `float`; undefined when it is infinite. */
export function parseFloat64(word: string): number | undefined {
  const value = Number(word.includes('_') ? word.replaceAll('_', '') : word)
  return Number.isFinite(value) ? value : undefined
}

/**
 * The shortest text that reads as the same double, always with a `.` or an exponent:
 * `1.0`, `-0.0`, `1e22`, `1.5e-10`. Decimal from 1e-4 up to 1e16, else with an exponent.
 */
export function formatFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const magnitude = Math.abs(value)
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    const text = String(value)
    return text.includes('.') ? text : `${text}.0`
  }
  return value.toExponential().replace('+', '')
}
