import { counted } from './counted.ts'
import { keyText, refusal, scalarText } from './scalar-text.ts'
import { SdnTable, isContainer } from './value.ts'

import type { SdnValue } from './value.ts'

/** Longest string that V8 holds, in code units. */
const MAX_LENGTH = 2 ** 29 - 24

/** Pieces are joined at this count, so that few short strings live long enough to be moved by the collector. */
const PIECES = 2048

/** Text in pieces; refuses what no JavaScript string can hold instead of failing in the engine. */
export class TextBuffer {
  readonly #chunks: string[] = []
  #pieces: string[] = []
  #length = 0

  push(piece: string): void {
    this.#length += piece.length
    if (this.#length > MAX_LENGTH) throw refusal('', 'its text would be longer than a JavaScript string can be.')
    this.#pieces.push(piece)
    if (this.#pieces.length < PIECES) return
    this.#chunks.push(this.#pieces.join(''))
    this.#pieces = []
  }

  toString(): string {
    return this.#chunks.join('') + this.#pieces.join('')
  }
}

interface Frame {
  readonly items: Iterator<readonly [string | number, SdnValue]>
  readonly isDict: boolean
  isFirst: boolean
  key: string | number
}

/**
 * Writes a value on one line: a scalar, `[a, b]` or `{a: 1}`. Open containers are a stack of our own.
 *
 * @param level - nesting level of the value itself, if it is a container
 * @param where - path of the value, for messages
 */
export function writeInline(
  out: TextBuffer,
  value: SdnValue,
  level: number,
  maxDepth: number,
  where: () => string,
): void {
  if (!isContainer(value)) {
    out.push(scalarText(value, where))
    return
  }
  const stack: Frame[] = []
  const path = (): string => where() + stack.map(({ key, isDict }) => (isDict ? keyPart(key) : `[${key}]`)).join('')
  const open = (value: SdnValue): void => {
    if (value instanceof SdnTable) {
      throw refusal(path(), 'a table inside a list, an inline dict or a cell.', 'Tables stand below a key only.')
    }
    if (level + stack.length > maxDepth) throw refusal(where(), `more than ${counted(maxDepth, 'level')} of nesting.`)
    const isDict = value instanceof Map
    if (!isDict && !Array.isArray(value)) throw refusal(path(), 'an object that is no value of SDN.', 'See fromJs().')
    out.push(isDict ? '{' : '[')
    stack.push({ items: (value as SdnValue[]).entries(), isDict, isFirst: true, key: 0 })
  }
  open(value)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const next = frame.items.next()
    if (next.done === true) {
      out.push(frame.isDict ? '}' : ']')
      stack.pop()
      continue
    }
    const [key, item] = next.value
    frame.key = key
    if (!frame.isFirst) out.push(', ')
    frame.isFirst = false
    if (frame.isDict) out.push(`${keyText(key as string, path)}: `)
    if (isContainer(item)) open(item)
    else out.push(scalarText(item, path))
  }
}

/** A dict's key as a step of a path, for messages: also of one that is no string, as it must be. */
export function keyPart(key: unknown): string {
  const text = String(key)
  return `.${text.length > 60 ? `${text.slice(0, 60)}…` : text}`
}
