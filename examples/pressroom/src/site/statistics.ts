import type { Post } from '../content/post.ts'
import { groupByTag, groupByYear } from './site.ts'

export interface Statistics {
  readonly posts: number
  readonly words: number
  readonly longest: string | undefined
  readonly perYear: Readonly<Record<string, number>>
  readonly perTag: Readonly<Record<string, number>>
}

export function computeStatistics(posts: readonly Post[]): Statistics {
  const words = posts.reduce((sum, post) => sum + post.words, 0)
  return {
    posts: posts.length,
    words,
    longest: longest(posts)?.title,
    perYear: count(groupByYear(posts)),
    perTag: count(groupByTag(posts)),
  }
}

function longest(posts: readonly Post[]): Post | undefined {
  return posts.reduce<Post | undefined>(
    (best, post) => (best === undefined || post.words > best.words ? post : best),
    undefined,
  )
}

function count<K>(groups: ReadonlyMap<K, readonly Post[]>): Record<string, number> {
  return Object.fromEntries([...groups].map(([key, posts]) => [String(key), posts.length]))
}

export function formatStatistics(statistics: Statistics): string {
  const rows = [
    ['posts', statistics.posts],
    ['words', statistics.words],
    ['longest', statistics.longest ?? '-'],
    ...Object.entries(statistics.perTag).map(([tag, posts]) => [`#${tag}`, posts] as const),
  ] as const
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join('')
}
