import type { FunctionRecord } from '../model/recording.ts'
import { compare } from './placed.ts'

/** Pairs of function numbers, and what is left on each side. */
export interface FunctionMatches {
  /** Head number of each base function, -1 for none. */
  readonly headOf: Int32Array
  /** Base number of each head function, -1 for none. */
  readonly baseOf: Int32Array
}

/**
 * Pairs the functions of two recordings: by name first, then by the hash of the body among those left. Where several share
 * a body, those that share more of their name go together: the module, else the path within it; what stays ambiguous is
 * paired in the order of names.
 */
export function matchFunctions(base: readonly FunctionRecord[], head: readonly FunctionRecord[]): FunctionMatches {
  const headOf = new Int32Array(base.length).fill(-1)
  const baseOf = new Int32Array(head.length).fill(-1)
  const pair = (b: number, h: number): void => {
    headOf[b] = h
    baseOf[h] = b
  }
  const headByName = new Map(head.map(({ name }, index) => [name, index]))
  base.forEach(({ name }, b) => {
    const h = headByName.get(name)
    if (h !== undefined) pair(b, h)
  })
  for (const key of [sameModule, samePath, anywhere]) {
    const left = groupUnmatched(head, baseOf, key)
    const candidates = groupUnmatched(base, headOf, key)
    for (const [group, bs] of candidates) {
      const hs = left.get(group) ?? []
      bs.forEach((b, index) => {
        const h = hs[index]
        if (h !== undefined) pair(b, h)
      })
    }
  }
  return { headOf, baseOf }
}

type Key = (record: FunctionRecord) => string

const sameModule: Key = ({ bodyHash, module }) => `${bodyHash}\0${module}`
const samePath: Key = ({ bodyHash, name, module }) => `${bodyHash}\0${name.slice(module.length)}`
const anywhere: Key = ({ bodyHash }) => bodyHash

function groupUnmatched(functions: readonly FunctionRecord[], partner: Int32Array, key: Key): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  functions.forEach((record, index) => {
    if (partner[index] !== -1 || record.bodyHash === '') return
    const group = key(record)
    const list = groups.get(group)
    if (list === undefined) groups.set(group, [index])
    else list.push(index)
  })
  for (const list of groups.values()) list.sort((a, b) => compare(functions[a]!.name, functions[b]!.name))
  return groups
}
