import { SdnTable } from './value.ts'

import type { Location } from './locate.ts'
import type { SdnDict, SdnValue } from './value.ts'

/** A table with other rows. */
export function withRows(table: SdnTable, rows: SdnValue[][]): SdnTable {
  return table.fields === null ? SdnTable.typed(table.types ?? [], rows) : SdnTable.named(table.fields, rows)
}

/** The tree with another value at a location; only the containers on the way there are copied. */
export function replaced(location: Location, value: SdnValue): SdnDict {
  let at = location
  let current = value
  while (at.kind !== 'root') {
    current = withChild(at, current)
    at = at.parent
  }
  return current as SdnDict
}

function withChild(location: Exclude<Location, { kind: 'root' }>, child: SdnValue): SdnValue {
  const holder = location.parent.value
  switch (location.kind) {
    case 'entry':
      return new Map(holder as SdnDict).set(location.entry.key, child)
    case 'row': {
      const rows = [...location.table.rows]
      rows[location.index] = child as SdnValue[]
      return withRows(location.table, rows)
    }
    case 'item':
    case 'cell': {
      const items = [...(holder as SdnValue[])]
      items[location.kind === 'item' ? location.index : location.column] = child
      return items
    }
  }
}

/** The tree without an entry, item or row. */
export function removed(location: Exclude<Location, { kind: 'root' | 'cell' }>): SdnDict {
  const holder = location.parent.value
  switch (location.kind) {
    case 'entry': {
      const dict = new Map(holder as SdnDict)
      dict.delete(location.entry.key)
      return replaced(location.parent, dict)
    }
    case 'item':
      return replaced(location.parent, (holder as SdnValue[]).toSpliced(location.index, 1))
    case 'row':
      return replaced(location.parent, withRows(location.table, location.table.rows.toSpliced(location.index, 1)))
  }
}
