import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Session } from 'node:inspector/promises'
import { join, resolve } from 'node:path'
import { assert, asyncProperty, nat } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chooseByCoverage, type EagerChoice } from '../../../src/apply/bundle/index.ts'
import { splitCold } from '../../../src/apply/split/index.ts'
import { runProgram, type ProgramScope } from '../bundle/run-program.ts'
import { randomOf } from '../bundle/program-generator.ts'

const FOLDER = resolve('test/.tmp/apply-split-steady')
const session = new Session()

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
})
afterAll(() => {
  session.disconnect()
  rmSync(FOLDER, { recursive: true, force: true })
})

/**
 * A program of functions, classes and values that call, name and make each other or could: what is behind `if (0)` does
 * not happen. Nothing throws: where the arguments of a call do, the callee was looked up and yet never ran.
 */
function generateUses(seed: number): string {
  const random = randomOf(seed)
  const pick = <T>(items: readonly T[]): T => items[random(items.length)]!
  const count = 4 + random(8)
  const kinds = Array.from({ length: count }, () => pick(['f', 'f', 'f', 'C', 'D', 'V', 'A']))
  const name = (index: number): string => `${kinds[index]}${index}`
  const all = kinds.map((_, index) => name(index))
  const of = (...wanted: string[]): string[] => all.filter((one) => wanted.includes(one[0]!))
  const use = (): string => {
    const one = pick(all)
    const call = pick([`log(${one}(depth - 1))`, `log(${one}?.(depth - 1))`, `log({ ${one} }.${one}(depth - 1))`])
    const act =
      one[0] === 'f' || one[0] === 'A'
        ? pick([call, call, `keep(${one})`, `log(typeof ${one})`])
        : one[0] === 'V'
          ? pick([`log(${one}.length)`, `log(${one}.run(depth - 1))`, `log(${one}.list)`])
          : pick([`log(new ${one}().read(depth - 1))`, `log(${one}.of(depth - 1))`, `log(${one}.name)`])
    return `if (${pick(['0', '1', 'depth > 1'])}) ${act};`
  }
  const body = (): string => {
    const inner = pick(['', `const own = () => { ${use()} return depth }; if (${pick(['0', '1'])}) log(own());`])
    return `if (depth <= 0) return 'end'; ${use()} ${inner} ${use()} return depth`
  }
  const earlier = (index: number, ...wanted: string[]): string[] =>
    of(...wanted).filter((one) => Number(one.slice(1)) < index)
  const lines = kinds.map((kind, index) => {
    const own = name(index)
    if (kind === 'f') return `function ${own}(depth) { ${body()} }`
    if (kind === 'A') return `const ${own} = (depth) => { ${body()} };`
    const base = [...earlier(index, 'C'), ...earlier(index, 'D')]
    const head = base.length > 0 && random(2) === 0 ? ` extends ${pick(base)}` : ''
    const members = `static of(depth) { ${body()} } read(depth) { ${body()} }`
    if (kind === 'C') return `class ${own}${head} { ${members} }`
    if (kind === 'D') return `const ${own} = class${head} { ${members} };`
    const named = [...earlier(index, 'C', 'D', 'V', 'A'), ...of('f'), '1']
    return `const ${own} = { length: ${index}, list: [${pick(named)}, ${pick(named)}], run(depth) { ${body()} } };`
  })
  const entries = Array.from({ length: 3 }, () => `{ let depth = 4; ${use()} }`)
  return ["'use strict';", ...lines, ...entries, 'kept.forEach((fn) => { log(fn(2)) })'].join('\n')
}

/** Notes which files are read. */
function scopeOf(read: string[]): ProgramScope {
  const kept: unknown[] = []
  const require = createRequire(join(FOLDER, 'main.cjs'))
  const fs = require('node:fs') as typeof import('node:fs')
  const readFileSync = (path: string, encoding: 'utf8'): string => {
    read.push(path.slice(FOLDER.length + 1))
    return fs.readFileSync(path, encoding)
  }
  return {
    require: (name: string): unknown => (name === 'node:fs' ? { readFileSync } : require(name)),
    __dirname: FOLDER,
    kept,
    keep: (value: unknown) => kept.length < 5 && kept.push(value),
  }
}

/** What a program logs, and which of its functions run by V8's own account. */
async function observe(code: string, name: string): Promise<{ out: string[]; ran: EagerChoice }> {
  const out = await runProgram(code, 'commonjs', scopeOf([]), name)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return { out, ran: chooseByCoverage(result.filter(({ url }) => url === name)) }
}

describe('what runs later and what never runs, in two files', () => {
  for (const early of [0, 2, 3]) {
    test(`programs do the same and never read the cold file (early: ${early === 0 ? 'none' : `one in ${early}`} of those that run)`, async () => {
      let count = 0
      const ran = { cold: 0, steady: 0, read: 0 }
      await assert(
        asyncProperty(nat(), async (seed) => {
          const code = generateUses(seed)
          const before = await observe(code, `program-${early}-${seed}-${count++}.cjs`)
          const atStart: EagerChoice = (functions, bundle) => {
            const all = before.ran(functions, bundle)
            return new Set([...all].filter((index) => early !== 0 && (index + seed) % early === 0))
          }
          const { main, late, report } = splitCold(code, atStart, {
            kind: 'commonjs',
            output: 'app.cjs',
            later: before.ran,
            clusterSize: seed % 2 === 0 ? 300 : undefined,
            minSize: 0,
          })
          for (const file of late) writeFileSync(join(FOLDER, file.name), file.code)
          const read: string[] = []
          const out = await runProgram(main.code, 'commonjs', scopeOf(read))
          const texts = late.map((file) => file.code)
          expect({ code, main: main.code, texts, out }).toMatchObject({ out: before.out })
          expect({ code, main: main.code, read }).toMatchObject({
            read: read.filter((file) => file === 'app.steady.cjs'),
          })
          ran.cold += report.whole + report.stubs + report.values - report.steady
          ran.steady += report.steady
          ran.read += read.length
        }),
        { numRuns: Number(process.env['SPLIT_PROGRAMS'] ?? 80), seed: 5, endOnFailure: true },
      )
      // The property says nothing where nothing is moved or read.
      expect(Math.min(ran.cold, ran.steady)).toBeGreaterThan(80)
      expect(ran.read).toBeGreaterThan(40)
    })
  }
})
