import { describe, expect, test } from 'vitest'

import { describeFailure } from '../src/cli/failure.ts'
import { editDistance } from '../src/cli/suggest.ts'
import { main } from '../src/main.ts'
import { makeSite } from './site-fixture.ts'

test('help lists the commands', async () => {
  const { io, out } = makeSite({})
  expect(await main(['help'], io)).toBe(0)
  expect(out.join('')).toContain('build [folder]')
  expect(await main([], io)).toBe(2)
})

test('a misspelled command gets a suggestion', async () => {
  const { io, err } = makeSite({})
  expect(await main(['biuld'], io)).toBe(1)
  expect(err.join('')).toContain('Did you mean build?')
  expect(editDistance('kitten', 'sitting')).toBe(3)
})

test('version', async () => {
  const { io, out } = makeSite({})
  await main(['--version'], io)
  expect(out).toEqual(['pressroom 0.0.0\n'])
})

describe('configuration', () => {
  test.each([
    ['pageSize: 0\n', 'pageSize must be a number above 0'],
    ['colour: red\n', 'unknown setting colour'],
    ['title: [\n', 'not valid YAML'],
    ['- a\n', 'holds no settings'],
    ['baseUrl: ftp://x\n', 'a URL or a path'],
  ])('%j is refused', async (text, message) => {
    const { io, err } = makeSite({ 'pressroom.yaml': text, 'posts/a.md': 'a' })
    expect(await main(['build'], io)).toBe(1)
    expect(err.join('')).toContain(message)
  })
})

test('a defect shows where it came from', () => {
  expect(describeFailure(new TypeError('x'))).toContain('TypeError: x')
  expect(describeFailure('odd')).toContain('odd')
})
