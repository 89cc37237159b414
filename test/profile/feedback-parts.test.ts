import { GenMapping, addMapping, toEncodedMap } from '@jridgewell/gen-mapping'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { withOverrides } from '../../src/profile/apply/edit-overrides.ts'
import { mergeFeedback } from '../../src/profile/apply/merge-feedback.ts'
import { readFeedback, type FeedbackFile } from '../../src/profile/apply/read-feedback.ts'
import { writeFeedbackText } from '../../src/profile/feedback-file.ts'
import { LayoutFeedback, RuntimeProfiler, type LayoutPhase } from '../../src/profile/index.ts'
import { mapPositions } from '../../src/profile/node/mapped-positions.ts'
import { ScriptTally } from '../../src/profile/node/script-tally.ts'

describe('mapPositions', () => {
  it('tells what trace-mapping tells', () => {
    const position = fc.record({ line: fc.nat(8), column: fc.nat(60) })
    const segment = fc.record({ generated: position, original: position, source: fc.nat(3) })
    // One mapping a place: of two, which one counts is nobody's rule.
    const segments = fc.uniqueArray(segment, {
      maxLength: 40,
      selector: ({ generated }) => generated.line * 1000 + generated.column,
    })
    fc.assert(
      fc.property(segments, fc.array(position, { maxLength: 30 }), (segments, wanted) => {
        const map = new GenMapping({ file: 'out.js' })
        for (const { generated, original, source } of segments) {
          addMapping(map, {
            generated: { line: generated.line + 1, column: generated.column },
            original: { line: original.line + 1, column: original.column },
            source: `s${source}.ts`,
          })
        }
        const encoded = toEncodedMap(map)
        const trace = new TraceMap(encoded as never)
        const places = wanted.sort((a, b) => a.line - b.line || a.column - b.column)
        const found = mapPositions(encoded.mappings, places).map((place) =>
          place === undefined ? null : [encoded.sources[place.source], place.line, place.column],
        )
        const expected = places.map(({ line, column }) => {
          const {
            source,
            line: originalLine,
            column: originalColumn,
          } = originalPositionFor(trace, { line: line + 1, column })
          return source === null ? null : [source, originalLine, originalColumn]
        })
        expect(found).toEqual(expected)
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

describe('a feedback file', () => {
  it('reads back as what was written', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 1 })
    profiler.setStartupWindow(60_000)
    profiler.start()
    profiler.recordCall('src/a "b".ts:once')
    for (let i = 0; i < 500; i++) profiler.recordCall('src/a.ts:hot')
    profiler.stop()
    const text = writeFeedbackText(profiler.generateLayoutFeedback(), profiler.collectMetrics(), { source: 'calls' })
    const read = readFeedback(text, 'f.sdn')
    expect(read).toMatchObject({ confidence: 0.9, samples: 501 })
    expect(read.entries).toMatchObject([
      { name: 'src/a.ts:hot', phase: 'steady', confidence: 0.9, calls: 500 },
      { name: 'src/a "b".ts:once', phase: 'startup', confidence: 0.9, calls: 1 },
    ])
  })

  it('reads without its evidence too', () => {
    const feedback = new LayoutFeedback({ promoteToStartup: ['init'], confidence: 0.85, sampleCount: 10_000 })
    expect(readFeedback(feedback.toSdn(), 'f.sdn')).toMatchObject({
      confidence: 0.85,
      samples: 10_000,
      entries: [{ name: 'init', phase: 'startup', confidence: 0.85 }],
    })
  })

  it('is bounded in functions, and says how many it left out', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 1 })
    profiler.start()
    for (let i = 0; i < 100; i++) profiler.recordCall(`f${i}`)
    const options = { source: 'calls', maxFunctions: 10 }
    const text = writeFeedbackText(profiler.generateLayoutFeedback(), profiler.collectMetrics(), options)
    expect(readFeedback(text, 'f.sdn').entries).toHaveLength(10)
    expect(text).toContain('    dropped: 90\n')
  })

  const written = (): string => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 1 })
    profiler.setStartupWindow(60_000)
    profiler.start()
    profiler.recordCall('src/a.ts:once')
    for (let i = 0; i < 500; i++) profiler.recordCall('src/a.ts:hot')
    profiler.stop()
    const hashes = new Map([['src/a.ts', '1f']])
    return writeFeedbackText(profiler.generateLayoutFeedback(), profiler.collectMetrics(), { source: 'v8', hashes })
  }

  it('that was cut anywhere before its end is refused, never read in part', () => {
    const text = written()
    const end = text.indexOf('    end: true') + '    end: true'.length
    expect(readFeedback(text.slice(0, end), 'f.sdn').entries).toHaveLength(2)
    for (let length = 0; length < end; length++) {
      expect(() => readFeedback(text.slice(0, length), 'f.sdn'), text.slice(0, length)).toThrow(/^f\.sdn:/)
    }
    const inRow = text.slice(0, text.lastIndexOf('startup, 0.9') + 3)
    expect(() => readFeedback(inRow, 'f.sdn')).toThrow(/this feedback was cut off.*Copy it again, or profile again\./)
  })

  it.each([
    ['a newer version', /version: 1/, 'version: 9', /format version 9, expected 1 or older\. Update vitest-layout/],
    ['no version', /version: 1/, 'version: x', /it has no version/],
    ['a negative count', /, 500, 500,/, ', -500, 500,', /row 1 of `evidence`, `calls` is "-500", expected a number, 0/],
    ['half a call', /, 500, 500,/, ', 1.5, 500,', /row 1 of `evidence`, `calls` is "1\.5", expected a whole number/],
    [
      'more than all confidence',
      /steady, 0\.9/,
      'steady, 1.9',
      /`confidence` is "1\.9", expected a number from 0 to 1/,
    ],
    [
      'the same in the head',
      / {4}confidence: 0\.9/,
      '    confidence: 7.0',
      /`confidence` is 7, expected a number from 0/,
    ],
    ['a function twice', /"src\/a.ts:once", startup, 0/, '"src/a.ts:hot", startup, 0', /"src\/a.ts:hot" stands twice/],
    ['another number of rows', /below: 2/, 'below: 3', /evidence of 2 functions, its head says 3/],
    ['no evidence', / {4}evidence /, '    proof ', /no table `evidence`/],
    ['an unknown phase', /steady, 0\.9/, 'soon, 0.9', /unknown phase "soon"/],
  ])('is refused with %s', (_, from, to, message) => {
    const text = written()
    const changed = text.replace(from, to)
    expect(changed).not.toBe(text)
    expect(() => readFeedback(changed, 'f.sdn')).toThrow(message)
  })

  it.each([
    ['# Confidence: 90.0%\n', /this is no feedback of a profiler/],
    ['# Confidence: 900.0%\nlayout:\n    overrides:\n        a: cold\n', /its confidence is 900 %/],
    ['# Confidence: 90.0%\nlayout:\n    overrides = [a]\n', /neither a block nor a table/],
    ['layout:\n    page_size: 4096\n', /this is no feedback of a profiler/],
    ['# Confidence: 90.0%\nlayout:\n    overrides:\n        a: soon\n', /unknown phase "soon"/],
    ['layout: {', /./],
  ])('is refused where it is none: %j', (text, message) => {
    expect(() => readFeedback(text, 'f.sdn')).toThrow(message)
  })
})

describe('merging', () => {
  const file = (...entries: [name: string, phase: LayoutPhase, confidence: number][]): FeedbackFile => ({
    file: 'f',
    confidence: 0.9,
    samples: 1000,
    hashes: new Map(),
    entries: entries.map(([name, phase, confidence]) => {
      return { name, phase, confidence, calls: 1, callsPerSecond: 1, engineName: '' }
    }),
  })

  it('gives each process one vote, and is less sure where they disagree', () => {
    const merged = mergeFeedback([
      file(['a', 'startup', 0.9], ['b', 'cold', 0.8]),
      file(['a', 'startup', 0.9], ['b', 'steady', 0.9]),
      file(['a', 'cold', 0.8]),
    ])
    expect(merged).toMatchObject([
      { name: 'a', phase: 'startup', agreeing: 2, known: 3 },
      { name: 'b', phase: 'steady', confidence: 0.45, agreeing: 1, known: 2 },
    ])
    expect(merged[0]!.confidence).toBeCloseTo(0.6)
  })

  it('does not depend on the order of the files', () => {
    const entry = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom<LayoutPhase>('startup', 'first_frame', 'steady', 'cold'),
      fc.constantFrom(0.7, 0.8, 0.9),
    )
    const files = fc.array(fc.uniqueArray(entry, { selector: ([name]) => name }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(files, (lists) => {
        const all = lists.map((list) => file(...list))
        const key = (merged: ReturnType<typeof mergeFeedback>): unknown =>
          merged.map(({ name, phase, confidence }) => [name, phase, confidence.toFixed(9)])
        expect(key(mergeFeedback(all.toReversed()))).toEqual(key(mergeFeedback(all)))
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})

describe('withOverrides', () => {
  const changes = new Map<string, LayoutPhase>([
    ['init', 'startup'],
    ['src/a.ts:x', 'cold'],
  ])
  it.each([
    ['no overrides', '# top\nlayout:\n    page_size: 4096 # size\n'],
    [
      'a dict',
      '# top\nlayout:\n    page_size: 4096 # size\n    overrides:\n        # mine\n        init: cold # old\n',
    ],
    [
      'a table',
      '# top\nlayout:\n    page_size: 4096 # size\n    overrides |function, phase|\n        # mine\n        "init", cold\n',
    ],
    [
      'CRLF',
      '# top\r\nlayout:\r\n    page_size: 4096 # size\r\n    overrides:\r\n        # mine\r\n        init: cold # old\r\n',
    ],
  ])('keeps comments beside %s', (_, text) => {
    const after = withOverrides(text, 'layout.sdn', changes)
    for (const comment of text.match(/#[^\r\n]*/g) ?? []) expect(after).toContain(comment)
    expect(after).toMatch(/init"?[:,] startup/)
    expect(after).toMatch(/"?src\/a\.ts:x"?[:,] cold/)
    expect(withOverrides(after, 'layout.sdn', changes)).toBe(after)
  })

  it('edits YAML', () => {
    const after = withOverrides('# top\nlayout:\n  overrides:\n    init: cold # old\n', 'layout.yaml', changes)
    expect(after).toBe('# top\nlayout:\n  overrides:\n    init: startup # old\n    src/a.ts:x: cold\n')
  })
})

describe('ScriptTally', () => {
  it('says nothing of functions it did not see until it has watched long enough', () => {
    const tally = new ScriptTally({ maxFunctions: 2, coldThreshold: 1 }, ({ v8Name }) => v8Name)
    const range = (functionName: string, startOffset: number, count: number): object => {
      return { functionName, ranges: [{ startOffset, endOffset: startOffset + 5, count }] }
    }
    const script = {
      scriptId: '1',
      url: 'file:///a.js',
      functions: [range('f', 1, 3), range('g', 9, 0), range('h', 20, 1)],
    }
    tally.add([script as never], 0, 50, 1)
    expect(tally.dropped).toBe(1)
    expect([...tally.read()]).toEqual([
      { name: 'f', callCount: 3, mostCalls: 3, sampleCount: 3, firstCallNs: 0, lastCallNs: 50, isAtLeast: false },
    ])
    tally.observed(3)
    expect([...tally.read()].map(({ name, callCount }) => [name, callCount])).toEqual([
      ['f', 3],
      ['g', 0],
    ])
  })
  it('takes functions that have only run for called once, until their calls are counted', () => {
    const tally = new ScriptTally({ maxFunctions: 9, coldThreshold: 1 }, ({ v8Name }) => v8Name)
    const script = (f: number, g: number): never =>
      ({
        scriptId: '1',
        url: 'file:///a.js',
        functions: [f, g].map((count, i) => ({
          functionName: 'fg'[i]!,
          ranges: [{ startOffset: 9 * i, endOffset: 9 * i + 5, count }],
        })),
      }) as never
    const read = (): unknown[] =>
      [...tally.read()].map(({ name, callCount, firstCallNs, isAtLeast }) => [name, callCount, firstCallNs, isAtLeast])
    tally.add([script(3, 0)], 0, 50, 1)
    tally.addRan([script(1, 1)], 50, 500)
    expect(read()).toEqual([
      ['f', 3, 0, false],
      ['g', 1, 50, true],
    ])
    tally.add([script(0, 2)], 900, 1000, 10)
    expect(read()).toEqual([
      ['f', 3, 0, false],
      ['g', 21, 50, false],
    ])
  })
})
