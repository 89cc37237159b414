import { OpenContainers, noValue } from './open-containers.ts'
import { SdnFloat, SdnTable, normalInteger } from './value.ts'

import type { TreePlace } from './open-containers.ts'
import type { SdnDict, SdnValue } from './value.ts'

export interface FromJsOptions {
  /** Turn lists of records with the same keys in the same order into named tables where one can stand. Default true. */
  readonly tables?: boolean | undefined
}

/** What {@link fromJs} makes of a type: of objects that are known to be plain, and of maps, a dict. `any` may be anything. */
export type FromJs<T> = 0 extends 1 & T
  ? SdnValue
  : T extends Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>
    ? SdnDict
    : SdnValue

/**
 * A value of SDN from plain JavaScript. A safe integer becomes an integer, any other finite number a float
 * (`float(1)` for `1.0`); a bigint an integer; plain objects and maps dicts. Values of SDN inside are kept.
 * Does not recurse.
 *
 * @throws SdnError `SDN_JSON` with the path, for undefined, functions, symbols, class instances, NaN and infinity,
 *   and for what contains itself
 */
export function fromJs<T>(value: T, options: FromJsOptions = {}): FromJs<T> {
  const open = new OpenContainers()
  const root = convert(value, options.tables ?? true, open, undefined)
  open.fillAll()
  return root as FromJs<T>
}

/** `canBeTable`: whether the value stands below keys only, where a table may stand. */
function convert(
  value: unknown,
  canBeTable: boolean,
  open: OpenContainers,
  above: TreePlace | undefined,
  step?: string | number,
): SdnValue {
  // Made where it is needed only: most values are scalars.
  const place = (): TreePlace | undefined => (step === undefined ? undefined : { above, step })
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'bigint':
      return normalInteger(value)
    case 'number':
      if (!Number.isFinite(value)) throw noValue(`the number ${value} is no value of SDN.`, place())
      return Number.isSafeInteger(value) ? value + 0 : new SdnFloat(value)
    case 'object':
      return value === null ? null : convertObject(value, canBeTable, open, place())
    default:
      throw noValue(`${typeof value} is no value of SDN.`, place())
  }
}

function convertObject(
  value: object,
  canBeTable: boolean,
  open: OpenContainers,
  place: TreePlace | undefined,
): SdnValue {
  if (value instanceof SdnFloat || value instanceof SdnTable) return value
  if (Array.isArray(value)) {
    const fields = canBeTable ? commonKeys(value) : null
    if (fields !== null) return convertRecords(value, fields, open, place)
    const array: SdnValue[] = []
    const fill = (): void => {
      // Not `forEach`, which passes over holes: they are undefined.
      for (const [index, item] of (value as unknown[]).entries()) array.push(convert(item, false, open, place, index))
    }
    open.add(value, fill, place)
    return array
  }
  const entries = entriesOf(value)
  if (entries === null) throw noValue(`an object of class ${value.constructor?.name} is no value of SDN.`, place)
  const dict: SdnDict = new Map()
  const fill = (): void => {
    for (const [key, item] of entries) dict.set(String(key), convert(item, canBeTable, open, place, String(key)))
  }
  open.add(value, fill, place)
  return dict
}

function convertRecords(
  records: unknown[],
  fields: string[],
  open: OpenContainers,
  place: TreePlace | undefined,
): SdnTable {
  const table = SdnTable.named(fields)
  const fill = (): void => {
    for (const [index, item] of records.entries()) {
      const row: SdnValue[] = []
      const rowPlace = { above: place, step: index }
      for (const [key, cell] of entriesOf(item as object)!) row.push(convert(cell, false, open, rowPlace, String(key)))
      table.rows.push(row)
    }
  }
  open.add(records, fill, place)
  return table
}

/** The keys that all records of a list have, in one order; null when they differ or there are none. */
function commonKeys(items: unknown[]): string[] | null {
  let common: string[] | null = null
  for (const item of items) {
    if (typeof item !== 'object' || item === null) return null
    const keys = keysOf(item)
    if (keys === null || keys.length === 0) return null
    common ??= keys
    if (keys.length !== common.length || !keys.every((key, index) => key === common![index])) return null
  }
  return common
}

function keysOf(value: object): string[] | null {
  if (value instanceof Map) return Array.from(value.keys(), String)
  return isPlain(value) ? Object.keys(value) : null
}

function entriesOf(value: object): Iterable<[unknown, unknown]> | null {
  if (value instanceof Map) return value
  return isPlain(value) ? Object.entries(value) : null
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** What `toJs` makes: objects have no prototype, so `__proto__` is an ordinary key of theirs. */
export type PlainValue = null | boolean | number | bigint | string | PlainValue[] | { [key: string]: PlainValue }

/**
 * Plain JavaScript of a value: dicts become objects without a prototype, named tables lists of such objects
 * (lists of lists when a field name repeats or there is none), typed tables lists of lists, floats numbers.
 * Key order follows JavaScript: keys like `"1"` come first. Does not recurse.
 *
 * @throws SdnError `SDN_JSON` for a tree that contains itself
 */
export function toJs(value: SdnValue): PlainValue {
  const open = new OpenContainers()
  const convert = (value: SdnValue): PlainValue => {
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof SdnFloat) return value.value
    if (value instanceof SdnTable) return tableRows(value, open, convert)
    if (Array.isArray(value)) {
      const array: PlainValue[] = []
      open.add(value, () => {
        for (const item of value) array.push(convert(item))
      })
      return array
    }
    const object: { [key: string]: PlainValue } = Object.create(null)
    open.add(value, () => {
      for (const [key, item] of value) object[key] = convert(item)
    })
    return object
  }
  const root = convert(value)
  open.fillAll()
  return root
}

/** Whether the rows of a table can be records: named, at least one field, no name twice. */
export function hasRecords(table: SdnTable): table is SdnTable & { fields: string[] } {
  const { fields } = table
  return fields !== null && fields.length > 0 && new Set(fields).size === fields.length
}

function tableRows(table: SdnTable, open: OpenContainers, convert: (value: SdnValue) => PlainValue): PlainValue {
  const rows: PlainValue[] = []
  open.add(table, () => {
    if (!hasRecords(table)) {
      for (const row of table.rows) rows.push(row.map(convert))
      return
    }
    for (const row of table.rows) {
      const record: { [key: string]: PlainValue } = Object.create(null)
      table.fields.forEach((field, column) => {
        record[field] = convert(row[column]!)
      })
      rows.push(record)
    }
  })
  return rows
}
