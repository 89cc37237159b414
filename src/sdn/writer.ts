import { counted } from './counted.ts'
import { TextBuffer, keyPart, writeInline } from './inline-writer.ts'
import { DEFAULT_MAX_DEPTH } from './policy.ts'
import { keyText, refusal, scalarText } from './scalar-text.ts'
import { SdnTable, isContainer } from './value.ts'

import type { SdnDict, SdnValue } from './value.ts'

export interface WriteOptions {
  /** Levels of nesting, the root being 1; the same limit as the reader's. Default 1000. */
  readonly maxDepth?: number | undefined
}

/** How a part of a document is laid out; the canonical form unless an editor fits it into other text. */
interface Layout {
  readonly maxDepth: number
  /** One step of indentation. */
  readonly unit: string
  readonly lineEnd: string
  /** Indentation and nesting level of the entries that are written. */
  readonly indent: string
  readonly level: number
  /** Whether the first entry is the first of its block. */
  readonly isFirst: boolean
  readonly hasBlankLines: boolean
}

const CANONICAL: Layout = {
  maxDepth: DEFAULT_MAX_DEPTH,
  unit: '    ',
  lineEnd: '\n',
  indent: '',
  level: 1,
  isFirst: true,
  hasBlankLines: true,
}
/** Dicts below this level stand on one line where they can: indentation would make long text of deep trees. */
const LAST_BLOCK_LEVEL = 32

interface Block {
  readonly entries: Iterator<[string, SdnValue]>
  readonly indent: string
  readonly level: number
  isFirst: boolean
  key: string
}

class Writer {
  readonly #out = new TextBuffer()
  readonly #blocks: Block[] = []
  readonly #root: SdnDict
  readonly #maxDepth: number
  readonly #layout: Layout
  #holdTables: Set<SdnDict> | undefined
  #isAfterBlock = false

  constructor(root: SdnDict, layout: Layout) {
    this.#root = root
    this.#layout = layout
    this.#maxDepth = layout.maxDepth
  }

  write(): string {
    if (!(this.#root instanceof Map)) throw refusal('', 'the root is no dict.')
    this.#open(this.#root, this.#layout.indent, this.#layout.level, this.#layout.isFirst)
    for (let block = this.#blocks.at(-1); block !== undefined; block = this.#blocks.at(-1)) {
      const next = block.entries.next()
      if (next.done === true) {
        this.#blocks.pop()
        continue
      }
      const [key, value] = next.value
      block.key = key
      this.#entry(block, key, value)
      block.isFirst = false
    }
    return this.#out.toString()
  }

  #open(dict: SdnDict, indent: string, level: number, isFirst: boolean): void {
    this.#blocks.push({ entries: dict.entries(), indent, level, isFirst, key: '' })
  }

  readonly #path = (): string =>
    this.#blocks
      .map(({ key }) => keyPart(key))
      .join('')
      .slice(1)

  /** Row and column that are being written; one array, so that a cell costs no closure. */
  readonly #cell: [row: number, column: number] = [0, 0]
  readonly #cellPath = (): string => `${this.#path()}[${this.#cell[0]}][${this.#cell[1]}]`

  #entry(block: Block, key: string, value: SdnValue): void {
    const { indent, level } = block
    const { lineEnd, unit } = this.#layout
    const isRoot = this.#blocks.length === 1 && this.#layout.hasBlankLines
    const isBlock = this.#isBlock(value, level + 1)
    if (isRoot && !block.isFirst && (isBlock || this.#isAfterBlock)) this.#out.push(lineEnd)
    if (isRoot) this.#isAfterBlock = isBlock
    const start = indent + keyText(key, this.#path)
    // The Simple compiler's reader takes a block for a dict only when its first entry is `key: ...`.
    const mustBeColon = block.isFirst && level > 1
    if (value instanceof SdnTable) {
      this.#checkLevel(level + 1)
      if (value.fields !== null && mustBeColon) this.#out.push(`${start}:${lineEnd}`)
      this.#table(start, value, indent + unit, level + 1)
    } else if (isBlock && value instanceof Map) {
      this.#checkLevel(level + 1)
      this.#out.push(`${start}:${lineEnd}`)
      this.#open(value, indent + unit, level + 1, true)
    } else if (isBlock && Array.isArray(value)) {
      this.#out.push(`${start}:${lineEnd}`)
      this.#arrayBlock(value, indent + unit, level + 1)
    } else {
      this.#out.push(`${start}${isContainer(value) && !mustBeColon ? ' = ' : ': '}`)
      writeInline(this.#out, value, level + 1, this.#maxDepth, this.#path)
      this.#out.push(lineEnd)
    }
  }

  #checkLevel(level: number): void {
    if (level > this.#maxDepth) throw refusal(this.#path(), `more than ${counted(this.#maxDepth, 'level')} of nesting.`)
  }

  /** Whether a value takes lines of its own below its key. */
  #isBlock(value: SdnValue, level: number): boolean {
    if (value instanceof SdnTable) return value.rows.length > 0
    if (value instanceof Map) {
      return value.size > 0 && (level <= LAST_BLOCK_LEVEL || this.#tableHolders().has(value))
    }
    return Array.isArray(value) && level <= LAST_BLOCK_LEVEL && value.some(isContainer)
  }

  /** The dicts that hold a table at any depth: these cannot stand on one line. */
  #tableHolders(): Set<SdnDict> {
    if (this.#holdTables !== undefined) return this.#holdTables
    const holders = new Set<SdnDict>()
    const parents = new Map<SdnDict, SdnDict[]>([[this.#root, []]])
    for (const [dict] of parents) {
      for (const value of dict.values()) {
        if (value instanceof SdnTable) holders.add(dict)
        if (!(value instanceof Map)) continue
        const known = parents.get(value)
        // A map grows while it is walked: each dict is visited once, also in a tree that shares parts.
        if (known === undefined) parents.set(value, [dict])
        else known.push(dict)
      }
    }
    // A set that grows while it is walked, likewise.
    for (const holder of holders) for (const parent of parents.get(holder) ?? []) holders.add(parent)
    this.#holdTables = holders
    return holders
  }

  #arrayBlock(array: SdnValue[], indent: string, level: number): void {
    this.#checkLevel(level)
    for (const [index, item] of array.entries()) {
      this.#out.push(indent)
      writeInline(this.#out, item, level + 1, this.#maxDepth, () => `${this.#path()}[${index}]`)
      this.#out.push(this.#layout.lineEnd)
    }
  }

  #table(start: string, table: SdnTable, indent: string, level: number): void {
    const { fields, types, rows } = table
    if (fields !== null && types !== null) {
      throw refusal(
        this.#path(),
        'a table with both fields and types.',
        'Make it with SdnTable.named or SdnTable.typed.',
      )
    }
    const names = (fields ?? types ?? []).map((name) => keyText(name, this.#path)).join(', ')
    const header = fields === null ? `${start}: table{${names}}` : `${start} |${names}|`
    if (fields === null && (rows.length === 0 || table.width === 0)) {
      rows.forEach((row, index) => this.#checkRow(table, row, index))
      this.#out.push(`${header} = [${rows.map(() => '()').join(', ')}]${this.#layout.lineEnd}`)
      return
    }
    this.#out.push(`${header}${this.#layout.lineEnd}`)
    for (const [index, row] of rows.entries()) {
      this.#checkRow(table, row, index)
      this.#row(row, index, indent, level)
    }
  }

  #row(row: SdnValue[], index: number, indent: string, level: number): void {
    this.#cell[0] = index
    const texts: string[] = []
    for (let column = 0; column < row.length; column += 1) {
      this.#cell[1] = column
      const cell = row[column]!
      texts.push(isContainer(cell) ? this.#inlineCell(cell, level + 1) : scalarText(cell, this.#cellPath))
    }
    this.#out.push(`${indent}${texts.join(', ')}${this.#layout.lineEnd}`)
  }

  #inlineCell(cell: SdnValue, level: number): string {
    const out = new TextBuffer()
    writeInline(out, cell, level, this.#maxDepth, this.#cellPath)
    return out.toString()
  }

  #checkRow(table: SdnTable, row: SdnValue[], index: number): void {
    const { width } = table
    if (width === 0 && table.fields !== null) {
      if (row.length === 0) throw refusal(`${this.#path()}[${index}]`, 'a row without cells has no text.')
    } else if (row.length !== width) {
      throw refusal(
        `${this.#path()}[${index}]`,
        `a row of ${counted(row.length, 'cell')} in a table of ${counted(width, 'column')}.`,
      )
    }
  }
}

/**
 * Writes a tree in the canonical form: four spaces, dicts as blocks, lists on a line, tables with a row a line, LF.
 * `parseSdn` reads the same tree from it, and writing that gives the same text.
 *
 * @throws SdnError `SDN_WRITE` for what no text can carry: NaN, infinity, integers beyond 64 bits, a table inside a list,
 *   an inline dict or a cell, one with both fields and types, rows of the wrong length, half of a surrogate pair,
 *   more levels than `maxDepth`
 */
export function writeSdn(tree: SdnDict, options: WriteOptions = {}): string {
  return new Writer(tree, { ...CANONICAL, maxDepth: options.maxDepth ?? DEFAULT_MAX_DEPTH }).write()
}

/** Writes entries as lines that fit into the text of a document. */
export function writeEntries(entries: SdnDict, layout: Omit<Layout, 'hasBlankLines'>): string {
  return new Writer(entries, { ...layout, hasBlankLines: false }).write()
}
