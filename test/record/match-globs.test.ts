import { expect, test } from 'vitest'

import { matchGlobs } from '../../src/record/match-globs.ts'

test('globs are asked about the path from the root', () => {
  const matches = matchGlobs(['src/**', '**/test/**'])
  expect(['src/a.ts', 'test/a.ts', 'lib/test/a.ts', 'lib/a.ts'].filter(matches)).toEqual([
    'src/a.ts',
    'test/a.ts',
    'lib/test/a.ts',
  ])
  expect(matchGlobs([])('src/a.ts')).toBe(false)
})

test('outside the root: those that begin with **, whatever the way there', () => {
  expect(matchGlobs(['**/*.js'])('../shared/a.js')).toBe(true)
  expect(matchGlobs(['**/shared/**'])('../../shared/a.js')).toBe(true)
  expect(matchGlobs(['../shared/**'])('../shared/a.js')).toBe(true)
  expect(matchGlobs(['shared/**', '*.js'])('../shared/a.js')).toBe(false)
})
