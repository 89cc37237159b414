import { SdnFloat, SdnTable } from '../../src/sdn/index.ts'

import type { SdnDict, SdnValue } from '../../src/sdn/index.ts'

/**
 * An oracle: reads what the reader of the Simple compiler reads, and no more. Written apart from `src/sdn`, from what is
 * known of that reader: words are letters, digits and `_/.#-` and start with a letter or `_`; `true false null nil table`
 * are no words; keys are words, never quoted; a block is a dict only when its first line starts with `word :`; `:` stands
 * in no word. Where that reader would drop something silently, this one throws. It recurses: for small trees only.
 */
export function readSubset(text: string): SdnDict {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ indent: /^ */.exec(line)![0].length, tokens: tokenize(line) }))
  const [root, next] = dictBlock(lines, 0, 0)
  if (next !== lines.length) throw new Error(`line ${next} belongs to no block`)
  return root
}

interface Line {
  indent: number
  tokens: Token[]
}

interface Token {
  kind: 'word' | 'keyword' | 'string' | 'number' | 'mark'
  text: string
}

const TOKEN =
  /(?<blank>[ \t]+)|(?<word>[\p{Alphabetic}_][\p{Alphabetic}\p{N}_/.#-]*)|(?<number>-?[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)|(?<string>"(?:\\[^]|[^"\\])*")|(?<mark>[:=|,(){}[\]])/uy

function tokenize(line: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < line.length) {
    const at = TOKEN.lastIndex
    const groups = TOKEN.exec(line)?.groups
    if (groups === undefined) throw new Error(`${JSON.stringify(line.slice(at))} would be dropped`)
    const { blank, word, number, string, mark } = groups
    if (blank !== undefined) continue
    if (word !== undefined) {
      tokens.push({ kind: /^(true|false|null|nil|table)$/.test(word) ? 'keyword' : 'word', text: word })
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (string !== undefined) tokens.push({ kind: 'string', text: string })
    else tokens.push({ kind: 'mark', text: mark! })
  }
  return tokens
}

function dictBlock(lines: Line[], from: number, indent: number): [SdnDict, number] {
  const dict: SdnDict = new Map()
  let at = from
  while (at < lines.length && lines[at]!.indent === indent) {
    const { tokens } = lines[at]!
    const [key, operator, ...rest] = tokens
    if (key?.kind !== 'word' || operator?.kind !== 'mark') throw new Error(`no statement: ${JSON.stringify(tokens)}`)
    at += 1
    const below = lines[at]
    const deeper = below !== undefined && below.indent > indent ? below.indent : 0
    let value: SdnValue
    if (operator.text === '|') [value, at] = namedTable(lines, at, deeper, rest)
    else if (rest[0]?.text === 'table') [value, at] = typedTable(lines, at, deeper, rest)
    else if (rest.length > 0) value = only(rest)
    else if (deeper > 0) [value, at] = block(lines, at, deeper)
    else value = null
    dict.set(key.text, value)
  }
  return [dict, at]
}

function block(lines: Line[], from: number, indent: number): [SdnValue, number] {
  const [first, second] = lines[from]!.tokens
  if (first?.kind === 'word' && second?.text === ':') return dictBlock(lines, from, indent)
  const array: SdnValue[] = []
  let at = from
  for (; at < lines.length && lines[at]!.indent === indent; at += 1) array.push(only(lines[at]!.tokens))
  return [array, at]
}

function rowsBelow(lines: Line[], from: number, indent: number): [SdnValue[][], number] {
  const rows: SdnValue[][] = []
  let at = from
  if (indent === 0) return [rows, at]
  for (; at < lines.length && lines[at]!.indent === indent; at += 1) {
    rows.push(list(lines[at]!.tokens, 0, undefined)[0])
  }
  return [rows, at]
}

function namedTable(lines: Line[], at: number, indent: number, tokens: Token[]): [SdnTable, number] {
  const [fields, end] = names(tokens, 0, '|')
  if (end !== tokens.length) throw new Error('something after the fields')
  const [rows, next] = rowsBelow(lines, at, indent)
  return [SdnTable.named(fields, rows), next]
}

function typedTable(lines: Line[], at: number, indent: number, tokens: Token[]): [SdnTable, number] {
  if (tokens[1]?.text !== '{') throw new Error('`table` without types')
  const [types, end] = names(tokens, 2, '}')
  if (tokens[end]?.text === '=') {
    const rows: SdnValue[][] = []
    let next = end + 2
    while (tokens[next]?.text === '(') {
      const [row, close] = list(tokens, next + 1, ')')
      rows.push(row)
      next = close + 1
      if (tokens[next]?.text === ',') next += 1
    }
    if (tokens[end + 1]?.text !== '[' || tokens[next]?.text !== ']' || next !== tokens.length - 1) {
      throw new Error('tuples')
    }
    return [SdnTable.typed(types, rows), at]
  }
  if (end !== tokens.length) throw new Error('something after the types')
  const [rows, next] = rowsBelow(lines, at, indent)
  return [SdnTable.typed(types, rows), next]
}

function names(tokens: Token[], from: number, close: string): [string[], number] {
  const found: string[] = []
  let at = from
  while (tokens[at]?.text !== close) {
    if (tokens[at]?.kind !== 'word') throw new Error('a name that is no word')
    found.push(tokens[at]!.text)
    at += 1
    if (tokens[at]?.text === ',') at += 1
  }
  return [found, at + 1]
}

function only(tokens: Token[]): SdnValue {
  const [value, end] = item(tokens, 0)
  if (end !== tokens.length) throw new Error(`something after a value: ${JSON.stringify(tokens)}`)
  return value
}

function list(tokens: Token[], from: number, close: string | undefined): [SdnValue[], number] {
  const items: SdnValue[] = []
  let at = from
  while (tokens[at]?.text !== close) {
    const [value, end] = item(tokens, at)
    items.push(value)
    at = end
    if (tokens[at]?.text === ',') at += 1
    else if (tokens[at]?.text !== close) throw new Error('two values without a comma')
  }
  return [items, at]
}

function item(tokens: Token[], at: number): [SdnValue, number] {
  const token = tokens[at]
  if (token === undefined) throw new Error('no value')
  const { kind, text } = token
  if (kind === 'word') return [text, at + 1]
  if (kind === 'string') return [unescape(text), at + 1]
  if (kind === 'number') return [number(text), at + 1]
  if (kind === 'keyword' && text !== 'table') return [text === 'true' ? true : text === 'false' ? false : null, at + 1]
  if (text === '[') {
    const [items, end] = list(tokens, at + 1, ']')
    return [items, end + 1]
  }
  if (text !== '{') throw new Error(`no value: ${text}`)
  const dict: SdnDict = new Map()
  let next = at + 1
  while (tokens[next]?.text !== '}') {
    if (tokens[next]?.kind !== 'word' || tokens[next + 1]?.text !== ':') throw new Error('no pair')
    const [value, end] = item(tokens, next + 2)
    dict.set(tokens[next]!.text, value)
    next = tokens[end]?.text === ',' ? end + 1 : end
  }
  return [dict, next + 1]
}

function number(text: string): SdnValue {
  if (/[.eE]/.test(text)) return new SdnFloat(Number(text))
  const value = BigInt.asIntN(64, BigInt(text))
  if (String(value) !== text) throw new Error(`${text} would be another number`)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function unescape(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\([ntr"\\])/g, (_, code: string) => ({ n: '\n', t: '\t', r: '\r' })[code] ?? code)
}
