import { LayoutError } from '../errors.ts'
import { DEFAULT_PHASE, PHASES, type LayoutPhase } from '../model/phase.ts'
import { greedyOrder } from './greedy.ts'
import { findBudgetSpills, type BudgetSpill } from './budget-spill.ts'
import { buildTraces, NO_TRACES, type CallGraph, type PackInput, type TraceLike } from './input.ts'
import type { Pagination } from './paginate.ts'
import { orderByPhase, orderByPhaseParallel, paginateByPhase, type PhaseOrderOptions } from './phase-order.ts'
import { LayoutSegment } from './segment.ts'
import { computeStats, type LayoutStats } from './stats.ts'
import type { LayoutSymbol, LayoutSymbolInput, PackConfig } from './symbol.ts'

const PHASE_NUMBER: ReadonlyMap<LayoutPhase, number> = new Map(PHASES.map((phase, number) => [phase, number]))

/**
 * Orders functions by phase and puts them on pages.
 *
 * Functions are numbered in the order in which they are added; traces name them by that number.
 * Every step works on typed arrays by number: 200,000 functions take about a second.
 */
export class LayoutOptimizer {
  readonly #config: PackConfig
  readonly #symbols: LayoutSymbolInput[] = []
  readonly #phases: number[] = []
  readonly #numberOf = new Map<string, number>()
  #input: PackInput | undefined
  #order: Int32Array | undefined
  #pages: Pagination | undefined

  constructor(config: PackConfig) {
    if (!(Number.isSafeInteger(config.pageSize) && config.pageSize > 0)) {
      throw new LayoutError(
        'PAGE_SIZE',
        `the page size is ${config.pageSize}, expected a whole number of bytes above 0.`,
      )
    }
    this.#config = config
  }

  static withConfig(config: PackConfig): LayoutOptimizer {
    return new LayoutOptimizer(config)
  }

  /** @throws LayoutError `DUPLICATE_SYMBOL`, `SYMBOL_SIZE` */
  addSymbol(symbol: LayoutSymbolInput): this {
    if (this.#numberOf.has(symbol.name)) {
      throw new LayoutError(
        'DUPLICATE_SYMBOL',
        `function ${JSON.stringify(symbol.name)} was added twice, expected unique names.`,
      )
    }
    if (!(Number.isInteger(symbol.size) && symbol.size >= 0 && symbol.size < 2 ** 31)) {
      throw new LayoutError(
        'SYMBOL_SIZE',
        `function ${JSON.stringify(symbol.name)} has size ${symbol.size}, expected whole bytes from 0 to 2147483647.`,
      )
    }
    const phase = symbol.phase ?? this.#config.phaseOf?.(symbol.name) ?? DEFAULT_PHASE
    this.#numberOf.set(symbol.name, this.#symbols.length)
    this.#symbols.push(symbol)
    this.#phases.push(PHASE_NUMBER.get(phase)!)
    this.#input = undefined
    this.#order = undefined
    this.#pages = undefined
    return this
  }

  addSymbols(symbols: Iterable<LayoutSymbolInput>): this {
    for (const symbol of symbols) this.addSymbol(symbol)
    return this
  }

  /** Orders by phase; within one anchors first, then by call count, the most called first; equal ones as they were added. */
  sortByPhase(): this {
    const { calls } = this.#data()
    const phases = this.#phases
    const symbols = this.#symbols
    const rank = (f: number): number => phases[f]! * 2 + (symbols[f]!.isAnchor === true ? 0 : 1)
    this.#order = Int32Array.from(symbols.keys()).sort((a, b) => rank(a) - rank(b) || calls[b]! - calls[a]! || a - b)
    this.#pages = undefined
    return this
  }

  /** Moves callees to their callers' pages by the greedy rule, within each phase, and fills the pages. */
  groupForLocality(): this {
    if (this.#order === undefined) this.sortByPhase()
    const { sizes, edges } = this.#data()
    this.#order = greedyOrder(this.#order!, sizes, edges, this.#config.pageSize, Uint8Array.from(this.#phases))
    this.#pages = undefined
    return this
  }

  /**
   * The whole layout: by phase, within one by an algorithm, anchors first, then put on pages.
   *
   * @param traces what ran in which order, by function number; a `ScenarioTrace` of a recording fits
   */
  applyProfileGuidedLayout(traces: readonly TraceLike[] = [], options: PhaseOrderOptions = {}): this {
    this.#takeTraces(traces)
    this.#order = orderByPhase(this.getInput(), this.getPhases(), this.getAnchors(), this.#orderOptions(options))
    this.#pages = undefined
    return this
  }

  /** {@link applyProfileGuidedLayout} on `options.threads` threads; the same layout. */
  async applyProfileGuidedLayoutParallel(
    traces: readonly TraceLike[] = [],
    options: PhaseOrderOptions = {},
  ): Promise<this> {
    this.#takeTraces(traces)
    const settings = this.#orderOptions(options)
    this.#order = await orderByPhaseParallel(this.getInput(), this.getPhases(), this.getAnchors(), settings)
    this.#pages = undefined
    return this
  }

  /** Sizes, calls, edges and traces by number. */
  getInput(): PackInput {
    return this.#data()
  }

  /** Place of each function's phase in `PHASES`. */
  getPhases(): Uint8Array {
    return Uint8Array.from(this.#phases)
  }

  /** 1 for anchors. */
  getAnchors(): Uint8Array {
    return Uint8Array.from(this.#symbols, ({ isAnchor }) => (isAnchor === true ? 1 : 0))
  }

  /** Functions that ran at least `minimumCalls` times, and the others; both in layout order. */
  splitHotCold(minimumCalls = 1): { hot: LayoutSymbol[]; cold: LayoutSymbol[] } {
    const hot: LayoutSymbol[] = []
    const cold: LayoutSymbol[] = []
    for (const symbol of this.getOrderedSymbols()) (symbol.callCount >= minimumCalls ? hot : cold).push(symbol)
    return { hot, cold }
  }

  /** Numbers of the functions (as they were added) in layout order. */
  getOrder(): Int32Array {
    if (this.#order === undefined) this.sortByPhase()
    return this.#order!
  }

  /** Pages and start bytes, by function number. */
  getPagination(): Pagination {
    this.#pages ??= paginateByPhase(this.getOrder(), this.#data().sizes, this.#config.pageSize, this.getPhases())
    return this.#pages
  }

  getOrderedSymbols(): LayoutSymbol[] {
    const { page } = this.getPagination()
    return Array.from(this.getOrder(), (f) => this.#symbol(f, page[f]!))
  }

  /** The functions of each page that has one start on it, pages in order. */
  getGroupedSymbols(): LayoutSymbol[][] {
    const pages: LayoutSymbol[][] = []
    for (const symbol of this.getOrderedSymbols()) {
      if (symbol.groupId !== pages.at(-1)?.[0]?.groupId) pages.push([])
      pages.at(-1)!.push(symbol)
    }
    return pages
  }

  /** One segment for each phase that has functions. */
  getSegments(): LayoutSegment[] {
    const { sizes } = this.#data()
    const order = this.getOrder()
    return PHASES.flatMap((phase, number) => {
      const members = Array.from(order).filter((f) => this.#phases[f] === number)
      const size = members.reduce((bytes, f) => bytes + sizes[f]!, 0)
      const names = members.map((f) => this.#symbols[f]!.name)
      return members.length === 0 ? [] : [new LayoutSegment(phase, names, size, this.#config.pageSize)]
    })
  }

  /** Phases that take more pages than their budget, and the smallest change that would make each fit. */
  getBudgetSpills(): BudgetSpill[] {
    const isFixed = Uint8Array.from(this.#symbols, ({ isAnchor, pinned }) =>
      isAnchor === true || pinned === true ? 1 : 0,
    )
    const { pageSize, budgets } = this.#config
    return findBudgetSpills(
      this.getOrder(),
      this.#data().sizes,
      pageSize,
      Uint8Array.from(this.#phases),
      isFixed,
      budgets,
    )
  }

  /**
   * Makes budgets hard limits: what spills over one moves to the next phase, and from there on where that has a budget too.
   * Call it before the layout is made; the spill depends on the order, so it packs each phase to find it.
   *
   * @returns what moved, by the number of the function; the last phase keeps what reaches it
   * @throws LayoutError `BUDGET_FIXED` when pins and anchors alone are more than a budget
   */
  enforceBudgets(traces: readonly TraceLike[] = [], options: PhaseOrderOptions = {}): Map<number, LayoutPhase> {
    const moved = new Map<number, LayoutPhase>()
    for (;;) {
      this.applyProfileGuidedLayout(traces, options)
      // One phase at a time: what leaves it can make the next one spill.
      const spill = this.getBudgetSpills().find(({ phase }) => phase !== PHASES.at(-1))
      if (spill === undefined) return moved
      if (spill.leaving === undefined) {
        throw new LayoutError(
          'BUDGET_FIXED',
          `${spill.phase} takes ${spill.pages} pages of ${spill.budget}, and its pinned functions and anchors alone are too many.`,
          { hint: 'Raise the budget or unpin some.' },
        )
      }
      const target = PHASE_NUMBER.get(spill.phase)! + 1
      for (const f of spill.leaving) {
        this.#phases[f] = target
        moved.set(f, PHASES[target]!)
      }
    }
  }

  stats(): LayoutStats {
    return computeStats(this.#data(), this.#phases, this.getPagination(), this.#config)
  }

  #takeTraces(traces: readonly TraceLike[]): void {
    this.#input = { ...this.#data(), traces: buildTraces(traces, this.#symbols.length) }
  }

  #orderOptions(options: PhaseOrderOptions): PhaseOrderOptions {
    return { pageSize: this.#config.pageSize, ...options }
  }

  #symbol(f: number, page: number): LayoutSymbol {
    const { name, size, callCount, callees = [], isAnchor = false, pinned = false } = this.#symbols[f]!
    return {
      name,
      phase: PHASES[this.#phases[f]!]!,
      size,
      callCount,
      callees: calleeCounts(callees),
      isAnchor,
      pinned,
      groupId: page,
    }
  }

  #data(): PackInput {
    this.#input ??= {
      sizes: Int32Array.from(this.#symbols, ({ size }) => size),
      calls: Float64Array.from(this.#symbols, ({ callCount }) => callCount),
      edges: this.#edges(),
      traces: NO_TRACES,
    }
    return this.#input
  }

  /** Callees that were never added (library code) have no place in the layout and are left out. */
  #edges(): CallGraph {
    const from: number[] = []
    const to: number[] = []
    const weights: number[] = []
    for (const [f, { callees }] of this.#symbols.entries()) {
      if (callees === undefined) continue
      for (const [name, weight] of calleeCounts(callees)) {
        const callee = this.#numberOf.get(name)
        if (callee === undefined) continue
        from.push(f)
        to.push(callee)
        weights.push(weight)
      }
    }
    return { from: Int32Array.from(from), to: Int32Array.from(to), weights: Float64Array.from(weights) }
  }
}

function calleeCounts(callees: NonNullable<LayoutSymbolInput['callees']>): ReadonlyMap<string, number> {
  return isList(callees) ? countNames(callees) : callees
}

function isList(callees: NonNullable<LayoutSymbolInput['callees']>): callees is readonly string[] {
  return Array.isArray(callees)
}

/** A list of names counts each call site once. */
function countNames(names: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
