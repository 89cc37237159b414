import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

import { UserError } from '../cli/failure.ts'
import { byDate, Post } from './post.ts'

/** The Markdown files below a folder, deepest last. */
export function* walk(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else if (entry.name.endsWith('.md')) yield path
  }
}

export function readPosts(root: string, withDrafts: boolean): Post[] {
  const folder = join(root, 'posts')
  if (!isFolder(folder))
    throw new UserError(`there is no folder ${folder}.`, 'pressroom new "My first post" makes one.')
  const posts: Post[] = []
  for (const path of walk(folder)) {
    const post = Post.parse(relative(root, path), readFileSync(path, 'utf8'))
    if (withDrafts || !post.draft) posts.push(post)
  }
  return posts.sort(byDate)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
