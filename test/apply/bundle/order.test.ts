import { assert, asyncProperty, nat } from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  orderDeclarations,
  parseBundle,
  verifyMoves,
  type BundleFunction,
  type BundleKind,
} from '../../../src/apply/bundle/index.ts'
import { generateProgram } from './program-generator.ts'
import { runProgram } from './run-program.ts'

/** Later functions first, so that all that may move does. */
const reversed = (functions: readonly BundleFunction[]): Map<number, number> =>
  new Map(functions.map(({ index }) => [index, -index]))

const order = (code: string, kind: BundleKind = 'commonjs'): string => orderDeclarations(code, reversed, { kind }).code

describe('order of declarations', () => {
  test('puts them first in their list, after directives, with those inside them', () => {
    expect(order('"use strict";a();function f(){}function g(){x();function h(){}}')).toBe(
      '"use strict";function g(){function h(){}\nx();;}\nfunction f(){}\na();;;',
    )
  })

  test('moves exports whole, also where a cycle may call them', () => {
    expect(order('import"./b.js";a();export function f(){}', 'module')).toBe(
      'export function f(){}\nimport"./b.js";a();;',
    )
  })

  test('leaves alone what could be seen: globals, sloppy blocks, names that stand twice, order that is there', () => {
    for (const [code, kind] of [
      ['a();function f(){}', 'script'],
      ['{a();function f(){}}', 'commonjs'],
      ['a();function f(){}function f(){}', 'commonjs'],
      ['switch(a){case 1:b();function f(){}}', 'module'],
      ['function g(){}function f(){}a()', 'commonjs'],
    ] as const) {
      const ranks = (functions: readonly BundleFunction[]): Map<number, number> =>
        new Map(functions.map(({ index }) => [index, index]))
      expect(orderDeclarations(code, ranks, { kind }).code).toBe(code)
    }
  })

  test('puts registrations of modules in the order of what is in them', () => {
    const code = 'var r=1;__d(function(){a},1,[2]);__d(function(){function b(){}},2,[])\n__d(function(){},3);__r(1);'
    const ranks = (functions: readonly BundleFunction[]): Map<number, number> =>
      new Map(functions.filter(({ name }) => name === 'b').map(({ index }) => [index, 0]))
    expect(orderDeclarations(code, ranks, { kind: 'script' }).code.replaceAll('\n', '')).toBe(
      'var r=1;__d(function(){function b(){}},2,[]);__d(function(){a},1,[2]);__d(function(){},3);__r(1);',
    )
    for (const other of [code.replace('},2,', '},1,'), code.replace('[2]', 'x()'), code.replace('__d', 'd')]) {
      const { registrations } = orderDeclarations(other, ranks, { kind: 'script' })
      expect(registrations).toBe(0)
    }
  })
})

describe('programs do the same with declarations moved', () => {
  for (const mode of ['sloppy', 'strict'] as const) {
    test(`code is ${mode}`, async () => {
      let moved = 0
      await assert(
        asyncProperty(nat(), async (seed) => {
          const code = generateProgram(seed, mode)
          let result
          try {
            result = orderDeclarations(code, reversed, { kind: 'commonjs' })
          } catch (error) {
            if ((error as { code?: string }).code === 'BUNDLE_SYNTAX') return
            throw error
          }
          moved += result.moved
          expect(await runProgram(result.code, 'commonjs')).toEqual(await runProgram(code, 'commonjs'))
        }),
        { numRuns: 120, seed: 9 },
      )
      expect(moved).toBeGreaterThan(80)
    })
  }
})

describe('the proof of moves', () => {
  const bundle = parseBundle('a();b();function f(){return 1}function g(){}{function h(){}}', { kind: 'commonjs' })
  const cases: readonly (readonly [string, string])[] = [
    ['statements that changed places', 'b();a();function f(){return 1}function g(){}{function h(){}}'],
    ['a changed body', 'a();b();function g(){}function f(){return 2}{function h(){}}'],
    ['a lost declaration', 'a();b();function f(){return 1}{function h(){}}'],
    ['a declaration that left its list', 'a();b();function h(){}function f(){return 1}function g(){}{}'],
    ['a function that took another name', 'a();b();function g(){return 1}function f(){}{function h(){}}'],
  ]
  for (const [name, after] of cases) {
    test(`refuses ${name}`, () => {
      expect(() => verifyMoves(bundle, after)).toThrow(/only moves of declarations and modules were expected/)
    })
  }
  test('refuses moves among globals and registrations that left their run', () => {
    const check = (old: string, now: string): (() => void) => {
      return () => verifyMoves(parseBundle(old, { kind: 'script' }), now)
    }
    expect(check('a();function f(){}', 'function f(){}a()')).toThrow(/expected/)
    expect(check('__d(()=>1,1);a();__d(()=>2,2)', '__d(()=>2,2);a();__d(()=>1,1)')).toThrow(/expected/)
    expect(check('__d(()=>1,1);__d(()=>2,2)', '__d(()=>2,1);__d(()=>1,2)')).toThrow(/expected/)
    expect(check('__d(()=>1,1);__d(()=>2,2)', '__d(()=>2,2);__d(()=>1,1)')).not.toThrow()
  })
})
