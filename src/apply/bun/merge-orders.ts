import { LayoutError } from '../../errors.ts'
import { buildTraces, countPages, NO_EDGES, orderFunctions, placeDense, type TraceSet } from '../../pack/index.ts'
import type { BunOrder } from './order-file.ts'

/** Bytecode of a function that ran, on the average of prettier's and tsc's: order files hold no sizes. */
export const FUNCTION_BYTES = 670
/** A string with its header, likewise. */
const STRING_BYTES = 48
const PAGE = 4096

/** One recorded workload. */
export interface BunWorkload {
  /** Its file, for messages. */
  readonly file: string
  readonly order: BunOrder
  /** How much it counts against the others. Default 1. */
  readonly weight?: number | undefined
}

/** What one workload brings to those before it. */
export interface BunContribution {
  readonly file: string
  readonly weight: number
  readonly functions: number
  /** Functions that no workload before it ran. */
  readonly added: number
  /** Functions that no other workload ran. */
  readonly own: number
  readonly addedStrings: number
  readonly addedModules: number
  /** Pages that the workload touches in each order, all functions taken to be {@link FUNCTION_BYTES} long. */
  readonly pages: Readonly<Record<BunMergeRule, number>>
  /** Pages below which no order gets. */
  readonly bound: number
}

/** `packed`: by our packer; `in turn`: the first file, then what the second adds, and so on, as Bun joins files itself. */
export type BunMergeRule = 'packed' | 'in turn'

export interface BunMerge {
  readonly order: BunOrder
  /** The rule by which the functions of `order` stand: the one with fewer pages by weight. */
  readonly rule: BunMergeRule
  readonly contributions: readonly BunContribution[]
}

/**
 * Joins the order files of several workloads into one. Functions and strings are packed as traces are: those that the
 * same workloads use stand together, early ones first. Modules are evaluated if any workload says so.
 *
 * @param workloads the most important first
 * @throws LayoutError `BUN_ORDER_MIXED` for files of different versions or of different programs, `TRACE_WEIGHT`
 */
export function mergeBunOrders(workloads: readonly BunWorkload[]): BunMerge {
  checkBelongTogether(workloads)
  const functions = packed(workloads, 'functions', FUNCTION_BYTES)
  const strings = packed(workloads, 'strings', STRING_BYTES)
  const modules = unite(workloads, ({ evaluated }) => evaluated)
  const evaluated = new Set(modules)
  const hot = new Set(functions.names)
  const order: BunOrder = {
    version: workloads[0]!.order.version,
    functions: functions.names,
    strings: strings.names,
    evaluated: modules,
    notEvaluated: unite(workloads, ({ notEvaluated }) => notEvaluated).filter((hash) => !evaluated.has(hash)),
    known: unite(workloads, ({ known }) => known).filter((hash) => !hot.has(hash)),
  }
  return { order, rule: functions.rule, contributions: contributionsOf(workloads, functions) }
}

interface Packed {
  readonly names: readonly string[]
  readonly rule: BunMergeRule
  readonly pages: Readonly<Record<BunMergeRule, Int32Array>>
  readonly bound: Int32Array
}

function packed(workloads: readonly BunWorkload[], list: 'functions' | 'strings', bytes: number): Packed {
  const inTurn = unite(workloads, (order) => order[list])
  const numbers = new Map(inTurn.map((hash, number) => [hash, number]))
  const traces = buildTraces(
    workloads.map(({ order, weight = 1 }) => ({ order: order[list].map((hash) => numbers.get(hash)!), weight })),
    inTurn.length,
  )
  const sizes = new Int32Array(inTurn.length).fill(bytes)
  const input = { sizes, calls: new Float64Array(inTurn.length), edges: NO_EDGES, traces }
  const order = orderFunctions(input, 'bp', { pageSize: PAGE })
  const ours = replay(order, sizes, traces)
  const theirs = replay(Int32Array.from(inTurn.keys()), sizes, traces)
  const rule = ours.weighted < theirs.weighted ? 'packed' : 'in turn'
  return {
    names: rule === 'packed' ? Array.from(order, (number) => inTurn[number]!) : inTurn,
    rule,
    pages: { packed: ours.pages, 'in turn': theirs.pages },
    bound: ours.bound,
  }
}

function replay(
  order: Int32Array,
  sizes: Int32Array,
  traces: TraceSet,
): { pages: Int32Array; bound: Int32Array; weighted: number } {
  const { pages, bound } = countPages(placeDense(order, sizes), sizes, traces, PAGE)
  let weighted = 0
  for (const [trace, count] of pages.entries()) weighted += count * traces.weights[trace]!
  return { pages, bound, weighted }
}

function contributionsOf(workloads: readonly BunWorkload[], { pages, bound }: Packed): BunContribution[] {
  const runs = new Map<string, number>()
  for (const { order } of workloads)
    for (const hash of new Set(order.functions)) runs.set(hash, (runs.get(hash) ?? 0) + 1)
  const seen = { functions: new Set<string>(), strings: new Set<string>(), evaluated: new Set<string>() }
  const add = (list: keyof typeof seen, hashes: readonly string[]): number => {
    const before = seen[list].size
    for (const hash of hashes) seen[list].add(hash)
    return seen[list].size - before
  }
  return workloads.map(({ file, order, weight = 1 }, trace) => ({
    file,
    weight,
    functions: new Set(order.functions).size,
    added: add('functions', order.functions),
    own: [...new Set(order.functions)].filter((hash) => runs.get(hash) === 1).length,
    addedStrings: add('strings', order.strings),
    addedModules: add('evaluated', order.evaluated),
    pages: { packed: pages.packed[trace]!, 'in turn': pages['in turn'][trace]! },
    bound: bound[trace]!,
  }))
}

/** All hashes of the workloads, each once, in their order. */
function unite(workloads: readonly BunWorkload[], of: (order: BunOrder) => readonly string[]): string[] {
  return [...new Set(workloads.flatMap(({ order }) => of(order)))]
}

/** Hashes are made of the code alone, so two builds of a program share most of them, two programs next to none. */
function checkBelongTogether(workloads: readonly BunWorkload[]): void {
  const [first] = workloads
  if (first === undefined) throw new LayoutError('BUN_ORDER_MIXED', 'expected at least one order file.')
  const all = new Set([...first.order.functions, ...first.order.known])
  for (const { file, order } of workloads) {
    if (order.version !== first.order.version) {
      throw new LayoutError(
        'BUN_ORDER_MIXED',
        `it is of version ${order.version}, ${first.file} of ${first.order.version}: their hashes mean different things.`,
        { file, hint: 'Record all workloads with one version of Bun.' },
      )
    }
    const own = [...order.functions, ...order.known]
    if (own.some((hash) => all.has(hash))) continue
    throw new LayoutError('BUN_ORDER_MIXED', `it shares no function with ${first.file}: it is of another program.`, {
      file,
      hint: 'Record all workloads with executables of the same program.',
    })
  }
}
