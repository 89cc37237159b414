import { decodedMappings, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { readFileSync } from 'node:fs'
import { build } from 'vite'
import { describe, expect, test } from 'vitest'

import { makeEager, type BundleFunction, type EagerResult } from '../../../src/apply/bundle/index.ts'
import { lineOf, lineStarts } from '../../../src/record/source-place.ts'
import { generateProgram } from './program-generator.ts'

const everyFunction = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.map(({ index }) => index))

/** Looks up an offset: `source:line:column:name`, or '' for nowhere. */
function lookUp(map: TraceMap, starts: readonly number[], offset: number): string {
  const line = lineOf(starts, offset)
  const {
    source,
    line: row,
    column,
    name,
  } = originalPositionFor(map, { line: line + 1, column: offset - starts[line]! })
  return source === null ? '' : `${source}:${row}:${column}:${name ?? ''}`
}

/** Every kept character must lead where it led before, but for the name of a segment that began earlier. */
function expectExact(code: string, inputMap: TraceMap, result: EagerResult): number {
  const before = lineStarts(code)
  const after = lineStarts(result.code)
  const map = new TraceMap(result.map)
  let at = 0
  let compared = 0
  const wrong: string[] = []
  for (const piece of result.pieces) {
    if ('text' in piece) {
      for (let offset = 0; offset < piece.text.length; offset++) {
        if (piece.text[offset] !== '\n' && lookUp(map, after, at + offset) !== '') wrong.push(`text at ${at + offset}`)
      }
      at += piece.text.length
      continue
    }
    for (let offset = piece.from; offset < piece.to; offset++, at++) {
      expect(result.code[at]).toBe(code[offset])
      const old = lookUp(inputMap, before, offset)
      const now = lookUp(map, after, at)
      if (old !== now && old.replace(/[^:]*$/, '') !== now) wrong.push(`${offset} ${old} -> ${at} ${now}`)
      compared++
    }
  }
  expect(at).toBe(result.code.length)
  expect(wrong).toEqual([])
  return compared
}

describe('source maps after the edits', () => {
  for (const minify of [false, 'oxc'] as const) {
    test(`lead every character of a real bundle where it led (minify: ${minify})`, async () => {
      const output = await build({
        configFile: false,
        logLevel: 'silent',
        build: {
          write: false,
          minify,
          sourcemap: true,
          lib: { entry: 'node_modules/picomatch/lib/picomatch.js', formats: ['es'], fileName: 'out' },
        },
      })
      const chunk = [output].flat().flatMap((part) => ('output' in part ? part.output : []))[0]!
      if (chunk.type !== 'chunk' || chunk.map === null) throw new Error('no chunk')
      const inputMap = new TraceMap(JSON.parse(JSON.stringify(chunk.map)))
      const result = makeEager(chunk.code, everyFunction, { inputMap, file: 'out.mjs' })
      expect(result.report.wrapped + result.report.declared).toBeGreaterThan(30)
      expect(expectExact(chunk.code, inputMap, result)).toBeGreaterThan(10_000)
    })
  }

  test('lead generated programs, whose declarations move within moved ones, through a dense and a sparse map', () => {
    let compared = 0
    for (let seed = 0; seed < 40; seed++) {
      const code = generateProgram(seed, 'sloppy')
      // Segments in odd places: two at one column, some that lead nowhere, lines without any.
      const mappings = lineStarts(code).map((_, line) =>
        line % 3 === 2
          ? []
          : Array.from({ length: 12 }, (_, index): [number] | [number, number, number, number, number] =>
              index % 5 === 4
                ? [Math.min(index * (1 + (line % 7)), 3)]
                : [Math.min(index * (1 + (line % 7)), 3), 0, line, index, 0],
            ),
      )
      const inputMap = new TraceMap({ version: 3, names: ['n'], sources: ['in.js'], mappings })
      let result: EagerResult
      try {
        result = makeEager(code, everyFunction, { kind: 'commonjs' })
      } catch (error) {
        if ((error as { code?: string }).code === 'BUNDLE_SYNTAX') continue
        throw error
      }
      const lengths = code.split('\n').map(({ length }) => length)
      const fitting = decodedMappings(inputMap).map((row, line) => row.filter(([column]) => column <= lengths[line]!))
      const fit = new TraceMap({ version: 3, names: ['n'], sources: ['in.js'], mappings: fitting as typeof mappings })
      result = makeEager(code, everyFunction, { kind: 'commonjs', inputMap: fit })
      compared += expectExact(code, fit, result)
    }
    expect(compared).toBeGreaterThan(5000)
  })

  test('without an input map lead to the code before', () => {
    const code = 'x()\nfunction  first ( a ) {\n  return a + second\n}\nvar second = () => 2\n'
    const { map, code: after } = makeEager(code, everyFunction, { kind: 'commonjs', file: 'a.js' })
    const traced = new TraceMap(map)
    const place = after.indexOf('return')
    const starts = lineStarts(after)
    expect(lookUp(traced, starts, place)).toBe('a.js:3:2:')
    expect(lookUp(traced, starts, after.indexOf('second\n'))).toBe('a.js:3:13:')
  })

  test('of another file are refused', () => {
    const inputMap = new TraceMap({
      version: 3,
      names: [],
      sources: ['a'],
      mappings: [[[0, 0, 0, 0]], [[50, 0, 1, 0]]],
    })
    expect(() => makeEager('a\nb\n', everyFunction, { inputMap, file: 'dist/b.js' })).toThrow(
      /dist\/b\.js: the source map speaks of line 2, column 51; the file has 1 columns there/,
    )
  })

  test('keep names, contents and the ignore list', () => {
    const code = readFileSync('node_modules/picomatch/lib/constants.js', 'utf8')
    const inputMap = new TraceMap({
      version: 3,
      names: ['q'],
      sources: ['a.ts', 'b.ts'],
      sourcesContent: ['A', null],
      sourceRoot: 'root',
      ignoreList: [1],
      mappings: [[[0, 0, 0, 0, 0]]],
    } as never)
    const { map } = makeEager(code, everyFunction, { inputMap, file: 'c.js' })
    expect(map).toMatchObject({
      file: 'c.js',
      names: ['q'],
      sources: ['a.ts', 'b.ts'],
      sourcesContent: ['A', null],
      sourceRoot: 'root',
      ignoreList: [1],
    })
  })
})
