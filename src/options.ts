import { type AcknowledgedFunction, LayoutConfig, type LayoutPhase } from './model/index.ts'
import type { RecordOptions } from './record/options.ts'

/** What the reporter can be told. */
export interface ReporterOptions {
  /** Folder of the artefacts, relative to the root. @default '.vitest/layout' */
  readonly outDir?: string | undefined
  /** Whether each Vitest project has its own recording and layout, in its own root. @default false: one for all */
  readonly perProject?: boolean | undefined
  /** Whether a phase over its budget fails the run. @default false */
  readonly failOnBudget?: boolean | undefined
  /** Whether `report.html`, the report page, is written too. @default false */
  readonly html?: boolean | undefined
  /** Whether the report lists every page. @default false */
  readonly pages?: boolean | undefined
  /** Rows of each list in the report. @default 5 */
  readonly rows?: number | undefined
  /** Whether it lists the modules that took longest to instrument. @default false */
  readonly verbose?: boolean | undefined
}

/** Settings that `layout.sdn` holds too; see `docs/config.md`. What both set, the file's counts. */
export interface ConfigOptions {
  readonly pageSize?: number | undefined
  readonly budgets?: Readonly<Partial<Record<LayoutPhase, number>>> | undefined
  readonly patterns?: Readonly<Partial<Record<LayoutPhase, readonly string[]>>> | undefined
  readonly anchors?: Readonly<Record<string, readonly string[]>> | undefined
  readonly overrides?: Readonly<Record<string, LayoutPhase>> | undefined
  readonly scenarios?: readonly ScenarioOptions[] | undefined
  readonly inference?: 'markers' | 'time' | 'rate' | undefined
  readonly annotationConflicts?: 'ignore' | 'warn' | 'error' | undefined
  readonly acknowledged?: readonly AcknowledgedFunction[] | undefined
  readonly recorded?: readonly RecordedOptions[] | undefined
}

export interface ScenarioOptions {
  readonly name: string
  /** Glob on `FILE > SUITE > TEST`. */
  readonly test: string
  readonly stopMark?: string | undefined
  readonly phase?: LayoutPhase | undefined
  readonly weight?: number | undefined
}

/** A row of `recorded`; programs write these, into `layout.sdn`. */
export interface RecordedOptions {
  readonly function: string
  readonly phase: LayoutPhase
  readonly size: number
  readonly callCount: number
  readonly page?: number | undefined
}

/** Options of the plugin and of the reporter's entry; the entry's count where both are given. */
export interface LayoutOptions extends RecordOptions, ReporterOptions, ConfigOptions {}

/** What a test (or a suite, for all of its tests) says of itself under `meta.layout`. */
export interface ScenarioMeta {
  /** Name of the scenario; tests that share it are one. */
  readonly scenario?: string
  /** The marker at which the scenario ends. */
  readonly stopMark?: string
  /** The phase of all that it runs before its stop mark; left out, the markers decide. */
  readonly phase?: LayoutPhase
  /** How much it counts beside others. @default 1 */
  readonly weight?: number
}

declare module 'vitest' {
  interface TaskMeta {
    layout?: ScenarioMeta
  }
}

export const DEFAULT_OUT_DIR = '.vitest/layout'

const RECORD_KEYS: ReadonlySet<string> = new Set<keyof RecordOptions>([
  'include',
  'exclude',
  'edges',
  'timing',
  'marks',
])
const REPORTER_KEYS: ReadonlySet<string> = new Set<keyof ReporterOptions>([
  'outDir',
  'perProject',
  'failOnBudget',
  'html',
  'pages',
  'rows',
  'verbose',
])

/**
 * The part of the options that is configuration.
 *
 * @throws LayoutError that names an option there is not, or one of the wrong type.
 */
export function configOf(options: LayoutOptions): LayoutConfig {
  return LayoutConfig.fromObject(settingsOf(options))
}

/** The part of the options that is configuration, as it was given. */
export function settingsOf(options: LayoutOptions): Record<string, unknown> {
  const settings = Object.entries(options).filter(
    ([key, value]) => value !== undefined && !RECORD_KEYS.has(key) && !REPORTER_KEYS.has(key),
  )
  return Object.fromEntries(settings)
}
