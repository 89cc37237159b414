import { counted } from './counted.ts'
import { SdnError } from './sdn-error.ts'

import type { Scanner } from './scanner.ts'
import type { SdnScalar } from './value.ts'

/**
 * How far the author of a text is trusted. `default`: nesting is limited to 1000 levels. `untrusted`: 50 levels, strings of
 * 1 MiB, a million scalars. `safe`: as `untrusted`, and no keys that could reach a prototype or a path.
 * `config`: scalars at the top level only.
 */
export type SdnMode = 'default' | 'untrusted' | 'safe' | 'config'

export const SDN_MODES: readonly SdnMode[] = ['default', 'untrusted', 'safe', 'config']

/** Nesting that `parseSdn` and `writeSdn` take unless told otherwise; the root is level 1. */
export const DEFAULT_MAX_DEPTH = 1000
const UNTRUSTED_MAX_DEPTH = 50
const UNTRUSTED_MAX_STRING_BYTES = 1_048_576
const UNTRUSTED_MAX_SCALARS = 1_000_000

const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])
const CONTROL = /\p{Cc}/u

/** The limits of one parse, and what it has used of them. */
export class Policy {
  readonly mode: SdnMode
  readonly maxDepth: number
  /** Whether scalars are counted and measured. */
  readonly isMetered: boolean
  readonly #scanner: Scanner
  #scalars = 0

  constructor(scanner: Scanner, mode: SdnMode, maxDepth: number | undefined) {
    if (!SDN_MODES.includes(mode)) {
      throw new SdnError('SDN_LIMIT', `unknown mode ${JSON.stringify(mode)}, expected one of ${SDN_MODES.join(', ')}.`)
    }
    if (maxDepth !== undefined && !(maxDepth >= 1)) {
      throw new SdnError('SDN_LIMIT', `maxDepth is ${maxDepth}, expected a number of levels from 1.`)
    }
    this.mode = mode
    this.isMetered = mode === 'untrusted' || mode === 'safe'
    this.maxDepth = mode === 'config' ? 1 : (maxDepth ?? (this.isMetered ? UNTRUSTED_MAX_DEPTH : DEFAULT_MAX_DEPTH))
    this.#scanner = scanner
  }

  /** Checks a dict, array or table of a level before it is read. */
  checkLevel(level: number, at: number): void {
    if (level <= this.maxDepth) return
    throw this.mode === 'config'
      ? this.#scanner.error('SDN_CONFIG', 'mode config takes scalars at the top level only.', at)
      : this.#scanner.error('SDN_LIMIT', `more than ${counted(this.maxDepth, 'level')} of nesting.`, at)
  }

  /** Counts a scalar that was read; call it when `isMetered`. */
  checkScalar(value: SdnScalar, at: number): void {
    this.#scalars += 1
    if (this.#scalars > UNTRUSTED_MAX_SCALARS) {
      throw this.#scanner.error('SDN_LIMIT', `more than ${UNTRUSTED_MAX_SCALARS} values.`, at)
    }
    if (typeof value === 'string' && isLongerThan(value, UNTRUSTED_MAX_STRING_BYTES)) {
      throw this.#scanner.error('SDN_LIMIT', `a string of more than ${UNTRUSTED_MAX_STRING_BYTES} bytes.`, at)
    }
  }

  /** Checks a key or field name in mode `safe`. */
  checkKey(key: string, at: number): void {
    if (this.mode !== 'safe') return
    const isRefused =
      PROTOTYPE_KEYS.has(key) || key.includes('..') || key.startsWith('/') || key.startsWith('\\') || CONTROL.test(key)
    if (!isRefused) return
    throw this.#scanner.error(
      'SDN_KEY',
      'mode safe refuses this key.',
      at,
      'Keys must not be __proto__, constructor or prototype, nor hold `..`, control characters or a leading slash.',
    )
  }
}

/** Whether text takes more bytes of UTF-8; counts only when its length leaves it open. */
function isLongerThan(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false
  if (text.length > bytes) return true
  let count = text.length
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    // A surrogate is half of four bytes, others beyond ASCII take two or three.
    if (code >= 0x80) count += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2
  }
  return count > bytes
}
