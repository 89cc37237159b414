import { removed, replaced, withRows } from './edit-tree.ts'
import { TextEditor, applySplices } from './edit-text.ts'
import { equalSdn } from './equal.ts'
import { fromJs } from './js-values.ts'
import { locate } from './locate.ts'
import { parseWithSpans } from './parser.ts'
import { formatPath, parsePath } from './path.ts'
import { SdnError } from './sdn-error.ts'
import { SourceText } from './source-text.ts'
import { SdnTable } from './value.ts'

import type { Splice } from './edit-text.ts'
import type { Location, Placed } from './locate.ts'
import type { ParseOptions } from './parser.ts'
import type { SdnPath } from './path.ts'
import type { SdnDict, SdnValue } from './value.ts'

/**
 * A document that can be edited: each edit changes the bytes it must, and leaves comments, order, line ends, BOM and
 * formatting of all else alone. After each edit the text is parsed again and compared with the edited tree, so that an
 * edit either means what was asked for or throws and changes nothing. An edit costs one parse.
 *
 * Paths are lists of keys and indices, or dotted text (see `parsePath`). Values are values of SDN or plain JavaScript
 * (see `fromJs`; lists stay lists, a table is an `SdnTable`).
 */
export class SdnDocument {
  readonly #options: ParseOptions
  #source: SourceText
  #placed: Placed

  private constructor(source: SourceText, options: ParseOptions) {
    this.#options = options
    this.#source = source
    this.#placed = parseWithSpans(source, options)
  }

  /** @throws SdnError as `parseSdn` */
  static parse(text: string, options: ParseOptions = {}): SdnDocument {
    return new SdnDocument(new SourceText(text, options.file), options)
  }

  /** The text with all edits. */
  toString(): string {
    return this.#source.text
  }

  /** The tree with all edits. It belongs to the document: edit the document, not the tree. */
  get tree(): SdnDict {
    return this.#placed.tree
  }

  /** The value at a path, or undefined. It belongs to the document. */
  get(path: SdnPath | string): SdnValue | undefined {
    return locate(this.#placed, toPath(path))?.value
  }

  /**
   * Sets the value at a path. Dicts that are missing on the way are made; `null` on the way becomes a dict.
   *
   * @throws SdnError `SDN_PATH` when the path leads through a value that is no dict, list or table
   */
  set(path: SdnPath | string, value: unknown): void {
    const steps = toPath(path)
    const tree = fromJs(value, { tables: false })
    const location = locate(this.#placed, steps)
    if (location !== undefined) {
      if (location.kind === 'root') throw cannot('set', steps, 'the root cannot be replaced', 'Parse another text.')
      const shown = this.#rowValue(location, tree)
      this.#edit('set', steps, location, replaced(location, shown), (editor) => editor.set(location, shown))
      return
    }
    this.#create(steps, tree)
  }

  /**
   * Deletes an entry, a list item or a row.
   *
   * @returns whether there was one
   * @throws SdnError `SDN_PATH` for the root and for a cell, which cannot be missing
   */
  delete(path: SdnPath | string): boolean {
    const steps = toPath(path)
    const location = locate(this.#placed, steps)
    if (location === undefined) return false
    if (location.kind === 'root' || location.kind === 'cell') {
      throw cannot('delete', steps, `a ${location.kind} cannot be deleted`, 'Set it to another value.')
    }
    this.#edit('delete', steps, location.parent, removed(location), (editor) => editor.remove(location))
    return true
  }

  /**
   * Adds an item to a list, or a row to a table: a list of cells, or an object or dict by field names. Where nothing or
   * `null` is, a list of one item is made.
   */
  push(path: SdnPath | string, value: unknown): void {
    const steps = toPath(path)
    const location = locate(this.#placed, steps)
    const item = fromJs(value, { tables: false })
    if (location === undefined || location.value === null) {
      this.set(steps, [item])
      return
    }
    const holder = location.value
    if (holder instanceof SdnTable && location.kind === 'entry') {
      const cells = rowCells(holder, item, steps)
      const next = withRows(holder, [...holder.rows, cells])
      this.#edit('push', steps, location, replaced(location, next), (editor) => editor.pushRow(location, cells))
      return
    }
    if (!Array.isArray(holder) || location.kind === 'row') {
      throw cannot('push', steps, 'there is neither a list nor a table', 'Set the value instead.')
    }
    this.#edit('push', steps, location, replaced(location, [...holder, item]), (editor) =>
      editor.pushItem(location, item),
    )
  }

  /** A row may be given by field names. */
  #rowValue(location: Location, value: SdnValue): SdnValue {
    return location.kind === 'row' ? rowCells(location.table, value, []) : value
  }

  /** Makes the entry that a path needs, and the dicts above it. */
  #create(steps: SdnPath, value: SdnValue): void {
    let known = steps.length - 1
    let holder = locate(this.#placed, steps.slice(0, known))
    while (holder === undefined) {
      known -= 1
      holder = locate(this.#placed, steps.slice(0, known))
    }
    const location = holder
    let inner = value
    for (const step of steps.slice(known + 1).toReversed()) inner = new Map([[String(step), inner]])
    const key = String(steps[known])
    if (location.value === null && location.kind !== 'root') {
      const dict: SdnDict = new Map([[key, inner]])
      this.#edit('set', steps, location, replaced(location, dict), (editor) => editor.set(location, dict))
      return
    }
    if (!(location.value instanceof Map)) {
      const where = formatPath(steps.slice(0, known))
      throw cannot(
        'set',
        steps,
        `${where} has no part ${JSON.stringify(steps[known])}`,
        'Only items and rows that are there can be set: set the whole, or add one with push() of SdnDocument.',
      )
    }
    const next = replaced(location, new Map(location.value).set(key, inner))
    this.#edit('set', steps, location, next, (editor) => editor.insert(location, key, inner))
  }

  /** Tries the smallest edit, then to write the statements around it anew, from the inside out. */
  #edit(
    action: string,
    steps: SdnPath,
    location: Location,
    expected: SdnDict,
    smallest: (editor: TextEditor) => Splice[],
  ): void {
    const { text, start } = this.#source
    const editor = new TextEditor(text, start, this.#placed)
    let failure = this.#attempt(expected, () => smallest(editor))
    for (let at = location; failure !== undefined && at.kind !== 'root'; at = at.parent) {
      if (at.kind !== 'entry' || at.spans.form !== 'block') continue
      const statement = at
      const value = valueAt(expected, statement)
      failure = this.#attempt(expected, () => editor.set(statement, value, value instanceof Map && value.size > 0))
    }
    if (failure !== undefined) throw cannot(action, steps, 'the result cannot be written here', failure)
  }

  /** @returns why the edit is not what was asked for, or undefined when it is and was made */
  #attempt(expected: SdnDict, splices: () => Splice[]): string | undefined {
    try {
      const source = new SourceText(applySplices(this.#source.text, splices()), this.#source.file)
      const placed = parseWithSpans(source, this.#options)
      if (!equalSdn(placed.tree, expected)) return 'The edited text would read as another tree.'
      this.#source = source
      this.#placed = placed
      return undefined
    } catch (error) {
      if (error instanceof SdnError) return error.message
      throw error
    }
  }
}

function toPath(path: SdnPath | string): SdnPath {
  return typeof path === 'string' ? parsePath(path) : path
}

function cannot(action: string, steps: SdnPath, reason: string, hint: string): SdnError {
  return new SdnError('SDN_PATH', `cannot ${action} ${formatPath(steps) || 'the root'}: ${reason}.`, { hint })
}

/** The value that another tree has at a location of a statement: all steps above it are keys of dicts. */
function valueAt(tree: SdnDict, location: Location & { kind: 'entry' }): SdnValue {
  const keys: string[] = []
  for (let at: Location = location; at.kind === 'entry'; at = at.parent) keys.push(at.entry.key)
  let value: SdnValue = tree
  for (const key of keys.toReversed()) value = (value as SdnDict).get(key)!
  return value
}

function rowCells(table: SdnTable, row: SdnValue, steps: SdnPath): SdnValue[] {
  if (Array.isArray(row)) return row
  const { fields } = table
  const isRecord = row instanceof Map && fields !== null && row.size === fields.length
  const cells = isRecord ? fields.map((field) => row.get(field)) : []
  if (isRecord && cells.every((cell) => cell !== undefined)) return cells
  const columns = (fields ?? table.types ?? []).join(', ')
  throw cannot(
    'write a row at',
    steps,
    'it is neither a list of cells nor a record of all fields',
    `Columns: ${columns}.`,
  )
}
