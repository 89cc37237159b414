import { describe, expect, test } from 'vitest'

import { checkOptions } from '../../src/check-options.ts'
import { layout, type LayoutOptions } from '../../src/index.ts'
import { TestProject } from '../support/project.ts'
import { BASIC, config } from './projects.ts'

const ALL: Required<LayoutOptions> = {
  include: 'src/**',
  exclude: ['src/generated/**'],
  edges: true,
  timing: 'off',
  marks: ['ready'],
  outDir: 'out',
  perProject: false,
  failOnBudget: true,
  html: true,
  pages: true,
  rows: 0,
  verbose: true,
  pageSize: 16384,
  budgets: { startup: 6 },
  patterns: { cold: ['debug_*'] },
  anchors: { event_loop: ['loop'] },
  overrides: { 'src/a.ts:f': 'first_frame' },
  scenarios: [{ name: 's', test: 'a > b*', stopMark: 'ui.ready', phase: 'startup', weight: 2 }],
  inference: 'time',
  annotationConflicts: 'error',
  acknowledged: [{ function: 'src/a.ts:f', reason: 'known' }],
  recorded: [{ function: 'src/a.ts:f', phase: 'cold', size: 1, callCount: 0 }],
}

describe('what is checked', () => {
  test('every option that there is can be given', () => {
    expect(() => checkOptions(ALL, 'layout()')).not.toThrow()
    expect(() => checkOptions({ timing: undefined, page_size: 4096 }, 'layout()')).not.toThrow()
    expect(layout(ALL)).toHaveLength(2)
  })

  test.each<[options: unknown, message: string]>([
    [{ timing: 'bad' }, `the option timing of layout() is "bad", expected 'sampled', 'full' or 'off'.`],
    [{ rows: -1 }, 'the option rows of layout() is -1, expected a whole number, 0 or more.'],
    [{ rows: 'x' }, 'the option rows of layout() is "x", expected a whole number'],
    [{ edges: 'no' }, 'the option edges of layout() is "no", expected true or false.'],
    [{ html: 'yes' }, 'the option html of layout() is "yes", expected true or false.'],
    [{ marks: 'startup.complete' }, 'the option marks of layout() is "startup.complete", expected a list of names.'],
    [{ include: 5 }, 'the option include of layout() is 5, expected a glob or a list of globs.'],
    [{ exclude: ['a', ''] }, 'the option exclude of layout() is ["a",""], expected a glob'],
    [{ outDir: null }, 'the option outDir of layout() is null, expected the path of a folder.'],
    [{ verbose: () => true }, 'the option verbose of layout() is a function'],
    [{ budgetz: 1 }, 'unknown option "budgetz" of layout(). Did you mean budgets?'],
    [{ pagesize: 1 }, 'unknown option "pagesize" of layout(). Did you mean pageSize?'],
    [{ somethingElse: 1 }, 'unknown option "somethingElse" of layout(). It takes include, exclude'],
    [{ pageSize: 0 }, 'the option pageSize of layout(): `pageSize` is the number 0, expected a power of two'],
    [{ overrides: { a: 'begin' } }, 'the option overrides of layout(): '],
    [
      { scenarios: [{ name: 'a', test: 'b', stopMarc: 'c' }] },
      'unknown key "stopMarc" in `scenarios`, expected one of name, test, stopMark',
    ],
    ['x', 'the options of layout() are "x", expected an object.'],
    [[], 'the options of layout() are [], expected an object.'],
  ])('%j', (options, message) => {
    expect(() => checkOptions(options, 'layout()')).toThrow(message)
  })
})

test('types say no to what is refused', () => {
  // @ts-expect-error: no such option
  layout({ budgetz: 1 })
  // @ts-expect-error: no such phase
  layout({ overrides: { a: 'firstframe' } })
  // @ts-expect-error: no such way to time
  layout({ timing: 'bad' })
})

test.each([
  ['the plugin', config('{ budgetz: {} }'), 'unknown option "budgetz" of layout(). Did you mean budgets?'],
  [
    'the entry',
    config('{}', `{ reporters: [['layout', { rows: -1 }]] }`),
    "the option rows of the layout reporter's entry is -1",
  ],
])('%s: nothing runs with a wrong option; without the reporter nobody asks', async (where, text, message) => {
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': text })
  const { status, stdout, stderr } = await project.vitest(where === 'the plugin' ? ['--reporter=layout'] : [])
  expect(stdout + stderr).toContain(message)
  expect(stdout).not.toContain('passed')
  expect(status).toBe(1)
  expect((await project.vitest(['--reporter=default'])).status).toBe(0)
})
