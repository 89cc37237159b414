import { originalPositionFor } from '@jridgewell/trace-mapping'

import { lowerBound } from '../search.ts'
import type { ModuleOrigin } from './recorder.ts'

/** Line and column from 1; both 0 where nobody knows. */
export interface Place {
  readonly line: number
  readonly column: number
}

const UNKNOWN: Place = { line: 0, column: 0 }
/** Of a module as a whole, whose text need not begin with anything of the original. */
const START: Place = { line: 1, column: 1 }

/** Original places of offsets into the code that was instrumented; unknown where the map has a gap. */
export function locate(origin: Pick<ModuleOrigin, 'code' | 'map'>, offsets: readonly number[]): Place[] {
  const starts = lineStarts(origin.code)
  const { map } = origin
  return offsets.map((offset) => {
    const line = lineOf(starts, offset)
    const column = offset - starts[line]!
    if (map === undefined) return { line: line + 1, column: column + 1 }
    const found = originalPositionFor(map, { line: line + 1, column })
    if (found.line !== null) return { line: found.line, column: found.column + 1 }
    return offset === 0 ? START : UNKNOWN
  })
}

/** Offset of the first character of each line. Source maps count lines by `\n`, as the tools that write them do. */
export function lineStarts(code: string): number[] {
  const starts = [0]
  for (let i = code.indexOf('\n'); i !== -1; i = code.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

/** Index of the line that holds an offset. */
export function lineOf(starts: readonly number[], offset: number): number {
  return lowerBound(starts.length, (index) => starts[index]! <= offset) - 1
}
