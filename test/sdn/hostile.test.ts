import { expect, test } from 'vitest'

import { SdnError, equalSdn, fromTagged, parseSdn, toJs, toTagged, writeSdn } from '../../src/sdn/index.ts'

const LEVELS = 200_000
const LENGTH = 900_000

// Quadratic work on any of these takes hours, so that the time limit of a test is the bound that counts.

test.each([
  ['lists', '[', ']'],
  ['dicts', '{a: ', '}'],
  ['lists of dicts', '[{a: ', '}]'],
])(
  '200,000 levels of %s are read, converted, compared and written without the stack of JavaScript',
  (_, open, close) => {
    const count = LEVELS / (open.length > 4 ? 2 : 1)
    const text = `k = ${open.repeat(count)}1${close.repeat(count)}\n`
    const options = { maxDepth: LEVELS + 1 }
    const tree = parseSdn(text, options)
    expect(equalSdn(parseSdn(writeSdn(tree, options), options), tree)).toBe(true)
    const tagged = toTagged(tree)
    expect(equalSdn(tree, fromTagged(tagged))).toBe(true)
    expect(toJs(tree)).toBeTypeOf('object')
    expect(() => parseSdn(text)).toThrow(SdnError)
    expect(() => writeSdn(tree)).toThrow(/more than 1000 levels/)
    expect(() => parseSdn(`k = ${open.repeat(count)}`, options)).toThrow(/expected/)
  },
)

test('a thousand nested blocks are read and written', () => {
  const lines = Array.from({ length: 999 }, (_, depth) => `${' '.repeat(depth)}k:`)
  const tree = parseSdn(`${lines.join('\n')}\n`)
  expect(equalSdn(parseSdn(writeSdn(tree)), tree)).toBe(true)
  expect(() => parseSdn(`${lines.join('\n')}\n${' '.repeat(999)}k:\n${' '.repeat(1000)}x\n`)).toThrow(/1000 levels/)
})

test('a tree that contains itself is refused', () => {
  const loop: Map<string, unknown> = new Map()
  loop.set('again', loop)
  expect(() => writeSdn(loop as never)).toThrow(/more than 1000 levels/)
})

const longTokens: [string, string][] = [
  ['digits', `k: ${'1'.repeat(LENGTH)}`],
  ['digits and a letter', `k: ${'1'.repeat(LENGTH)}x`],
  ['zeros', `k: ${'0'.repeat(LENGTH)}1`],
  ['underscores', `k: 1${'_'.repeat(LENGTH)}x`],
  ['a long fraction', `k: 1.${'1'.repeat(LENGTH)}`],
  ['a long exponent', `k: 1e${'0'.repeat(LENGTH)}1`],
  ['colons', `k: a${':'.repeat(LENGTH)}`],
  ['colons and letters', `k: ${'a:'.repeat(LENGTH / 2)}a`],
  ['hashes after digits', `k: 1${'x#'.repeat(LENGTH / 2)}`],
  ['words', `k: ${'a '.repeat(LENGTH / 2)}`],
  ['words and no end', `k: ${'a '.repeat(LENGTH / 2)}"`],
  ['blanks', `k: a${' '.repeat(LENGTH)}b`],
  ['backslashes', `k: "${'\\'.repeat(LENGTH)}"`],
  ['an open string', `k: "${'\\n'.repeat(LENGTH / 2)}`],
  ['strings', `k = [${'"a\\n", '.repeat(LENGTH / 7)}]`],
  ['strings with line ends', `k = [${'"\n", '.repeat(LENGTH / 5)}]`],
  ['comments', '# a\r\n'.repeat(LENGTH / 5)],
  ['comments without a CR before the end', `${'# a\n'.repeat(LENGTH / 4)}\r`],
  ['empty lines', '\n'.repeat(LENGTH)],
  ['empty cells', `t || ${','.repeat(LENGTH)}`],
  ['rows', `t |a|\n${'    x\n'.repeat(LENGTH / 6)}`],
  ['dedents', 'a:\n    b:\n        c:\n'.repeat(LENGTH / 18)],
  ['keys', Array.from({ length: LENGTH / 15 }, (_, index) => `key${index}: 1\n`).join('')],
  ['the same key', 'k: 1\n'.repeat(LENGTH / 5)],
  ['an error at the end of a long line', `k = [${'1, '.repeat(LENGTH / 3)}`],
  ['an error at the end of a long line of pairs', `k: "${'🎉'.repeat(LENGTH / 2)}" x`],
  ['letters beyond ASCII', `k: ${'é'.repeat(LENGTH)}`],
  [
    'many letters',
    `k: "${Array.from({ length: 100_000 }, (_, index) => String.fromCodePoint(0x4e00 + (index % 20_000))).join('')}"`,
  ],
]

test.each(longTokens)('%s are read in one pass', (_, text) => {
  const read = (): string => {
    try {
      return writeSdn(parseSdn(text))
    } catch (error) {
      if (error instanceof SdnError) return error.format()
      throw error
    }
  }
  expect(read()).toBeTypeOf('string')
})

test('what is no text is refused', () => {
  for (const wrong of [undefined, null, 1, new Uint8Array(3), {}]) {
    expect(() => parseSdn(wrong as never)).toThrow(SdnError)
  }
})

test('limits of mode untrusted', () => {
  const untrusted = { mode: 'untrusted' } as const
  const bytes = 2 ** 20
  expect(parseSdn(`k: "${'x'.repeat(bytes)}"`, untrusted).size).toBe(1)
  expect(() => parseSdn(`k: "${'x'.repeat(bytes + 1)}"`, untrusted)).toThrow(/1048576 bytes/)
  expect(() => parseSdn(`k: ${'x '.repeat(bytes / 2)}xx`, untrusted)).toThrow(/1048576 bytes/)
  expect(parseSdn(`k: "${'é'.repeat(bytes / 2)}"`, untrusted).size).toBe(1)
  expect(() => parseSdn(`k: "${'é'.repeat(bytes / 2)}x"`, untrusted)).toThrow(/1048576 bytes/)
  expect(parseSdn(`k: "${'🎉'.repeat(bytes / 4)}"`, untrusted).size).toBe(1)
  expect(() => parseSdn(`k: "${'🎉'.repeat(bytes / 4)}x"`, untrusted)).toThrow(/1048576 bytes/)
  // An escape counts once, decoded.
  expect(parseSdn(`k: "${'\\n'.repeat(bytes)}"`, untrusted).size).toBe(1)
  // Nulls and empty cells count, keys do not.
  expect(parseSdn(`k:\nt || 1${','.repeat(999_998)}`, untrusted).size).toBe(2)
  expect(() => parseSdn(`k:\nt ||\n    1${','.repeat(999_999)}`, untrusted)).toThrow(
    /line 3:1000005: more than 1000000/,
  )
  // What a later key replaces was read.
  expect(() => parseSdn('k:\n'.repeat(1_000_001), untrusted)).toThrow(/line 1000001:1: more than 1000000 values/)
})
