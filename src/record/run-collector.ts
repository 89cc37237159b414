import { randomUUID } from 'node:crypto'

import type { TestModule } from 'vitest/node'

import { LayoutError } from '../errors.ts'
import type { FunctionFacts } from '../model/index.ts'
import type { Recorder } from './recorder.ts'
import { blockOfSlots, RecordingSession } from './session/index.ts'
import { decodeBlock } from './transport/index.ts'

export interface RunCollectorOptions {
  /** In watch mode a file that runs again replaces what it recorded before. */
  readonly isWatching: boolean
  /** Whether a blob reporter takes the blocks along, for `--merge-reports` to join. */
  readonly hasBlobs: boolean
}

/** What travels in a test file's meta. */
interface LayoutMeta {
  /** The block, left by the setup hook. */
  layout?: string
  /** Beside a blob reporter: the functions that the main process learned since the file before. */
  layoutTable?: TravellingTable
}

/** Slots are numbers of one run; `run` keeps those of several shards apart. */
interface TravellingTable {
  readonly run: string
  readonly functions: readonly (readonly [slot: number, facts: FunctionFacts])[]
}

interface KeptBlock {
  readonly module: TestModule
  readonly text: string
  readonly run: string | undefined
}

/** Joins the blocks of one run's test files while tests still run, and notes whose are missing. */
export class RunCollector {
  readonly #recorder: Recorder
  readonly #options: RunCollectorOptions
  readonly #run = randomUUID()
  #session = new RecordingSession()
  /** Blocks that wait for the end of the run, by test file: in watch mode, and where reports are merged. */
  readonly #blocks = new Map<string, KeptBlock>()
  readonly #seen = new Set<string>()
  /** Slots whose functions have travelled already. */
  #travelled = 0
  /** Functions of other runs, by run and slot. */
  readonly #tables = new Map<string, Map<number, FunctionFacts>>()

  constructor(recorder: Recorder, options: RunCollectorOptions) {
    this.#recorder = recorder
    this.#options = options
  }

  /** What could not be instrumented. */
  get warnings(): readonly string[] {
    const { warnings, unrecorded } = this.#recorder
    const names = unrecorded.map(({ name, reason }) => `${name} is not recorded wholly (${reason})`)
    return [...warnings, ...names]
  }

  /** Takes a finished test file's block, and lets go of it where nobody else needs it. */
  add(module: TestModule): void {
    const meta = module.meta() as LayoutMeta
    const { layout: text, layoutTable: table } = meta
    if (text === undefined) return
    if (table !== undefined) this.#learn(table)
    else if (this.#options.hasBlobs) meta.layoutTable = this.#newFunctions()
    if (!this.#options.hasBlobs) {
      delete meta.layout
      delete meta.layoutTable
    }
    const key = keyOf(module)
    this.#seen.add(key)
    const block: KeptBlock = { module, text, run: table?.run }
    // A merged block may need functions that came with a file that is replayed later.
    if (this.#options.isWatching || table !== undefined) this.#blocks.set(key, block)
    else this.#absorb(block)
  }

  /** The recording of all files so far; those of `modules` that left no block are named in it. */
  finish(modules: readonly TestModule[]): RecordingSession {
    if (this.#options.isWatching) this.#session = new RecordingSession()
    for (const block of this.#blocks.values()) this.#absorb(block)
    // Functions that never ran are part of the layout too.
    this.#session.addFunctions(this.#recorder.functions.values())
    for (const table of this.#tables.values()) this.#session.addFunctions(table.values())
    const strangers = new Map<string, number>()
    for (const module of modules.filter((one) => !this.#seen.has(keyOf(one)))) {
      const project = module.project.name
      if (this.#recorder.projects.has(project)) {
        this.#session.addProblem(`${this.#fileOf(module)}: ${whyMissing(module)}`)
      } else {
        strangers.set(project, (strangers.get(project) ?? 0) + 1)
      }
    }
    for (const [project, files] of strangers) {
      this.#session.addProblem(
        `project ${JSON.stringify(project)}: its configuration has no layout plugin, none of its ${files} test files was recorded ` +
          '(add it there, or `extends: true` to a project given inline)',
      )
    }
    return this.#session
  }

  #newFunctions(): TravellingTable {
    const functions = [...this.#recorder.functions].slice(this.#travelled)
    this.#travelled += functions.length
    return { run: this.#run, functions }
  }

  #learn({ run, functions }: TravellingTable): void {
    let table = this.#tables.get(run)
    if (table === undefined) this.#tables.set(run, (table = new Map()))
    for (const [slot, facts] of functions) table.set(slot, facts)
  }

  #absorb({ module, text, run }: KeptBlock): void {
    const file = this.#fileOf(module)
    const functions = run === undefined ? this.#recorder.functions : this.#tables.get(run)
    try {
      const origin = { project: module.project.name, file }
      this.#session.absorb(blockOfSlots(decodeBlock(text), (slot) => functions?.get(slot), origin))
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error
      this.#session.addProblem(`${file}: ${error.message}`)
    }
  }

  #fileOf(module: TestModule): string {
    return this.#recorder.moduleName(module.moduleId)
  }
}

function whyMissing(module: TestModule): string {
  const state = module.state()
  if (state === 'skipped') return 'all of its tests are skipped, what its modules run while they load was not recorded'
  if (state === 'pending' || state === 'queued') return 'its worker ended before it could send what it recorded'
  const [error] = module.errors()
  if (error !== undefined) return `it could not be collected: ${firstLine(error.message)}`
  return 'its worker sent nothing'
}

function keyOf(module: TestModule): string {
  return `${module.project.name}\0${module.moduleId}`
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}
