import { HASH } from './characters.ts'
import { TextBuffer, writeInline } from './inline-writer.ts'
import { keyText } from './scalar-text.ts'
import { SdnTable, isContainer } from './value.ts'
import { writeEntries } from './writer.ts'

import type { Location, Placed } from './locate.ts'
import type { EntrySpan, TableSpans } from './spans.ts'
import type { SdnDict, SdnValue } from './value.ts'

/** A part of a text and what comes in its place. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

type Entry = Location & { kind: 'entry' }
type Row = Location & { kind: 'row' }

/** Above any depth of a document: whether an edit is too deep is told by parsing the result. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER

/** Works out which parts of a document's text an edit changes. The text's own style decides line ends and indentation. */
export class TextEditor {
  readonly #text: string
  readonly #start: number
  readonly #placed: Placed
  readonly #lineEnd: string
  readonly #unit: string

  constructor(text: string, start: number, placed: Placed) {
    this.#text = text
    this.#start = start
    this.#placed = placed
    const lf = text.indexOf('\n')
    this.#lineEnd = lf > 0 && text[lf - 1] === '\r' ? '\r\n' : '\n'
    const indent = /^(\t|[ ]{1,8})(?=[^ \t\r\n])/m.exec(text)?.[1]
    this.#unit = indent ?? '    '
  }

  /** Another value in the place of one that is there. */
  set(location: Location, value: SdnValue, forceBlock = false): Splice[] {
    if (location.kind === 'entry' && location.spans.form === 'block') {
      return this.#setStatement(location, value, forceBlock)
    }
    if (location.kind === 'row') {
      return [this.#inPlace(location.start, location.end, this.#rowText(value as SdnValue[], location.spans))]
    }
    return [this.#inPlace(location.start, location.end, inlineText(value))]
  }

  /** A key that a dict does not have yet. */
  insert(location: Location, key: string, value: SdnValue): Splice[] {
    const spans = this.#placed.spans.dicts.get(location.value as SdnDict)!
    const last = spans.entries.at(-1)
    if (spans.form === 'inline') {
      const pair = `${keyText(key, () => key)}: ${inlineText(value)}`
      return [last === undefined ? insertion(location.start + 1, pair) : insertion(last.valueEnd, `, ${pair}`)]
    }
    const indent = last === undefined ? '' : this.#indentOf(last.keyStart)
    const at = last === undefined ? this.#text.length : this.#lineAfter(last.valueEnd)
    const lines = this.#lines(key, value, indent, this.#unit, depthOf(location))
    const isRootBlock = location.kind === 'root' && last !== undefined && lines.trimEnd().includes('\n')
    return [this.#insertLines(at, isRootBlock ? this.#lineEnd + lines : lines)]
  }

  /** Nothing in the place of an entry, item or row. */
  remove(location: Exclude<Location, { kind: 'root' | 'cell' }>): Splice[] {
    switch (location.kind) {
      case 'entry':
        return this.#removeEntry(location)
      case 'item': {
        const { spans, parent, index } = location
        const count = spans.items.length / 2
        if (spans.form === 'inline') return [this.#removeOf(spans.items, index)]
        return count === 1 ? this.set(parent, []) : [this.#removeLines(location.start, location.end)]
      }
      case 'row':
        return this.#removeRow(location)
    }
  }

  /** One more item of a list. */
  pushItem(location: Location, item: SdnValue): Splice[] {
    const spans = this.#placed.spans.arrays.get(location.value as SdnValue[])!
    const end = spans.items.at(-1)
    const text = inlineText(item)
    if (end === undefined) return [insertion(location.start + 1, text)]
    if (spans.form === 'inline') return [insertion(end, `, ${text}`)]
    return [this.#insertLines(this.#lineAfter(end), `${this.#indentOf(spans.items.at(-2)!)}${text}${this.#lineEnd}`)]
  }

  /** One more row of a table. */
  pushRow(location: Entry, cells: SdnValue[]): Splice[] {
    const spans = this.#placed.spans.tables.get(location.value as SdnTable)!
    const text = this.#rowText(cells, spans)
    const last = spans.rows.at(-1)
    if (spans.form === 'tuples') {
      return [last === undefined ? insertion(this.#firstTuple(spans), text) : insertion(last.end, `, ${text}`)]
    }
    const below = this.#indentOf(location.entry.keyStart) + this.#unit
    if (last === undefined) {
      return [this.#insertLines(this.#lineAfter(spans.headerEnd), `${below}${text}${this.#lineEnd}`)]
    }
    if (spans.form === 'line') {
      // A table has its row on the header's line or rows below, not both: the row moves down.
      const first = this.#text.slice(last.start, last.end)
      const lines = `${below}${first}${this.#lineEnd}${below}${text}${this.#lineEnd}`
      return [{ start: spans.headerEnd, end: last.end, text: '' }, this.#insertLines(this.#lineAfter(last.end), lines)]
    }
    const indent = this.#indentOf(last.start)
    return [this.#insertLines(this.#lineAfter(last.end), `${indent}${text}${this.#lineEnd}`)]
  }

  #setStatement(location: Entry, value: SdnValue, forceBlock: boolean): Splice[] {
    const { entry } = location
    const old = this.#oldParts(location)
    if (!forceBlock && !isBlockLike(value, location.value, old.hasBody)) {
      const text = inlineText(value)
      const splices = [this.#inlineHead(location, old, text)]
      if (old.hasBody)
        splices.push({ start: this.#lineAfter(old.headEnd), end: this.#lineAfter(entry.valueEnd), text: '' })
      return splices
    }
    const indent = this.#indentOf(entry.keyStart)
    const unit = old.child?.startsWith(indent) === true ? old.child.slice(indent.length) : this.#unit
    const lines = this.#lines(entry.key, value, indent, unit === '' ? this.#unit : unit, depthOf(location.parent))
    const firstEnd = lines.indexOf(this.#lineEnd)
    const head = lines.slice(indent.length + keyText(entry.key, () => '').length, firstEnd)
    const body = lines.slice(firstEnd + this.#lineEnd.length)
    const isColon = head === ':' && this.#text[entry.operator] === ':'
    const headSplice = isColon
      ? { start: entry.operator + 1, end: old.headEnd, text: '' }
      : { start: entry.keyEnd, end: old.headEnd, text: head }
    const below = this.#lineAfter(old.headEnd)
    if (!old.hasBody) return body === '' ? [headSplice] : [headSplice, this.#insertLines(below, body)]
    const end = this.#lineAfter(entry.valueEnd)
    const hasLineEnd = this.#text[end - 1] === '\n'
    return [headSplice, { start: below, end, text: hasLineEnd ? body : body.slice(0, -this.#lineEnd.length) }]
  }

  /** How the old value is written: the end of its part of the key's line, and whether lines follow. */
  #oldParts({ value, entry }: Entry): {
    headEnd: number
    hasBody: boolean
    isTable: boolean
    child: string | undefined
  } {
    const { spans } = this.#placed
    if (value instanceof SdnTable) {
      const { form, headerEnd, rows } = spans.tables.get(value)!
      const hasBody = form === 'block'
      const child = hasBody ? this.#indentOf(rows[0]!.start) : undefined
      return { headEnd: hasBody ? headerEnd : entry.valueEnd, hasBody, isTable: true, child }
    }
    const dict = value instanceof Map ? spans.dicts.get(value) : undefined
    const array = Array.isArray(value) ? spans.arrays.get(value) : undefined
    if (dict?.form === 'block' || array?.form === 'block') {
      const child = this.#indentOf(dict?.entries[0]?.keyStart ?? array?.items[0] ?? 0)
      return { headEnd: entry.operator + 1, hasBody: true, isTable: false, child }
    }
    return { headEnd: entry.valueEnd, hasBody: false, isTable: false, child: undefined }
  }

  #inlineHead({ entry }: Entry, old: { headEnd: number; hasBody: boolean; isTable: boolean }, text: string): Splice {
    if (old.isTable) return this.#inPlace(entry.keyEnd, old.headEnd, `: ${text}`)
    if (!old.hasBody && entry.valueStart !== -1) return this.#inPlace(entry.valueStart, old.headEnd, text)
    return this.#inPlace(entry.operator + 1, entry.operator + 1, ` ${text}`)
  }

  #removeEntry(location: Entry): Splice[] {
    const { spans, entry, parent } = location
    const same = spans.entries.filter(({ key }) => key === entry.key)
    if (spans.form === 'inline') {
      if (same.length === 1) {
        const parts = spans.entries.flatMap(({ keyStart, valueEnd }) => [keyStart, valueEnd])
        return [this.#removeOf(parts, spans.entries.indexOf(entry))]
      }
      const dict = new Map(parent.value as SdnDict)
      dict.delete(entry.key)
      return this.set(parent, dict)
    }
    if (same.length === spans.entries.length && parent.kind !== 'root') return this.set(parent, new Map())
    return same.map(({ keyStart, valueEnd }: EntrySpan) => this.#removeLines(keyStart, valueEnd))
  }

  #removeRow({ spans, row, index, end }: Row): Splice[] {
    if (spans.form === 'line') return [{ start: spans.headerEnd, end, text: '' }]
    if (spans.form === 'block') return [this.#removeLines(row.start, row.end)]
    const parts = spans.rows.flatMap((row) => [row.start, row.end])
    return [this.#removeOf(parts, index)]
  }

  /** Removes a part of a list in brackets with its comma; `parts` are starts and ends in pairs. */
  #removeOf(parts: readonly number[], index: number): Splice {
    const [start, end] = [parts[2 * index]!, parts[2 * index + 1]!]
    if (index > 0) return { start: parts[2 * index - 1]!, end, text: '' }
    const next = parts[2]
    if (next !== undefined) return { start, end: next, text: '' }
    const comma = /^[ \t]*,/.exec(this.#text.slice(end, this.#lineAfter(end)))?.[0].length ?? 0
    return { start, end: end + comma, text: '' }
  }

  #removeLines(start: number, end: number): Splice {
    return { start: this.#lineStart(start), end: this.#lineAfter(end), text: '' }
  }

  /** Lines at the start of a line, or at the end of a text without a last line end. */
  #insertLines(at: number, lines: string): Splice {
    const isLineStart = at === this.#start || this.#text[at - 1] === '\n'
    return insertion(at, isLineStart ? lines : this.#lineEnd + lines.slice(0, -this.#lineEnd.length))
  }

  /** Text in the place of other text, with a blank where a word would run into what follows. */
  #inPlace(start: number, end: number, text: string): Splice {
    return { start, end, text: this.#text.charCodeAt(end) === HASH ? `${text} ` : text }
  }

  #rowText(cells: SdnValue[], { form }: TableSpans): string {
    const text = cells.map(inlineText).join(', ')
    return form === 'tuples' ? `(${text})` : text
  }

  #firstTuple({ headerEnd }: TableSpans): number {
    return this.#text.indexOf('[', headerEnd) + 1
  }

  #lines(key: string, value: SdnValue, indent: string, unit: string, level: number): string {
    const layout = { indent, unit, level, lineEnd: this.#lineEnd, isFirst: false, maxDepth: NO_LIMIT }
    return writeEntries(new Map([[key, value]]), layout)
  }

  #lineStart(offset: number): number {
    return offset === 0 ? 0 : Math.max(this.#start, this.#text.lastIndexOf('\n', offset - 1) + 1)
  }

  #lineAfter(offset: number): number {
    const lf = this.#text.indexOf('\n', offset)
    return lf === -1 ? this.#text.length : lf + 1
  }

  #indentOf(offset: number): string {
    return this.#text.slice(this.#lineStart(offset), offset)
  }
}

function insertion(at: number, text: string): Splice {
  return { start: at, end: at, text }
}

/** Whether a value takes lines of its own; what was on one line stays there where it can. */
function isBlockLike(value: SdnValue, old: SdnValue, hasBody: boolean): boolean {
  if (value instanceof SdnTable) return true
  if (value instanceof Map) return value.size > 0 && (hasBody || !(old instanceof Map))
  return Array.isArray(value) && value.some(isContainer) && (hasBody || !Array.isArray(old))
}

function depthOf(location: Location): number {
  let depth = 1
  for (let at = location; at.kind !== 'root'; at = at.parent) depth += 1
  return depth
}

function inlineText(value: SdnValue): string {
  const out = new TextBuffer()
  writeInline(out, value, 1, NO_LIMIT, () => 'the new value')
  return out.toString()
}

/** Applies splices that do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = []
  let from = 0
  for (const { start, end, text: replacement } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    pieces.push(text.slice(from, start), replacement)
    from = end
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}
