import { parseFrontMatter } from './front-matter.ts'
import { slugify } from './slug.ts'

export class Post {
  static #count = 0
  readonly slug: string
  readonly title: string
  readonly date: Date
  readonly tags: readonly string[]
  readonly draft: boolean
  readonly body: string
  readonly source: string
  #words: number | undefined

  static parse(source: string, text: string): Post {
    const { data, body } = parseFrontMatter(text, source)
    return new Post(source, data, body)
  }

  static get count(): number {
    return Post.#count
  }

  constructor(source: string, data: Readonly<Record<string, unknown>>, body: string) {
    Post.#count++
    this.source = source
    this.title = typeof data['title'] === 'string' ? data['title'] : titleFromFile(source)
    this.slug = typeof data['slug'] === 'string' ? data['slug'] : slugify(this.title)
    this.date = readDate(data['date'])
    this.tags = readTags(data['tags'])
    this.draft = data['draft'] === true
    this.body = body
  }

  get words(): number {
    return (this.#words ??= this.#countWords())
  }

  get url(): string {
    return `/posts/${this.slug}/`
  }

  get year(): number {
    return this.date.getUTCFullYear()
  }

  #countWords(): number {
    return this.body.split(/\s+/).filter((word) => word !== '').length
  }
}

export const byDate = (a: Post, b: Post): number => b.date.getTime() - a.date.getTime() || (a.slug < b.slug ? -1 : 1)

function titleFromFile(source: string): string {
  const name = source.split('/').at(-1) ?? source
  return name.replace(/\.md$/, '').replaceAll('-', ' ')
}

function readDate(value: unknown): Date {
  const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : 0)
  return Number.isNaN(date.getTime()) ? new Date(0) : date
}

function readTags(value: unknown): string[] {
  if (typeof value === 'string') return value.split(',').map((tag) => tag.trim())
  return Array.isArray(value) ? value.map(String) : []
}
