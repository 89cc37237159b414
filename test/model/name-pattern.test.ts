import fc from 'fast-check'
import { expect, test } from 'vitest'

import { matchesWildcard, ownName, PatternIndex, splitFunctionName } from '../../src/model/index.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', '*'), maxLength: 8 })
const name = fc.string({ unit: fc.constantFrom('a', 'b', '_', '.'), maxLength: 10 })

/** The definition: a star is any characters. */
function matchesByRegExp(pattern: string, subject: string): boolean {
  const source = pattern.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('[^]*')}$`).test(subject)
}

test('a star stands for any characters', () => {
  fc.assert(
    fc.property(text, name, (pattern, subject) => {
      expect(matchesWildcard(pattern, subject)).toBe(matchesByRegExp(pattern, subject))
    }),
    { seed: 4, numRuns: 2000 },
  )
})

test('the index finds what trying each pattern in turn finds', () => {
  const pattern = fc.tuple(fc.constantFrom('', 'src/', '*:'), text).map(([front, rest]) => front + rest)
  const id = fc.tuple(fc.constantFrom('', 'src/a:', 'b:'), name).map(([front, rest]) => front + rest)
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 12 }), id, (patterns, subject) => {
      const { path } = splitFunctionName(subject)
      const expected = patterns.findIndex((one) =>
        /[:/]/.test(one)
          ? matchesByRegExp(one, subject)
          : matchesByRegExp(one, path) || matchesByRegExp(one, ownName(path)),
      )
      const index = new PatternIndex(patterns.map((one, group) => ({ group, pattern: one })))
      expect(index.findOrdinal(subject)).toBe(expected)
    }),
    { seed: 5, numRuns: 2000 },
  )
})

test.each([
  ['App.render', 'render'],
  ['App.static create', 'create'],
  ['App.get title', 'title'],
  ['App.static set title', 'title'],
  ['App.#secret', '#secret'],
  ['App.[Symbol.iterator]', '[Symbol.iterator]'],
  ['outer.init~2', 'init'],
  ['<anonymous#1>.go', 'go'],
  ['<module>', '<module>'],
  ['a~b', 'a~b'],
])('the own name of %s is %s', (path, own) => {
  expect(ownName(path)).toBe(own)
})

test.each([
  ['src/app.ts:App.render', 'src/app.ts'],
  ['src/app.ts:o.on.update:value', 'src/app.ts'],
  ["src/app.ts:App.[a ? 'x.js:y' : z]", 'src/app.ts'],
  ['bin/cli:main', 'bin/cli'],
  ["bin/cli:o.['x.js:y']", 'bin/cli'],
  ['src/we ird/col:on.ts:thrower', 'src/we ird/col:on.ts'],
  ['src/we ird/col:on:<module>', 'src/we ird/col:on'],
  ['virtual:x:virt', 'virtual:x'],
  ['virtual:x:o.on.update:value', 'virtual:x'],
  ['virtual:a:b:<module>', 'virtual:a:b'],
  ['node:fs:readFile', 'node:fs'],
  ['https://host/x.js:load', 'https://host/x.js'],
  ['marker:a:b', 'marker'],
  ['cli:main', 'cli'],
  ['main', ''],
])('%s is of the module %j', (name, module) => {
  const path = module === '' ? name : name.slice(module.length + 1)
  expect(splitFunctionName(name)).toEqual({ module, path })
})
