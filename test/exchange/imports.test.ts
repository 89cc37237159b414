import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

import { mergeProcessCovs, type ProcessCov } from '@bcoe/v8-coverage'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { importCpuProfile, importV8Coverage, toCpuProfile } from '../../src/exchange/index.ts'
import { LineIndex } from '../../src/exchange/line-index.ts'
import { enclosingRanges } from '../../src/exchange/nested-ranges.ts'
import { readJsonFile } from '../../src/exchange/read-json.ts'
import type { Recording } from '../../src/model/recording.ts'
import { anyRecording } from './recordings.ts'

const TMP = join(import.meta.dirname, '../.tmp')
let root: string

const APP = `import { twice } from './lib/twice.mjs'
function outer(n) {
  const inner = () => twice(n)
  return inner() + [1, 2].map((x) => x).length
}
class Box { get size() { return 1 } open() { return this.size } }
for (let i = 0; i < 3; i++) outer(i)
new Box().open()
function never() { return 'ü' }
// Long enough for the sampling profiler to meet it.
for (const end = performance.now() + 50; performance.now() < end;);
`

beforeAll(() => {
  mkdirSync(TMP, { recursive: true })
  root = mkdtempSync(join(TMP, 'imports-'))
  mkdirSync(join(root, 'lib'))
  mkdirSync(join(root, 'node_modules/dep'), { recursive: true })
  writeFileSync(join(root, 'node_modules/dep/index.mjs'), 'export const dep = () => 1\n')
  writeFileSync(
    join(root, 'lib/twice.mjs'),
    `import { dep } from '../node_modules/dep/index.mjs'\nexport function twice(n) { return n * 2 * dep() }\n`,
  )
  writeFileSync(join(root, 'app.mjs'), APP)
  for (let run = 0; run < 2; run++) {
    execFileSync(process.execPath, ['--cpu-prof', '--cpu-prof-dir=profiles', '--cpu-prof-interval=100', 'app.mjs'], {
      cwd: root,
      env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: join(root, 'coverage') },
    })
  }
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

function counts(recording: Recording): Record<string, number> {
  return Object.fromEntries(recording.functions.map(({ name, callCount }) => [name, callCount]))
}

describe('V8 coverage', () => {
  test('exact counts of two processes are added; packages are left out', () => {
    const recording = importV8Coverage(join(root, 'coverage'), { root })
    expect(counts(recording)).toEqual({
      'app.mjs:<module>': 2,
      'app.mjs:outer': 6,
      'app.mjs:outer.inner': 6,
      'app.mjs:outer.<anonymous#1>': 12,
      'app.mjs:get size': 2,
      'app.mjs:open': 2,
      'app.mjs:never': 0,
      'lib/twice.mjs:<module>': 2,
      'lib/twice.mjs:twice': 6,
    })
    expect(recording.complete).toBe(false)
    expect(recording.functions.every(({ callees }) => callees.size === 0)).toBe(true)
    expect(recording.functions.find(({ name }) => name === 'app.mjs:outer')!.line).toBe(2)
  })

  test('sizes are bytes, nested functions left out; all of a module sum to its file', () => {
    const { functions } = importV8Coverage(join(root, 'coverage'), { root })
    const app = functions.filter(({ module }) => module === 'app.mjs')
    expect(app.reduce((sum, { size }) => sum + size, 0)).toBe(Buffer.byteLength(APP))
    expect(app.find(({ name }) => name.endsWith('never'))!.size).toBe(
      Buffer.byteLength(`function never() { return 'ü' }`),
    )
  })

  test('counts are those of the merge tool c8 uses', () => {
    const recording = importV8Coverage(join(root, 'coverage'), { root })
    const files = readdirSync(join(root, 'coverage')).map((name) => readJsonFile(join(root, 'coverage', name)))
    const merged = mergeProcessCovs(files as ProcessCov[])
    const expected = merged.result
      .filter(({ url }) => url.startsWith(`file://${root}/`) && !url.includes('node_modules'))
      .flatMap(({ functions }) => functions.map(({ ranges }) => ranges[0]!.count))
    expect(recording.functions.map(({ callCount }) => callCount).sort()).toEqual(expected.sort())
  })

  test('a file cut off is left out and named; when it is the only one, it is an error', () => {
    const folder = mkdtempSync(join(root, 'cut-'))
    const [first, second] = readdirSync(join(root, 'coverage'))
    for (const name of [first!, second!]) {
      writeFileSync(join(folder, name), JSON.stringify(readJsonFile(join(root, 'coverage', name))))
    }
    truncateSync(join(folder, first!), 100)
    const recording = importV8Coverage(folder, { root })
    expect(counts(recording)['app.mjs:outer']).toBe(3)
    expect(recording.problems.join('\n')).toContain(`${first} was left out: JSON_INVALID`)
    rmSync(join(folder, second!))
    expect(() => importV8Coverage(folder, { root })).toThrow(/It ends in the middle/)
  })

  test('wrong folders are errors that say what to do', () => {
    expect(() => importV8Coverage(join(root, 'lib'), { root })).toThrow(/no file coverage-\*\.json/)
    expect(() => importV8Coverage(join(root, 'none'), { root })).toThrow(/cannot read this folder/)
    expect(() => importV8Coverage(join(root, 'coverage'), { root: join(root, 'elsewhere') })).toThrow(/--root/)
  })

  test('a folder of CPU profiles is told how they are read', () => {
    expect(() => importV8Coverage(join(root, 'profiles'), { root })).toThrow(
      /give a CPU profile as a file, such as CPU\..*\.cpuprofile in it\./,
    )
  })

  test('a file that was cut behind a bracket is told as cut, other faults are not', () => {
    const folder = mkdtempSync(join(root, 'bracket-'))
    const reading = (text: string) => () => {
      writeFileSync(join(folder, 'coverage-1.json'), text)
      return importV8Coverage(folder, { root })
    }
    expect(reading('{"result":[{"url":"x","functions":[]}')).toThrow(/It ends in the middle/)
    expect(reading('{"result":[{"url":"x","functions":[]}\n')).toThrow(/It ends in the middle/)
    expect(reading('{"result":[}]}')).toThrow(/not valid JSON(?!.*It ends)/)
  })

  test('code that came from no file is no module', () => {
    const folder = mkdtempSync(join(root, 'eval-'))
    const functions = [
      { functionName: '', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: 9, count: 1 }] },
    ]
    const urls = ['[eval]-wrapper', '[eval]', 'evalmachine.<anonymous>', 'gone.js', 'lib/twice.mjs']
    const result = [...urls, pathToFileURL(join(root, 'app.mjs')).href].map((url) => ({
      scriptId: '1',
      url,
      functions,
    }))
    writeFileSync(join(folder, 'coverage-1.json'), JSON.stringify({ result }))
    const { functions: found } = importV8Coverage(folder, { root })
    expect(new Set(found.map(({ module }) => module))).toEqual(new Set(['app.mjs', 'lib/twice.mjs']))
  })

  test('a shape that is not coverage is refused with the place', () => {
    const folder = mkdtempSync(join(root, 'shape-'))
    writeFileSync(join(folder, 'coverage-1.json'), '{"result":[{"url":"x","functions":[{"functionName":1}]}]}')
    expect(() => importV8Coverage(folder, { root })).toThrow(/result\.0\.functions\.0\.functionName/)
  })
})

describe('.cpuprofile', () => {
  test('what Node writes is read; the project is found by its root', () => {
    const [file] = readdirSync(join(root, 'profiles'))
    const recording = importCpuProfile(join(root, 'profiles', file!), { root })
    expect(counts(recording)).toHaveProperty('app.mjs:<module>')
    expect(recording.functions.every(({ module }) => !module.includes('node_modules'))).toBe(true)
    expect(recording.scenarios[0]!.order.length).toBe(recording.functions.length)
  })

  test('our own export comes back with its functions, calls and times', () => {
    const file = join(root, 'own.cpuprofile')
    fc.assert(
      fc.property(anyRecording, (recording) => {
        const ran = recording.functions.filter(({ callCount }) => callCount > 0)
        fc.pre(ran.length > 0)
        writeFileSync(file, JSON.stringify(toCpuProfile(recording)))
        const back = importCpuProfile(file, { root: '/somewhere' })
        const timed = recording.functions.some(({ selfUs }) => selfUs > 0)
        expect(back.functions.map(({ name }) => name).sort()).toEqual(ran.map(({ name }) => name).sort())
        for (const found of back.functions) {
          const original = ran.find(({ name }) => name === found.name)!
          expect(found.line).toBe(original.line)
          expect(found.selfUs).toBeCloseTo(timed ? original.selfUs : original.callCount, 6)
        }
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  test('other JSON is refused', () => {
    const file = join(root, 'other.cpuprofile')
    writeFileSync(file, '{"traceEvents":[]}')
    expect(() => importCpuProfile(file, { root })).toThrow(/not a \.cpuprofile: nodes/)
    writeFileSync(file, '{"nodes":[{"id":1')
    expect(() => importCpuProfile(file, { root })).toThrow(/It ends in the middle/)
  })
})

test('the innermost enclosing range is found, as by looking at all of them', () => {
  const range = fc
    .tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 }))
    .map(([start, length]) => ({ start, end: start + length }))
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      // Properly nested ranges only, as functions are.
      const nested = ranges
        .filter((a, i) =>
          ranges
            .slice(0, i)
            .every(
              (b) =>
                a.end <= b.start ||
                b.end <= a.start ||
                (b.start <= a.start && a.end <= b.end) ||
                (a.start <= b.start && b.end <= a.end),
            ),
        )
        .filter(
          ({ start, end }, i, all) => end > start && all.findIndex((b) => b.start === start && b.end === end) === i,
        )
      const isProper = nested.every((a, i) =>
        nested.every(
          (b, j) =>
            i === j ||
            a.end <= b.start ||
            b.end <= a.start ||
            (b.start <= a.start && a.end <= b.end) ||
            (a.start <= b.start && b.end <= a.end),
        ),
      )
      fc.pre(isProper)
      const parents = enclosingRanges(nested)
      nested.forEach((a, index) => {
        const around = nested.flatMap((b, at) => (at !== index && b.start <= a.start && a.end <= b.end ? [at] : []))
        around.sort((x, y) => nested[x]!.end - nested[x]!.start - (nested[y]!.end - nested[y]!.start))
        expect(parents[index]).toBe(around[0] ?? -1)
      })
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('line index and text agree', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\n', '')),
        { minLength: 1 },
      ),
      (lines) => {
        const text = lines.join('\n')
        for (const index of [LineIndex.ofText(text), LineIndex.ofLengths(lines.map(({ length }) => length))]) {
          for (let offset = 0; offset <= text.length; offset++) {
            const before = text.slice(0, offset).split('\n')
            expect(index.place(offset)).toEqual({ line: before.length - 1, column: before.at(-1)!.length })
          }
        }
      },
    ),
    { seed: 7, numRuns: 50 },
  )
})
