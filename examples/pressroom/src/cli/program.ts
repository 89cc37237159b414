import { cac, type CAC } from 'cac'

import type { Config } from '../config/schema.ts'
import { defineCommands, type CommandDefinition } from './commands.ts'
import { UserError } from './failure.ts'
import { suggest } from './suggest.ts'
import type { Io } from './io.ts'

export type CommandFunction = (config: Config, args: readonly string[], io: Io) => Promise<number>

export type Request =
  | { kind: 'text'; text: string; status: number }
  | { kind: 'command'; command: CommandDefinition; args: string[]; options: Record<string, unknown> }

export interface Program {
  parse(argv: readonly string[]): Request
}

/** The command line: names, options, help. Commands themselves are loaded when they are called. */
export function createProgram(): Program {
  const definitions = defineCommands()
  const cli = cac('pressroom')
  for (const definition of definitions) register(cli, definition)
  return {
    parse(argv) {
      const [name] = argv
      if (name === '--version') return text(`pressroom ${version()}\n`)
      if (name === undefined || name === '--help' || name === 'help') return text(renderHelp(definitions), name ? 0 : 2)
      const definition = definitions.find((candidate) => candidate.name === name)
      if (definition === undefined) throw unknownCommand(name, definitions)
      const { args, options } = cli.parse(['node', 'pressroom', ...argv], { run: false })
      return { kind: 'command', command: definition, args: [...args], options: withoutDashes(options) }
    },
  }
}

function register(cli: CAC, definition: CommandDefinition): void {
  const command = cli.command(definition.usage, definition.summary)
  for (const [flag, summary] of Object.entries(definition.flags)) command.option(flag, summary)
}

function withoutDashes(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== '--'))
}

function text(content: string, status = 0): Request {
  return { kind: 'text', text: content, status }
}

function version(): string {
  return '0.0.0'
}

function renderHelp(definitions: readonly CommandDefinition[]): string {
  const width = Math.max(...definitions.map(({ usage }) => usage.length))
  const rows = definitions.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}\n`)
  return `pressroom COMMAND [OPTIONS]\n\n${rows.join('')}`
}

function unknownCommand(name: string, definitions: readonly CommandDefinition[]): UserError {
  const close = suggest(
    name,
    definitions.map((definition) => definition.name),
  )
  return new UserError(
    `there is no command ${JSON.stringify(name)}.`,
    close === undefined ? 'Try pressroom help.' : `Did you mean ${close}?`,
  )
}
