import { SdnFloat, SdnTable } from './value.ts'

import type { SdnValue } from './value.ts'

/**
 * Whether two trees are the same: kinds, key order, the bits of floats. An integer is the same as number and as bigint.
 * Does not recurse: depth is bounded by memory only.
 */
export function equalSdn(left: SdnValue, right: SdnValue): boolean {
  const open: [SdnValue, SdnValue][] = [[left, right]]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (!sameNode(pair[0], pair[1], open)) return false
  }
  return true
}

/** Compares two nodes; their children are left on `open`. */
function sameNode(left: SdnValue, right: SdnValue, open: [SdnValue, SdnValue][]): boolean {
  if (left === right) return true
  if (typeof left === 'bigint' || typeof right === 'bigint') return isInteger(left) && isInteger(right) && left == right
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (left instanceof SdnFloat) return right instanceof SdnFloat && Object.is(left.value, right.value)
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right, open)
  if (left instanceof Map) {
    if (!(right instanceof Map) || left.size !== right.size) return false
    const others = right.entries()
    for (const [key, value] of left) {
      const other = others.next().value
      if (other === undefined || other[0] !== key) return false
      open.push([value, other[1]])
    }
    return true
  }
  return (
    right instanceof SdnTable &&
    sameNames(left.fields, right.fields) &&
    sameNames(left.types, right.types) &&
    left.rows.length === right.rows.length &&
    left.rows.every((row, index) => sameItems(row, right.rows[index]!, open))
  )
}

function isInteger(value: SdnValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function sameItems(left: SdnValue[], right: SdnValue[], open: [SdnValue, SdnValue][]): boolean {
  if (left.length !== right.length) return false
  for (const [index, item] of left.entries()) {
    const other = right[index]!
    // Scalars at once: a million cells must not become a million pairs.
    if (typeof item === 'object' && item !== null) open.push([item, other])
    else if (!sameNode(item, other, open)) return false
  }
  return true
}

function sameNames(left: string[] | null, right: string[] | null): boolean {
  if (left === null || right === null) return left === right
  return left.length === right.length && left.every((name, index) => name === right[index])
}
