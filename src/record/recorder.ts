import { relative } from 'node:path'

import type { LayoutError } from '../errors.ts'
import { compareNames } from '../model/index.ts'
import { readAnnotations } from './annotations.ts'
import type { FunctionTable, InstrumentedFunction } from './function-table.ts'
import { locate } from './source-place.ts'
import type { LeftAlone, TransformedModule } from './transform/index.ts'

/** A function that is not wholly recorded. */
export interface UnrecordedFunction extends LeftAlone {
  readonly name: string
  readonly projects?: readonly string[] | undefined
}

/** Something people should know of, and whom it concerns. */
interface Notice<T> {
  readonly said: T
  /** Names of Vitest projects; undefined: all of them. */
  readonly projects: readonly string[] | undefined
}

/** Where the original text of a module is, and how to come from the instrumented input back to it. */
export interface ModuleOrigin {
  /** Module id without query. */
  readonly file: string
  /** The code that was instrumented. */
  readonly code: string
  /** The original text: what annotations are read from. Undefined when it is not to be had. */
  readonly source: string | undefined
  /** Source map from `code` to the original; undefined when they are the same. */
  readonly map: unknown
  /** The same for the same module of the same environment: transformed again, it takes the place of what it was. */
  readonly key?: string
  /** Names of the Vitest projects that load it; left out: all. */
  readonly projects?: readonly string[]
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
  readonly projects: Map<string, Readonly<Record<string, unknown>>> = new Map()
  /** Module id that an `import()` expression imports, by its slot. */
  readonly imports: Map<number, string> = new Map()
  /** Ids of the modules whose loading is recorded. */
  readonly instrumented: Set<string> = new Set()
  /** What one call's probes cost, calibrated (ms); 0 where nothing is timed. */
  costMs = 0
  readonly #warnings: Notice<string>[] = []
  readonly #annotationErrors = new Map<string, Notice<readonly LayoutError[]>>()
  readonly #functions = new Map<number, InstrumentedFunction>()
  /** Slots of each module as it was last transformed, by {@link ModuleOrigin.key}. */
  readonly #current = new Map<string, { base: number; count: number }>()
  #nextSlot = 1

  constructor(root: string) {
    this.root = root
  }

  /** What could not be instrumented, one line each; for the reporter to show. */
  get warnings(): string[] {
    return this.#warnings.map(({ said }) => said)
  }

  warn(said: string, projects?: readonly string[]): void {
    this.#warnings.push({ said, projects })
  }

  /**
   * What a project's modules could not be told of or were told of in vain.
   *
   * @param project Left out: of all projects.
   */
  warningsOf(project?: string): string[] {
    const names = this.unrecorded
      .filter((fn) => concerns(fn.projects, project))
      .map(({ name, reason }) => `${name} is not recorded wholly (${reason})`)
    return [...this.#warnings.filter((one) => concerns(one.projects, project)).map(({ said }) => said), ...names]
  }

  /**
   * Mistakes in annotations of modules as they are now, each once, by file and place.
   *
   * @param project Left out: of all projects.
   */
  annotationErrorsOf(project?: string): LayoutError[] {
    const notices = [...this.#annotationErrors.values()].filter((one) => concerns(one.projects, project))
    // A module may be transformed more than once.
    const errors = new Map(notices.flatMap(({ said }) => said).map((error) => [error.message, error]))
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
    return pathFrom(this.root, file)
  }

  addModule(transformed: TransformedModule, origin: ModuleOrigin): void {
    const module = this.moduleName(origin.file)
    const { base, functions } = transformed
    this.#current.set(origin.key ?? String(base), { base, count: functions.length })
    const places = locate(
      origin,
      transformed.functions.map((fn) => fn.start),
    )
    const errors: LayoutError[] = []
    const hints = readAnnotations(
      module,
      origin.source ?? '',
      places,
      (index) => !transformed.functions[index]!.path.endsWith('_members>'),
      errors,
    )
    const { projects } = origin
    this.#annotationErrors.set(origin.key ?? module, { said: errors, projects })
    for (const [index, fn] of transformed.functions.entries()) {
      const hint = hints[index]
      this.#functions.set(transformed.base + index, {
        name: `${module}:${fn.path}`,
        module,
        line: places[index]!.line,
        column: places[index]!.column,
        size: fn.size,
        totalSize: fn.totalSize,
        bodyHash: fn.bodyHash,
        ...(hint === undefined ? {} : { hint }),
        ...(projects === undefined ? {} : { projects }),
      })
    }
    for (const { path, reason } of transformed.leftAlone) {
      this.unrecorded.push({ name: `${module}:${path}`, path, reason, projects })
    }
  }
}

/** A file's path from a folder, with `/`. */
export function pathFrom(root: string, file: string): string {
  return relative(root, file).replaceAll('\\', '/')
}

/** Whether what belongs to these projects belongs to this one. */
export function concerns(projects: readonly string[] | undefined, project: string | undefined): boolean {
  return projects === undefined || project === undefined || projects.includes(project)
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
