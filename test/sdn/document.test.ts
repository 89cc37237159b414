import { expect, test } from 'vitest'

import { SdnDocument, SdnError, SdnTable, dict, float } from '../../src/sdn/index.ts'

/** A text after an edit; `|` at line starts keeps the indentation readable. */
function edited(text: string, edit: (document: SdnDocument) => void): string {
  const document = SdnDocument.parse(text)
  edit(document)
  return document.toString()
}

const LAYOUT = `# Our layout
layout:
  page_size:   4096   # a page
  budgets:
    startup: 8 # pages
    cold: 0

  patterns = {startup: [parse_*, init_*], cold: [x],}  # globs
  recorded |function, phase, size|   # measured
    "src/a.ts:main", startup,  12 # first
    idle,cold,
  anchors:
    # loops
    main_loop
    run_loop
# end
`

test.each<[string, (document: SdnDocument) => void, string, string]>([
  ['a number', (d) => d.set('layout.page_size', 16384), '4096   # a page', '16384   # a page'],
  ['a float', (d) => d.set('layout.page_size', float(1)), '4096   # a page', '1.0   # a page'],
  ['a nested value', (d) => d.set('layout.budgets.startup', 10), 'startup: 8 #', 'startup: 10 #'],
  ['an item', (d) => d.set('layout.patterns.startup[1]', 'boot_*'), 'init_*]', '"boot_*"]'],
  ['a list', (d) => d.set('layout.patterns.cold', ['a', 'b c']), '[x]', '[a, "b c"]'],
  ['a new pair', (d) => d.set('layout.patterns.steady', []), '[x],}', '[x], steady: [],}'],
  ['a cell', (d) => d.set('layout.recorded[0].size', 99), '12 #', '99 #'],
  ['an empty cell', (d) => d.set(['layout', 'recorded', 1, 2], 5), 'cold,\n', 'cold,5\n'],
  ['a row', (d) => d.set('layout.recorded[1]', ['idle', 'steady', 7]), 'idle,cold,\n', 'idle, steady, 7\n'],
  ['an item of a block', (d) => d.set('layout.anchors[0]', 'a:b'), '    main_loop', '    "a:b"'],
  ['a new key', (d) => d.set('layout.budgets.steady', 0), 'cold: 0\n', 'cold: 0\n    steady: 0\n'],
  ['new dicts', (d) => d.set('layout.a.b', 1), '    run_loop\n', '    run_loop\n  a:\n    b: 1\n'],
  ['a new root key', (d) => d.set('other', 'x'), 'run_loop\n', 'run_loop\nother: x\n'],
  ['one entry less', (d) => d.delete('layout.budgets.startup'), '    startup: 8 # pages\n', ''],
  ['one pair less', (d) => d.delete('layout.patterns.startup'), 'startup: [parse_*, init_*], ', ''],
  ['the last pair less', (d) => d.delete('layout.patterns.cold'), ', cold: [x]', ''],
  ['one item less', (d) => d.delete('layout.patterns.startup[0]'), 'parse_*, ', ''],
  ['one row less', (d) => d.delete('layout.recorded[0]'), '    "src/a.ts:main", startup,  12 # first\n', ''],
  ['one item of a block less', (d) => d.delete('layout.anchors[1]'), '    run_loop\n', ''],
  ['one item more', (d) => d.push('layout.patterns.startup', 'x'), 'init_*]', 'init_*, x]'],
  ['one line more', (d) => d.push('layout.anchors', 'x'), '    run_loop\n', '    run_loop\n    x\n'],
  ['one row more', (d) => d.push('layout.recorded', ['f', 'cold', 1]), 'idle,cold,\n', 'idle,cold,\n    f, cold, 1\n'],
  [
    'a block instead of a scalar',
    (d) => d.set('layout.page_size', dict([['a', 1]])),
    'page_size:   4096   # a page\n',
    'page_size:   # a page\n    a: 1\n',
  ],
  [
    'a scalar instead of a block',
    (d) => d.set('layout.budgets', 3),
    'budgets:\n    startup: 8 # pages\n    cold: 0\n',
    'budgets: 3\n',
  ],
  [
    'another table',
    (d) => d.set('layout.recorded', SdnTable.named(['f'], [['x'], ['y']])),
    'recorded |function, phase, size|   # measured\n    "src/a.ts:main", startup,  12 # first\n    idle,cold,\n',
    'recorded |f|   # measured\n    x\n    y\n',
  ],
])('%s changes its own bytes', (_, edit, from, to) => {
  expect(LAYOUT.split(from)).toHaveLength(2)
  expect(edited(LAYOUT, edit)).toBe(LAYOUT.replace(from, () => to))
  const crlf = (text: string): string => `\ufeff${text.replaceAll('\n', '\r\n')}`
  expect(edited(crlf(LAYOUT), edit)).toBe(crlf(LAYOUT.replace(from, () => to)))
})

test.each([
  ['k: "a"# c\n', 'k: b # c\n'],
  ['k: 5#c\n', 'k: b #c\n'],
  ['k:# c\n', 'k: b # c\n'],
  ['k:', 'k: b'],
  ['k |a|', 'k: b'],
  ['k |a, b| 1, 2 # c', 'k: b # c'],
  ['k: table{i} = [(1)] # c', 'k: b # c'],
  ['k:\n    x: 1\n    y: 2', 'k: b\n'],
  ['k: 1\nz: 1\nk: 2\n', 'k: 1\nz: 1\nk: b\n'],
])('%j with another value of k is %j', (from, to) => {
  expect(edited(from, (document) => document.set('k', 'b'))).toBe(to)
})

test('what is emptied stays what it was', () => {
  expect(edited('a:\n    b: 1\nc: 2\n', (d) => d.delete('a.b'))).toBe('a: {}\nc: 2\n')
  expect(edited('a:\n    b\n', (d) => d.delete('a[0]'))).toBe('a: []\n')
  expect(edited('a = [b,]\n', (d) => d.delete('a[0]'))).toBe('a = []\n')
  expect(edited('t |a| 1 # c\n', (d) => d.delete('t[0]'))).toBe('t |a| # c\n')
  expect(edited('a: 1\n', (d) => d.delete('a'))).toBe('')
})

test('rows are added to every form of table', () => {
  const row = { b: 'y', a: 2 }
  expect(edited('t |a, b|', (d) => d.push('t', row))).toBe('t |a, b|\n    2, y')
  expect(edited('t |a, b| 1, x # c\n', (d) => d.push('t', row))).toBe('t |a, b| # c\n    1, x\n    2, y\n')
  expect(edited('m: table{i, s} = [(1, x)]\n', (d) => d.push('m', [2, 'y']))).toBe(
    'm: table{i, s} = [(1, x), (2, y)]\n',
  )
  expect(edited('m: table{i} = []\n', (d) => d.push('m', [2]))).toBe('m: table{i} = [(2)]\n')
})

test('an edit that the smallest change cannot make writes the statement around it anew', () => {
  // `c:d` alone would make the block a dict.
  expect(edited('k:\n    *a:b\n    c:d\n', (d) => d.delete('k[0]'))).toBe('k: ["c:d"]\n')
  // A table stands in no inline dict.
  const table = SdnTable.named(['f'], [[1]])
  const text = 'a = {b: 1} # c\nz: 1\n'
  expect(edited(text, (d) => d.set('a.t', table))).toBe('a: # c\n    b: 1\n    t |f|\n        1\nz: 1\n')
})

test('an edit that cannot be made changes nothing', () => {
  const text = 'a: 1\nl = [1]\nt |x|\n    1\n'
  const document = SdnDocument.parse(text)
  const table = SdnTable.named(['f'], [[1]])
  for (const edit of [
    () => document.set('a.b', 1),
    () => document.set('', 1),
    () => document.set('l[0]', table),
    () => document.set('l[4]', 1),
    () => document.set('a', Number.NaN),
    () => document.set('a', '\ud800'),
    () => document.push('a', 1),
    () => document.push('t', [1, 2]),
    () => document.push('t', { y: 1 }),
    () => document.delete('t[0].x'),
    () => document.delete(''),
  ]) {
    expect(edit).toThrow(SdnError)
    expect(document.toString()).toBe(text)
  }
  expect(document.delete('nothing')).toBe(false)
  expect(document.get('t[0].x')).toBe(1)
  expect(document.get('nothing')).toBe(undefined)
})
