import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { SdnError, SdnTable, equalSdn, float, fromJs, parseSdn, toJs, writeSdn } from '../../src/sdn/index.ts'

import type { SdnDict } from '../../src/sdn/index.ts'

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
  ['a key that is no string', new Map([[1, 1]]), /a key that is no string/],
  ['a key with half of a pair', new Map([['\ud800', 1]]), /half of a surrogate pair/],
  ['a table in a list', [1, SdnTable.named(['a'])], /^k\[1\]: a table inside/],
  ['a table in a dict in a list', [new Map([['t', SdnTable.named(['a'])]])], /^k\[0\]\.t: a table inside/],
  ['a table in a cell', SdnTable.named(['a'], [[1], [SdnTable.named(['b'])]]), /^k\[1\]\[0\]: a table inside/],
  ['a short row', SdnTable.named(['a', 'b'], [[1, 2], [1]]), /^k\[1\]: a row of 1 cells in a table of 2/],
  ['a long row', SdnTable.typed(['a'], [[1, 2]]), /a row of 2 cells/],
  ['a cell without types', SdnTable.typed([], [[1]]), /a row of 1 cells/],
  ['a row without cells', SdnTable.named([], [[]]), /a row without cells/],
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
  expect(toJs(parseSdn(writeSdn(fromJs(value) as SdnDict)))).toEqual(value)
  expect(fromJs(value, { tables: false })).not.toEqual(fromJs(value))
  const hostile = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')
  const back = toJs(parseSdn(writeSdn(fromJs(hostile) as SdnDict))) as Record<string, unknown>
  expect(Object.keys(back)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(back)).toBe(null)
  for (const wrong of [undefined, { a: undefined }, [Number.NaN], { a: new Date(0) }, Symbol('x'), () => 1]) {
    expect(() => fromJs(wrong)).toThrow(SdnError)
  }
})
