import { formatFloat } from './number.ts'
import { OpenContainers, noValue } from './open-containers.ts'
import { MAX_INTEGER, MIN_INTEGER, SdnFloat, SdnTable, normalInteger } from './value.ts'

import type { TreePlace } from './open-containers.ts'
import type { SdnError } from './sdn-error.ts'
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

/**
 * The tagged form of a tree. Does not recurse: depth is bounded by memory only.
 *
 * @throws SdnError `SDN_JSON` for a tree that contains itself
 */
export function toTagged(value: SdnValue): Tagged {
  const open = new OpenContainers()
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
      open.add(value, () => {
        for (const item of value) v.push(convert(item))
      })
      return { t: 'arr', v }
    }
    if (value instanceof Map) {
      const v: [string, Tagged][] = []
      open.add(value, () => {
        for (const [key, item] of value) v.push([key, convert(item)])
      })
      return { t: 'dict', v }
    }
    const rows: Tagged[][] = []
    open.add(value, () => {
      for (const row of value.rows) rows.push(row.map(convert))
    })
    return { t: 'table', fields: value.fields, types: value.types, rows }
  }
  const root = convert(value)
  open.fillAll()
  return root
}

/**
 * The tree of a tagged form. Floats are taken from `bits`, or from `v` where there are none.
 *
 * @throws SdnError `SDN_JSON` with the path in the tree, for anything that is not a tagged form, and for what contains itself
 */
export function fromTagged(tagged: unknown): SdnValue {
  const open = new OpenContainers()
  const convert = (tagged: unknown, place?: TreePlace): SdnValue => {
    const node = record(tagged, place)
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
        if (typeof v === 'string' && /^-?\d{1,40}$/.test(v)) return integer(v, place)
        break
      case 'float':
        return new SdnFloat(floatValue(node, place))
      case 'arr': {
        const items = list(v, place)
        const array: SdnValue[] = []
        const fill = (): void => {
          for (const [step, item] of items.entries()) array.push(convert(item, { above: place, step }))
        }
        open.add(tagged as object, fill, place)
        return array
      }
      case 'dict': {
        const pairs = list(v, place)
        const dict: SdnDict = new Map()
        const fill = (): void => {
          for (const pair of pairs) {
            const [key, item, ...rest] = list(pair, place)
            if (typeof key !== 'string' || rest.length > 0) throw notTagged('a pair of a key and a value', pair, place)
            dict.set(key, convert(item, { above: place, step: key }))
          }
        }
        open.add(tagged as object, fill, place)
        return dict
      }
      case 'table': {
        const rows = list(node['rows'], place)
        const table = emptyTable(node, place)
        const fill = (): void => {
          for (const [index, row] of rows.entries()) {
            const above = { above: place, step: index }
            table.rows.push(list(row, place).map((cell, step) => convert(cell, { above, step })))
          }
        }
        open.add(tagged as object, fill, place)
        return table
      }
    }
    throw notTagged('a tagged value', tagged, place)
  }
  const root = convert(tagged)
  open.fillAll()
  return root
}

function record(value: unknown, place: TreePlace | undefined): Record<string, unknown> {
  // As `parseJson` reads an object.
  if (value instanceof Map) return Object.fromEntries(value) as Record<string, unknown>
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw notTagged('a tagged value', value, place)
  return value as Record<string, unknown>
}

function list(value: unknown, place: TreePlace | undefined): unknown[] {
  if (!Array.isArray(value)) throw notTagged('a list', value, place)
  return value
}

function names(value: unknown, place: TreePlace | undefined): string[] {
  const items = list(value, place)
  if (!items.every((item) => typeof item === 'string')) throw notTagged('a list of names', value, place)
  return items
}

function integer(text: string, place: TreePlace | undefined): number | bigint {
  const value = BigInt(text)
  if (value < MIN_INTEGER || value > MAX_INTEGER) throw notTagged('an integer of 64 bits', text, place)
  return normalInteger(value)
}

function floatValue(node: Record<string, unknown>, place: TreePlace | undefined): number {
  const { bits, v } = node
  let value = Number.NaN
  if (typeof bits === 'string' && /^[0-9a-f]{16}$/i.test(bits)) {
    BYTES.setBigUint64(0, BigInt(`0x${bits}`))
    value = BYTES.getFloat64(0)
  } else if (bits === undefined && typeof v === 'string' && v.trim() !== '') {
    value = Number(v)
  }
  if (!Number.isFinite(value)) throw notTagged('a finite float', node, place)
  return value
}

function emptyTable(node: Record<string, unknown>, place: TreePlace | undefined): SdnTable {
  const fields = node['fields'] ?? null
  const types = node['types'] ?? null
  if (fields !== null && types === null) return SdnTable.named(names(fields, place))
  if (types !== null && fields === null) return SdnTable.typed(names(types, place))
  throw notTagged('a table with either fields or types', node, place)
}

function notTagged(expected: string, found: unknown, place: TreePlace | undefined): SdnError {
  const kind = Array.isArray(found) ? 'a list' : found === null ? 'null' : `${typeof found} `
  const detail = typeof found === 'string' ? JSON.stringify(found.slice(0, 40)) : kind.trim()
  return noValue(`found ${detail} in tagged JSON, expected ${expected}.`, place)
}
