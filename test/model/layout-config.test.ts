import { describe, expect, test } from 'vitest'

import { LayoutError } from '../../src/errors.ts'
import { LayoutConfig, type LayoutPhase } from '../../src/model/index.ts'

const SEED_STYLE = `layout:
    page_size: 4096
    budgets:
        startup: 8
        first_frame: 4
        steady: 0
        cold: 0
    patterns:
        startup = [parse_*, init_*, setup_*]
        first_frame = [render_first_*, ui_init_*]
        cold = [help_*, error_*, debug_*]
    anchors:
        event_loop = [main_loop, event_loop, run_loop]
    recorded |function, phase, size, call_count|
        main, startup, 256, 1
        event_loop, steady, 128, 50000
    overrides:
        init: startup
`

/** The error of a text, as its place and code. */
function errorOf(text: string, path = 'layout.sdn'): { code: string; line?: number; column?: number; message: string } {
  try {
    LayoutConfig.fromText(text, path)
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    const { code, line, column, message } = error
    return { code, message, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) }
  }
  throw new Error('no error')
}

describe('reading the schema', () => {
  test('the block spellings', () => {
    const config = LayoutConfig.fromText(SEED_STYLE)
    expect(config.pageSize).toBe(4096)
    expect(config.setBudgets).toEqual({ startup: 8, first_frame: 4, steady: 0, cold: 0 })
    expect(config.patterns.startup).toEqual(['parse_*', 'init_*', 'setup_*'])
    expect(config.anchorPatterns.get('event_loop')).toEqual(['main_loop', 'event_loop', 'run_loop'])
    expect(config.recorded[1]).toEqual({ name: 'event_loop', phase: 'steady', size: 128, callCount: 50_000 })
    expect(config.phaseOf('src/app.ts:init')).toBe('startup')
  })

  test('the feedback of a profile: overrides alone', () => {
    const config = LayoutConfig.fromText(
      '# c\nlayout:\n    overrides:\n        init: startup\n        debug_dump: cold\n',
    )
    expect([...config.overrides]).toEqual([
      ['init', 'startup'],
      ['debug_dump', 'cold'],
    ])
  })

  test('tables', () => {
    const config = LayoutConfig.fromText(`layout:
    page_size: 16384
    overrides |function, phase|
        "src/a.ts:x", cold
    scenarios |name, test, stop_mark, phase, weight|
        tui_boot, "*boots*", ui.ready, startup, 2.5
        rest, "src/*",,,
    acknowledged |function, reason|
        "src/a.ts:x", "needed since #12"
    recorded |page, call_count, size, phase, function|
        3, 7, 100, Cold, "src/a.ts:x"
`)
    expect(config.scenarios).toEqual([
      { name: 'tui_boot', test: '*boots*', stopMark: 'ui.ready', phase: 'startup', weight: 2.5 },
      { name: 'rest', test: 'src/*', weight: 1 },
    ])
    expect(config.acknowledged).toEqual([{ function: 'src/a.ts:x', reason: 'needed since #12' }])
    expect(config.recorded).toEqual([{ name: 'src/a.ts:x', phase: 'cold', size: 100, callCount: 7, page: 3 }])
  })

  test('plain options and YAML give the same as SDN', () => {
    const yaml = `# ours
layout:
  page_size: 4096
  budgets: { startup: 8, first_frame: 4, steady: 0, cold: 0 }
  patterns:
    startup: [parse_*, init_*, setup_*]
    first_frame: [render_first_*, ui_init_*]
    cold: [help_*, error_*, debug_*]
  anchors:
    event_loop: [main_loop, event_loop, run_loop]
  recorded:
    - { function: main, phase: startup, size: 256, call_count: 1 }
    - { function: event_loop, phase: steady, size: 128, call_count: 50000 }
  overrides:
    init: startup
`
    const plain = {
      pageSize: 4096,
      budgets: { startup: 8, firstFrame: 4, steady: 0, cold: 0 },
      patterns: {
        startup: ['parse_*', 'init_*', 'setup_*'],
        firstFrame: ['render_first_*', 'ui_init_*'],
        cold: ['help_*', 'error_*', 'debug_*'],
      },
      anchors: { event_loop: ['main_loop', 'event_loop', 'run_loop'] },
      recorded: [
        { function: 'main', phase: 'startup', size: 256, callCount: 1 },
        { function: 'event_loop', phase: 'steady', size: 128, callCount: 50_000 },
      ],
      overrides: { init: 'startup' },
    }
    const sdn = LayoutConfig.fromText(SEED_STYLE).toSdn()
    expect(LayoutConfig.fromText(yaml, 'layout.yaml').toSdn()).toBe(sdn)
    expect(LayoutConfig.fromObject(plain).toSdn()).toBe(sdn)
    expect(LayoutConfig.fromText(sdn).toSdn()).toBe(sdn)
  })

  test.each([
    ['layout:\n    pagesize: 1\n', 'CONFIG_UNKNOWN_KEY', 2, 5],
    ['other: 1\n', 'CONFIG_UNKNOWN_KEY', 1, 1],
    ['layout:\n    page_size: 5000\n', 'CONFIG_TYPE', 2, 16],
    ['layout:\n    page_size: big\n', 'CONFIG_TYPE', 2, 16],
    ['layout:\n    budgets:\n        startup: -1\n', 'CONFIG_TYPE', 3, 18],
    ['layout:\n    budgets:\n        startup: 1.5\n', 'CONFIG_TYPE', 3, 18],
    ['layout:\n    budgets:\n        starup: 1\n', 'UNKNOWN_PHASE', 3, 9],
    ['layout:\n    patterns:\n        cold = [a, 5]\n', 'CONFIG_TYPE', 3, 20],
    ['layout:\n    overrides:\n        init: sometimes\n', 'UNKNOWN_PHASE', 3, 15],
    ['layout:\n    overrides |function, phase|\n        a, cold\n        b, warm\n', 'UNKNOWN_PHASE', 4, 12],
    ['layout:\n    recorded |function, phase, size|\n', 'CONFIG_MISSING_KEY', 2, undefined],
    ['layout:\n    recorded |function, phase, size, call_count|\n        f, cold, 1, -4\n', 'CONFIG_TYPE', 3, 21],
    ['layout:\n    scenarios |name, test, weight|\n        s, t, 0\n', 'CONFIG_TYPE', 3, 15],
    ['layout:\n    inference: clock\n', 'CONFIG_TYPE', 2, 16],
    ['layout: 5\n', 'CONFIG_TYPE', 1, 9],
  ])('%j is refused at its place', (text, code, line, column) => {
    const error = errorOf(text)
    expect(error).toMatchObject({ code, line, ...(column === undefined ? {} : { column }) })
    expect(error.message).toMatch(/^layout\.sdn:\d+:\d+: .*expected/)
  })

  test.each([
    ['layout:\n  pagesize: 1\n', 'CONFIG_UNKNOWN_KEY', 2, 3],
    ['layout:\n  budgets:\n    startup: -1\n', 'CONFIG_TYPE', 3, 14],
    ['layout:\n  overrides: { init: sometimes }\n', 'UNKNOWN_PHASE', 2, 22],
    ['layout: [\n', 'YAML_SYNTAX', 2, 1],
    ['layout: &a\n  overrides: *a\n', 'YAML_SYNTAX', 2, 14],
  ])('YAML %j is refused at its place', (text, code, line, column) => {
    expect(errorOf(text, 'layout.yml')).toMatchObject({ code, line, column })
  })
})

describe('the phase of a function', () => {
  const config = LayoutConfig.fromText(`layout:
    patterns:
        startup = [init_*, "src/boot/*"]
        steady = [App.render]
        cold = [init_never, *_debug, "src/app.ts:*"]
    overrides |function, phase|
        "src/app.ts:over", first_frame
        bare, cold
    recorded |function, phase, size, call_count|
        "src/app.ts:init_recorded", steady, 1, 1
`)
  const hint = (phase: LayoutPhase, pinned = false): { phase: LayoutPhase; pinned: boolean } => ({ phase, pinned })

  test.each([
    ['src/app.ts:over', hint('cold', true), 'cold', 'pin'],
    ['src/app.ts:over', hint('cold'), 'first_frame', 'override'],
    ['src/any.ts:bare', hint('startup'), 'cold', 'override'],
    ['src/app.ts:init_recorded', hint('startup'), 'startup', 'annotation'],
    ['src/app.ts:init_recorded', undefined, 'steady', 'recorded'],
    ['src/db.ts:init_db', undefined, 'startup', 'pattern'],
    ['src/db.ts:outer.init_db', undefined, 'startup', 'pattern'],
    ['src/db.ts:init_never', undefined, 'startup', 'pattern'],
    ['src/boot/a.ts:x', undefined, 'startup', 'pattern'],
    ['src/db.ts:App.render', undefined, 'steady', 'pattern'],
    ['src/db.ts:App.static dump_debug', undefined, 'cold', 'pattern'],
    ['src/app.ts:f', undefined, 'cold', 'pattern'],
    ['src/other.ts:f', undefined, 'steady', 'default'],
  ] as const)('%s with %j is %s by %s', (name, itsHint, phase, source) => {
    expect(config.explainPhase(name, itsHint)).toMatchObject({ phase, source })
  })

  test('anchors', () => {
    const anchors = LayoutConfig.fromText('layout:\n    anchors:\n        mainloop = [run_*]\n        io: [poll]\n')
    expect(anchors.anchorOf('src/a.ts:run_loop')).toBe('event_loop')
    expect(anchors.anchorOf('src/a.ts:poll')).toBe('io')
    expect(anchors.isAnchor('src/a.ts:x')).toBe(false)
    expect(anchors.anchorOf('src/a.ts:x', { phase: 'steady', pinned: false, anchor: 'main_loop' })).toBe('event_loop')
  })

  test('what matches nothing is said with its place', () => {
    const text = 'layout:\n    patterns:\n        cold = [used_*, unused_*]\n    overrides:\n        gone: cold\n'
    expect(LayoutConfig.fromText(text, 'layout.sdn').unmatched(['src/a.ts:used_one'])).toEqual([
      'layout.sdn:3:25: the pattern "unused_*" of cold matches no function.',
      'layout.sdn:5:9: the override of "gone" names no function.',
    ])
  })
})

describe('merge', () => {
  const parse = (body: string): LayoutConfig =>
    LayoutConfig.fromText(`layout:\n    ${body.replaceAll('\n', '\n    ')}\n`)

  test('a budget that was set counts, also where it is the default', () => {
    const merged = parse('budgets: {startup: 20, cold: 3}').merge(parse('budgets: {startup: 8}'))
    expect(merged.budgets).toEqual({ startup: 8, first_frame: 4, steady: 0, cold: 3 })
    expect(merged.setBudgets).toEqual({ startup: 8, cold: 3 })
    expect(parse('page_size: 8192').merge(parse('budgets: {startup: 1}')).pageSize).toBe(8192)
  })

  test('lists append, overrides of the other win', () => {
    const merged = parse('patterns:\n    cold = [a, b]\noverrides: {x: cold, y: cold}').merge(
      parse('patterns:\n    cold = [b, c]\n    startup = [d]\noverrides: {y: startup}'),
    )
    expect(merged.patterns).toMatchObject({ cold: ['a', 'b', 'c'], startup: ['d'] })
    expect(Object.fromEntries(merged.overrides)).toEqual({ x: 'cold', y: 'startup' })
  })

  test('the empty configuration changes nothing', () => {
    const config = LayoutConfig.fromText(SEED_STYLE)
    expect(config.merge(LayoutConfig.EMPTY).toSdn()).toBe(config.toSdn())
    expect(LayoutConfig.EMPTY.merge(config).toSdn()).toBe(config.toSdn())
  })
})
