import { BodyHash } from './body-hash.ts'
import type { ModuleFunction } from './module-function.ts'

export interface FunctionMeasure {
  /** UTF-8 bytes of its own code, nested functions left out. */
  readonly size: number
  /** UTF-8 bytes with nested functions. */
  readonly totalSize: number
  /** Hash of its own code with blanks folded and a mark for each nested function: 16 hexadecimal digits. */
  readonly bodyHash: string
}

/** Sizes and hashes of all functions of a module, parallel to `functions`. */
export function measureFunctions(code: string, functions: readonly ModuleFunction[]): FunctionMeasure[] {
  // With nothing but ASCII, and that is most modules, a byte is a code unit.
  const isAscii = Buffer.byteLength(code) === code.length
  const bytes = (start: number, end: number): number =>
    isAscii ? end - start : Buffer.byteLength(code.slice(start, end))
  const hash = new BodyHash()
  return functions.map((fn) => {
    let size = 0
    let at = fn.start
    const add = (end: number): void => {
      size += bytes(at, end)
      hash.add(code, at, end)
    }
    // Children can begin inside one another's range only as members do (a field's function lies within the members).
    for (const child of fn.children.length > 1 ? fn.children.toSorted((a, b) => a.start - b.start) : fn.children) {
      if (child.start < at || child.end > fn.end) continue
      add(child.start)
      hash.mark()
      at = child.end
    }
    add(fn.end)
    return { size, totalSize: bytes(fn.start, fn.end), bodyHash: hash.take() }
  })
}
