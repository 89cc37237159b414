import { assert, asyncProperty, nat } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { makeEager, parseBundle, type BundleFunction } from '../../../src/apply/bundle/index.ts'
import { generateProgram } from './program-generator.ts'
import { runProgram } from './run-program.ts'

const everyFunction = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.map(({ index }) => index))

/** A generated program may redeclare a name where that is an early error; such text is no program. */
function isProgram(code: string, kind: 'commonjs' | 'script'): boolean {
  try {
    parseBundle(code, { kind })
    return true
  } catch {
    return false
  }
}

describe('programs do the same with functions made eager', () => {
  for (const kind of ['commonjs', 'script'] as const) {
    for (const mode of ['sloppy', 'strict'] as const) {
      test(`${mode} ${kind}: all functions, and a random half`, async () => {
        let ran = 0
        let edited = 0
        await assert(
          asyncProperty(nat(), nat(7), async (seed, half) => {
            const code = generateProgram(seed, mode)
            if (!isProgram(code, kind)) return
            const some = (functions: readonly BundleFunction[]): Set<number> =>
              new Set([...everyFunction(functions)].filter((index) => ((index * 7 + seed) >> half) % 2 === 0))
            const before = await runProgram(code, kind)
            for (const choose of [everyFunction, some]) {
              const { code: after, report } = makeEager(code, choose, { kind })
              const got = await runProgram(after, kind)
              expect({ after, got }).toEqual({ after, got: before })
              ran++
              edited += report.declared + report.wrapped
            }
          }),
          { numRuns: 150, seed: 8 },
        )
        // The property says nothing when the generator makes nothing.
        expect(ran).toBeGreaterThan(100)
        expect(edited).toBeGreaterThan(500)
      })
    }
  }
})
