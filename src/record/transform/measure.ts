import { createHash } from 'node:crypto'

import type { ModuleFunction } from './module-function.ts'

export interface FunctionMeasure {
  /** UTF-8 bytes of its own code, nested functions left out. */
  readonly size: number
  /** UTF-8 bytes with nested functions. */
  readonly totalSize: number
  /** Hash of its own code with blanks folded and a mark for each nested function. */
  readonly bodyHash: string
}

const HASH_LENGTH = 16

/** Sizes and hashes of all functions of a module, parallel to `functions`. */
export function measureFunctions(code: string, functions: readonly ModuleFunction[]): FunctionMeasure[] {
  // With nothing but ASCII, and that is most modules, a byte is a code unit.
  const isAscii = Buffer.byteLength(code) === code.length
  const bytes = (text: string): number => (isAscii ? text.length : Buffer.byteLength(text))
  return functions.map((fn) => {
    const own: string[] = []
    let at = fn.start
    // Children can begin inside one another's range only as members do (a field's function lies within the members).
    for (const child of [...fn.children].sort((a, b) => a.start - b.start)) {
      if (child.start < at || child.end > fn.end) continue
      own.push(code.slice(at, child.start))
      at = child.end
    }
    own.push(code.slice(at, fn.end))
    const size = own.reduce((sum, text) => sum + bytes(text), 0)
    const totalSize = isAscii ? fn.end - fn.start : Buffer.byteLength(code.slice(fn.start, fn.end))
    const bodyHash = createHash('sha256')
      .update(own.join('\0').replaceAll(/\s+/g, ' '))
      .digest('hex')
      .slice(0, HASH_LENGTH)
    return { size, totalSize, bodyHash }
  })
}
