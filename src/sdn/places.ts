import { locate } from './locate.ts'
import { parseWithSpans } from './parser.ts'
import { parsePath } from './path.ts'
import { SourceText } from './source-text.ts'

import type { Location, Placed } from './locate.ts'
import type { ParseOptions } from './parser.ts'
import type { SdnPath } from './path.ts'

/** Line and column, both from 1; columns count code points. */
export interface Place {
  readonly file: string | undefined
  readonly line: number
  readonly column: number
}

/**
 * Tells where the keys and values of a document stand, for messages about its content. The document is parsed again
 * with places when the first question comes, so that one without faults costs nothing.
 */
export class SdnPlaces {
  readonly #source: SourceText
  readonly #options: ParseOptions
  #placed: Placed | undefined

  /** @param text - a document that `parseSdn` took with the same options */
  constructor(text: string, options: ParseOptions = {}) {
    this.#source = new SourceText(text, options.file)
    this.#options = options
  }

  /** Where a value starts; for `key:` with nothing after it the key. Undefined when the path leads nowhere. */
  ofValue(path: SdnPath | string): Place | undefined {
    const location = this.#locate(path)
    if (location === undefined) return undefined
    return this.#place(location.start === -1 ? keyStart(location) : location.start)
  }

  /** Where the key of a dict's entry starts; for list items, rows and cells where they start themselves. */
  ofKey(path: SdnPath | string): Place | undefined {
    const location = this.#locate(path)
    return location === undefined ? undefined : this.#place(keyStart(location))
  }

  /** Where the name of a table's column starts. */
  ofField(path: SdnPath | string, column: number): Place | undefined {
    const location = this.#locate(path)
    if (location === undefined || this.#placed === undefined) return undefined
    const names = this.#placed.spans.tables.get(location.value as never)?.names
    const start = names?.[2 * column]
    return start === undefined ? undefined : this.#place(start)
  }

  /** The text of a line, for messages that show it. */
  line(number: number): string | undefined {
    return this.#source.line(number)
  }

  #locate(path: SdnPath | string): Location | undefined {
    this.#placed ??= parseWithSpans(this.#source, this.#options)
    return locate(this.#placed, typeof path === 'string' ? parsePath(path) : path)
  }

  #place(offset: number): Place {
    return { file: this.#source.file, ...this.#source.place(offset) }
  }
}

function keyStart(location: Location): number {
  return location.kind === 'entry' ? location.entry.keyStart : location.start
}
