import type { SdnDict, SdnTable, SdnValue } from './value.ts'

/** Where an entry of a dict stands. Offsets are code units; `valueStart` is -1 for `key:` with nothing after it. */
export interface EntrySpan {
  readonly key: string
  readonly keyStart: number
  readonly keyEnd: number
  /** Offset of the `:`, `=` or `|` after the key. */
  readonly operator: number
  valueStart: number
  valueEnd: number
}

export interface DictSpans {
  readonly form: 'block' | 'inline'
  /** In source order; a repeated key has several, of which the last one counts. */
  readonly entries: EntrySpan[]
  /** The entries by key, the last one of each; made when first asked for. */
  last: Map<string, EntrySpan> | undefined
}

export interface ArraySpans {
  readonly form: 'block' | 'inline'
  /** Start and end of each item, in pairs. */
  readonly items: number[]
}

export interface RowSpans {
  readonly start: number
  end: number
  /** Start and end of each cell, in pairs; equal for an empty cell. */
  readonly cells: number[]
}

export interface TableSpans {
  /** `line`: the row after the closing `|`; `tuples`: `= [(..)]`; `none`: no rows yet. */
  form: 'block' | 'line' | 'tuples' | 'none'
  /** Start and end of each field or type name, in pairs. */
  readonly names: number[]
  readonly rows: RowSpans[]
  /** End of the header: after the `|` or `}` that closes the names. */
  headerEnd: number
}

/** Where everything of a tree stands in its text, by the containers' identity. Filled by the parser on request. */
export class SpanTable {
  readonly dicts: Map<SdnDict, DictSpans> = new Map()
  readonly arrays: Map<SdnValue[], ArraySpans> = new Map()
  readonly tables: Map<SdnTable, TableSpans> = new Map()

  dict(dict: SdnDict, form: DictSpans['form']): DictSpans {
    const spans: DictSpans = { form, entries: [], last: undefined }
    this.dicts.set(dict, spans)
    return spans
  }

  array(array: SdnValue[], form: ArraySpans['form']): ArraySpans {
    const spans: ArraySpans = { form, items: [] }
    this.arrays.set(array, spans)
    return spans
  }

  table(table: SdnTable, names: number[], headerEnd: number): TableSpans {
    const spans: TableSpans = { form: 'none', names, rows: [], headerEnd }
    this.tables.set(table, spans)
    return spans
  }
}
