import { lowerBound } from '../../search.ts'

/** Offset of the first character of each line, with the line ends of JavaScript; source maps know `\n` alone. */
export function lineStarts(code: string): number[] {
  const starts = [0]
  for (const { index, 0: end } of code.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length)
  return starts
}

/** Line of an offset, from 1. */
export function lineNumber(starts: readonly number[], offset: number): number {
  return lowerBound(starts.length, (index) => starts[index]! <= offset)
}
