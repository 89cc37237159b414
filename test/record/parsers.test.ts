import { parseAst as parseByRollup } from '@rollup/wasm-node/parseAst'
import { parseAst } from 'vite'
import { expect, test } from 'vitest'

import { instrumentModule } from '../../src/profile/plugin/instrument.ts'
import { withoutMark } from '../../src/record/transform/ast.ts'
import { type ParseModule, transformModule } from '../../src/record/transform/index.ts'

const MARKED = `\uFEFFexport function first(x) {
  return second(x)
}
const second = (x) => x + 1
`
const PARSERS = [parseByRollup, parseAst] as unknown as readonly ParseModule[]

test('a module with a byte order mark is recorded the same, whichever parser Vite has', () => {
  const [byRollup, byRolldown] = PARSERS.map((parse) =>
    transformModule({ code: MARKED, id: 'm.js', parse, allocate: () => 1, edges: true, skipTrivial: true, head: '' }),
  )
  expect(byRollup).toEqual(byRolldown)
  expect(byRollup!.functions.map(({ path, start, end }) => [path, MARKED.slice(start, end)])).toEqual([
    ['<module>', MARKED],
    ['first', MARKED.slice(8, MARKED.indexOf('}') + 1)],
    ['second', '(x) => x + 1'],
  ])
  for (const parse of PARSERS) expect(() => parse(byRollup!.code)).not.toThrow()
})

test('and profiled the same', () => {
  const [byRollup, byRolldown] = PARSERS.map((parse) =>
    instrumentModule({
      code: MARKED,
      id: 'm.js',
      module: 'm.js',
      program: parse(withoutMark(MARKED)),
      allocate: () => 1,
      runtime: 'runtime',
      takesCommonJs: true,
      probe: (number) => `probe[${number}]`,
    }),
  )
  expect(byRollup).toEqual(byRolldown)
})
