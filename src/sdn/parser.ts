import { BAR, CLOSE_BRACE, COLON, EQUALS, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './characters.ts'
import { Policy } from './policy.ts'
import { Scanner } from './scanner.ts'
import { SourceText } from './source-text.ts'
import { SpanTable } from './spans.ts'
import { isTypedHeader, parseNames, parseRow, parseTuples } from './table-parser.ts'
import { SdnTable } from './value.ts'
import { ValueParser } from './value-parser.ts'

import type { SdnMode } from './policy.ts'
import type { ArraySpans, DictSpans, EntrySpan, TableSpans } from './spans.ts'
import type { SdnDict, SdnValue } from './value.ts'

export interface ParseOptions {
  /** Default `default`. */
  readonly mode?: SdnMode | undefined
  /** Levels of nesting, the root being 1. Default 1000, or 50 in the modes `untrusted` and `safe`. */
  readonly maxDepth?: number | undefined
  /** Name of the file, for messages. */
  readonly file?: string | undefined
}

/** A block that is open: its lines stand at `indent`. */
interface Block {
  readonly indent: number
  readonly level: number
  readonly content:
    | { readonly kind: 'dict'; readonly dict: SdnDict; readonly spans: DictSpans | null }
    | { readonly kind: 'array'; readonly array: SdnValue[]; readonly spans: ArraySpans | null }
    | { readonly kind: 'rows'; readonly table: SdnTable; readonly spans: TableSpans | null }
  /** The entry whose value the block is. */
  readonly entry: EntrySpan | null
}

/** A line that may have a block below it. */
interface Opener {
  readonly dict: SdnDict
  readonly key: string
  readonly keyStart: number
  readonly entry: EntrySpan | null
  /** The table whose rows may follow; null after `key:`. */
  readonly table: { readonly table: SdnTable; readonly spans: TableSpans | null } | null
}

/** Reads a document line by line. Open blocks are a stack of our own: depth of input never reaches the stack of JavaScript. */
class DocumentParser {
  readonly #scanner: Scanner
  readonly #policy: Policy
  readonly #values: ValueParser
  readonly #spans: SpanTable | null
  readonly #blocks: Block[] = []
  #opener: Opener | null = null
  /** End of the last token read. */
  #end = 0

  constructor(source: SourceText, options: ParseOptions, spans: SpanTable | null) {
    this.#scanner = new Scanner(source)
    this.#policy = new Policy(this.#scanner, options.mode ?? 'default', options.maxDepth)
    this.#values = new ValueParser(this.#scanner, this.#policy, spans)
    this.#spans = spans
  }

  get comments(): number {
    return this.#scanner.comments
  }

  parse(): SdnDict {
    const root: SdnDict = new Map()
    this.#blocks.push({
      indent: 0,
      level: 1,
      content: { kind: 'dict', dict: root, spans: this.#spans?.dict(root, 'block') ?? null },
      entry: null,
    })
    for (;;) {
      const indent = this.#scanner.nextLine()
      if (indent === -1) break
      this.#line(this.#blockOf(indent))
    }
    this.#closeOpener()
    while (this.#blocks.length > 0) this.#closeBlock()
    return root
  }

  /** The block that a line belongs to, by its indentation; opens and closes blocks. */
  #blockOf(indent: number): Block {
    const top = this.#blocks.at(-1)!
    if (indent > top.indent) return this.#openBlock(top, indent)
    this.#closeOpener()
    let block = top
    const closed: number[] = []
    while (indent < block.indent) {
      closed.push(block.indent)
      this.#closeBlock()
      block = this.#blocks.at(-1)!
    }
    if (indent !== block.indent) {
      const columns = [...closed, block.indent].toReversed().map((column) => column + 1)
      throw this.#scanner.error(
        'SDN_INDENT',
        `this line stands at column ${indent + 1}, where no block is open.`,
        this.#scanner.pos,
        `Open blocks around it stand at ${columns.slice(0, 5).join(', ')}; a tab counts 4.`,
      )
    }
    return block
  }

  /** Settles that the last line has no block: `key:` is null then. */
  #closeOpener(): void {
    const opener = this.#opener
    if (opener === null) return
    this.#opener = null
    if (opener.table === null && this.#policy.isMetered) this.#policy.checkScalar(null, opener.keyStart)
  }

  #closeBlock(): void {
    const block = this.#blocks.pop()!
    if (block.entry !== null) block.entry.valueEnd = this.#end
  }

  #openBlock(parent: Block, indent: number): Block {
    const opener = this.#opener
    const { pos } = this.#scanner
    if (opener === null) {
      const isFirst = this.#end === 0
      throw this.#scanner.error(
        'SDN_INDENT',
        isFirst ? 'the first line is indented.' : 'this line is deeper than the line above, which opens no block.',
        pos,
        isFirst ? 'Start it at column 1.' : 'Only `key:` and a table header have lines below them.',
      )
    }
    this.#opener = null
    const content = opener.table === null ? this.#blockContent(parent.level + 1) : this.#rowsContent(opener.table)
    if (content.kind === 'dict') opener.dict.set(opener.key, content.dict)
    if (content.kind === 'array') opener.dict.set(opener.key, content.array)
    const { entry } = opener
    if (entry !== null && entry.valueStart === -1) entry.valueStart = pos
    const block: Block = { indent, level: parent.level + 1, content, entry }
    this.#blocks.push(block)
    return block
  }

  #rowsContent(opened: NonNullable<Opener['table']>): Block['content'] {
    if (opened.spans !== null) opened.spans.form = 'block'
    return { kind: 'rows', table: opened.table, spans: opened.spans }
  }

  #blockContent(level: number): Block['content'] {
    this.#policy.checkLevel(level, this.#scanner.pos)
    if (this.#atStatement()) {
      const dict: SdnDict = new Map()
      return { kind: 'dict', dict, spans: this.#spans?.dict(dict, 'block') ?? null }
    }
    const array: SdnValue[] = []
    return { kind: 'array', array, spans: this.#spans?.array(array, 'block') ?? null }
  }

  /** Whether the line starts with a key and `:`, `=` or `|`. */
  #atStatement(): boolean {
    const scanner = this.#scanner
    const back = scanner.pos
    if (scanner.peek() === QUOTE) scanner.string()
    else scanner.pos = scanner.keyWordEnd()
    let found = false
    if (scanner.pos > back) {
      scanner.skipBlanks()
      const code = scanner.peek()
      found = code === COLON || code === EQUALS || code === BAR
    }
    scanner.pos = back
    return found
  }

  #line({ content, level }: Block): void {
    const scanner = this.#scanner
    switch (content.kind) {
      case 'dict':
        this.#statement(content.dict, content.spans, level)
        return
      case 'array': {
        const start = scanner.pos
        content.array.push(this.#values.item(level + 1, 'a value'))
        content.spans?.items.push(start, scanner.pos)
        break
      }
      case 'rows':
        // Rows are no level of their own: a list in a cell is one level below the table.
        parseRow(this.#values, content.table, level + 1, content.spans)
        break
    }
    this.#endLine()
  }

  #endLine(): void {
    this.#end = this.#scanner.pos
    this.#scanner.expectLineEnd('the end of the line')
  }

  #statement(dict: SdnDict, spans: DictSpans | null, level: number): void {
    const scanner = this.#scanner
    const { key, start, end } = this.#values.key('a key')
    this.#policy.checkKey(key, start)
    scanner.skipBlanks()
    const operator = scanner.pos
    const code = scanner.peek()
    if (code !== COLON && code !== EQUALS && code !== BAR) {
      throw scanner.unexpected(operator, '`:`, `=` or `|` after the key')
    }
    let entry: EntrySpan | null = null
    if (spans !== null) {
      entry = { key, keyStart: start, keyEnd: end, operator, valueStart: -1, valueEnd: operator + 1 }
      spans.entries.push(entry)
    }
    const opener: Opener = { dict, key, keyStart: start, entry, table: null }
    if (code === BAR) {
      this.#namedTable(opener, level + 1)
      return
    }
    scanner.pos += 1
    scanner.skipBlanks()
    if (code === COLON) this.#afterColon(opener, level + 1)
    else this.#value(opener, scanner.pos, this.#values.item(level + 1, 'a value after `=`'))
  }

  /** Sets a value that started at `start` and ends at `pos`, and ends the line. */
  #value(opener: Opener, start: number, value: SdnValue): void {
    opener.dict.set(opener.key, value)
    if (opener.entry !== null) {
      opener.entry.valueStart = start
      opener.entry.valueEnd = this.#scanner.pos
    }
    this.#endLine()
  }

  #afterColon(opener: Opener, level: number): void {
    const scanner = this.#scanner
    const start = scanner.pos
    if (scanner.atTextEnd()) {
      opener.dict.set(opener.key, null)
      this.#opener = opener
      this.#end = opener.entry?.valueEnd ?? start
      scanner.expectLineEnd('the end of the line')
      return
    }
    const code = scanner.peek()
    if (code === QUOTE || code === OPEN_BRACKET || code === OPEN_BRACE) {
      this.#value(opener, start, this.#values.item(level, 'a value'))
      return
    }
    if (!scanner.atValueWord()) throw scanner.unexpected(start, 'a value, or the end of the line')
    const isTable = scanner.valueWordEnd() === start + 5 && scanner.text.startsWith('table', start)
    if (isTable && isTypedHeader(this.#values, start + 5)) this.#typedTable(opener, level, start)
    else this.#value(opener, start, this.#values.words())
  }

  /** `pos` is at the first `|`. */
  #namedTable(opener: Opener, level: number): void {
    const scanner = this.#scanner
    const start = scanner.pos
    this.#policy.checkLevel(level, start)
    scanner.pos += 1
    const { names, spans: nameSpans } = parseNames(this.#values, BAR)
    const table = SdnTable.named(names)
    const spans = this.#spans?.table(table, nameSpans, scanner.pos) ?? null
    opener.dict.set(opener.key, table)
    this.#endHeader(opener, start)
    scanner.skipBlanks()
    if (scanner.atTextEnd()) {
      this.#opener = { ...opener, table: { table, spans } }
    } else {
      if (spans !== null) spans.form = 'line'
      parseRow(this.#values, table, level + 1, spans)
      this.#endHeader(opener, start)
    }
    scanner.expectLineEnd('the end of the line')
  }

  /** `pos` is at the `{` after `table`. */
  #typedTable(opener: Opener, level: number, start: number): void {
    const scanner = this.#scanner
    this.#policy.checkLevel(level, start)
    scanner.pos += 1
    const { names, spans: nameSpans } = parseNames(this.#values, CLOSE_BRACE)
    const table = SdnTable.typed(names)
    const spans = this.#spans?.table(table, nameSpans, scanner.pos) ?? null
    opener.dict.set(opener.key, table)
    this.#endHeader(opener, start)
    scanner.skipBlanks()
    if (scanner.peek() === EQUALS) {
      scanner.pos += 1
      scanner.skipBlanks()
      parseTuples(this.#values, table, level + 1, spans)
      this.#endHeader(opener, start)
      scanner.expectLineEnd('the end of the line')
      return
    }
    scanner.expectLineEnd('`=` or the end of the line')
    this.#opener = { ...opener, table: { table, spans } }
  }

  #endHeader({ entry }: Opener, start: number): void {
    this.#end = this.#scanner.pos
    if (entry === null) return
    entry.valueStart = start
    entry.valueEnd = this.#scanner.pos
  }
}

/**
 * Parses an SDN document.
 *
 * @param text - the document; a BOM at its start is skipped
 * @returns the root dict
 * @throws SdnError with code, line and column of the first fault; nothing is dropped or repaired
 */
export function parseSdn(text: string, options: ParseOptions = {}): SdnDict {
  return new DocumentParser(new SourceText(text, options.file), options, null).parse()
}

/** A document with all that its tree does not say. */
export interface ParsedDocument {
  readonly tree: SdnDict
  readonly spans: SpanTable
  /** Number of comments. */
  readonly comments: number
}

/** As `parseSdn`, and where everything stands. */
export function parseWithSpans(source: SourceText, options: ParseOptions): ParsedDocument {
  const spans = new SpanTable()
  const parser = new DocumentParser(source, options, spans)
  const tree = parser.parse()
  return { tree, spans, comments: parser.comments }
}

/** How many comments a document has. @throws SdnError as `parseSdn` */
export function countComments(text: string, options: ParseOptions = {}): number {
  const parser = new DocumentParser(new SourceText(text, options.file), options, null)
  parser.parse()
  return parser.comments
}
