import { describe, expect, test } from 'vitest'

import { parseFrontMatter } from '../src/content/front-matter.ts'
import { Post } from '../src/content/post.ts'
import { SlugRegistry, slugify } from '../src/content/slug.ts'
import { RequestLog } from '../src/serve/log.ts'
import { highlight } from '../src/render/highlight.ts'
import { chunk } from '../src/site/site.ts'

describe('front matter', () => {
  test('is optional', () => {
    expect(parseFrontMatter('text')).toEqual({ data: {}, body: 'text' })
  })

  test('must be closed', () => {
    expect(() => parseFrontMatter('---\ntitle: x\n', 'a.md')).toThrow('a.md opens its front matter')
  })
})

test('a post without front matter takes its title from the file', () => {
  const post = Post.parse('posts/my-note.md', 'one two  three')
  expect(post).toMatchObject({ title: 'my note', slug: 'my-note', words: 3, year: 1970 })
  expect(Post.count).toBeGreaterThan(0)
})

test('slugs', () => {
  const registry = new SlugRegistry()
  expect([slugify(' Ä b '), registry.claim('x'), registry.claim('x'), registry.claim('x')]).toEqual([
    'a-b',
    'x',
    'x-2',
    'x-3',
  ])
})

test('highlighting', () => {
  expect(highlight('if true; then # yes', 'sh')).toBe('<b>if</b> true; <b>then</b> <i># yes</i>')
  expect(highlight('<', 'none')).toBe('&lt;')
  expect(highlight('type X = 1', 'ts')).toContain('<b>type</b>')
})

test('chunk', () => {
  expect(chunk([1, 2, 3], 2)).toEqual([[1, 2], [3]])
  expect(chunk([], 2)).toEqual([[]])
})

test('the request log knows the slowest', () => {
  const log = new RequestLog()
  expect(log.slowest()).toBeUndefined()
  log.add({ path: '/a', status: 200, ms: 1 })
  log.add({ path: '/b', status: 404, ms: 3 })
  expect(log.slowest()?.path).toBe('/b')
})
