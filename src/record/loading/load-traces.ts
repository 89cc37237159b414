import type { FunctionFacts, RecordingBlock } from '../../model/index.ts'
import { blockOfSlots, type SlotTrace } from '../session/index.ts'
import type { LoadGraph } from './load-graph.ts'
import { ModuleTraces, type EntryTrace } from './module-traces.ts'
import { UnfoldedTrace } from './unfold.ts'

/** One test file of the run. */
export interface LoadedFile {
  readonly project: string
  readonly file: string
  /** Scope of its keys in the graph. */
  readonly scope: string
  /** Keys of the modules that it begins with, in order: setup files, the test file. */
  readonly roots: readonly string[]
}

/** A trace as it comes from a worker. */
export interface WorkerTrace extends Omit<SlotTrace, 'kind'> {
  readonly kind: SlotTrace['kind'] | 'module'
}

/** A slot's function, or what the `import()` expression of that slot imports. */
export type SlotMeaning = { readonly facts: FunctionFacts } | { readonly target: string } | undefined

/** Not the worker's own arrays: a large run has tens of millions of entries. */
type KeptTrace = EntryTrace & Pick<WorkerTrace, 'kind' | 'test' | 'meta'> & { readonly hasImports: boolean }

/** Gives the same slot the same meaning for as long as it is used, once it is known. */
export type MeaningOf = (slot: number) => SlotMeaning

interface KeptFile {
  readonly file: LoadedFile
  readonly traces: readonly KeptTrace[]
  readonly ownModules: readonly string[]
}

/**
 * Puts what modules ran while they loaded where it belongs, whatever worker loaded them first: into the load trace of
 * each test file whose static imports lead to them, and into each test that evaluates an `import()` of them.
 */
export class LoadTraces {
  readonly #graph: LoadGraph
  readonly #rename: (facts: FunctionFacts) => FunctionFacts
  readonly #names: string[] = []
  readonly #meanings: SlotMeaning[] = []
  readonly #numbers = new Map<string, number>()
  /** Numbers by slot: a test file brings the same slots as the one before it. */
  readonly #known = new WeakMap<MeaningOf, number[]>()
  readonly #modules: ModuleTraces = new ModuleTraces((entry) => this.#names[entry]!)
  readonly #files: KeptFile[] = []

  /** @param rename What functions are called in the blocks that come out; the graph knows them by the names that go in. */
  constructor(graph: LoadGraph, rename: (facts: FunctionFacts) => FunctionFacts = (facts) => facts) {
    this.#graph = graph
    this.#rename = rename
  }

  /** Takes one test file's traces; `meaningOf` says what its slots are. */
  add(file: LoadedFile, traces: readonly WorkerTrace[], meaningOf: MeaningOf): void {
    const kept: KeptTrace[] = []
    const ownModules: string[] = []
    for (const source of traces) {
      const order = this.#numbersOf(source.order, meaningOf)
      const trace = { order, calls: new Float64Array(source.calls), marks: source.marks }
      if (source.kind !== 'module') {
        const { kind, test, meta } = source
        kept.push({
          ...trace,
          kind,
          test,
          meta,
          hasImports: order.some((entry) => this.#targetOf(entry) !== undefined),
        })
      } else if (order.length > 0) {
        const fn = this.#names[order[0]!]!
        this.#modules.add(fn, trace)
        ownModules.push(fn)
      }
    }
    this.#files.push({ file, traces: kept, ownModules })
  }

  /**
   * The traces of all files, one block each, and one more of what could not be placed. Lets go of each file's as it
   * goes: afterwards nothing is kept.
   */
  *finish(): Generator<RecordingBlock, void, void> {
    const placed = new Set<string>()
    for (let kept = this.#files.shift(); kept !== undefined; kept = this.#files.shift()) {
      yield this.#fileBlock(kept.file, kept.traces, kept.ownModules, placed)
    }
    // Imports whose target only the program knows (`import(name)`): loading, of no file in particular.
    const rest = this.#modules.names().filter((fn) => !placed.has(fn))
    if (rest.length > 0) {
      const nowhere = { project: '', file: '', scope: '', roots: [] }
      yield this.#fileBlock(nowhere, [], rest, placed)
    }
  }

  #fileBlock(
    file: LoadedFile,
    traces: readonly KeptTrace[],
    ownModules: readonly string[],
    placed: Set<string>,
  ): RecordingBlock {
    const unfolding = {
      graph: this.#graph,
      modules: this.#modules,
      scope: file.scope,
      targetOf: (entry: number) => this.#targetOf(entry),
      onPlaced: (fn: string) => void placed.add(fn),
    }
    const load = new UnfoldedTrace(unfolding, new Set())
    let loaded: ReadonlySet<string> | undefined
    for (const root of file.roots) load.load(root, true)
    if (file.roots.every((root) => this.#graph.get(root) === undefined)) {
      for (const fn of ownModules) {
        placed.add(fn)
        load.append(this.#modules.get(fn)!, true, () => {})
      }
    }
    for (const trace of traces) {
      if (trace.kind === 'load') load.append(trace, true, () => (loaded ??= new Set(load.loaded)))
    }
    const before = loaded ?? load.loaded
    const result: SlotTrace[] = []
    if (load.order.length > 0 || load.marks.length > 0) result.push(slotTrace(load, 'load', '', {}))
    for (const trace of traces) {
      const { kind, test, meta } = trace
      if (kind === 'load') continue
      if (!trace.hasImports) {
        result.push(slotTrace(trace, 'test', test, meta))
        continue
      }
      const unfolded = new UnfoldedTrace(unfolding, before)
      unfolded.append(trace, true)
      result.push(slotTrace(unfolded, 'test', test, meta))
    }
    const none = { slots: [], calls: [], firstUs: [], lastUs: [], totalUs: [], selfUs: [], edges: [] }
    const factsOf = (entry: number): FunctionFacts | undefined => {
      const meaning = this.#meanings[entry]
      return meaning !== undefined && 'facts' in meaning ? this.#rename(meaning.facts) : undefined
    }
    return blockOfSlots({ ...none, traces: result }, factsOf, file)
  }

  #targetOf(entry: number): string | undefined {
    const meaning = this.#meanings[entry]
    return meaning !== undefined && 'target' in meaning ? meaning.target : undefined
  }

  #numbersOf(slots: ArrayLike<number>, meaningOf: MeaningOf): Int32Array {
    let known = this.#known.get(meaningOf)
    if (known === undefined) this.#known.set(meaningOf, (known = []))
    const numbers = new Int32Array(slots.length)
    for (let i = 0; i < numbers.length; i++) {
      const slot = slots[i]!
      let number = known[slot]
      if (number === undefined) {
        const meaning = meaningOf(slot)
        number = this.#numberOf(slot, meaning)
        if (meaning !== undefined) known[slot] = number
      }
      numbers[i] = number
    }
    return numbers
  }

  #numberOf(slot: number, meaning: SlotMeaning): number {
    const name =
      meaning === undefined ? `unknown\0${slot}` : 'facts' in meaning ? meaning.facts.name : `import\0${meaning.target}`
    let number = this.#numbers.get(name)
    if (number === undefined) {
      number = this.#names.push(name) - 1
      this.#meanings.push(meaning)
      this.#numbers.set(name, number)
    }
    return number
  }
}

function slotTrace(
  { order, calls, marks }: EntryTrace | UnfoldedTrace,
  kind: SlotTrace['kind'],
  test: string,
  meta: SlotTrace['meta'],
): SlotTrace {
  return { kind, test, meta, order, calls, marks }
}
