import pc from 'picocolors'

import type { CommandFunction } from '../cli/program.ts'
import { Site } from '../site/site.ts'
import { writeSite } from '../site/write.ts'

export const build: CommandFunction = async (config, _args, io) => {
  const site = Site.open(config)
  const written = writeSite(site)
  io.out(`${pc.green('built')} ${written} pages from ${site.posts.length} posts\n`)
  return 0
}
