import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { main } from '../src/main.ts'
import { htmlToMarkdown } from '../src/commands/import.ts'
import { makeSite, POSTS } from './site-fixture.ts'

describe('new', () => {
  test('starts a post once', async () => {
    const { io, root } = makeSite()
    expect(await main(['new', 'Crème brûlée!'], io)).toBe(0)
    expect(readFileSync(join(root, 'posts/creme-brulee.md'), 'utf8')).toContain('draft: true')
    expect(await main(['new', 'Crème brûlée!'], io)).toBe(1)
  })
})

describe('check', () => {
  test('is content with a whole site', async () => {
    const { io } = makeSite()
    expect(await main(['check'], io)).toBe(0)
  })

  test('names dead links', async () => {
    const { io, err } = makeSite({ ...POSTS, 'posts/bad.md': '[gone](/posts/gone/#there)' })
    expect(await main(['check'], io)).toBe(1)
    expect(err.join('')).toContain('/posts/gone/')
  })
})

test('stats counts words and tags', async () => {
  const { io, out } = makeSite()
  expect(await main(['stats'], io)).toBe(0)
  expect(out.join('')).toMatch(/#web\s+2/)
})

test('import takes an export over', async () => {
  const { io, root } = makeSite()
  writeFileSync(
    join(root, 'export.json'),
    JSON.stringify([{ title: 'Old', date: '2019-01-01', html: '<p>a <b>b</b></p>' }]),
  )
  expect(await main(['import', 'export.json'], io)).toBe(0)
  expect(readFileSync(join(root, 'posts/old.md'), 'utf8')).toContain('a **b**')
  expect(htmlToMarkdown('<h2>x</h2><p><a href="/y">z</a></p>')).toBe('## x\n[z](/y)')
})

test('doctor looks around', async () => {
  const { io, out } = makeSite()
  expect(await main(['doctor'], io)).toBe(0)
  expect(out.join('')).toContain('posts in')
})
