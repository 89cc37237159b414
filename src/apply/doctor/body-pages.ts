import type { HermesFile } from '../hermes/index.ts'

/** Pages that a set of function bodies stands on. */
export interface BodyPages {
  readonly bytes: number
  readonly pages: number
  /** `ceil(bytes / pageSize)`: fewer pages cannot hold them. */
  readonly bound: number
}

/** Counts the pages of a bytecode file that hold a part of the bodies of these functions. */
export function bodyPages(file: HermesFile, ids: Iterable<number>, pageSize: number): BodyPages {
  const touched = new Set<number>()
  const bodies = new Set<number>()
  for (const id of ids) if (file.functions[id]!.size > 0) bodies.add(file.functions[id]!.body)
  let bytes = 0
  for (const body of bodies) {
    const { offset, size } = file.bodies[body]!
    bytes += size
    for (let page = Math.floor(offset / pageSize); page <= (offset + size - 1) / pageSize; page++) touched.add(page)
  }
  return { bytes, pages: touched.size, bound: Math.ceil(bytes / pageSize) }
}
