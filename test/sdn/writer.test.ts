import { readFileSync } from 'node:fs'

import { expect, expectTypeOf, test } from 'vitest'

import {
  SdnError,
  SdnTable,
  equalSdn,
  float,
  fromJs,
  fromTagged,
  parsePath,
  parseSdn,
  stringifyJson,
  toJs,
  toTagged,
  writeSdn,
} from '../../src/sdn/index.ts'

import type { SdnDict, SdnValue } from '../../src/sdn/index.ts'

test('every tree of the vectors is written to a text of the same tree, and that is its canonical text', () => {
  const lines = readFileSync(new URL('vectors.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  let count = 0
  for (const line of lines) {
    const { id, ok, input } = JSON.parse(line)
    if (!ok) continue
    const tree = parseSdn(input)
    const text = writeSdn(tree)
    expect.soft(equalSdn(parseSdn(text), tree), id).toBe(true)
    expect.soft(writeSdn(parseSdn(text)), id).toBe(text)
    count += 1
  }
  expect(count).toBeGreaterThan(600)
})

/** A tree of the given entry, whatever its type says. */
function entry(value: unknown): SdnDict {
  return new Map([['k', value]]) as SdnDict
}

test('the canonical form', () => {
  const tree = fromJs({
    name: 'x',
    words: 'two words',
    table: 'table',
    null: null,
    one: float(1),
    list: ['a', 'b c', 'init_*', 'a:b', 1, -0, float(-0), 2n ** 63n - 1n],
    empty: [],
    none: {},
    group: { list: [1, 2], more: [3], dict: { table: [{ a: 1, 'b c': [{ d: 2 }] }] } },
    first: { rows: [{ a: 'x' }, { a: 'src/a.ts:main' }], more: SdnTable.typed(['i32', 'a b'], [[1, '\n']]) },
    mixed: ['a:b', [1], { 'x y': {} }],
    'a "key"': SdnTable.typed(['i32']),
    last: SdnTable.named(['a']),
  }) as SdnDict
  expect(writeSdn(tree)).toMatchInlineSnapshot(`
    "name: x
    words: "two words"
    table: "table"
    null: null
    one: 1.0
    list = [a, "b c", "init_*", "a:b", 1, 0, -0.0, 9223372036854775807]
    empty = []
    none = {}

    group:
        list: [1, 2]
        more = [3]
        dict:
            table:
            table |a, "b c"|
                1, [{d: 2}]

    first:
        rows:
        rows |a|
            x
            "src/a.ts:main"
        more: table{i32, "a b"}
            1, "\\n"

    mixed:
        "a:b"
        [1]
        {"x y": {}}

    "a \\"key\\"": table{i32} = []
    last |a|
    "
  `)
})

/** What only JavaScript can make. */
function bothKinds(): unknown {
  const make = SdnTable as unknown as new (fields: string[], types: string[], rows: unknown[][]) => SdnTable
  return new make(['a'], ['i32'], [[1]])
}

test.each<[string, unknown, RegExp]>([
  ['NaN', float(Number.NaN), /^k: the float NaN/],
  ['infinity', float(-Infinity), /^k: the float -Infinity/],
  ['a large integer', 2n ** 63n, /^k: the integer 9223372036854775808 is outside/],
  ['a small integer', -(2n ** 63n) - 1n, /is outside/],
  ['a fraction as an integer', 1.5, /no safe integer.*float\(\)/],
  ['an unsafe number', 2 ** 53, /no safe integer/],
  ['undefined', undefined, /undefined is no value/],
  ['a function', () => 1, /function is no value/],
  ['an object', new Date(0), /an object that is no value/],
  ['a gap', Array.from({ length: 1 }), /^k\[0\]: undefined/],
  ['half of a pair', '\udc00', /half of a surrogate pair/],
  ['a key that is no string', new Map([[1, 1]]), /^k\.1: a key that is no string but number\./],
  ['the same on one line', [new Map([[1, 1]])], /^k\[0\]\.1: a key that is no string but number\./],
  ['a key with half of a pair', new Map([['\ud800', 1]]), /half of a surrogate pair/],
  ['a table in a list', [1, SdnTable.named(['a'])], /^k\[1\]: a table inside/],
  ['a table in a dict in a list', [new Map([['t', SdnTable.named(['a'])]])], /^k\[0\]\.t: a table inside/],
  ['a table in a cell', SdnTable.named(['a'], [[1], [SdnTable.named(['b'])]]), /^k\[1\]\[0\]: a table inside/],
  ['a short row', SdnTable.named(['a', 'b'], [[1, 2], [1]]), /^k\[1\]: a row of 1 cell in a table of 2 columns/],
  ['a long row', SdnTable.typed(['a'], [[1, 2]]), /a row of 2 cells/],
  ['a cell without types', SdnTable.typed([], [[1]]), /a row of 1 cell in a table of 0 columns/],
  ['a row without cells', SdnTable.named([], [[]]), /a row without cells/],
  ['fields and types', bothKinds(), /^k: a table with both fields and types\. Make it with SdnTable\.named or/],
])('%s has no text', (_, value, message) => {
  expect(() => writeSdn(entry(value))).toThrow(SdnError)
  expect(() => writeSdn(entry(value))).toThrow(message)
})

test('plain values come back', () => {
  const value = {
    a: 1,
    b: [1.5, null, true, 'x'],
    c: { d: 2n ** 60n },
    t: [{ x: 1 }, { x: [{ y: 2 }] }],
    u: [{ x: 1 }, { y: 1 }],
  }
  expect(toJs(parseSdn(writeSdn(fromJs(value))))).toEqual(value)
  expect(fromJs(value, { tables: false })).not.toEqual(fromJs(value))
  const hostile = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')
  const back = toJs(parseSdn(writeSdn(fromJs(hostile) as SdnDict))) as Record<string, unknown>
  expect(Object.keys(back)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(back)).toBe(null)
  for (const wrong of [undefined, { a: undefined }, [Number.NaN], { a: new Date(0) }, Symbol('x'), () => 1]) {
    expect(() => fromJs(wrong)).toThrow(SdnError)
  }
})

test('what an object becomes can be written as it is, what may be anything cannot', () => {
  // The example of docs/sdn.md.
  const tree = fromJs({ name: 'x', ratio: float(1), rows: [{ a: 1, b: 'y' }] })
  expect(writeSdn(tree)).toBe('name: x\nratio: 1.0\n\nrows |a, b|\n    1, y\n')
  expectTypeOf(tree).toEqualTypeOf<SdnDict>()
  expectTypeOf(fromJs(new Map([['a', 1]]))).toEqualTypeOf<SdnDict>()
  expectTypeOf(fromJs([{ a: 1 }])).toEqualTypeOf<SdnValue>()
  expectTypeOf(fromJs(float(1))).toEqualTypeOf<SdnValue>()
  expectTypeOf(fromJs(JSON.parse('[]'))).toEqualTypeOf<SdnValue>()
  expectTypeOf(fromJs(JSON.parse('[]') as unknown)).toEqualTypeOf<SdnValue>()
  expectTypeOf(fromJs(JSON.parse('[]') as object)).toEqualTypeOf<SdnValue>()
  expectTypeOf(fromJs({} as { a: 1 } | string)).toEqualTypeOf<SdnValue>()
})

const cyclic = (): unknown => {
  const list: unknown[] = [1]
  list.push({ a: list })
  return { deep: { list } }
}

test.each<[string, unknown, string]>([
  ['a dict in itself', Object.assign(Object.create(null), { o: null }), 'o: a value that contains itself is no tree.'],
  ['a list in itself', cyclic(), 'deep.list[1].a: a value that contains itself is no tree.'],
  ['undefined', { a: [1, { 'b.c': undefined }] }, 'a[1]."b.c": undefined is no value of SDN.'],
  ['in a record', { t: [{ x: 1 }, { x: () => 1 }] }, 't[1].x: function is no value of SDN.'],
  ['a number that is none', [Number.NaN], '[0]: the number NaN is no value of SDN.'],
  ['an object of a class', new Map([['d', new Date(0)]]), 'd: an object of class Date is no value of SDN.'],
  ['the root', undefined, 'undefined is no value of SDN.'],
])('what is no value is refused with its place: %s', (title, value, message) => {
  if (title === 'a dict in itself') (value as { o: unknown }).o = value
  expect(() => fromJs(value)).toThrow(new SdnError('SDN_JSON', message))
})

test('the same value in two places is no circle', () => {
  const shared = { x: [1] }
  expect(toJs(fromJs({ a: shared, b: [shared, [shared]] }))).toEqual({ a: shared, b: [shared, [shared]] })
})

test('circles are refused whichever way they are converted', () => {
  const circle: Map<string, unknown> = new Map()
  circle.set('again', [circle])
  for (const convert of [toJs, toTagged, stringifyJson]) {
    expect(() => convert(circle as never)).toThrow(/contains itself/)
  }
  const tagged = { t: 'dict', v: [['a', { t: 'arr', v: [] as unknown[] }]] }
  ;(tagged.v[0]![1] as { v: unknown[] }).v.push(tagged)
  expect(() => fromTagged(tagged)).toThrow('a[0]: a value that contains itself is no tree.')
})

test('what is no tagged form is refused with its place', () => {
  const rows = [
    [
      { t: 'int', v: '1' },
      { t: 'int', v: 1 },
    ],
  ]
  const tagged = { t: 'dict', v: [['t', { t: 'table', fields: ['a', 'b'], types: null, rows }]] }
  expect(() => fromTagged(tagged)).toThrow('t[0][1]: found object in tagged JSON, expected a tagged value.')
  expect(() => fromTagged(7)).toThrow(/^found number in tagged JSON/)
})

test.each([
  ['t: table{x, y} = [(1, 2), (3,)]', 'Between brackets every value is written, an empty one as "" or null.'],
  ['t |x, y|\n    1', 'A cell may be empty, its comma not missing.'],
])('what to do about a short row: %j', (text, advice) => {
  expect(() => parseSdn(text)).toThrow(
    `a row of 1 cell in a table of 2 ${text.includes('|') ? 'fields' : 'types'}. ${advice}`,
  )
})

test('one of a thing is told in the singular', () => {
  expect(() => parseSdn('a = [[1]]', { maxDepth: 1 })).toThrow('more than 1 level of nesting.')
  expect(() => writeSdn(new Map([['a', [1]]]), { maxDepth: 1 })).toThrow('more than 1 level of nesting.')
  expect(() => parsePath('a"b')).toThrow('after 1 character.')
})
