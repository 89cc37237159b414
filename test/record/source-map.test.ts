import { type EncodedSourceMap, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { generateProgram } from './support/program.ts'
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
