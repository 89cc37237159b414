import { LOADED_MARK, type ScenarioMark } from '../../model/index.ts'
import type { LoadGraph } from './load-graph.ts'
import type { EntryTrace, ModuleTraces } from './module-traces.ts'

/** What a trace is unfolded with. */
export interface Unfolding {
  readonly graph: LoadGraph
  readonly modules: ModuleTraces
  readonly scope: string
  /** The module that an entry imports; undefined for functions. */
  readonly targetOf: (entry: number) => string | undefined
  /** Told of each module that has found its place. */
  readonly onPlaced: (fn: string) => void
}

/** A trace into which the loads of modules are put where they belong. */
export class UnfoldedTrace {
  readonly order: number[] = []
  readonly calls: number[] = []
  readonly marks: ScenarioMark[] = []
  /** Keys of the modules that are in it. */
  readonly loaded: Set<string> = new Set()
  readonly #with: Unfolding
  readonly #before: ReadonlySet<string>
  readonly #place = new Map<number, number>()

  /** @param before Modules that were loaded before this trace began. */
  constructor(unfolding: Unfolding, before: ReadonlySet<string>) {
    this.#with = unfolding
    this.#before = before
  }

  /**
   * Appends a trace; where it evaluates an `import()`, what its target and the modules that loads run while loading.
   *
   * @param isCounted Whether its calls count, or only that it ran.
   * @param onLoaded Called where loading is over.
   */
  append(trace: EntryTrace, isCounted: boolean, onLoaded?: () => void): void {
    let counts = onLoaded !== undefined && isCounted
    let next = 0
    const passMarks = (position: number): void => {
      for (let mark = trace.marks[next]; mark !== undefined && mark.position <= position; mark = trace.marks[++next]) {
        this.marks.push({ ...mark, position: this.order.length })
        if (mark.name === LOADED_MARK) {
          onLoaded?.()
          counts = false
        }
      }
    }
    for (let i = 0; i < trace.order.length; i++) {
      passMarks(i)
      const entry = trace.order[i]!
      const target = this.#with.targetOf(entry)
      if (target === undefined) this.#add(entry, isCounted ? trace.calls[i]! : 0)
      else this.load(`${this.#with.scope}\0${target}`, counts)
    }
    passMarks(trace.order.length)
  }

  /** Appends what a module runs while it loads, after the modules that it imports, in order of evaluation. */
  load(key: string, isCounted: boolean): void {
    if (this.#before.has(key) || this.loaded.has(key)) return
    this.loaded.add(key)
    const node = this.#with.graph.get(key)
    if (node === undefined) return
    const trace = node.fn === undefined ? undefined : this.#with.modules.get(node.fn)
    // Never evaluated, because it was mocked wherever it is imported: neither were its imports for its sake.
    if (node.fn !== undefined && trace === undefined) return
    for (const dep of node.deps) this.load(dep, isCounted)
    if (trace === undefined) return
    this.#with.onPlaced(node.fn!)
    this.append(trace, isCounted, isCounted ? () => {} : undefined)
  }

  #add(entry: number, calls: number): void {
    const place = this.#place.get(entry)
    if (place === undefined) {
      this.#place.set(entry, this.order.push(entry) - 1)
      this.calls.push(calls)
    } else {
      this.calls[place]! += calls
    }
  }
}
