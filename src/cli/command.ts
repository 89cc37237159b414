import type { Readable, Writable } from 'node:stream'

/** The world a command sees; a parameter, so that commands are tested without spawning. */
export interface CommandIo {
  readonly stdin: Readable
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One command of the program; the module that holds it is loaded only when it is called. */
export interface Command {
  /** Text for `--help`: usage, options, examples. */
  readonly help: string
  /** @returns the exit status: 0 well, 1 the answer is no, 2 it could not be told (wrong usage, unreadable input). */
  run(args: string[], io: CommandIo): Promise<number>
}
