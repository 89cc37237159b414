import { DEFAULT_MARKS, type Timing } from './probe/index.ts'

/** What the recorder itself can be told; the plugin's options hold more, for the reporter. */
export interface RecordOptions {
  /** Globs, relative to the root, of the modules to record; those that begin with `**` count outside it too. @default all of the user's own */
  readonly include?: string | readonly string[] | undefined
  /** Globs of modules not to record, in place of the default. @default folders of test helpers: `test`, `tests`, `__tests__`, `__mocks__`, `__fixtures__` */
  readonly exclude?: string | readonly string[] | undefined
  /** False counts calls only: no callers, no times; the cheapest. @default true */
  readonly edges?: boolean | undefined
  /** How calls are timed: one in 128 (scaled), all, or none. @default 'sampled' */
  readonly timing?: Timing | undefined
  /** Names of `performance.mark` that count as markers. @default the five known ones */
  readonly marks?: readonly string[] | undefined
}

/** Helpers of tests lie beside them; what ships never holds them. */
const DEFAULT_EXCLUDE: readonly string[] = ['**/{test,tests,__tests__,__mocks__,__fixtures__}/**']

export interface ResolvedRecordOptions {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly edges: boolean
  readonly timing: Timing
  readonly marks: readonly string[]
}

export function resolveRecordOptions(options: RecordOptions): ResolvedRecordOptions {
  const list = (value: string | readonly string[] | undefined): readonly string[] =>
    value === undefined ? [] : typeof value === 'string' ? [value] : value
  return {
    include: list(options.include),
    exclude: options.exclude === undefined ? DEFAULT_EXCLUDE : list(options.exclude),
    edges: options.edges ?? true,
    timing: options.timing ?? 'sampled',
    marks: options.marks ?? DEFAULT_MARKS,
  }
}
