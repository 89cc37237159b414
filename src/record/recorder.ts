import { relative } from 'node:path'

import type { TraceMap } from '@jridgewell/trace-mapping'

import type { LayoutError } from '../errors.ts'
import { compareNames } from '../model/index.ts'
import type { LayoutOptions } from '../options.ts'
import { type ModuleAnnotations, readAnnotations } from './annotations.ts'
import type { FunctionTable, InstrumentedFunction } from './function-table.ts'
import { locate } from './source-place.ts'
import type { LeftAlone, TransformedModule } from './transform/index.ts'

/** A function that is not wholly recorded. */
export interface UnrecordedFunction extends LeftAlone {
  readonly name: string
  readonly module: string
}

/** Something people should know of. */
interface Notice<T> {
  readonly said: T
  /** The module it is about; undefined: the run. */
  readonly module: string | undefined
}

/** A module that could not be instrumented. */
export type FailedModule = readonly [module: string, why: string]

/** Where the original text of a module is, and how to come from the instrumented input back to it. */
export interface ModuleOrigin {
  /** Module id without query. */
  readonly file: string
  /** The code that was instrumented. */
  readonly code: string
  /** The original text: what annotations are read from. Undefined when it is not to be had. */
  readonly source: string | undefined
  /** Source map from `code` to the original; undefined when they are the same. */
  readonly map: TraceMap | undefined
  /** The same for the same module of the same environment: transformed again, it takes the place of what it was. */
  readonly key?: string
}

/**
 * What the main process knows of one run of Vitest: the function behind each slot.
 * Plugin instances of all projects share it; the reporter reads it.
 */
export class Recorder {
  /** The project's root; module names are relative to it. */
  readonly root: string
  readonly unrecorded: UnrecordedFunction[] = []
  /** Milliseconds spent in the transform, by module. */
  readonly transformMs: Map<string, number> = new Map()
  /** Projects whose config holds the plugin, and the options that count in each: its own, the run's, the reporter's. */
  readonly projects: Map<string, LayoutOptions> = new Map()
  /** Module id that an `import()` expression imports, by its slot. */
  readonly imports: Map<number, string> = new Map()
  /** Ids of the modules whose loading is recorded. */
  readonly instrumented: Set<string> = new Set()
  /** What one call's probes cost, calibrated (ms); 0 where nothing is timed. */
  costMs = 0
  readonly #warnings: Notice<string>[] = []
  /** Modules as they are now that could not be instrumented, by {@link ModuleOrigin.key}. */
  readonly #failed = new Map<string, FailedModule>()
  /** Tags of modules as they are now, by {@link ModuleOrigin.key}. */
  readonly #annotations = new Map<string, Notice<ModuleAnnotations>>()
  readonly #functions = new Map<number, InstrumentedFunction>()
  /** Slots of each module as it was last transformed, by {@link ModuleOrigin.key}. */
  readonly #current = new Map<string, { base: number; count: number }>()
  readonly #moduleNames = new Map<string, string>()
  #nextSlot = 1

  constructor(root: string) {
    this.root = root
  }

  /** What could not be instrumented, one line each; for the reporter to show. */
  get warnings(): string[] {
    return this.#warnings.map(({ said }) => said)
  }

  /** @param module what it is about, where it is not about the run */
  warn(said: string, module?: string): void {
    this.#warnings.push({ said, module })
  }

  /** Notes a module whose functions run unrecorded, and why; until it is transformed again without fault. */
  addFailed(key: string, module: string, why: string): void {
    this.#failed.set(key, [module, why])
  }

  /** Modules as they are now that could not be instrumented. */
  get failed(): readonly FailedModule[] {
    return [...this.#failed.values()]
  }

  /** What could not be recorded, for people; with `modules`, only what is about the run or one of them. */
  warningsOf(modules?: ReadonlySet<string>): string[] {
    const names = this.unrecorded
      .filter(({ module }) => concerns(module, modules))
      .map(({ name, reason }) => `${name} is not recorded wholly (${reason})`)
    return [...this.#warnings.filter(({ module }) => concerns(module, modules)).map(({ said }) => said), ...names]
  }

  /** Mistakes in annotations of modules as they are now, each once, by file and place; with `modules`, only in those. */
  annotationErrorsOf(modules?: ReadonlySet<string>): LayoutError[] {
    const notices = [...this.#annotations.values()].filter(({ module }) => concerns(module, modules))
    const placed = new Set(notices.flatMap(({ said, module }) => said.placed.map((offset) => `${module}\0${offset}`)))
    const mistakes = notices.flatMap(({ said, module }) => {
      const misplaced = [...said.unplaced].filter(([offset]) => !placed.has(`${module}\0${offset}`))
      return said.errors.concat(misplaced.map(([, error]) => error))
    })
    // A module may be transformed more than once.
    const errors = new Map(mistakes.map((error) => [error.message, error]))
    const fileOf = (error: LayoutError): string => error.file ?? ''
    return [...errors.values()].toSorted(
      (a, b) =>
        compareNames(fileOf(a), fileOf(b)) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    )
  }

  /** Slot -> function, for all modules transformed so far. */
  get functions(): FunctionTable {
    return this.#functions
  }

  /** The functions of modules as they are now: in watch mode, those of earlier versions of a file are left out. */
  *currentFunctions(): Generator<InstrumentedFunction> {
    for (const { base, count } of this.#current.values()) {
      for (let slot = base; slot < base + count; slot++) yield this.#functions.get(slot)!
    }
  }

  /** Whether each project has its own recording: as soon as one of them says so. */
  get isPerProject(): boolean {
    return [...this.projects.values()].some(({ perProject }) => perProject === true)
  }

  /** The first of `count` new slots. 0 is the root and never given. */
  readonly allocate = (count: number): number => {
    const base = this.#nextSlot
    this.#nextSlot += count
    return base
  }

  /** Module part of a name: relative to the root, with `/`. */
  moduleName(file: string): string {
    let name = this.#moduleNames.get(file)
    if (name === undefined) {
      name = pathFrom(this.root, file)
      this.#moduleNames.set(file, name)
    }
    return name
  }

  addModule(transformed: TransformedModule, origin: ModuleOrigin): void {
    const module = this.moduleName(origin.file)
    const { base, functions } = transformed
    const key = origin.key ?? String(base)
    this.#failed.delete(key)
    this.#current.set(key, { base, count: functions.length })
    const places = locate(
      origin,
      transformed.functions.map((fn) => fn.start),
    )
    const annotations = readAnnotations(
      module,
      origin.source ?? '',
      places,
      (index) => !transformed.functions[index]!.path.endsWith('_members>'),
    )
    this.#annotations.set(origin.key ?? module, { said: annotations, module })
    for (const [index, fn] of transformed.functions.entries()) {
      const hint = annotations.hints[index]
      this.#functions.set(transformed.base + index, {
        name: `${module}:${fn.path}`,
        module,
        line: places[index]!.line,
        column: places[index]!.column,
        size: fn.size,
        totalSize: fn.totalSize,
        bodyHash: fn.bodyHash,
        ...(hint === undefined ? {} : { hint }),
      })
    }
    for (const { path, reason } of transformed.leftAlone) {
      this.unrecorded.push({ name: `${module}:${path}`, path, reason, module })
    }
  }
}

/** A file's path from a folder, with `/`. */
export function pathFrom(root: string, file: string): string {
  return relative(root, file).replaceAll('\\', '/')
}

function concerns(module: string | undefined, modules: ReadonlySet<string> | undefined): boolean {
  return module === undefined || modules === undefined || modules.has(module)
}

const recorders = new WeakMap<object, Recorder>()

/** The recorder of a Vitest instance; made by the plugin when the layout reporter takes part. */
export function recorderOf(vitest: object): Recorder | undefined {
  return recorders.get(vitest)
}

/** @internal */
export function ensureRecorder(vitest: object, root: string): Recorder {
  let recorder = recorders.get(vitest)
  if (recorder === undefined) recorders.set(vitest, (recorder = new Recorder(root)))
  return recorder
}
