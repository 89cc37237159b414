import fc from 'fast-check'

import { SdnFloat, SdnTable, dict } from '../../src/sdn/index.ts'

import type { SdnDict, SdnScalar, SdnValue } from '../../src/sdn/index.ts'

/** Texts that lie near the borders of the rules for words, numbers, comments and strings. */
const TRICKY: readonly string[] = [
  // Names of values, words, numbers and near numbers.
  ' true false null nil table Table x 1 -1 1.0 1e5 0x1F 5#c # a#b a:b a: :a http://h/x src/a.ts:main * parse_* -x - --',
  '1_000 " \\ \\n a"b it\'s ` a,b [ ] {a} ( | = __proto__ constructor 2.1.0 99999999999999999999 -0 Infinity NaN ..',
  '/abs ./rel ~ <anonymous:2> a->b 50% é 日本 𝔸 🎉 e\u0301 -½ ½ ² x²',
]
  .flatMap((line) => line.split(' '))
  .concat(' ', 'a b', ' a', 'a ', '# c', '\n', '\r', '\r\n', '\t', '\u0000', '\ufeff', '\u2028')

const WORD = fc.stringMatching(/^[a-z_][a-z0-9_/.#-]{0,8}$/)

export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TRICKY),
  WORD,
  fc.array(fc.constantFrom(...TRICKY), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

const integer: fc.Arbitrary<number | bigint> = fc.oneof(
  fc.maxSafeInteger().map((value) => value + 0),
  fc.integer({ min: -3, max: 20 }).map((value) => value + 0),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
)

const float: fc.Arbitrary<SdnFloat> = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1, -1, 1e15, 1e16, 1e17, 1e21, 1e22, 5e-324, 1.7976931348623157e308, 1e-4, 9.9e-5, 2 ** 53),
  )
  .map((value) => new SdnFloat(value))

export const scalar: fc.Arbitrary<SdnScalar> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: integer },
  float,
  fc.boolean(),
  fc.constant(null),
)

type Shape = {
  value: SdnValue
  cell: SdnValue
  dict: SdnDict
}

/** Trees that a text can carry: tables stand below keys only. `key` names keys, fields and types. */
export function tree(key: fc.Arbitrary<string>, leaf: fc.Arbitrary<SdnScalar> = scalar): fc.Arbitrary<SdnDict> {
  const names = fc.array(key, { minLength: 1, maxLength: 4 })
  const { dict: root } = fc.letrec<Shape>((tie) => {
    const cell: fc.Arbitrary<SdnValue> = fc.oneof(
      { maxDepth: 4, depthIdentifier: 'cell' },
      { weight: 5, arbitrary: leaf },
      fc.array(tie('cell'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('cell')), { maxLength: 3 }).map((entries) => dict(entries)),
    )
    const rows = (width: number): fc.Arbitrary<SdnValue[][]> =>
      fc.array(fc.array(tie('cell'), { minLength: width, maxLength: width }), { maxLength: 4 })
    const table = fc.oneof(
      names.chain((fields) => rows(fields.length).map((items) => SdnTable.named(fields, items))),
      names.chain((types) => rows(types.length).map((items) => SdnTable.typed(types, items))),
      fc
        .array(fc.array(tie('cell'), { minLength: 1, maxLength: 3 }), { maxLength: 2 })
        .map((items) => SdnTable.named([], items)),
      fc.nat({ max: 2 }).map((count) =>
        SdnTable.typed(
          [],
          Array.from({ length: count }, () => []),
        ),
      ),
    )
    const value: fc.Arbitrary<SdnValue> = fc.oneof(
      { maxDepth: 5, depthIdentifier: 'value' },
      { weight: 3, arbitrary: tie('cell') },
      { weight: 2, arbitrary: tie('dict') },
      { weight: 2, arbitrary: table },
    )
    return {
      cell,
      value,
      dict: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => dict(entries)),
    }
  })
  return root
}

/** Keys that need no quotes for any reader. */
export const plainKey: fc.Arbitrary<string> = WORD.filter(
  (word) => !['true', 'false', 'null', 'nil', 'table'].includes(word),
)

export const anyKey: fc.Arbitrary<string> = fc.oneof(plainKey, text)

const PIECES: readonly string[] = Array.from('=|,[]{}()"#\\\r').concat(
  ['\n', '\n', '\n', '\r\n', '\n    ', '\n        ', '\n\t', ' ', '  ', '\t', ': ', ':', ' = ', ' |', ', '],
  ['table{', 'k', 'a b', 'k:\n    ', 't |a, b|\n    '],
)

/** Text made of the pieces of SDN in any order: mostly wrong, often nearly right. */
export const soup: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(...PIECES),
      },
      { weight: 4, arbitrary: text },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''))
