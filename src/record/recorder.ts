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
}

/**
 * What the main process knows of one run of Vitest: the function behind each slot.
 * Plugin instances of all projects share it; the reporter reads it.
 */
export class Recorder {
  /** The project's root; module names are relative to it. */
  readonly root: string
  /** What could not be instrumented, one line each; for the reporter to show. */
  readonly warnings: string[] = []
  readonly unrecorded: UnrecordedFunction[] = []
  /** Milliseconds spent in the transform, by module. */
  readonly transformMs: Map<string, number> = new Map()
  /** Projects whose config holds the plugin. */
  readonly projects: Set<string> = new Set()
  /** Module id that an `import()` expression imports, by its slot. */
  readonly imports: Map<number, string> = new Map()
  /** Ids of the modules whose loading is recorded. */
  readonly instrumented: Set<string> = new Set()
  /** What one call's probes cost, calibrated (ms); 0 where nothing is timed. */
  costMs = 0
  readonly #annotationErrors = new Map<string, readonly LayoutError[]>()
  readonly #functions = new Map<number, InstrumentedFunction>()
  /** Slots of each module as it was last transformed, by {@link ModuleOrigin.key}. */
  readonly #current = new Map<string, { base: number; count: number }>()
  #nextSlot = 1

  constructor(root: string) {
    this.root = root
  }

  /** Mistakes in annotations of modules as they are now, each once, by file and place. */
  get annotationErrors(): LayoutError[] {
    // A module may be transformed more than once.
    const errors = new Map([...this.#annotationErrors.values()].flat().map((error) => [error.message, error]))
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

  /** The first of `count` new slots. 0 is the root and never given. */
  readonly allocate = (count: number): number => {
    const base = this.#nextSlot
    this.#nextSlot += count
    return base
  }

  /** Module part of a name: relative to the root, with `/`. */
  moduleName(file: string): string {
    return relative(this.root, file).replaceAll('\\', '/')
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
    this.#annotationErrors.set(origin.key ?? module, errors)
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
      })
    }
    for (const { path, reason } of transformed.leftAlone) {
      this.unrecorded.push({ name: `${module}:${path}`, path, reason })
    }
  }
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
