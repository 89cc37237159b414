import { relative, resolve } from 'node:path'

import type { FunctionFacts } from '../model/index.ts'
import { LoadTraces, type LoadGraph, type MeaningOf } from './loading/index.ts'
import { blockOfSlots, RecordingSession } from './session/index.ts'
import type { FileRecording } from './transport/index.ts'

/** One test file of a run. */
export interface RunFile {
  readonly project: string
  /** Path from the root of the run. */
  readonly file: string
  /** Scope of its keys in the graph. */
  readonly scope: string
  readonly roots: readonly string[]
}

/** One recording in the making: that of a whole run, or of one project in it. */
export class RunRecording {
  readonly session: RecordingSession = new RecordingSession()
  readonly warnings: string[] = []
  readonly #graph: LoadGraph
  readonly #names: Renaming
  readonly #modules = new Set<string>()
  #loads: LoadTraces

  constructor(graph: LoadGraph, names: Renaming) {
    this.#graph = graph
    this.#names = names
    this.#loads = this.#newLoads()
  }

  /** Takes one test file's block; `meaningOf` says what its slots are, named from the root of the run. */
  absorb({ traces, ...numbers }: FileRecording, from: RunFile, meaningOf: MeaningOf): void {
    const { project, scope, roots } = from
    const file = this.#names.path(from.file)
    const factsOf = (slot: number): FunctionFacts | undefined => {
      const meaning = meaningOf(slot)
      if (meaning === undefined || !('facts' in meaning)) return undefined
      this.#modules.add(meaning.facts.module)
      return this.#names.facts(meaning.facts)
    }
    this.session.absorb(blockOfSlots({ ...numbers, traces: [] }, factsOf, { project, file }))
    this.#loads.add({ project, file, scope, roots }, traces, meaningOf)
  }

  /** Modules of which something ran, named from the root of the run. */
  get modules(): ReadonlySet<string> {
    return this.#modules
  }

  addFunctions(functions: Iterable<FunctionFacts>): void {
    this.session.addFunctions(Array.from(functions, (facts) => this.#names.facts(facts)))
  }

  /** Notes what is missing; `file` is named from the root of the run. */
  addMissing(file: string, why: string): void {
    this.session.addProblem(`${this.#names.path(file)}: ${why}`)
  }

  /** Notes what the recording does not lack, but people should know of; `file` is named from the root of the run. */
  warn(file: string, what: string): void {
    this.warnings.push(`${this.#names.path(file)} > ${what}`)
  }

  /** Puts the loads in their places, once the graph knows all modules. */
  finish(): void {
    for (const block of this.#loads.finish()) this.session.absorb(block)
    this.#loads = this.#newLoads()
  }

  #newLoads(): LoadTraces {
    return new LoadTraces(this.#graph, (facts) => this.#names.facts(facts))
  }
}

/** Names functions and files, which come named from the root of the run, from the root of one project. */
export class Renaming {
  readonly #from: string
  readonly #to: string
  readonly #paths = new Map<string, string>()
  readonly #facts = new WeakMap<FunctionFacts, FunctionFacts>()

  constructor(from: string, to: string) {
    this.#from = from
    this.#to = to
  }

  path(path: string): string {
    if (this.#from === this.#to) return path
    let renamed = this.#paths.get(path)
    if (renamed === undefined) {
      // A virtual module (`virtual:routes`) lies nowhere.
      const isFile = !/^[\w-]{2,}:/.test(path)
      renamed = isFile ? relative(this.#to, resolve(this.#from, path)).replaceAll('\\', '/') : path
      this.#paths.set(path, renamed)
    }
    return renamed
  }

  /** The same facts always give the same object: sessions compare objects before they compare what is in them. */
  facts(facts: FunctionFacts): FunctionFacts {
    if (this.#from === this.#to) return facts
    let renamed = this.#facts.get(facts)
    if (renamed === undefined) {
      const module = this.path(facts.module)
      renamed = { ...facts, module, name: module + facts.name.slice(facts.module.length) }
      this.#facts.set(facts, renamed)
    }
    return renamed
  }
}
