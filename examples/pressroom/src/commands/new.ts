import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { UserError } from '../cli/failure.ts'
import type { CommandFunction } from '../cli/program.ts'
import { slugify } from '../content/slug.ts'

export const newPost: CommandFunction = async (config, [title], io) => {
  if (title === undefined) throw new UserError('a post needs a title.', 'pressroom new "My first post"')
  const path = join(config.root, 'posts', `${slugify(title)}.md`)
  if (existsSync(path)) throw new UserError(`${path} is there already.`)
  mkdirSync(join(config.root, 'posts'), { recursive: true })
  writeFileSync(path, template(title))
  io.out(`${path}\n`)
  return 0
}

function template(title: string): string {
  return `---\ntitle: ${JSON.stringify(title)}\ndraft: true\n---\n\nWrite here.\n`
}
