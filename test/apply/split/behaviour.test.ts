import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { assert, asyncProperty, nat } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { parseBundle, type BundleFunction } from '../../../src/apply/bundle/index.ts'
import { splitCold } from '../../../src/apply/split/index.ts'
import { generateProgram } from '../bundle/program-generator.ts'
import { runProgram, type ProgramScope } from '../bundle/run-program.ts'
import { generateClosures } from './closure-programs.ts'

const FOLDER = resolve('test/.tmp/apply-split-behaviour')

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

function isProgram(code: string): boolean {
  try {
    parseBundle(code, { kind: 'commonjs' })
    return true
  } catch {
    return false
  }
}

/** What a CommonJS file has, but with a `require` that counts how often the cold file was read. */
function scopeOf(): ProgramScope {
  const kept: unknown[] = []
  let calls = 60
  return {
    require: createRequire(join(FOLDER, 'main.cjs')),
    __dirname: FOLDER,
    kept,
    isSpent: () => calls-- <= 0,
    keep: (value: unknown) => kept.length < 5 && kept.push(value),
  }
}

type Choice = (seed: number) => (functions: readonly BundleFunction[]) => Set<number>

const some: Choice = (seed) => (functions) =>
  new Set(functions.filter(({ index }) => ((index * 7 + seed) >> (seed % 5)) % 2 === 0).map(({ index }) => index))

const CHOICES: Record<string, Choice> = {
  'all functions': () => () => new Set(),
  'a random half': some,
  'all functions, in several files': () => () => new Set(),
}

describe('programs do the same with functions in a cold file', () => {
  for (const [kind, generate] of Object.entries({
    closures: generateClosures,
    declarations: (seed: number) => `'use strict';${generateProgram(seed, 'strict')}`,
  })) {
    for (const [which, choice] of Object.entries(CHOICES)) {
      test(`${kind}: ${which}`, async () => {
        let ran = 0
        const counts = { whole: 0, stubs: 0, files: 0 }
        await assert(
          asyncProperty(nat(), async (seed) => {
            const code = generate(seed)
            if (!isProgram(code)) return
            const before = await runProgram(code, 'commonjs', scopeOf())
            const { main, late, report } = splitCold(code, choice(seed), {
              kind: 'commonjs',
              output: 'app.js',
              later: which.includes('several files') ? some(seed + 1) : undefined,
              clusterSize: 100,
              minSize: 0,
            })
            for (const file of late) writeFileSync(join(FOLDER, file.name), file.code)
            const got = await runProgram(main.code, 'commonjs', scopeOf())
            const texts = late.map((file) => file.code)
            expect({ code, main: main.code, texts, got }).toMatchObject({ got: before })
            counts.files = Math.max(counts.files, late.length)
            ran++
            counts.whole += report.whole
            counts.stubs += report.stubs
          }),
          { numRuns: Number(process.env['SPLIT_PROGRAMS'] ?? 80), seed: 3, endOnFailure: true },
        )
        // The property says nothing when the generator makes nothing.
        expect(ran).toBeGreaterThan(40)
        expect(counts.whole).toBeGreaterThan(kind === 'closures' ? 5 : -1)
        expect(counts.stubs).toBeGreaterThan(100)
        expect(counts.files).toBeGreaterThanOrEqual(which.includes('several files') ? 3 : 1)
      })
    }
  }
})
