import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { SdnError, equalSdn, fromTagged, parseSdn, toTagged } from '../../src/sdn/index.ts'

import type { SdnMode, Tagged } from '../../src/sdn/index.ts'

interface Vector {
  id: string
  mode?: SdnMode
  input: string
  ok: boolean
  value?: Tagged
  line?: number
}

const vectors: Vector[] = readFileSync(new URL('vectors.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))

/** What the parser makes of a vector, in the vector's own terms. */
function outcome({ input, mode, line }: Vector): Partial<Vector> & { caret?: boolean; same?: boolean } {
  try {
    const tree = parseSdn(input, mode === undefined ? {} : { mode })
    const value = toTagged(tree)
    return { ok: true, value, same: equalSdn(tree, fromTagged(value)) }
  } catch (error) {
    if (!(error instanceof SdnError)) throw error
    const hasPlace = error.line !== undefined && error.column !== undefined && error.column > 0
    const caret = hasPlace && /\n *\d+ \| .*\n[ \t]*\^$/.test(error.format())
    return { ok: false, caret, ...(line === undefined ? {} : { line: error.line ?? 0 }) }
  }
}

test('there are vectors of both outcomes', () => {
  expect(vectors.filter(({ ok }) => ok).length).toBeGreaterThan(600)
  expect(vectors.filter(({ ok }) => !ok).length).toBeGreaterThan(400)
})

test.each(vectors)('$id', (vector) => {
  const { ok, value, line } = vector
  const expected = ok ? { ok, value, same: true } : { ok, caret: true, ...(line === undefined ? {} : { line }) }
  // As text: the matchers of Vitest recurse, and some values are a thousand levels deep.
  expect(JSON.stringify(outcome(vector))).toBe(JSON.stringify(expected))
})
