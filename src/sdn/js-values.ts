import { SdnError } from './sdn-error.ts'
import { SdnFloat, SdnTable, normalInteger } from './value.ts'

import type { SdnDict, SdnValue } from './value.ts'

export interface FromJsOptions {
  /** Turn lists of records with the same keys in the same order into named tables where one can stand. Default true. */
  readonly tables?: boolean | undefined
}

type Open = (() => void)[]

/**
 * A value of SDN from plain JavaScript. A safe integer becomes an integer, any other finite number a float
 * (`float(1)` for `1.0`); a bigint an integer; plain objects and maps dicts. Values of SDN inside are kept.
 * Does not recurse.
 *
 * @throws SdnError `SDN_JSON` for undefined, functions, symbols, class instances, NaN and infinity
 */
export function fromJs(value: unknown, options: FromJsOptions = {}): SdnValue {
  const open: Open = []
  const hasTables = options.tables ?? true
  const root = convert(value, hasTables, open)
  for (let fill = open.pop(); fill !== undefined; fill = open.pop()) fill()
  return root
}

/** `canBeTable`: whether the value stands below keys only, where a table may stand. */
function convert(value: unknown, canBeTable: boolean, open: Open): SdnValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'bigint':
      return normalInteger(value)
    case 'number':
      if (!Number.isFinite(value)) throw new SdnError('SDN_JSON', `the number ${value} is no value of SDN.`)
      return Number.isSafeInteger(value) ? value + 0 : new SdnFloat(value)
    case 'object':
      return value === null ? null : convertObject(value, canBeTable, open)
    default:
      throw new SdnError('SDN_JSON', `${typeof value} is no value of SDN.`)
  }
}

function convertObject(value: object, canBeTable: boolean, open: Open): SdnValue {
  if (value instanceof SdnFloat || value instanceof SdnTable) return value
  if (Array.isArray(value)) {
    const fields = canBeTable ? commonKeys(value) : null
    if (fields !== null) return convertRecords(value, fields, open)
    const array: SdnValue[] = []
    open.push(() => {
      for (const item of value as unknown[]) array.push(convert(item, false, open))
    })
    return array
  }
  const entries = entriesOf(value)
  if (entries === null)
    throw new SdnError('SDN_JSON', `an object of class ${value.constructor?.name} is no value of SDN.`)
  const dict: SdnDict = new Map()
  open.push(() => {
    for (const [key, item] of entries) dict.set(String(key), convert(item, canBeTable, open))
  })
  return dict
}

function convertRecords(records: unknown[], fields: string[], open: Open): SdnTable {
  const table = SdnTable.named(fields)
  open.push(() => {
    for (const item of records) {
      const row: SdnValue[] = []
      for (const [, cell] of entriesOf(item as object)!) row.push(convert(cell, false, open))
      table.rows.push(row)
    }
  })
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
 */
export function toJs(value: SdnValue): PlainValue {
  const open: Open = []
  const convert = (value: SdnValue): PlainValue => {
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof SdnFloat) return value.value
    if (value instanceof SdnTable) return tableRows(value, open, convert)
    if (Array.isArray(value)) {
      const array: PlainValue[] = []
      open.push(() => {
        for (const item of value) array.push(convert(item))
      })
      return array
    }
    const object: { [key: string]: PlainValue } = Object.create(null)
    open.push(() => {
      for (const [key, item] of value) object[key] = convert(item)
    })
    return object
  }
  const root = convert(value)
  for (let fill = open.pop(); fill !== undefined; fill = open.pop()) fill()
  return root
}

/** Whether the rows of a table can be records: named, at least one field, no name twice. */
export function hasRecords(table: SdnTable): table is SdnTable & { fields: string[] } {
  const { fields } = table
  return fields !== null && fields.length > 0 && new Set(fields).size === fields.length
}

function tableRows(table: SdnTable, open: Open, convert: (value: SdnValue) => PlainValue): PlainValue {
  const rows: PlainValue[] = []
  open.push(() => {
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
