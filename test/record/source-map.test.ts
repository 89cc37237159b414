import { type DecodedSourceMap, type EncodedSourceMap, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { generateProgram, mulberry32 } from './support/program.ts'
import { instrumentText } from './support/run.ts'

/** Words of a generated program that the engine may name a position by. */
const WORD = /\b(?:lib\.\w+|throw(?! __vlG)|new Error|log\(|[fonm]\d+\b)/g

test('each word of an instrumented program maps to its place in the source', () => {
  let words = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 8 }), (seed, size) => {
      const { plain } = generateProgram(seed, size)
      const { code, map } = instrumentText(plain)
      const trace = new TraceMap(map as unknown as EncodedSourceMap)
      const source = plain.split('\n')
      for (const [index, line] of code.split('\n').entries()) {
        // The pattern of a `for await` is copied into the body; see the known limits in docs/recording.md.
        if (line.includes('=__vlv')) continue
        for (const word of line.matchAll(WORD)) {
          const { line: row, column } = originalPositionFor(trace, { line: index + 1, column: word.index })
          expect(source[row! - 1]!.slice(column!, column! + word[0].length)).toBe(word[0])
          words++
        }
      }
    }),
    { seed: 3, numRuns: 60 },
  )
  expect(words).toBeGreaterThan(1000)
})

/** A map of a text to a source of its own, with places here and there. */
function sparseMap(text: string, seed: number): DecodedSourceMap {
  const random = mulberry32(seed)
  let column = 0
  const mappings = text.split('\n').map((line, row) => {
    const places: [number, number, number, number][] = []
    for (let at = 0; at < line.length; at++) if (random() < 0.2) places.push([at, 0, row * 3, column++])
    return places
  })
  return { version: 3, sources: ['original.ts'], names: [], mappings }
}

test('written at the places of the map before only, the map leads to the same places of the first source', () => {
  let words = 0
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 8 }), (seed, size) => {
      const { plain } = generateProgram(seed, size)
      const before = sparseMap(plain, seed)
      const input = new TraceMap(before)
      const byToken = instrumentText(plain)
      const byPlace = instrumentText(plain, undefined, before.mappings)
      expect(byPlace.code).toBe(byToken.code)
      const traces = [byToken, byPlace].map(({ map }) => new TraceMap(map as unknown as EncodedSourceMap))
      for (const [index, line] of byToken.code.split('\n').entries()) {
        for (const word of line.matchAll(WORD)) {
          const [expected, found] = traces.map((trace) => {
            const { line: row, column } = originalPositionFor(trace, { line: index + 1, column: word.index })
            return row === null ? null : originalPositionFor(input, { line: row, column })
          })
          // Before the first place of a line, nothing is known: then neither says more.
          expect(found ?? { source: null, line: null, column: null, name: null }).toEqual(expected)
          words++
        }
      }
    }),
    { seed: 4, numRuns: 40 },
  )
  expect(words).toBeGreaterThan(1000)
})
