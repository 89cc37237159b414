import type { CommandFunction } from '../cli/program.ts'
import { findDeadLinks, type DeadLink } from '../site/links.ts'
import { Site } from '../site/site.ts'

export const check: CommandFunction = async (config, _args, io) => {
  const dead = findDeadLinks(Site.open(config))
  for (const link of dead) io.err(describe(link))
  io.out(dead.length === 0 ? 'every link leads somewhere\n' : `${dead.length} dead links\n`)
  return dead.length === 0 ? 0 : 1
}

function describe({ from, to }: DeadLink): string {
  return `${from}: ${to}\n`
}
