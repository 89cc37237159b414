import { columnOfStep, indexOfStep } from './path.ts'
import { SdnTable } from './value.ts'

import type { SdnPath } from './path.ts'
import type { ArraySpans, DictSpans, EntrySpan, RowSpans, SpanTable, TableSpans } from './spans.ts'
import type { SdnDict, SdnValue } from './value.ts'

/** A value of a document with its place. `start` is -1 when nothing is written for it (`key:` alone). */
export type Location = { readonly value: SdnValue; readonly start: number; readonly end: number } & (
  | { readonly kind: 'root' }
  | { readonly kind: 'entry'; readonly parent: Location; readonly spans: DictSpans; readonly entry: EntrySpan }
  | { readonly kind: 'item'; readonly parent: Location; readonly spans: ArraySpans; readonly index: number }
  | {
      readonly kind: 'row'
      readonly parent: Location
      readonly table: SdnTable
      readonly spans: TableSpans
      readonly row: RowSpans
      readonly index: number
    }
  | { readonly kind: 'cell'; readonly parent: Location; readonly column: number }
)

/** A parsed document with the places of its parts. */
export interface Placed {
  readonly tree: SdnDict
  readonly spans: SpanTable
}

/** The entry that counts for a key: the last one in the text. */
export function entryOf(spans: DictSpans, key: string): EntrySpan | undefined {
  spans.last ??= new Map(spans.entries.map((entry) => [entry.key, entry]))
  return spans.last.get(key)
}

/** Where the value of a path stands; undefined when there is none. */
export function locate(placed: Placed, path: SdnPath): Location | undefined {
  let location: Location = { kind: 'root', value: placed.tree, start: 0, end: 0 }
  for (const step of path) {
    const next = child(placed, location, step)
    if (next === undefined) return undefined
    location = next
  }
  return location
}

function child({ spans }: Placed, parent: Location, step: string | number): Location | undefined {
  const { value } = parent
  if (parent.kind === 'row') return cell(parent, step)
  if (value instanceof Map) {
    const dictSpans = spans.dicts.get(value)!
    const entry = entryOf(dictSpans, String(step))
    if (entry === undefined) return undefined
    const found = value.get(entry.key)!
    return {
      kind: 'entry',
      value: found,
      start: entry.valueStart,
      end: entry.valueEnd,
      parent,
      spans: dictSpans,
      entry,
    }
  }
  if (value instanceof SdnTable) return row(value, spans.tables.get(value)!, parent, step)
  if (!Array.isArray(value)) return undefined
  const index = indexOfStep(step, value.length)
  if (index === -1) return undefined
  const arraySpans = spans.arrays.get(value)!
  const [start, end] = [arraySpans.items[2 * index]!, arraySpans.items[2 * index + 1]!]
  return { kind: 'item', value: value[index]!, start, end, parent, spans: arraySpans, index }
}

function row(table: SdnTable, spans: TableSpans, parent: Location, step: string | number): Location | undefined {
  const index = indexOfStep(step, table.rows.length)
  if (index === -1) return undefined
  const row = spans.rows[index]!
  return { kind: 'row', value: table.rows[index]!, start: row.start, end: row.end, parent, table, spans, row, index }
}

function cell(parent: Location & { kind: 'row' }, step: string | number): Location | undefined {
  const cells = parent.table.rows[parent.index]!
  const column = columnOfStep(step, parent.table.fields, cells.length)
  if (column === -1) return undefined
  const [start, end] = [parent.row.cells[2 * column]!, parent.row.cells[2 * column + 1]!]
  return { kind: 'cell', value: cells[column]!, start, end, parent, column }
}
