import { readFileSync } from 'node:fs'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { SDN_MODES, SdnError, equalSdn, fromTagged, parseSdn, toTagged, writeSdn } from '../../src/sdn/index.ts'
import { anyKey, plainKey, soup, tree } from './arbitraries.ts'
import { readSubset } from './subset-reader.ts'

import type { SdnDict, SdnMode } from '../../src/sdn/index.ts'

const inputs: string[] = readFileSync(new URL('vectors.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line).input)

/** What parsing comes to; anything thrown but the parser's own error is passed on. */
function outcome(text: string, mode: SdnMode): SdnDict | SdnError {
  try {
    return parseSdn(text, { mode })
  } catch (error) {
    if (error instanceof SdnError) return error
    throw error
  }
}

/** What is wrong with the answer to a text: it must be a tree that can be written and read back, or an error with a place. */
function fault(text: string, mode: SdnMode): string {
  const result = outcome(text, mode)
  if (!(result instanceof SdnError)) {
    return equalSdn(parseSdn(writeSdn(result)), result) ? '' : 'the tree is another one when written'
  }
  const { line = 0, column = 0 } = result
  const lines = text.split('\n')
  if (line < 1 || line > lines.length) return `line ${line} of ${lines.length}`
  const width = Array.from(lines[line - 1]!).length
  if (column < 1 || column > width + 1) return `column ${column} of ${width}`
  return result.format().includes('\n') ? '' : 'no source line'
}

function checkAnyText(text: string, mode: SdnMode): void {
  expect(fault(text, mode)).toBe('')
}

const mode = fc.constantFrom(...SDN_MODES)

test('what is written reads as the same tree, and writes as the same text', () => {
  fc.assert(
    fc.property(tree(anyKey), (value) => {
      const text = writeSdn(value)
      const back = parseSdn(text)
      expect(toTagged(back)).toEqual(toTagged(value))
      expect(equalSdn(back, value)).toBe(true)
      expect(writeSdn(back)).toBe(text)
    }),
    { numRuns: 1500, seed: 1 },
  )
})

test('the tagged form keeps every tree', () => {
  fc.assert(
    fc.property(tree(anyKey), (value) => {
      const json = JSON.stringify(toTagged(value))
      expect(equalSdn(fromTagged(JSON.parse(json)), value)).toBe(true)
    }),
    { numRuns: 500, seed: 2 },
  )
})

test('what is written with plain keys reads as the same tree with the reader of the Simple compiler', () => {
  fc.assert(
    fc.property(tree(plainKey), (value) => {
      expect(toTagged(readSubset(writeSdn(value)))).toEqual(toTagged(value))
    }),
    { numRuns: 1500, seed: 3 },
  )
})

test('text made of pieces of SDN parses or fails with a place', () => {
  fc.assert(fc.property(soup, mode, checkAnyText), { numRuns: 6000, seed: 4 })
})

test('any text parses or fails with a place', () => {
  const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code))
  const any = fc.array(fc.oneof(fc.string({ unit: 'binary' }), half, soup), { maxLength: 4 }).map((p) => p.join(''))
  fc.assert(fc.property(any, mode, checkAnyText), { numRuns: 3000, seed: 5 })
})

test('damaged documents parse or fail with a place', () => {
  const damage = fc.record({
    input: fc.constantFrom(...inputs.filter((input) => input.length < 2000)),
    at: fc.nat({ max: 2000 }),
    remove: fc.nat({ max: 6 }),
    insert: fc.oneof(fc.constant(''), soup, fc.string({ unit: 'binary', maxLength: 3 })),
  })
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), mode, (steps, mode) => {
      let text = ''
      for (const { input, at, remove, insert } of steps) {
        text += input
        const from = at % (text.length + 1)
        text = text.slice(0, from) + insert + text.slice(from + remove)
      }
      checkAnyText(text, mode)
    }),
    { numRuns: 5000, seed: 6 },
  )
})

test('the writer refuses the depth that the parser refuses', () => {
  const isRefused = (work: () => unknown): boolean => {
    try {
      work()
      return false
    } catch (error) {
      if (error instanceof SdnError && /levels? of nesting/.test(error.message)) return true
      throw error
    }
  }
  fc.assert(
    fc.property(tree(plainKey), fc.integer({ min: 1, max: 8 }), (value, maxDepth) => {
      const text = writeSdn(value)
      expect(isRefused(() => writeSdn(value, { maxDepth }))).toBe(isRefused(() => parseSdn(text, { maxDepth })))
    }),
    { numRuns: 500, seed: 9 },
  )
})
