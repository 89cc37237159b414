/** A place in a text. Lines count from 1, columns from 0 in UTF-16 units, as source maps do. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** A function of a built file. */
export interface GeneratedFunction {
  /** Bytes it takes in the built file; what reports count. */
  readonly bytes: number
  /**
   * Where it begins: at its first token, or at its address where the built file is no text.
   * Undefined when no map knows that place.
   */
  readonly start: TextPlace | undefined
  /** Places inside it and outside its inner functions, the earliest first; a few are enough. */
  readonly inner: readonly TextPlace[]
}

/** A function of the sources; a `FunctionRecord` is one. Lines and columns count from 1. */
export interface RecordedPlace {
  readonly name: string
  readonly module: string
  readonly line: number
  readonly column: number
  /** Just behind its last character; where all functions of a module have it, what stands around a place is known. */
  readonly endLine?: number
  readonly endColumn?: number
}

/** Where a place of a built file comes from. */
export interface OriginalPlace extends TextPlace {
  readonly source: string
}
