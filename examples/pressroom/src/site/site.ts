import type { Config } from '../config/schema.ts'
import type { Post } from '../content/post.ts'
import { readPosts } from '../content/read.ts'
import { createRenderer, type Rendered } from '../render/markdown.ts'
import { pagePath, renderArchive, renderIndex, renderNotFound, renderPost } from '../render/page.ts'
import { renderFeed } from '../render/feed.ts'

/** Everything the site can answer: paths and how to make each page, made only when asked for. */
export class Site {
  readonly config: Config
  readonly posts: readonly Post[]
  readonly #pages = new Map<string, () => string>()
  readonly #cache = new Map<string, string>()
  readonly #render: (body: string) => Rendered = createRenderer()

  static open(config: Config): Site {
    return new Site(config, readPosts(config.root, config.drafts))
  }

  constructor(config: Config, posts: readonly Post[]) {
    this.config = config
    this.posts = posts
    this.#addPosts()
    this.#addIndexes()
    this.#pages.set('/archive/', () => renderArchive(config, groupByYear(posts)))
    this.#pages.set('/feed.xml', () => renderFeed(config, posts))
    for (const [tag, tagged] of groupByTag(posts))
      this.#pages.set(`/tags/${tag}/`, () => renderIndex(config, tagged, 1, 1))
  }

  get paths(): string[] {
    return [...this.#pages.keys()]
  }

  has(path: string): boolean {
    return this.#pages.has(path)
  }

  page(path: string): string {
    const cached = this.#cache.get(path)
    if (cached !== undefined) return cached
    const make = this.#pages.get(path)
    if (make === undefined) return renderNotFound(this.config, path)
    const content = make()
    this.#cache.set(path, content)
    return content
  }

  forget(path?: string): void {
    if (path === undefined) this.#cache.clear()
    else this.#cache.delete(path)
  }

  #addPosts(): void {
    for (const post of this.posts)
      this.#pages.set(post.url, () => renderPost(this.config, post, this.#render(post.body)))
  }

  #addIndexes(): void {
    const pages = chunk(this.posts, this.config.pageSize)
    pages.forEach((posts, index) => {
      this.#pages.set(pagePath(index + 1), () => renderIndex(this.config, posts, index + 1, pages.length))
    })
  }
}

export function chunk<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let index = 0; index < items.length; index += size) chunks.push(items.slice(index, index + size))
  return chunks.length === 0 ? [[]] : chunks
}

export function groupByYear(posts: readonly Post[]): Map<number, Post[]> {
  return group(posts, (post) => [post.year])
}

export function groupByTag(posts: readonly Post[]): Map<string, Post[]> {
  return group(posts, (post) => post.tags)
}

function group<K>(posts: readonly Post[], keysOf: (post: Post) => readonly K[]): Map<K, Post[]> {
  const groups = new Map<K, Post[]>()
  for (const post of posts) {
    for (const key of keysOf(post)) {
      const members = groups.get(key)
      if (members === undefined) groups.set(key, [post])
      else members.push(post)
    }
  }
  return groups
}
