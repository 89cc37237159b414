import { randomUUID } from 'node:crypto'

import type { TestModule } from 'vitest/node'

import { checkScenarioMeta } from './check-scenario-meta.ts'
import { isBenchmark } from './is-benchmark.ts'
import { LayoutError } from '../errors.ts'
import { compareNames, type FunctionFacts } from '../model/index.ts'
import { LoadGraph, targetName, type LoadNode, type MeaningOf, type SlotMeaning } from './loading/index.ts'
import type { FailedModule, Recorder } from './recorder.ts'
import { Renaming, RunRecording } from './run-recording.ts'
import type { RecordingSession } from './session/index.ts'
import { decodeBlock } from './transport/index.ts'

export interface RunCollectorOptions {
  /** In watch mode a file that runs again replaces what it recorded before. */
  readonly isWatching: boolean
  /** Whether a blob reporter takes the blocks along, for `--merge-reports` to join. */
  readonly hasBlobs: boolean
  /** Whether the blocks come out of blob reports (`--merge-reports`): nothing runs. */
  readonly isMerging: boolean
  /** Failed tests after which Vitest stops the run; 0 for never. */
  readonly bail?: number | undefined
  /** Roots of the projects, by name: each gets a recording of its own. Undefined: one recording for the whole run. */
  readonly projectRoots?: ReadonlyMap<string, string> | undefined
}

/** What was recorded of a run, or of one project in it. */
export interface CollectedRecording {
  readonly session: RecordingSession
  /** The modules that its test files load, named from the root of the run; undefined: all that there are. */
  readonly modules: ReadonlySet<string> | undefined
  /** What in its tests means nothing. */
  readonly warnings: readonly string[]
}

/** What one run recorded. */
export interface CollectedRun {
  /** By project, in order of names; `undefined` stands for the whole run. Empty where no test file took part. */
  readonly recordings: ReadonlyMap<string | undefined, CollectedRecording>
  /** What is missing and belongs to none of them. */
  readonly problems: readonly string[]
}

/** What travels in a test file's meta. */
interface LayoutMeta {
  /** The block, left by the setup hook. */
  layout?: string
  /** Beside a blob reporter: what the main process learned since the file before. */
  layoutTable?: TravellingTable
}

/** Slots are numbers of one run; `run` keeps those of several shards apart. */
interface TravellingTable {
  readonly run: string
  readonly functions: readonly (readonly [slot: number, facts: FunctionFacts])[]
  /** What `import()` expressions import. */
  readonly imports: readonly (readonly [slot: number, target: string])[]
  readonly modules: readonly LoadNode[]
  /** Modules that could not be instrumented, all so far. */
  readonly failed?: readonly FailedModule[]
  /** Where the file was run: `scope` of the graph. */
  readonly scope: string
}

interface KeptBlock {
  readonly module: TestModule
  readonly text: string
  /** What came along with a merged report. */
  readonly table: TravellingTable | undefined
}

interface MissingBlock {
  readonly project: string
  /** Path from the root of the run. */
  readonly file: string
  readonly why: string
}

interface MistakenFile {
  readonly project: string
  readonly file: string
  readonly mistakes: readonly string[]
}

/** What the slots of one run mean. */
type Meanings = Map<number, SlotMeaning>

/** Joins the blocks of one run's test files while tests still run, and notes whose are missing. */
export class RunCollector {
  readonly #recorder: Recorder
  readonly #options: RunCollectorOptions
  readonly #run = randomUUID()
  readonly #graph: LoadGraph
  readonly #recordings = new Map<string | undefined, RunRecording>()
  /** Blocks that wait for the end of the run, by test file: in watch mode, and where reports are merged. */
  readonly #blocks = new Map<string, KeptBlock>()
  /** Test files that left a block in this run. */
  readonly #seen = new Set<string>()
  /** Those that left none when they last ran, by test file. */
  readonly #missing = new Map<string, MissingBlock>()
  /** What is wrong with what tests say of themselves, by test file. */
  readonly #mistakes = new Map<string, MistakenFile>()
  /** Functions and imports that have travelled already. */
  readonly #travelled = { functions: 0, imports: 0 }
  /** Slots of other runs, by run. */
  readonly #tables = new Map<string, Meanings>()
  /** Modules of other runs that could not be instrumented. */
  readonly #failedElsewhere: FailedModule[] = []
  /** One function for each run, not one for each block: what is known of its slots is kept by it. */
  readonly #meaningOf: MeaningOf
  readonly #meaningsOf = new WeakMap<Meanings, MeaningOf>()

  constructor(recorder: Recorder, options: RunCollectorOptions) {
    this.#recorder = recorder
    this.#options = options
    this.#meaningOf = (slot) => liveMeaning(recorder, slot)
    this.#graph = new LoadGraph({
      moduleName: (id) => recorder.moduleName(id),
      isInstrumented: (id) => recorder.instrumented.has(id),
    })
  }

  /** Takes a finished test file's block, and lets go of it where nobody else needs it. */
  add(module: TestModule): void {
    const meta = module.meta() as LayoutMeta
    const { layout: text, layoutTable: table } = meta
    if (text === undefined) return
    if (table !== undefined) this.#learn(table)
    else if (this.#options.hasBlobs) meta.layoutTable = this.#newTable(module)
    if (!this.#options.hasBlobs) {
      delete meta.layout
      delete meta.layoutTable
    }
    const key = keyOf(module)
    const mistakes = mistakesIn(module)
    this.#mistakes.delete(key)
    if (mistakes.length > 0) {
      this.#mistakes.set(key, { project: module.project.name, file: this.#fileOf(module), mistakes })
    }
    this.#seen.add(key)
    this.#missing.delete(key)
    const block: KeptBlock = { module, text, table }
    // A merged block may need functions that came with a file that is replayed later.
    if (this.#options.isWatching || table !== undefined) this.#blocks.set(key, block)
    else this.#absorb(block)
  }

  /** The recording of all files so far, or that of each project; those of `modules` that left no block are named in it. */
  finish(modules: readonly TestModule[]): CollectedRun {
    const { isWatching } = this.#options
    const hasBailed = this.#hasBailed(modules)
    for (const module of modules) this.#noteMissing(module, hasBailed)
    // An empty recording would say of everything that it never ran, and take the place of one that knows better.
    if (this.#seen.size + this.#blocks.size + this.#missing.size === 0 && modules.every(isLeftAlone)) {
      return {
        recordings: new Map(),
        problems: ['no test file ran, so nothing was recorded; an earlier recording stays'],
      }
    }
    if (isWatching) {
      this.#recordings.clear()
      this.#graph.clear()
    }
    for (const block of this.#blocks.values()) {
      this.#absorb(block)
      this.#learnGraph(block.module)
    }
    for (const module of modules) this.#learnGraph(module)
    const mistaken = [...this.#mistakes.values()].toSorted((a, b) => compareNames(a.file, b.file))
    for (const { project, file, mistakes } of mistaken) {
      for (const mistake of mistakes) this.#recordingOf(project).warn(file, mistake)
    }
    const problems = this.#nameMissing(modules, hasBailed)
    this.#seen.clear()
    const recordings = new Map<string | undefined, CollectedRecording>()
    const names = [...this.#recordings.keys()].toSorted((a = '', b = '') => compareNames(a, b))
    for (const name of names) {
      const recording = this.#recordings.get(name)!
      recording.finish()
      const loaded = name === undefined ? undefined : this.#modulesOf(name, recording)
      // Functions that never ran are part of the layout too.
      recording.addFunctions(this.#functionsIn(loaded))
      for (const [module, why] of [...this.#recorder.failed, ...this.#failedElsewhere]) {
        if (loaded?.has(module) ?? true) recording.addMissing(module, why)
      }
      const { session, warnings } = recording
      recordings.set(name, { session, modules: loaded, warnings })
    }
    return { recordings, problems }
  }

  /** The modules of a project: projects may share a server, but not what their test files lead to. */
  #modulesOf(project: string, recording: RunRecording): ReadonlySet<string> {
    const modules = this.#graph.modulesOf(scopesOf(project))
    for (const module of recording.modules) modules.add(module)
    return modules
  }

  /** The functions of modules as they are now. */
  *#functionsIn(modules: ReadonlySet<string> | undefined): Generator<FunctionFacts> {
    const recorder = this.#recorder
    const own = this.#options.isWatching ? recorder.currentFunctions() : recorder.functions.values()
    for (const facts of own) if (modules?.has(facts.module) ?? true) yield facts
    for (const table of this.#tables.values()) {
      for (const meaning of table.values()) {
        if (meaning !== undefined && 'facts' in meaning && (modules?.has(meaning.facts.module) ?? true))
          yield meaning.facts
      }
    }
  }

  /** Forgets a test file that was deleted. */
  remove(moduleId: string): void {
    for (const project of this.#recorder.projects.keys()) {
      const key = keyIn(project, moduleId)
      this.#forget(key)
      this.#missing.delete(key)
    }
  }

  #forget(key: string): void {
    this.#blocks.delete(key)
    this.#mistakes.delete(key)
  }

  /** Of a file that left no block this time, what it recorded before is no longer true. */
  #noteMissing(module: TestModule, hasBailed: boolean): void {
    const key = keyOf(module)
    const project = module.project.name
    if (isLeftAlone(module) || this.#seen.has(key) || !this.#recorder.projects.has(project)) return
    this.#forget(key)
    this.#missing.set(key, { project, file: this.#fileOf(module), why: this.#whyMissing(module, hasBailed) })
  }

  /** Notes in the recordings which test files left no block; gives what belongs to no recording. */
  #nameMissing(modules: readonly TestModule[], hasBailed: boolean): string[] {
    for (const { project, file, why } of this.#missing.values()) this.#recordingOf(project).addMissing(file, why)
    const strangers = new Map<string, number>()
    for (const module of modules) {
      const project = module.project.name
      if (isLeftAlone(module) || this.#seen.has(keyOf(module)) || this.#recorder.projects.has(project)) continue
      strangers.set(project, (strangers.get(project) ?? 0) + 1)
    }
    const problems = Array.from(
      strangers,
      ([project, files]) =>
        `project ${JSON.stringify(project)}: its configuration has no layout plugin, none of its ${files} test files was recorded ` +
        '(add it there, or `extends: true` to a project given inline)',
    )
    if (this.#options.projectRoots === undefined) {
      const { session } = this.#recordingOf('')
      for (const problem of problems.splice(0)) session.addProblem(problem)
    }
    if (hasBailed) {
      const { bail } = this.#options
      for (const { session } of this.#recordings.values()) {
        session.addProblem(`the run stopped at ${bail} failed test${bail === 1 ? '' : 's'} (bail)`)
      }
    }
    return problems
  }

  #whyMissing(module: TestModule, hasBailed: boolean): string {
    const why = whyMissing(module, hasBailed)
    if (why !== undefined) return why
    return this.#options.isMerging
      ? 'the blob report that holds it was made without the layout reporter (give each shard `--reporter=layout` beside `--reporter=blob`)'
      : 'its worker sent nothing'
  }

  /** The recording to which a project's files belong. */
  #recordingOf(project: string): RunRecording {
    const { projectRoots } = this.#options
    const key = projectRoots === undefined ? undefined : project
    let recording = this.#recordings.get(key)
    if (recording === undefined) {
      const { root } = this.#recorder
      recording = new RunRecording(this.#graph, new Renaming(root, projectRoots?.get(project) ?? root))
      this.#recordings.set(key, recording)
    }
    return recording
  }

  #newTable(module: TestModule): TravellingTable {
    const { functions, imports } = this.#recorder
    const travelled = this.#travelled
    this.#learnGraph(module)
    const table: TravellingTable = {
      run: this.#run,
      functions: [...functions].slice(travelled.functions),
      imports: [...imports].slice(travelled.imports).map(([slot, id]) => [slot, targetName(this.#recorder, id)]),
      modules: this.#graph.takeNew(),
      failed: this.#recorder.failed,
      scope: scopeOf(module),
    }
    travelled.functions += table.functions.length
    travelled.imports += table.imports.length
    return table
  }

  #learn({ run, functions, imports, modules, failed = [] }: TravellingTable): void {
    let table = this.#tables.get(run)
    if (table === undefined) this.#tables.set(run, (table = new Map()))
    for (const [slot, facts] of functions) table.set(slot, { facts })
    for (const [slot, target] of imports) table.set(slot, { target })
    for (const node of modules) this.#graph.add(node)
    this.#failedElsewhere.push(...failed)
  }

  #learnGraph(module: TestModule): void {
    const environment = module.viteEnvironment
    if (environment !== undefined) this.#graph.learn(environment, scopeOf(module), rootsOf(module))
  }

  #absorb({ module, text, table }: KeptBlock): void {
    const file = this.#fileOf(module)
    const project = module.project.name
    const recording = this.#recordingOf(project)
    const meanings = table === undefined ? undefined : this.#tables.get(table.run)
    const scope = table?.scope ?? scopeOf(module)
    const roots = rootsOf(module).map((id) => this.#graph.keyOf(scope, id))
    try {
      const meaningOf = meanings === undefined ? this.#meaningOf : this.#meaningIn(meanings)
      recording.absorb(decodeBlock(text), { project, file, scope, roots }, meaningOf)
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error
      recording.addMissing(file, error.message)
    }
  }

  #meaningIn(meanings: Meanings): MeaningOf {
    let meaningOf = this.#meaningsOf.get(meanings)
    if (meaningOf === undefined) this.#meaningsOf.set(meanings, (meaningOf = (slot) => meanings.get(slot)))
    return meaningOf
  }

  /** Tests are left out then, in files that sent their block too. */
  #hasBailed(modules: readonly TestModule[]): boolean {
    const { bail = 0 } = this.#options
    if (bail === 0) return false
    let failed = 0
    for (const module of modules) for (const _test of module.children.allTests('failed')) failed++
    return failed >= bail
  }

  #fileOf(module: TestModule): string {
    return this.#recorder.moduleName(module.moduleId)
  }
}

/** `TEST: what is wrong`. */
function mistakesIn(module: TestModule): string[] {
  const mistakes: string[] = []
  for (const test of module.children.allTests()) {
    const { layout } = test.meta() as { layout?: unknown }
    if (layout === undefined) continue
    for (const mistake of checkScenarioMeta(layout)) mistakes.push(`${test.fullName}: ${mistake}`)
  }
  return mistakes
}

function liveMeaning(recorder: Recorder, slot: number): SlotMeaning {
  const facts = recorder.functions.get(slot)
  if (facts !== undefined) return { facts }
  const id = recorder.imports.get(slot)
  return id === undefined ? undefined : { target: targetName(recorder, id) }
}

/** Undefined where the file ran as it should have. */
function whyMissing(module: TestModule, hasBailed: boolean): string | undefined {
  const state = module.state()
  if (state === 'skipped') return 'all of its tests are skipped, what its modules run while they load was not recorded'
  const hasNotRun = state === 'pending' || state === 'queued'
  if (hasNotRun && hasBailed) return 'it did not run to its end, the run had stopped (bail)'
  if (hasNotRun) return 'its worker ended before it could send what it recorded'
  const [error] = module.errors()
  if (error !== undefined) return `it could not be collected: ${firstLine(error.message)}`
  return undefined
}

/** Modules of several projects and environments are transformed apart. */
function scopeOf(module: TestModule): string {
  return `${scopesOf(module.project.name)}${module.viteEnvironment?.name ?? ''}`
}

/** What all scopes of a project begin with. */
function scopesOf(project: string): string {
  return `${project}\0`
}

/** Ids of the modules that a test file begins with, in order. */
function rootsOf(module: TestModule): string[] {
  return [...module.project.config.setupFiles, module.moduleId]
}

/** Type tests, of which nothing runs, and benchmarks. */
function isLeftAlone(module: TestModule): boolean {
  return (module.meta() as { typecheck?: boolean }).typecheck === true || isBenchmark(module.project)
}

function keyOf(module: TestModule): string {
  return keyIn(module.project.name, module.moduleId)
}

function keyIn(project: string, moduleId: string): string {
  return `${project}\0${moduleId}`
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}
