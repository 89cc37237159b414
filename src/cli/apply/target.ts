import type { ParseArgsConfig } from 'node:util'

import type { CommandIo } from '../command.ts'

export type ParseArgsOptions = NonNullable<ParseArgsConfig['options']>

/** What the user gave to `apply`. */
export interface ApplyRequest {
  /** The input file as given, for messages, and its content. */
  readonly input: string
  readonly bytes: Uint8Array
  /** The output file as given. */
  readonly output: string
  /** Options by name, as `parseArgs` gives them; only those of the target or common to all. */
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
}

/** One kind of file that a layout can be applied to. */
export interface ApplyTarget {
  readonly name: string
  /** Options that only this target knows. */
  readonly options: ParseArgsOptions
  /** Whether a file is of this kind, by its content or its name. */
  recognises(bytes: Uint8Array, path: string): boolean
  /** Writes the output, never the input, and tells on `io.stdout` what it did. @returns the exit status */
  run(request: ApplyRequest, io: CommandIo): Promise<number>
}
