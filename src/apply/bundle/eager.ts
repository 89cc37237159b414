import type { EncodedSourceMap, TraceMap } from '@jridgewell/trace-mapping'

import { declarationBlocked, hoistingIsSeen, type CycleOptions } from './declaration-rules.ts'
import { exactMap } from './exact-map.ts'
import { findFunctions, skipTo, type BundleFunction, type FunctionTable } from './functions.ts'
import { compileHintComment } from './hint-comment.ts'
import { isContinued } from './line-ends.ts'
import { parseBundle, type BundleKind, type ParsedBundle } from './parse.ts'
import { directiveCount, type SyntaxNode } from './syntax.ts'
import { piecesText, TextEdits, type MovedPart, type Piece } from './text-edits.ts'
import { verifyEdits } from './verify-edits.ts'

export interface EagerOptions extends CycleOptions {
  /** Default: told from the extension of `file` and the code. */
  readonly kind?: BundleKind | undefined
  /** Name of the built file, for messages and the map. */
  readonly file?: string | undefined
  /** Map of the built file; with it, the new map leads to the same sources. */
  readonly inputMap?: TraceMap | undefined
  /**
   * Put the comment `//# functionsCalledOnLoad=` at the head, for browsers that compile the functions it lists.
   *
   * @default false
   */
  readonly hintComment?: boolean | undefined
  /**
   * Make plain methods of object literals eager too, as function expressions. It shows only in that they can then be
   * called with `new` and have a `prototype`; say yes where no code looks for that.
   *
   * @default false
   */
  readonly plainMethods?: boolean | undefined
  /**
   * Edit the functions themselves; off together with `hintComment`, only the comment is put in.
   *
   * @default true
   */
  readonly parentheses?: boolean | undefined
  /**
   * Parse the result again and prove that nothing but the allowed edits happened.
   *
   * @default true
   */
  readonly verify?: boolean | undefined
}

export interface EagerReport {
  /** Functions that were asked for and are in the file. */
  readonly asked: number
  /** Of these: were eager already, got parentheses, became variables, or stay lazy. */
  readonly already: number
  readonly wrapped: number
  readonly declared: number
  readonly lazy: number
  /** UTF-16 units of code that stay lazy, own text only. */
  readonly lazySize: number
  /** Why functions stay lazy, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number; readonly size: number }[]
  /** Length of the file before and after. */
  readonly sizeBefore: number
  readonly sizeAfter: number
}

export interface EagerResult {
  readonly code: string
  readonly map: EncodedSourceMap
  readonly report: EagerReport
  /** What the new code is made of: slices of the old code, and text of our own. */
  readonly pieces: readonly Piece[]
}

/** The functions of a built file to make eager; given the file's functions, says which. */
export type EagerChoice = (functions: readonly BundleFunction[], bundle: ParsedBundle) => ReadonlySet<number>

/**
 * Makes functions of a built file eager for V8: they are compiled together with the file, and so are in its code
 * cache, instead of each on its first call. Function expressions and arrow functions get parentheses; declarations
 * become anonymous function expressions bound to a variable at the head of their scope, where nothing can tell.
 *
 * @param choose indices of the functions to make eager, of the table it is given.
 * @throws LayoutError `BUNDLE_SYNTAX`, `MAP_FOREIGN`, or `APPLY_UNPROVEN` when the proof fails (a bug: nothing is returned then).
 */
export function makeEager(code: string, choose: EagerChoice, options: EagerOptions = {}): EagerResult {
  const bundle = parseBundle(code, options)
  const table = findFunctions(bundle)
  const chosen = choose(table.functions, bundle)
  const plan = new EagerPlan(bundle, table, hoistingIsSeen(bundle, options), options)
  if (options.parentheses !== false) for (const fn of table.functions) if (chosen.has(fn.index)) plan.add(fn)
  const edited = plan.finish()
  let pieces: readonly Piece[] = edited
  if (options.hintComment === true) pieces = [...compileHintComment(code, table.functions, chosen, edited), ...edited]
  const text = piecesText(code, pieces)
  if (options.verify !== false) verifyEdits(bundle, text, options)
  return {
    code: text,
    map: exactMap(code, pieces, {
      inputMap: options.inputMap,
      source: options.file ?? 'bundle.js',
      file: options.file,
    }),
    report: plan.report(code.length, text.length),
    pieces,
  }
}

class EagerPlan {
  private readonly bundle: ParsedBundle
  private readonly table: FunctionTable
  private readonly hoistingSeen: boolean
  private readonly edits: TextEdits
  private readonly options: EagerOptions
  private readonly arrivals: Map<SyntaxNode, BundleFunction[]> = new Map()
  private readonly positions: Map<readonly SyntaxNode[], Map<SyntaxNode, number>> = new Map()
  private readonly lazyReasons: Map<string, { count: number; size: number }> = new Map()
  private readonly counts = { asked: 0, already: 0, wrapped: 0, declared: 0, lazy: 0, lazySize: 0 }

  constructor(bundle: ParsedBundle, table: FunctionTable, hoistingSeen: boolean, options: EagerOptions) {
    this.options = options
    this.bundle = bundle
    this.table = table
    this.hoistingSeen = hoistingSeen
    this.edits = new TextEdits(bundle.code.length)
  }

  add(fn: BundleFunction): void {
    this.counts.asked++
    if (fn.alreadyEager) this.counts.already++
    else if (fn.blocked !== undefined) this.stayLazy(fn, fn.blocked)
    else if (this.table.textIsObserved(fn)) this.stayLazy(fn, 'its text is looked at')
    else if (fn.form === 'method') this.addMethod(fn)
    else if (fn.form === 'arrow' && isContinued(this.bundle.code, fn.end))
      this.stayLazy(fn, 'a line break ends its statement')
    else if (fn.form !== 'declaration') this.wrap(fn.start, fn.end, ')')
    else if (fn.exported === 'default' && fn.name === '') this.wrapDefault(fn)
    else this.addDeclaration(fn)
  }

  finish(): Piece[] {
    for (const [first, functions] of this.arrivals) {
      const isBlock = functions[0]!.scope!.kind === 'block'
      const parts: MovedPart[] = [isBlock ? 'let ' : 'var ']
      for (const [position, { name, node }] of functions.entries()) {
        const id = node['id'] as SyntaxNode
        parts.push(`${position === 0 ? '' : ','}${name}=(`, { from: node.start, to: id.start, raw: true })
        parts.push({ from: id.end, to: node.end }, ')')
      }
      parts.push(';')
      this.edits.arrive(first.start, parts)
    }
    return this.edits.pieces()
  }

  report(sizeBefore: number, sizeAfter: number): EagerReport {
    const reasons = [...this.lazyReasons].map(([reason, { count, size }]) => ({ reason, count, size }))
    reasons.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
    return { ...this.counts, reasons, sizeBefore, sizeAfter }
  }

  private wrap(start: number, end: number, close: string): void {
    this.edits.insertBefore(start, '(')
    this.edits.insertAfter(end, close)
    this.counts.wrapped++
  }

  /** An expression needs the semicolon that a declaration does without. */
  private wrapDefault(fn: BundleFunction): void {
    if (this.hoistingSeen) this.stayLazy(fn, 'a cycle of modules may call it before the file has run')
    else this.wrap(fn.start, fn.end, ');')
  }

  private addMethod(fn: BundleFunction): void {
    const property = fn.literalMethod
    const reason =
      property === undefined ? 'methods of classes and accessors have no eager form' : this.methodBlocked(fn)
    if (property === undefined || reason !== undefined) {
      this.stayLazy(fn, reason ?? '')
      return
    }
    const { code } = this.bundle
    const { async, generator } = fn.node
    const key = property['key'] as SyntaxNode
    const computed = property['computed'] === true
    const keyStart = computed ? skipTo(code, '[', property.start, key.start) : key.start
    const keyEnd = computed ? skipTo(code, ']', key.end, fn.node.start) + 1 : key.end
    this.edits.replace(property.start, keyStart, '')
    this.edits.replace(keyEnd, fn.node.start, '')
    const head = `:(${async === true ? 'async ' : ''}function${generator === true ? '*' : ''}`
    this.edits.insertBefore(fn.node.start, head)
    this.edits.insertAfter(fn.end, ')')
    this.counts.wrapped++
  }

  /**
   * A method cannot be called with `new` and has no `prototype`; an async function and a generator function differ
   * from a method of their kind in nothing, a plain function does in that.
   */
  private methodBlocked(fn: BundleFunction): string | undefined {
    const { async, generator } = fn.node
    if (fn.usesSuper) return 'it uses super'
    if (async === true || generator === true || fn.inWrapper || this.options.plainMethods === true) return undefined
    return 'a method of an object literal; plainMethods would make it a function'
  }

  private addDeclaration(fn: BundleFunction): void {
    const reason = declarationBlocked(fn, this.bundle, this.hoistingSeen)
    if (reason !== undefined) {
      this.stayLazy(fn, reason)
      return
    }
    const list = fn.scope!.list!
    const first = list[directiveCount(list)]!
    const group = this.arrivals.get(first)
    if (group === undefined) this.arrivals.set(first, [fn])
    else group.push(fn)
    this.edits.replace(fn.statement.start, fn.statement.end, this.remainder(fn))
    this.counts.declared++
  }

  /** What stays where the declaration stood: its export, or a semicolon where its neighbours would grow together. */
  private remainder(fn: BundleFunction): string {
    if (fn.exported === 'named') return `export{${fn.name}};`
    if (fn.exported === 'default') return `export{${fn.name} as default};`
    const list = fn.scope!.list!
    const before = list[this.positionIn(list, fn.statement) - 1]
    // At the head of the list the variables, which end in a semicolon, come before.
    const isEnded =
      before === undefined ||
      before.type === 'FunctionDeclaration' ||
      before['directive'] !== undefined ||
      this.bundle.code[before.end - 1] === ';'
    return isEnded ? '' : ';'
  }

  private positionIn(list: readonly SyntaxNode[], statement: SyntaxNode): number {
    let positions = this.positions.get(list)
    if (positions === undefined) {
      positions = new Map(list.map((item, index) => [item, index]))
      this.positions.set(list, positions)
    }
    return positions.get(statement)!
  }

  private stayLazy(fn: BundleFunction, reason: string): void {
    let size = fn.end - fn.start
    const { functions } = this.table
    for (let index = fn.index + 1; index < functions.length && functions[index]!.start < fn.end; index++) {
      const inner = functions[index]!
      if (inner.parent === fn.index) size -= inner.end - inner.start
    }
    this.counts.lazy++
    this.counts.lazySize += size
    const entry = this.lazyReasons.get(reason)
    if (entry === undefined) this.lazyReasons.set(reason, { count: 1, size })
    else {
      entry.count++
      entry.size += size
    }
  }
}
