import { formatFloat } from './number.ts'
import { SdnError } from './sdn-error.ts'
import { MAX_INTEGER, MIN_INTEGER, SdnFloat, SdnTable, normalInteger } from './value.ts'

import type { SdnDict, SdnValue } from './value.ts'

/** The tagged form of a value: JSON that keeps kinds, key order, 64-bit integers and the bits of floats. */
export type Tagged =
  | { t: 'null' }
  | { t: 'bool'; v: boolean }
  | { t: 'int'; v: string }
  | { t: 'float'; v: string; bits: string }
  | { t: 'str'; v: string }
  | { t: 'arr'; v: Tagged[] }
  | { t: 'dict'; v: [string, Tagged][] }
  | { t: 'table'; fields: string[] | null; types: string[] | null; rows: Tagged[][] }

const BYTES = new DataView(new ArrayBuffer(8))

function floatBits(value: number): string {
  BYTES.setFloat64(0, value)
  return BYTES.getBigUint64(0).toString(16).padStart(16, '0')
}

/** The tagged form of a tree. Does not recurse: depth is bounded by memory only. */
export function toTagged(value: SdnValue): Tagged {
  // Containers whose tagged form is made but still empty.
  const open: (() => void)[] = []
  const convert = (value: SdnValue): Tagged => {
    switch (typeof value) {
      case 'string':
        return { t: 'str', v: value }
      case 'number':
      case 'bigint':
        // `0` for a negative zero: an integer has only one.
        return { t: 'int', v: String(value) }
      case 'boolean':
        return { t: 'bool', v: value }
      default:
        return value === null ? { t: 'null' } : convertObject(value)
    }
  }
  const convertObject = (value: SdnFloat | SdnValue[] | SdnDict | SdnTable): Tagged => {
    if (value instanceof SdnFloat) return { t: 'float', v: formatFloat(value.value), bits: floatBits(value.value) }
    if (Array.isArray(value)) {
      const v: Tagged[] = []
      open.push(() => {
        for (const item of value) v.push(convert(item))
      })
      return { t: 'arr', v }
    }
    if (value instanceof Map) {
      const v: [string, Tagged][] = []
      open.push(() => {
        for (const [key, item] of value) v.push([key, convert(item)])
      })
      return { t: 'dict', v }
    }
    const rows: Tagged[][] = []
    open.push(() => {
      for (const row of value.rows) rows.push(row.map(convert))
    })
    return { t: 'table', fields: value.fields, types: value.types, rows }
  }
  const root = convert(value)
  for (let fill = open.pop(); fill !== undefined; fill = open.pop()) fill()
  return root
}

/**
 * The tree of a tagged form. Floats are taken from `bits`, or from `v` where there are none.
 *
 * @throws SdnError `SDN_JSON` for anything that is not a tagged form
 */
export function fromTagged(tagged: unknown): SdnValue {
  const open: (() => void)[] = []
  const convert = (tagged: unknown): SdnValue => {
    const node = record(tagged)
    const v = node['v']
    switch (node['t']) {
      case 'null':
        return null
      case 'bool':
        if (typeof v === 'boolean') return v
        break
      case 'str':
        if (typeof v === 'string') return v
        break
      case 'int':
        if (typeof v === 'string' && /^-?\d{1,40}$/.test(v)) return integer(v)
        break
      case 'float':
        return new SdnFloat(floatValue(node))
      case 'arr': {
        const items = list(v)
        const array: SdnValue[] = []
        open.push(() => {
          for (const item of items) array.push(convert(item))
        })
        return array
      }
      case 'dict': {
        const pairs = list(v)
        const dict: SdnDict = new Map()
        open.push(() => {
          for (const pair of pairs) {
            const [key, item, ...rest] = list(pair)
            if (typeof key !== 'string' || rest.length > 0) throw notTagged('a pair of a key and a value', pair)
            dict.set(key, convert(item))
          }
        })
        return dict
      }
      case 'table': {
        const rows = list(node['rows'])
        const table = emptyTable(node)
        open.push(() => {
          for (const row of rows) table.rows.push(list(row).map(convert))
        })
        return table
      }
    }
    throw notTagged('a tagged value', tagged)
  }
  const root = convert(tagged)
  for (let fill = open.pop(); fill !== undefined; fill = open.pop()) fill()
  return root
}

function record(value: unknown): Record<string, unknown> {
  // As `parseJson` reads an object.
  if (value instanceof Map) return Object.fromEntries(value) as Record<string, unknown>
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notTagged('a tagged value', value)
  return value as Record<string, unknown>
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw notTagged('a list', value)
  return value
}

function names(value: unknown): string[] {
  const items = list(value)
  if (!items.every((item) => typeof item === 'string')) throw notTagged('a list of names', value)
  return items
}

function integer(text: string): number | bigint {
  const value = BigInt(text)
  if (value < MIN_INTEGER || value > MAX_INTEGER) throw notTagged('an integer of 64 bits', text)
  return normalInteger(value)
}

function floatValue(node: Record<string, unknown>): number {
  const { bits, v } = node
  let value = Number.NaN
  if (typeof bits === 'string' && /^[0-9a-f]{16}$/i.test(bits)) {
    BYTES.setBigUint64(0, BigInt(`0x${bits}`))
    value = BYTES.getFloat64(0)
  } else if (bits === undefined && typeof v === 'string' && v.trim() !== '') {
    value = Number(v)
  }
  if (!Number.isFinite(value)) throw notTagged('a finite float', node)
  return value
}

function emptyTable(node: Record<string, unknown>): SdnTable {
  const fields = node['fields'] ?? null
  const types = node['types'] ?? null
  if (fields !== null && types === null) return SdnTable.named(names(fields))
  if (types !== null && fields === null) return SdnTable.typed(names(types))
  throw notTagged('a table with either fields or types', node)
}

function notTagged(expected: string, found: unknown): SdnError {
  const kind = Array.isArray(found) ? 'a list' : found === null ? 'null' : `${typeof found} `
  const detail = typeof found === 'string' ? JSON.stringify(found.slice(0, 40)) : kind.trim()
  return new SdnError('SDN_JSON', `found ${detail} in tagged JSON, expected ${expected}.`)
}
