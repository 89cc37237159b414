import type { TestModule } from 'vitest/node'

import { LayoutError } from '../errors.ts'
import { toRecordingBlock } from './file-recording.ts'
import type { Recorder } from './recorder.ts'
import { RecordingSession } from './session/index.ts'
import { decodeBlock } from './transport/index.ts'

export interface RunCollectorOptions {
  /** In watch mode a file that runs again replaces what it recorded before. */
  readonly isWatching: boolean
  /** Whether a blob reporter needs the blocks after us. */
  readonly keepsBlocks: boolean
}

/** Where the setup hook leaves a test file's block. */
interface BlockMeta {
  layout?: string
}

/** Joins the blocks of one run's test files while tests still run, and notes whose are missing. */
export class RunCollector {
  readonly #recorder: Recorder
  readonly #options: RunCollectorOptions
  #session = new RecordingSession()
  /** Blocks by test file, kept in watch mode only: a session cannot give back what it took in. */
  readonly #blocks = new Map<string, { module: TestModule; text: string }>()
  readonly #seen = new Set<string>()

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
    const meta = module.meta() as BlockMeta
    const text = meta.layout
    if (text === undefined) return
    if (!this.#options.keepsBlocks) delete meta.layout
    const key = keyOf(module)
    this.#seen.add(key)
    if (this.#options.isWatching) this.#blocks.set(key, { module, text })
    else this.#absorb(module, text)
  }

  /** The recording of all files so far; those of `modules` that left no block are named in it. */
  finish(modules: readonly TestModule[]): RecordingSession {
    if (this.#options.isWatching) {
      this.#session = new RecordingSession()
      for (const { module, text } of this.#blocks.values()) this.#absorb(module, text)
    }
    // Functions that never ran are part of the layout too.
    this.#session.addFunctions(this.#recorder.functions.values())
    for (const module of modules) {
      const missing = this.#whyMissing(module)
      if (missing !== undefined) this.#session.addProblem(`${this.#fileOf(module)}: ${missing}`)
    }
    return this.#session
  }

  #absorb(module: TestModule, text: string): void {
    const file = this.#fileOf(module)
    try {
      const origin = { project: module.project.name, file }
      this.#session.absorb(toRecordingBlock(decodeBlock(text), this.#recorder.functions, origin))
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error
      this.#session.addProblem(`${file}: ${error.message}`)
    }
  }

  #whyMissing(module: TestModule): string | undefined {
    if (this.#seen.has(keyOf(module))) return undefined
    const { projects } = this.#recorder
    if (!projects.has(module.project.name)) {
      return `project ${JSON.stringify(module.project.name)} has no layout plugin, nothing of it was recorded`
    }
    const state = module.state()
    if (state === 'skipped')
      return 'all of its tests are skipped, what its modules run while they load was not recorded'
    if (state === 'pending' || state === 'queued') return 'its worker ended before it could send what it recorded'
    const [error] = module.errors()
    if (error !== undefined) return `it could not be collected: ${firstLine(error.message)}`
    return 'its worker sent nothing'
  }

  #fileOf(module: TestModule): string {
    return this.#recorder.moduleName(module.moduleId)
  }
}

function keyOf(module: TestModule): string {
  return `${module.project.name}\0${module.moduleId}`
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}
