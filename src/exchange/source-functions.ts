/** What the source says of one function; offsets are UTF-16, lines and columns count from 1. */
export interface SourceFunction {
  /** Name within its module: `App.render`. */
  readonly path: string
  readonly line: number
  readonly column: number
  readonly start: number
  readonly end: number
  /** UTF-8 bytes without and with nested functions. */
  readonly size: number
  readonly totalSize: number
  readonly bodyHash: string
}

/** Functions of a source text, or `undefined` where it cannot be parsed. */
export type DescribeSource = (path: string, source: string) => readonly SourceFunction[] | undefined
