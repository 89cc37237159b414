import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { UserError } from '../cli/failure.ts'
import type { CommandFunction } from '../cli/program.ts'
import { slugify, SlugRegistry } from '../content/slug.ts'

interface Exported {
  readonly title: string
  readonly date: string
  readonly html: string
}

/** Takes a JSON export; rarely used, and nothing else needs its code. */
export const importPosts: CommandFunction = async (config, [file], io) => {
  if (file === undefined) throw new UserError('import what?', 'pressroom import export.json')
  const slugs = new SlugRegistry()
  const posts = parseExport(readFileSync(resolve(config.root, file), 'utf8'))
  mkdirSync(join(config.root, 'posts'), { recursive: true })
  for (const post of posts)
    writeFileSync(join(config.root, 'posts', `${slugs.claim(slugify(post.title))}.md`), toMarkdown(post))
  io.out(`${posts.length} posts taken over\n`)
  return 0
}

function parseExport(text: string): Exported[] {
  const content: unknown = JSON.parse(text)
  if (!Array.isArray(content)) throw new UserError('the export holds no list of posts.')
  return content.map((entry, index) => readEntry(entry, index))
}

function readEntry(entry: unknown, index: number): Exported {
  if (typeof entry !== 'object' || entry === null || !('title' in entry))
    throw new UserError(`post ${index + 1} has no title.`)
  const { title, date = '', html = '' } = entry as Partial<Exported>
  return { title: String(title), date, html }
}

function toMarkdown({ title, date, html }: Exported): string {
  return `---\ntitle: ${JSON.stringify(title)}\ndate: ${JSON.stringify(date)}\n---\n\n${htmlToMarkdown(html)}\n`
}

export function htmlToMarkdown(html: string): string {
  return html
    .replace(/<(strong|b)>(.*?)<\/\1>/g, '**$2**')
    .replace(/<(em|i)>(.*?)<\/\1>/g, '_$2_')
    .replace(/<a href="([^"]*)">(.*?)<\/a>/g, '[$2]($1)')
    .replace(
      /<h([1-6])>(.*?)<\/h\1>/g,
      (_match, depth: string, text: string) => `${'#'.repeat(Number(depth))} ${text}\n`,
    )
    .replace(/<p>(.*?)<\/p>/gs, '$1\n\n')
    .trim()
}
