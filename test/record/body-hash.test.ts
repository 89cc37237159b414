import fc from 'fast-check'
import { expect, test } from 'vitest'

import { BodyHash } from '../../src/record/transform/body-hash.ts'

/** Code in stretches, with a nested function between each two. */
function hashOf(...stretches: string[]): string {
  const hash = new BodyHash()
  for (const [index, text] of stretches.entries()) {
    if (index > 0) hash.mark()
    hash.add(text, 0, text.length)
  }
  return hash.take()
}

const blanks = fc
  .array(fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2003', '\ufeff'), { minLength: 1, maxLength: 4 })
  .map((list) => list.join(''))
const words = fc.array(fc.stringMatching(/^[!-~é-ž]{1,8}$/), { minLength: 1, maxLength: 8 })

test('runs of blanks count as one, wherever stretches are cut', () => {
  fc.assert(
    fc.property(words, fc.array(blanks, { minLength: 8, maxLength: 8 }), fc.nat(), (list, gaps, at) => {
      const spaced = list.map((word, i) => word + gaps[i % gaps.length]!).join('')
      const cut = at % (spaced.length + 1)
      const hash = new BodyHash()
      hash.add(spaced, 0, cut)
      hash.add(spaced, cut, spaced.length)
      expect(hash.take()).toBe(hashOf(`${list.join(' ')} `))
    }),
  )
})

test('other code, and a nested function at another place, has another hash', () => {
  const seen = new Map<string, string>()
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 3 }), (lists) => {
      const stretches = lists.map((list) => list.join(' '))
      const key = stretches.join('\0')
      const hash = hashOf(...stretches)
      expect(hash).toMatch(/^[\da-f]{16}$/)
      expect(seen.get(hash) ?? key).toBe(key)
      seen.set(hash, key)
    }),
    { numRuns: 3000 },
  )
  expect(new Set(['a b', 'a', 'ab', ' a'].map((text) => hashOf(text))).size).toBe(4)
  expect(hashOf('f(', ')')).not.toBe(hashOf('f()'))
  expect(hashOf('f(', ')')).not.toBe(hashOf('f', '()'))
})
