import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { equalSdn, parseSdn, writeSdn } from '../../src/sdn/index.ts'

test('every tree of the vectors is written to a text of the same tree, and that is its canonical text', () => {
  const lines = readFileSync(new URL('vectors.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  let count = 0
  for (const line of lines) {
    const { id, ok, input } = JSON.parse(line)
    if (!ok) continue
    const tree = parseSdn(input)
    const text = writeSdn(tree)
    expect.soft(equalSdn(parseSdn(text), tree), id).toBe(true)
    expect.soft(writeSdn(parseSdn(text)), id).toBe(text)
    count += 1
  }
  expect(count).toBeGreaterThan(600)
})
