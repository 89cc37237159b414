import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { generateProgram } from './support/program.ts'
import { runInstrumented, runReference, sorted } from './support/run.ts'

const TIMINGS = ['sampled', 'full', 'off'] as const
const RUNS = Number(process.env['LAYOUT_ORACLE_RUNS'] ?? 150)

// Generated programs drop rejected promises in many ways; that is no failure of theirs.
const listeners = process.listeners('unhandledRejection')
beforeAll(() => {
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', () => undefined)
})
afterAll(() => {
  process.removeAllListeners('unhandledRejection')
  for (const listener of listeners) process.on('unhandledRejection', listener)
})

test('counts and edges of generated programs are those of the engine’s own stack, and the programs do the same', async () => {
  let edges = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 12 }), async (seed, size) => {
      const program = generateProgram(seed, size)
      const reference = await runReference(program, seed)
      const timing = TIMINGS[seed % TIMINGS.length]!
      const instrumented = await runInstrumented(program.plain, seed, { edges: true, timing, marks: [], costMs: 0 })
      expect(instrumented.log).toEqual(reference.log)
      expect(sorted(instrumented.calls.counts)).toEqual(sorted(reference.calls.counts))
      expect(sorted(instrumented.calls.edges)).toEqual(sorted(reference.calls.edges))
      const counted = await runInstrumented(program.plain, seed, { edges: false, timing: 'off', marks: [], costMs: 0 })
      expect(counted.log).toEqual(reference.log)
      expect(sorted(counted.calls.counts)).toEqual(sorted(reference.calls.counts))
      edges += reference.calls.edges.size
    }),
    { seed: Number(process.env['LAYOUT_ORACLE_SEED'] ?? 20_261_122), numRuns: RUNS },
  )
  // The programs must have something to say.
  expect(edges).toBeGreaterThan(RUNS * 5)
})
