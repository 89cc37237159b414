import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'
import pc from 'picocolors'

import type { CommandFunction } from '../cli/program.ts'
import type { Config } from '../config/schema.ts'

interface Finding {
  readonly ok: boolean
  readonly text: string
}

export const doctor: CommandFunction = async (config, _args, io) => {
  const findings = [nodeVersion(), postsFolder(config), outFolder(config), title(config)]
  for (const finding of findings) io.out(`${finding.ok ? pc.green('ok') : pc.yellow('!!')} ${finding.text}\n`)
  return findings.every(({ ok }) => ok) ? 0 : 1
}

function nodeVersion(): Finding {
  return { ok: Number(process.versions.node.split('.')[0]) >= 20, text: `node ${process.versions.node}` }
}

function postsFolder(config: Config): Finding {
  const folder = join(config.root, 'posts')
  return { ok: statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false, text: `posts in ${folder}` }
}

function outFolder(config: Config): Finding {
  try {
    accessSync(config.root, constants.W_OK)
    return { ok: true, text: `pages go to ${config.outDir}` }
  } catch {
    return { ok: false, text: `${config.root} cannot be written to` }
  }
}

function title(config: Config): Finding {
  return { ok: config.title !== 'Untitled', text: `title ${JSON.stringify(config.title)}` }
}
