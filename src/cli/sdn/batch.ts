import { SDN_MODES, SdnError, parseSdn, stringifyJson, toTagged } from '../../sdn/index.ts'
import { write } from './streams.ts'

import type { JsonValue, SdnMode } from '../../sdn/index.ts'
import type { CommandIo } from '../command.ts'

const LF = 0x0a

/**
 * Answers JSON lines: `{id, mode, input}` in, `{id, ok, value?|line?, column?, message?}` out, in the same order.
 * A line that is no such object is answered with `ok: false`; nothing that a line holds ends the run.
 */
export async function runBatch(io: CommandIo): Promise<number> {
  for await (const line of lines(io.stdin)) await write(io.stdout, `${answer(line)}\n`)
  return 0
}

/** Lines of bytes: only LF ends one, since JSON strings may hold every other separator. */
async function* lines(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = []
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    let from = 0
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, from)) {
      yield Buffer.concat([...pending, bytes.subarray(from, at)])
      pending = []
      from = at + 1
    }
    if (from < bytes.length) pending.push(bytes.subarray(from))
  }
  if (pending.length > 0) yield Buffer.concat(pending)
}

function answer(line: Uint8Array): string {
  let id: unknown = null
  try {
    const request: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))
    if (typeof request !== 'object' || request === null || Array.isArray(request)) {
      return failure(id, 'this line is no JSON object {id, mode, input}.')
    }
    if ('id' in request) id = request.id
    const { input, mode } = request as { input?: unknown; mode?: unknown }
    if (typeof input !== 'string') return failure(id, '`input` is no string.')
    if (!isMode(mode)) return failure(id, `\`mode\` is none of ${SDN_MODES.join(', ')}.`)
    const value = toTagged(parseSdn(input, { mode: mode ?? 'default' }))
    return stringifyJson({ id: id as JsonValue, ok: true, value: value as JsonValue })
  } catch (error) {
    return failure(id, error)
  }
}

function isMode(mode: unknown): mode is SdnMode | undefined | null {
  return mode === undefined || mode === null || SDN_MODES.includes(mode as SdnMode)
}

function failure(id: unknown, fault: unknown): string {
  const isPlaced = fault instanceof SdnError && fault.line !== undefined && fault.column !== undefined
  const place = isPlaced ? { line: fault.line, column: fault.column } : {}
  const message = fault instanceof Error ? fault.message : String(fault)
  return stringifyJson({ id: id as JsonValue, ok: false, ...place, message })
}
