/**
 * A float of an SDN tree. Wrapped, because `1` and `1.0` are two values of SDN and one of JavaScript:
 * a plain `number` in a tree is always an integer.
 */
export class SdnFloat {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** A dict: keys in the order of their first appearance. A `Map`, so that no key reaches a prototype. */
export type SdnDict = Map<string, SdnValue>

/** A table with named fields (`fields`) or with column types only (`types`); the other one is null. */
export class SdnTable {
  readonly fields: string[] | null
  readonly types: string[] | null
  readonly rows: SdnValue[][]

  private constructor(fields: string[] | null, types: string[] | null, rows: SdnValue[][]) {
    this.fields = fields
    this.types = types
    this.rows = rows
  }

  /** A table written `key |a, b|`. */
  static named(fields: string[], rows: SdnValue[][] = []): SdnTable {
    return new SdnTable(fields, null, rows)
  }

  /** A table written `key: table{i32, str}`; types are names, values are not checked against them. */
  static typed(types: string[], rows: SdnValue[][] = []): SdnTable {
    return new SdnTable(null, types, rows)
  }

  /** Number of columns. */
  get width(): number {
    return (this.fields ?? this.types ?? []).length
  }
}

export type SdnScalar = null | boolean | number | bigint | SdnFloat | string

/**
 * Any value of an SDN tree. Integers are `number` while safe, else `bigint`; floats are `SdnFloat`;
 * lists are arrays, dicts are maps, tables are `SdnTable`.
 */
export type SdnValue = SdnScalar | SdnValue[] | SdnDict | SdnTable

export type SdnKind = 'null' | 'bool' | 'int' | 'float' | 'str' | 'arr' | 'dict' | 'table'

/** The kind of a value, by the names of the tagged form. */
export function kindOf(value: SdnValue): SdnKind {
  switch (typeof value) {
    case 'string':
      return 'str'
    case 'number':
    case 'bigint':
      return 'int'
    case 'boolean':
      return 'bool'
    default:
      if (value === null) return 'null'
      if (Array.isArray(value)) return 'arr'
      if (value instanceof Map) return 'dict'
      return value instanceof SdnFloat ? 'float' : 'table'
  }
}

/** Whether a value holds others: array, dict, table. */
export function isContainer(value: SdnValue): value is SdnValue[] | SdnDict | SdnTable {
  return typeof value === 'object' && value !== null && !(value instanceof SdnFloat)
}

/** A float value: `float(1)` is written `1.0`. */
export function float(value: number): SdnFloat {
  return new SdnFloat(value)
}

/** A dict from its entries, in order. */
export function dict(entries: Iterable<readonly [string, SdnValue]> = []): SdnDict {
  return new Map(entries)
}

/** An integer as the tree holds it: a number while it is safe, else a bigint. */
export function normalInteger(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

export const MIN_INTEGER: bigint = -(2n ** 63n)
export const MAX_INTEGER: bigint = 2n ** 63n - 1n
