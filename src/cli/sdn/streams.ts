import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { LayoutError } from '../../errors.ts'

import type { CommandIo } from '../command.ts'

/** Writes and waits while the reader is slower. */
export async function write(stream: CommandIo['stdout'] | CommandIo['stderr'], text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain')
}

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(file: string, io: CommandIo): Promise<Uint8Array> {
  if (file === '-') {
    const chunks: Uint8Array[] = []
    for await (const chunk of io.stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    return Buffer.concat(chunks)
  }
  try {
    return readFileSync(resolve(io.cwd, file))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LayoutError('READ_FAILED', `cannot read this file: ${reason}.`, {
      file,
      hint: 'Check its name; `-` is standard input.',
      cause,
    })
  }
}
