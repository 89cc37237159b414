import { describe, expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import { assignPhases, packTraces, type PhaseOptions } from '../../src/phase/index.ts'
import { recordingOf, type TraceText } from './recording-builder.ts'

/** `name: phase by rule` of every function. */
function phasesOf(
  traces: readonly TraceText[],
  layout: object = {},
  others: readonly string[] = [],
  options: PhaseOptions = {},
): Record<string, string> {
  const assignment = assignPhases(recordingOf(traces, others), LayoutConfig.fromObject(layout), options)
  return Object.fromEntries(
    assignment.recording.functions.map(({ name }) => {
      const { phase, source, rule } = assignment.explain(name) ?? {}
      return [name, `${phase} by ${source === 'inferred' ? rule : source}`]
    }),
  )
}

describe('ordinary suites, nothing declared', () => {
  test('loading is start-up; what tests call goes by counts', () => {
    const phases = phasesOf(
      [
        { kind: 'load', run: 'a:<module> helper*30 |vitest.loaded| connect' },
        { test: 'one', run: 'parse*9 helper*5 rare' },
        { test: 'two', run: 'parse close' },
      ],
      {},
      ['never'],
    )
    expect(phases).toEqual({
      'a:<module>': 'startup by load',
      helper: 'startup by load',
      connect: 'cold by rare',
      parse: 'steady by calls',
      rare: 'cold by rare',
      close: 'cold by rare',
      never: 'cold by never-ran',
    })
  })

  test('a function that half of the files reach is steady, once there are four files', () => {
    const file = (name: string, run: string): TraceText => ({ file: name, run })
    const three = [file('1', 'wide'), file('2', 'wide'), file('3', 'wide narrow')]
    expect(phasesOf(three)).toEqual({ wide: 'cold by rare', narrow: 'cold by rare' })
    expect(phasesOf([...three, file('4', 'other')])).toEqual({
      wide: 'steady by reach',
      narrow: 'cold by rare',
      other: 'cold by rare',
    })
  })

  test('markers divide a test; between them lies the first frame', () => {
    expect(phasesOf([{ run: 'main init |startup.complete| draw |ui.ready| tick*10 quit' }])).toEqual({
      main: 'startup by scenario',
      init: 'startup by scenario',
      draw: 'first_frame by scenario',
      tick: 'steady by calls',
      quit: 'cold by rare',
    })
    expect(phasesOf([{ run: 'main |first_frame| tick*10 |event_loop.enter| quit' }])).toMatchObject({
      main: 'startup by scenario',
      tick: 'steady by calls',
      quit: 'cold by rare',
    })
    expect(phasesOf([{ run: 'main |event_loop.enter| tick*10 quit' }])).toMatchObject({
      main: 'startup by scenario',
      tick: 'steady by calls',
    })
  })
})

describe('declared scenarios', () => {
  const boot: TraceText = {
    test: 'boots',
    scenario: 'boot',
    stopMark: 'ui.ready',
    phase: 'startup',
    run: 'main draw |ui.ready| tick*99',
  }

  test('a declared phase holds up to the stop mark; what comes later does not count', () => {
    expect(phasesOf([boot])).toEqual({ main: 'startup by scenario', draw: 'startup by scenario', tick: 'cold by rare' })
  })

  test('undeclared tests only count calls then', () => {
    expect(phasesOf([boot, { test: 'other', run: 'main early*3 |startup.complete| tick*10' }])).toEqual({
      main: 'startup by scenario',
      draw: 'startup by scenario',
      early: 'cold by rare',
      tick: 'steady by calls',
    })
  })

  test('a start-up that too few scenarios take does not count', () => {
    const ordinary = (name: string): TraceText => ({ scenario: name, phase: 'startup', run: 'main' })
    const odd: TraceText = { scenario: 'odd', phase: 'startup', run: 'main trace' }
    const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(ordinary)
    expect(phasesOf([...eight, odd]).trace).toBe('startup by scenario')
    expect(phasesOf([...eight, ordinary('i'), odd]).trace).toBe('startup by scenario')
    expect(phasesOf([...eight, ordinary('i'), ordinary('j'), odd]).trace).toBe('cold by rare')
    expect(phasesOf([...eight, ordinary('i'), ordinary('j'), { ...odd, weight: 5 }]).trace).toBe('startup by scenario')
    expect(phasesOf([...eight, odd], {}, [], { thresholds: { earliestShare: 0.5 } }).trace).toBe('cold by rare')
  })

  test('a function that misses start-up may still be first frame', () => {
    const run = (name: string, text: string): TraceText => ({ scenario: name, run: text })
    const traces = [
      run('a', 'f |startup.complete| |ui.ready|'),
      run('b', 'main |startup.complete| f |ui.ready|'),
      run('c', 'main |startup.complete| g |ui.ready|'),
    ]
    expect(phasesOf(traces, {}, [], { thresholds: { earliestShare: 0.5 } })).toMatchObject({
      f: 'first_frame by scenario',
      main: 'startup by scenario',
      g: 'cold by rare',
    })
  })

  test('scenarios declared cold make cold what only they reach', () => {
    const cold: TraceText = { scenario: 'export', phase: 'cold', run: 'write*500 format*500' }
    expect(phasesOf([cold, { run: 'format*10' }])).toEqual({ write: 'cold by scenario', format: 'steady by calls' })
  })

  test('the configuration declares by pattern and fills in what a test leaves out', () => {
    const scenarios = [{ name: 'boot', test: 'app > boot*', stopMark: 'db.open', phase: 'startup', weight: 3 }]
    const traces = [
      { test: 'app > boots fast', run: 'main |db.open| query' },
      { test: 'app > runs', run: 'query*10' },
    ]
    expect(phasesOf(traces, { scenarios })).toEqual({ main: 'startup by scenario', query: 'steady by calls' })
    expect(phasesOf([{ scenario: 'boot', run: 'main |db.open| query' }], { scenarios })).toMatchObject({
      main: 'startup by scenario',
      query: 'cold by rare',
    })
  })

  test('what matches no test and a stop mark that is not passed are said', () => {
    const config = LayoutConfig.fromObject({
      scenarios: [
        { name: 'gone', test: 'nothing*' },
        { name: 'boot', test: 'boots', stopMark: 'db.open' },
      ],
    })
    expect(assignPhases(recordingOf([{ test: 'boots', run: 'main' }]), config).warnings).toEqual([
      'scenario "boot": its stop mark "db.open" was not passed in "a.test.ts > boots".',
      'scenario "gone": "nothing*" matches no recorded test.',
    ])
  })

  test('hotness is the sum over scenarios of weight times calls', () => {
    const { hotness, recording } = assignPhases(
      recordingOf([
        { kind: 'load', run: 'f*7' },
        { scenario: 'a', weight: 2, run: 'f*3 g*4' },
        { scenario: 'b', weight: 0.5, run: 'g*6' },
      ]),
    )
    expect(recording.functions.map(({ name }, f) => [name, hotness[f]])).toEqual([
      ['f', 7],
      ['g', 11],
    ])
  })
})

describe('what people ask for', () => {
  test('precedence, and patterns only for what never ran', () => {
    const recording = recordingOf([{ run: 'pin*20 over*20 note*20 plain*20' }], ['init_never', 'never'], {
      pin: { phase: 'cold', pinned: true },
      over: { phase: 'cold', pinned: false },
      note: { phase: 'startup', pinned: false },
    })
    const config = LayoutConfig.fromObject({
      overrides: { pin: 'startup', over: 'first_frame' },
      patterns: { startup: ['init_*', 'plain'] },
      recorded: [{ function: 'plain', phase: 'cold', size: 1, callCount: 1 }],
    })
    const { explain, conflicts, warnings } = assignPhases(recording, config)
    const said = ['pin', 'over', 'note', 'plain', 'init_never', 'never'].map((name) => {
      const { phase, source } = explain(name) ?? {}
      return `${name} ${phase} ${source}`
    })
    expect(said).toEqual([
      'pin cold pin',
      'over first_frame override',
      'note startup annotation',
      'plain steady inferred',
      'init_never startup pattern',
      'never cold inferred',
    ])
    expect(conflicts.map(({ name, annotated, inferred, pinned }) => [name, annotated, inferred, pinned])).toEqual([
      ['note', 'startup', 'steady', false],
      ['over', 'cold', 'steady', false],
      ['pin', 'cold', 'steady', true],
    ])
    expect(warnings[0]).toBe(':3:1: note is annotated startup, the recording says steady: it is called often.')
    const ignoring = assignPhases(recording, config, { annotationConflicts: 'ignore' })
    expect([ignoring.conflicts, ignoring.warnings]).toEqual([[], []])
  })

  test('the explanation names rule, shares and scenarios', () => {
    const { explain } = assignPhases(
      recordingOf([
        { scenario: 'boot', run: 'main |startup.complete| tick*4' },
        { scenario: 'again', run: 'other |startup.complete| tick*9' },
      ]),
      LayoutConfig.fromObject({ overrides: { tick: 'cold' } }),
    )
    expect(explain('main')?.text).toMatchInlineSnapshot(`
      "main: startup
        the recording says startup: scenarios with 50 % of the weight reach it there or before (10 % are needed)
        boot (weight 1): 1 call, in its startup part"
    `)
    expect(explain('tick')?.text).toMatchInlineSnapshot(`
      "tick: cold
        by the override "tick"
        the recording says steady: its weighted calls, 13, are 10 or more
        again (weight 1): 9 calls, outside marked parts
        boot (weight 1): 4 calls, outside marked parts"
    `)
    expect(explain('nobody')).toBeUndefined()
  })
})

test('packing sees one loading trace, of the files that decide, and tests up to their stop marks', () => {
  const recording = recordingOf([
    { file: '1', kind: 'load', run: 'b a |vitest.loaded| hook' },
    { file: '1', kind: 'load', run: 'c a' },
    { file: '2', kind: 'load', run: 'd a' },
    { file: '1', scenario: 'boot', stopMark: 'ui.ready', run: 'main |ui.ready| tick' },
    { file: '2', run: 'tick main' },
  ])
  const { plan } = assignPhases(recording)
  const traces = packTraces(recording, plan).map(({ kind, weight, order }) => [
    kind,
    weight,
    Array.from(order, (f) => recording.functions[f]?.name).join(' '),
  ])
  expect(traces).toEqual([
    ['load', 2, 'b a c'],
    ['test', 1, 'tick main'],
    ['test', 1, 'main'],
  ])
})
