import type { Config } from '../config/schema.ts'
import type { Post } from '../content/post.ts'
import { escapeHtml } from './html.ts'

const FEED_LENGTH = 20

export function renderFeed(config: Config, posts: readonly Post[]): string {
  const entries = posts.slice(0, FEED_LENGTH).map((post) => renderEntry(config, post))
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>${escapeHtml(config.title)}</title>
${entries.join('\n')}
</feed>
`
}

function renderEntry(config: Config, post: Post): string {
  const link = new URL(post.url, absoluteBase(config.baseUrl)).href
  return `<entry><id>${link}</id><title>${escapeHtml(post.title)}</title><updated>${post.date.toISOString()}</updated></entry>`
}

function absoluteBase(baseUrl: string): string {
  return baseUrl.startsWith('http') ? baseUrl : 'http://localhost/'
}
