import type { BundleFunction, FunctionTable } from '../bundle/functions.ts'
import type { ParsedBundle } from '../bundle/parse.ts'
import { isNode, nodes, type SyntaxNode } from '../bundle/syntax.ts'
import { rangeFinder } from '../../search.ts'
import {
  isAround,
  type Binding,
  type BindingTable,
  type FunctionNeeds,
  type Reference,
  type Scope,
} from './bindings.ts'
import { LEAST_VALUE, REFERENCE_COST } from './costs.ts'
import { assignParts, type LateKind, type Part, type PartTable } from './parts.ts'
import { findSections, type Section } from './sections.ts'
import { isNamedLater, runsLater } from './steady.ts'
import { findColdValues, type ValueMove } from './values.ts'

/** A function whose text goes to a file that is fetched later. */
export interface Move {
  readonly fn: BundleFunction
  readonly start: number
  readonly end: number
  readonly needs: FunctionNeeds
  readonly section: Section
  readonly kind: LateKind
  /**
   * `whole`: the declaration goes, and the places that name it ask that file for it; `stub`: a function stays that
   * calls it.
   */
  readonly form: 'whole' | 'stub'
}

export interface KeptReason {
  readonly reason: string
  readonly count: number
  readonly size: number
}

export interface SplitPlan {
  /** File by file, each in the order of the sections. */
  readonly parts: readonly Part[]
  readonly partOf: ReadonlyMap<Move | ValueMove, Part>
  readonly moves: readonly Move[]
  /** Classes and values that are moved whole, in order; none is in a moved function or the other way round. */
  readonly values: readonly ValueMove[]
  /**
   * For functions that are moved whole: places outside of the moved text of their part that name them. For values:
   * all places outside of them.
   */
  readonly rewrites: readonly Rewrite[]
  /** Why cold functions stay, by size. */
  readonly kept: readonly KeptReason[]
}

/** A name in whose place a property of its part's object is put. */
export interface Rewrite {
  readonly reference: Reference
  readonly move: Move | ValueMove
}

export interface PlanOptions {
  /** Least length of a body, in UTF-16 units, that a stub is put in the place of. */
  readonly minSize: number
  /** Most characters of what never ran in one file. */
  readonly clusterSize: number
}

/**
 * Decides which cold functions leave the file, and for which one.
 *
 * @param cold functions around or in which nothing runs early
 * @param later those of them that run later
 */
export function planSplit(
  bundle: ParsedBundle,
  table: FunctionTable,
  bindings: BindingTable,
  cold: ReadonlySet<number>,
  later: ReadonlySet<number>,
  options: PlanOptions,
): SplitPlan {
  return new Planner(bundle, table, bindings, cold, later, options).run()
}

class Planner {
  private readonly table: FunctionTable
  private readonly bindings: BindingTable
  private readonly cold: ReadonlySet<number>
  private readonly later: ReadonlySet<number>
  private readonly options: PlanOptions
  private readonly sections: readonly Section[]
  private readonly values: readonly ValueMove[]
  private readonly valueAt: (at: number) => ValueMove | undefined
  private readonly moves: Map<number, Move> = new Map()
  private readonly reasons: Map<string, { count: number; size: number }> = new Map()

  constructor(
    bundle: ParsedBundle,
    table: FunctionTable,
    bindings: BindingTable,
    cold: ReadonlySet<number>,
    later: ReadonlySet<number>,
    options: PlanOptions,
  ) {
    this.table = table
    this.bindings = bindings
    this.cold = cold
    this.later = later
    this.options = options
    this.sections = findSections(bundle, table, bindings, cold)
    const least = Math.min(LEAST_VALUE, options.minSize)
    this.values = findColdValues(bundle, table, bindings, cold, later, this.sections, least)
    this.valueAt = rangeFinder(this.values)
  }

  run(): SplitPlan {
    const { functions } = this.table
    let end = -1
    for (const fn of functions) {
      if (fn.start < end || !this.cold.has(fn.index) || this.valueAt(fn.start) !== undefined) continue
      const move = this.decide(fn)
      if (move === undefined) continue
      this.moves.set(fn.index, move)
      end = fn.end
    }
    const moves = [...this.moves.values()]
    const { values } = this
    const { parts, partOf } = assignParts([...moves, ...values], this.sections, this.options.clusterSize)
    const rewrites: Rewrite[] = moves.flatMap((move) => this.rewritesOf(move, partOf))
    for (const move of values) rewrites.push(...move.references.map((reference) => ({ reference, move })))
    const kept: KeptReason[] = []
    for (const [reason, { count, size }] of this.reasons) kept.push({ reason, count, size })
    kept.sort((a, b) => b.size - a.size || (a.reason < b.reason ? -1 : 1))
    return { parts, partOf, moves, values, rewrites, kept }
  }

  private decide(fn: BundleFunction): Move | undefined {
    const needs = this.bindings.functions[fn.index]!
    const section = this.sectionOf(needs.outer)
    if (section === undefined) return undefined
    const blocked = this.blockedAlways(fn, needs)
    if (blocked !== undefined) return this.keep(fn, blocked)
    const { start, end } = fn
    if (this.canMoveWhole(fn, needs, section)) {
      return { fn, start, end, needs, section, kind: this.kindOf(fn, section, true), form: 'whole' }
    }
    const reason = this.stubBlocked(fn, needs, section)
    if (reason !== undefined) return this.keep(fn, reason)
    return { fn, start, end, needs, section, kind: this.kindOf(fn, section, false), form: 'stub' }
  }

  /**
   * Where a function goes. What runs later may name one that moved whole without calling it: to a list of handlers, say.
   * That asks for its file too.
   */
  private kindOf(fn: BundleFunction, section: Section, isWhole: boolean): LateKind {
    const { table, later } = this
    const isMade = (value: ValueMove): boolean => value.kind === 'steady'
    const isNamed = (): boolean =>
      this.bindingOf(fn, section)!.references.some(
        (reference) => reference.role !== 'call' && isNamedLater(reference, table, later, this.valueAt, isMade),
      )
    return runsLater(fn, table, later) || (isWhole && isNamed()) ? 'steady' : 'cold'
  }

  private keep(fn: BundleFunction, reason: string): undefined {
    // Where the function around it stays as well, that one was counted.
    if (fn.parent !== -1 && this.cold.has(fn.parent)) return undefined
    const counts = this.reasons.get(reason) ?? { count: 0, size: 0 }
    counts.count++
    counts.size += fn.end - fn.start
    this.reasons.set(reason, counts)
    return undefined
  }

  private sectionOf(scope: Scope): Section | undefined {
    return this.sections.findLast((section) => isAround(section.scope, scope))
  }

  private blockedAlways(fn: BundleFunction, needs: FunctionNeeds): string | undefined {
    if (fn.blocked !== undefined && fn.blocked.includes('asm')) return 'it stands in "use asm"'
    if (needs.hasEval) return 'it calls eval'
    if (needs.hasImport) return 'it uses import() or import.meta'
    if (needs.usesPrivate) return 'it uses private names of its class'
    if (this.table.textIsObserved(fn)) return 'its text is looked at'
    return undefined
  }

  private canMoveWhole(fn: BundleFunction, needs: FunctionNeeds, section: Section): boolean {
    if (fn.form !== 'declaration' || fn.exported !== 'no' || !fn.inList) return false
    if (needs.outer !== section.scope || this.bindings.hasEval) return false
    const binding = this.bindingOf(fn, section)
    if (binding === undefined || binding.declarations !== 1) return false
    let added = 0
    for (const reference of binding.references) {
      if (reference.role === 'write' || reference.role === 'export') return false
      // In code that has not run, or where it was not called, the name has not been looked up.
      const { owner, node } = reference
      const isCold = (owner !== -1 && this.cold.has(owner)) || this.valueAt(node.start) !== undefined
      if (!isCold && reference.role !== 'call') return false
      added += REFERENCE_COST
    }
    return fn.end - fn.start >= added
  }

  private bindingOf(fn: BundleFunction, section: Section): Binding | undefined {
    const binding = section.scope.names.get(fn.name)
    return binding?.fn === fn.node ? binding : undefined
  }

  private stubBlocked(fn: BundleFunction, needs: FunctionNeeds, section: Section): string | undefined {
    if (fn.node['async'] === true || fn.node['generator'] === true) return 'it is async or a generator'
    if (needs.usesSuper) return 'it uses super'
    if (needs.usesNewTarget) return 'it uses new.target'
    if (fn.form === 'arrow' && needs.usesArguments) return 'it uses the arguments of the function around it'
    if (fn.form === 'arrow' && needs.usesThis && this.thisMayBeUnset(fn)) return 'it uses the `this` of a constructor'
    for (const binding of needs.free) {
      if (!isAround(binding.scope, section.scope)) return 'it uses variables of a function around it'
    }
    const body = fn.node['body']
    const length = isNode(body) ? body.end - body.start : 0
    return length < this.options.minSize ? 'it is small' : undefined
  }

  /** In the constructor of a derived class there is no `this` before `super()`. */
  private thisMayBeUnset({ parent }: BundleFunction): boolean {
    if (parent === -1) return false
    const outer = this.table.functions[parent]!
    return outer.form === 'arrow' ? this.thisMayBeUnset(outer) : this.bindings.functions[parent]!.usesSuper
  }

  private rewritesOf(move: Move, partOf: PartTable<Move | ValueMove>['partOf']): Rewrite[] {
    if (move.form !== 'whole') return []
    const { references } = this.bindingOf(move.fn, move.section)!
    const part = partOf.get(move)
    return references
      .filter((reference) => {
        const around = this.moveAround(reference)
        return around === undefined || partOf.get(around) !== part
      })
      .map((reference) => ({ reference, move }))
  }

  /** The moved function or value whose text holds a place. */
  private moveAround({ owner, node }: Reference): Move | ValueMove | undefined {
    const found = this.valueAt(node.start)
    if (found !== undefined) return found
    for (let at = owner; at !== -1; at = this.table.functions[at]!.parent) {
      const move = this.moves.get(at)
      if (move !== undefined) return move
    }
    return undefined
  }
}

/** Whether all parameters are plain names, so that a call can pass them on. */
export function hasPlainParameters({ node }: BundleFunction): boolean {
  return nodes(node['params']).every(({ type }) => type === 'Identifier')
}

/** What `length` counts: parameters before the first that has a default or is a rest. */
export function parameterCount(node: SyntaxNode): number {
  const parameters = nodes(node['params'])
  const first = parameters.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement')
  return first === -1 ? parameters.length : first
}
