import { TraceMap } from '@jridgewell/trace-mapping'
import { expect, test } from 'vitest'

import { readAnnotations } from '../../src/record/annotations.ts'
import { locate } from '../../src/record/source-place.ts'

const CODE = 'var made = 1\nfunction f() {}\nfunction g() {}\n'

test('where the map knows nothing the place is unknown, but for the module itself', () => {
  const map = new TraceMap({
    version: 3,
    sources: ['a.ts'],
    names: [],
    mappings: [[], [[0, 0, 4, 2]], []],
  })
  const offsets = [0, CODE.indexOf('function f'), CODE.indexOf('function g')]
  expect(locate({ code: CODE, map }, offsets)).toEqual([
    { line: 1, column: 1 },
    { line: 5, column: 3 },
    { line: 0, column: 0 },
  ])
})

test("a function of unknown place takes nobody's annotation", () => {
  const source = 'const a = 1\nconst b = 2\n/** @layout cold */\n'
  const places = [
    { line: 1, column: 1 },
    { line: 0, column: 0 },
  ]
  const { hints, unplaced } = readAnnotations('a.ts', source, places, () => true)
  expect(hints).toEqual([undefined, undefined])
  expect(unplaced.size).toBe(1)
})
