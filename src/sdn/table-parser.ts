import {
  BAR,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  QUOTE,
} from './characters.ts'
import { counted } from './counted.ts'

import type { RowSpans, TableSpans } from './spans.ts'
import type { SdnTable, SdnValue } from './value.ts'
import type { ValueParser } from './value-parser.ts'

export interface Names {
  readonly names: string[]
  readonly spans: number[]
}

/** Field or type names up to the closing character; `pos` is after the opening one, then after the closing one. */
export function parseNames(values: ValueParser, close: typeof BAR | typeof CLOSE_BRACE): Names {
  const { scanner, policy } = values
  const what = close === BAR ? 'field' : 'type'
  const end = close === BAR ? '`|`' : '`}`'
  const names: string[] = []
  const spans: number[] = []
  for (;;) {
    scanner.skipBlanks()
    if (scanner.peek() === close) break
    const { key, start, end: keyEnd } = values.key(`the name of a ${what} or ${end}`)
    if (close === BAR) policy.checkKey(key, start)
    names.push(key)
    spans.push(start, keyEnd)
    scanner.skipBlanks()
    if (scanner.peek() === close) break
    if (scanner.peek() !== COMMA) throw scanner.unexpected(scanner.pos, `\`,\` or ${end}`)
    scanner.pos += 1
  }
  scanner.pos += 1
  return { names, spans }
}

/** Whether a `{` follows the word `table`, which ends at `end`. */
export function isTypedHeader(values: ValueParser, end: number): boolean {
  const { scanner } = values
  const back = scanner.pos
  scanner.pos = end
  scanner.skipBlanks()
  const found = scanner.peek() === OPEN_BRACE
  if (!found) scanner.pos = back
  return found
}

/** The cells of one row, to the end of its line (which stays). `level` is that of a list or dict in a cell. */
export function parseRow(values: ValueParser, table: SdnTable, level: number, spans: TableSpans | null): void {
  const { scanner, policy } = values
  const first = scanner.pos
  const above = table.rows.at(-1)
  const { cells } = values
  let count = 0
  const rowSpans: RowSpans | null = spans === null ? null : { start: first, end: first, cells: [] }
  for (;;) {
    scanner.skipBlanks()
    const start = scanner.pos
    const code = scanner.peek()
    if (code === COMMA || scanner.atTextEnd()) {
      if (policy.isMetered) policy.checkScalar('', start)
      cells[count] = ''
    } else if (code === QUOTE) {
      cells[count] = values.string()
    } else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      cells[count] = values.inline(level)
    } else if (scanner.atValueWord()) {
      cells[count] = values.words(above?.[count])
    } else {
      throw scanner.unexpected(start, 'a cell')
    }
    count += 1
    rowSpans?.cells.push(start, scanner.pos)
    if (rowSpans !== null) rowSpans.end = scanner.pos
    scanner.skipBlanks()
    if (scanner.peek() === COMMA) {
      scanner.pos += 1
      if (rowSpans !== null) rowSpans.end = scanner.pos
      continue
    }
    if (scanner.atTextEnd()) break
    throw scanner.unexpected(scanner.pos, '`,` or the end of the row')
  }
  // A copy has room for its cells only; an array that grew by pushing has three times that.
  addRow(values, table, cells.slice(0, count), first, 'A cell may be empty, its comma not missing.')
  if (rowSpans !== null) spans?.rows.push(rowSpans)
}

/** `[(..), (..)]`; `pos` is at the `[`, then after the `]`. */
export function parseTuples(values: ValueParser, table: SdnTable, level: number, spans: TableSpans | null): void {
  const { scanner } = values
  if (scanner.peek() !== OPEN_BRACKET) throw scanner.unexpected(scanner.pos, '`[` with the rows')
  scanner.pos += 1
  if (spans !== null) spans.form = 'tuples'
  for (;;) {
    scanner.skipBlanks()
    if (scanner.peek() === CLOSE_BRACKET) break
    if (scanner.peek() !== OPEN_PAREN) throw scanner.unexpected(scanner.pos, 'a row in `(` `)`, or `]`')
    parseTuple(values, table, level, spans)
    scanner.skipBlanks()
    if (scanner.peek() === CLOSE_BRACKET) break
    if (scanner.peek() !== COMMA) throw scanner.unexpected(scanner.pos, '`,` or `]`')
    scanner.pos += 1
  }
  scanner.pos += 1
}

function parseTuple(values: ValueParser, table: SdnTable, level: number, spans: TableSpans | null): void {
  const { scanner } = values
  const cells: SdnValue[] = []
  const rowSpans: RowSpans = { start: scanner.pos, end: scanner.pos, cells: [] }
  scanner.pos += 1
  scanner.skipBlanks()
  const first = scanner.pos
  while (scanner.peek() !== CLOSE_PAREN) {
    const start = scanner.pos
    cells.push(values.item(level, 'a value or `)`'))
    rowSpans.cells.push(start, scanner.pos)
    scanner.skipBlanks()
    if (scanner.peek() === CLOSE_PAREN) break
    if (scanner.peek() !== COMMA) throw scanner.unexpected(scanner.pos, '`,` or `)`')
    scanner.pos += 1
    scanner.skipBlanks()
  }
  scanner.pos += 1
  rowSpans.end = scanner.pos
  addRow(values, table, cells, first, 'Between brackets every value is written, an empty one as "" or null.')
  spans?.rows.push(rowSpans)
}

/** @param advice what to do where cells are missing */
function addRow(values: ValueParser, table: SdnTable, cells: SdnValue[], first: number, advice: string): void {
  const { width } = table
  // A named table without fields says nothing about its rows; a typed one without types has empty rows.
  if (cells.length !== width && !(width === 0 && table.fields !== null)) {
    const columns = counted(width, table.fields === null ? 'type' : 'field')
    throw values.scanner.error(
      'SDN_ROW',
      `a row of ${counted(cells.length, 'cell')} in a table of ${columns}.`,
      first,
      cells.length > width ? 'A cell with a comma in it needs `"`.' : advice,
    )
  }
  table.rows.push(cells)
}
