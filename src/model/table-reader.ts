import type { LayoutError } from '../errors.ts'
import { SdnFloat, SdnTable, type SdnValue } from '../sdn/index.ts'

/** Typed access to the cells of a table by column name. Columns that are not asked for are skipped. */
export class TableReader {
  readonly size: number
  readonly #name: string
  readonly #rows: readonly SdnValue[][]
  readonly #columns: ReadonlyMap<string, number>
  readonly #fail: (what: string) => LayoutError

  private constructor(
    name: string,
    rows: readonly SdnValue[][],
    columns: ReadonlyMap<string, number>,
    fail: (what: string) => LayoutError,
  ) {
    this.size = rows.length
    this.#name = name
    this.#rows = rows
    this.#columns = columns
    this.#fail = fail
  }

  /** @throws what `fail` gives, when it is no table or lacks a column. */
  static open(
    value: SdnValue | undefined,
    name: string,
    columns: readonly string[],
    fail: (what: string) => LayoutError,
  ): TableReader {
    if (!(value instanceof SdnTable) || value.fields === null) throw fail(`it has no table \`${name}\``)
    const found = new Map(value.fields.map((field, i) => [field, i]))
    const missing = columns.find((column) => !found.has(column))
    if (missing !== undefined) throw fail(`its table \`${name}\` has no column \`${missing}\``)
    return new TableReader(name, value.rows, found, fail)
  }

  text(column: string, row: number): string {
    const value = this.#cell(column, row)
    if (typeof value !== 'string') throw this.error(column, row, 'a text')
    return value
  }

  optionalText(column: string, row: number): string | undefined {
    return this.#cell(column, row) === null ? undefined : this.text(column, row)
  }

  boolean(column: string, row: number): boolean {
    const value = this.#cell(column, row)
    if (typeof value !== 'boolean') throw this.error(column, row, 'true or false')
    return value
  }

  /** A number, 0 or more. */
  number(column: string, row: number): number {
    const value = this.#cell(column, row)
    const number = value instanceof SdnFloat ? value.value : value
    if (typeof number !== 'number' || number < 0) throw this.error(column, row, 'a number, 0 or more')
    return number
  }

  /** A count, a size or a time: nothing that is written of those is in parts. */
  whole(column: string, row: number): number {
    const number = this.number(column, row)
    if (!Number.isInteger(number)) throw this.error(column, row, 'a whole number')
    return number
  }

  optionalWhole(column: string, row: number): number | undefined {
    return this.#cell(column, row) === null ? undefined : this.whole(column, row)
  }

  /** A row number of another table. */
  index(column: string, row: number, size: number): number {
    const value = this.#cell(column, row)
    if (typeof value !== 'number' || value < 0 || value >= size) {
      throw this.error(column, row, `a number from 0 to ${size - 1}`)
    }
    return value
  }

  error(column: string, row: number, expected: string): LayoutError {
    const value = this.#cell(column, row)
    const shown = value instanceof SdnFloat ? value.value : typeof value === 'object' && value !== null ? '...' : value
    return this.#fail(
      `in row ${row + 1} of \`${this.#name}\`, \`${column}\` is ${JSON.stringify(String(shown)).slice(0, 80)}, expected ${expected}`,
    )
  }

  #cell(column: string, row: number): SdnValue {
    return this.#rows[row]?.[this.#columns.get(column) ?? -1] ?? null
  }
}
