import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { main } from '../src/main.ts'
import { makeSite } from './site-fixture.ts'

test('build writes every page', async () => {
  const { io, root, out } = makeSite()
  expect(await main(['build'], io)).toBe(0)
  expect(out.join('')).toContain('9 pages from 3 posts')
  expect(readFileSync(join(root, 'out/posts/hello-world/index.html'), 'utf8')).toContain('<strong>first</strong>')
  expect(readFileSync(join(root, 'out/posts/second/index.html'), 'utf8')).toContain('<b>const</b> x = 1 <i>// one</i>')
  expect(readFileSync(join(root, 'out/index.html'), 'utf8')).toContain('older')
})

test('build with drafts and another folder', async () => {
  const { io, root } = makeSite()
  expect(await main(['build', '--drafts', '--out', 'public'], io)).toBe(0)
  expect(existsSync(join(root, 'public/posts/draft/index.html'))).toBe(true)
  expect(existsSync(join(root, 'out'))).toBe(false)
})

test('build without posts says what to do', async () => {
  const { io, err } = makeSite({})
  expect(await main(['build'], io)).toBe(1)
  expect(err.join('')).toContain('pressroom new')
})
