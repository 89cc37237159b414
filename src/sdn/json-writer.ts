import { hasRecords } from './js-values.ts'
import { formatFloat } from './number.ts'
import { SdnError } from './sdn-error.ts'
import { SdnFloat, SdnTable } from './value.ts'

import type { SdnValue } from './value.ts'

/** What is written as JSON: trees of SDN, and plain data such as the tagged form. */
export type JsonValue = SdnValue | readonly JsonValue[] | { readonly [key: string]: JsonValue }

interface Frame {
  readonly source: object
  readonly items: Iterator<readonly [string | null, JsonValue]>
  readonly close: ']' | '}'
  isFirst: boolean
}

/**
 * JSON of any depth: unlike `JSON.stringify` it does not recurse. Floats keep a `.` or an exponent, integers all their
 * digits (beyond 2^53 too, which many readers round), keys their order. Named tables become lists of objects
 * (of lists when a field name repeats), typed ones lists of lists.
 *
 * @param indent - spaces a level; 0 for one line
 * @throws SdnError `SDN_JSON` for a number that is not finite and a value that contains itself
 */
export function stringifyJson(value: JsonValue, indent = 0): string {
  const pieces: string[] = []
  const stack: Frame[] = []
  const around = new Set<object>()
  const newline = (): string => (indent === 0 ? '' : `\n${' '.repeat(indent * stack.length)}`)
  const write = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null) pieces.push(scalarJson(value))
    else if (value instanceof SdnFloat) pieces.push(formatFloat(value.value))
    else {
      const source = value as object
      if (around.has(source)) throw new SdnError('SDN_JSON', 'a value that contains itself has no text in JSON.')
      around.add(source)
      const isList = Array.isArray(value) || value instanceof SdnTable
      pieces.push(isList ? '[' : '{')
      stack.push({ source, items: itemsOf(source), close: isList ? ']' : '}', isFirst: true })
    }
  }
  write(value)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const next = frame.items.next()
    if (next.done === true) {
      stack.pop()
      around.delete(frame.source)
      pieces.push(frame.isFirst ? frame.close : `${newline()}${frame.close}`)
      continue
    }
    const [key, item] = next.value
    pieces.push(frame.isFirst ? newline() : `,${newline()}`)
    frame.isFirst = false
    if (key !== null) pieces.push(JSON.stringify(key), indent === 0 ? ':' : ': ')
    write(item)
  }
  return pieces.join('')
}

function scalarJson(value: null | boolean | number | bigint | string): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new SdnError('SDN_JSON', `the number ${value} has no text in JSON.`)
  }
  return String(value)
}

function* itemsOf(value: object): Generator<readonly [string | null, JsonValue]> {
  if (Array.isArray(value)) {
    for (const item of value) yield [null, item as JsonValue]
  } else if (value instanceof Map) {
    yield* value
  } else if (value instanceof SdnTable) {
    const names = hasRecords(value) ? value.fields : null
    for (const row of value.rows) {
      yield [null, names === null ? row : new Map(names.map((name, column) => [name, row[column]!]))]
    }
  } else {
    yield* Object.entries(value)
  }
}
