/** A place in the source that a format may link to. */
export interface SourceRef {
  readonly name: string
  readonly module: string
  readonly line: number
}

/**
 * A stretch of text. Strings are our own words, in Markdown; whatever comes from people's code or files is a `text`,
 * a `code` or a `source`.
 */
export type Piece =
  | string
  | { readonly code: string }
  | { readonly text: string }
  | { readonly strong: string }
  | { readonly source: SourceRef }

export type Cell = Piece | readonly Piece[]

export interface Column {
  readonly title: string
  readonly align?: 'right'
}

export interface Section {
  /** Our own words, as are the columns' titles and the headline. */
  readonly title: string
  /** A folded section holds what few readers need. */
  readonly folded: boolean
  /** Shown whole, whatever the limit. */
  readonly isEssential?: boolean
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** What a comparison says, apart from any format. */
export interface Document {
  readonly headline: string
  readonly tone: 'good' | 'same' | 'bad'
  /** What stopped or weakens the result. */
  readonly notes: readonly Cell[]
  readonly sections: readonly Section[]
  readonly advice: readonly Cell[]
  readonly footer: Cell
}

export function pieces(cell: Cell): readonly Piece[] {
  return Array.isArray(cell) ? (cell as readonly Piece[]) : [cell as Piece]
}
