import type { SourcePlace } from '../errors.ts'
import { parseSdn, SdnFloat, SdnTable, type SdnDict, type SdnValue } from '../sdn/index.ts'
import { parseWithSpans } from '../sdn/parser.ts'
import { SourceText } from '../sdn/source-text.ts'
import type { SpanTable } from '../sdn/spans.ts'
import type { ConfigNode } from './config-node.ts'

/**
 * Reads SDN into the tree that the schema is checked on.
 *
 * @param hasPlaces Whether nodes carry lines and columns: dearer, and needed only once there is something to say.
 * @throws SdnError
 */
export function sdnToNode(text: string, file: string | undefined, hasPlaces: boolean): ConfigNode {
  if (!hasPlaces) return new NodeBuilder(file).build(parseSdn(text, { file }), -1)
  const source = new SourceText(text, file)
  const { tree, spans } = parseWithSpans(source, { file })
  return new NodeBuilder(file, source, spans).build(tree, source.start)
}

class NodeBuilder {
  readonly #file: string | undefined
  readonly #source: SourceText | undefined
  readonly #spans: SpanTable | undefined

  constructor(file: string | undefined, source?: SourceText, spans?: SpanTable) {
    this.#file = file
    this.#source = source
    this.#spans = spans
  }

  build(value: SdnValue, offset: number): ConfigNode {
    const place = this.#place(offset)
    if (value instanceof SdnFloat) return { kind: 'scalar', value: value.value, place }
    if (typeof value !== 'object' || value === null) return { kind: 'scalar', value, place }
    if (Array.isArray(value)) {
      const items = this.#spans?.arrays.get(value)?.items
      return { kind: 'list', place, items: value.map((item, i) => this.build(item, items?.[2 * i] ?? offset)) }
    }
    return value instanceof SdnTable ? this.#table(value, place, offset) : this.#dict(value, place)
  }

  #dict(value: SdnDict, place: SourcePlace): ConfigNode {
    // A repeated key has several spans; the last one's value counts.
    const spans = new Map(this.#spans?.dicts.get(value)?.entries.map((entry) => [entry.key, entry]))
    return {
      kind: 'dict',
      place,
      entries: [...value].map(([key, item]) => {
        const span = spans.get(key)
        const keyOffset = span?.keyStart ?? -1
        const start = span === undefined || span.valueStart < 0 ? keyOffset : span.valueStart
        return { key, keyPlace: this.#place(keyOffset), value: this.build(item, start) }
      }),
    }
  }

  #table(value: SdnTable, place: SourcePlace, offset: number): ConfigNode {
    const rows = this.#spans?.tables.get(value)?.rows
    return {
      kind: 'table',
      place,
      fields: value.fields ?? [],
      rowCount: value.rows.length,
      cell: (row, column) => {
        const span = rows?.[row]
        return this.build(value.rows[row]?.[column] ?? null, span?.cells[2 * column] ?? span?.start ?? offset)
      },
    }
  }

  #place(offset: number): SourcePlace {
    if (this.#source === undefined || offset < 0) return { file: this.#file }
    return { file: this.#file, ...this.#source.place(offset) }
  }
}
