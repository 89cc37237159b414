import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { LayoutError } from '../errors.ts'
import type { CommandIo } from './command.ts'
import { COMMANDS } from './commands.ts'

/** Runs the program; errors become messages on standard error and exit status 2. */
export async function main(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(overview())
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${packageVersion()}\n`)
    return 0
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (entry === undefined) {
    io.stderr.write(
      `vitest-layout: unknown command ${JSON.stringify(name)}. \`vitest-layout --help\` lists the commands.\n`,
    )
    return 2
  }
  const command = await entry.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(rest, io)
  } catch (error) {
    io.stderr.write(`vitest-layout ${name}: ${describe(error, io.env)}\n`)
    return 2
  }
}

function packageVersion(): string {
  const manifest = createRequire(import.meta.url).resolve('vitest-layout/package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}\n`)
  return `vitest-layout COMMAND [OPTIONS]\n\n${rows.join('')}\n\`vitest-layout COMMAND --help\` explains one; \`--version\` prints the program's.\n`
}

function describe(error: unknown, env: CommandIo['env']): string {
  if (!(error instanceof Error)) return String(error)
  // parseArgs of node:util reports wrong options with these codes: a usage error, not a defect.
  const isUsage = 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS')
  if (error instanceof LayoutError || isUsage) return error.message
  return env['DEBUG'] === undefined
    ? `${error.message} (a defect: DEBUG=vitest-layout prints the stack)`
    : String(error.stack)
}
