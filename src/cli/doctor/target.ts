import type { Verdict } from '../../apply/doctor/index.ts'
import type { ApplyTarget, ParseArgsOptions } from '../apply/target.ts'
import type { CommandIo } from '../command.ts'

export type DoctorValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** The two builds that are held against each other. */
export interface DoctorRequest {
  /** As given, for messages. */
  readonly input: string
  readonly output: string
  /** Absolute paths of the two builds. */
  readonly before: string
  readonly after: string
  /** Content of the input. */
  readonly bytes: Uint8Array
  readonly values: DoctorValues
  readonly pairs: number
}

/** One figure of one run, in both builds; lower is better. */
export interface DoctorRow {
  /** What was run: arguments, or the entry that a page came to. */
  readonly run: string
  readonly figure: string
  readonly unit: string
  /** Medians. */
  readonly before: number
  readonly after: number
  readonly ratio: number
  /** Of the median ratio, with at least 95 % confidence; undefined for figures that do not vary. */
  readonly interval?: readonly [number, number] | undefined
  readonly verdict: Verdict
}

/** What a target found. */
export interface Trial {
  /** How it was measured. */
  readonly heading: string
  readonly rows: readonly DoctorRow[]
  readonly notes: readonly string[]
}

/** One kind of engine that the doctor asks. */
export interface DoctorTarget {
  readonly name: 'node' | 'chromium' | 'hermes'
  /** What makes the new build. */
  readonly apply: ApplyTarget
  /** Options that `apply` does not know. */
  readonly options: ParseArgsOptions
  /** Looks at the options, before anything is written. @throws LayoutError `DOCTOR_USAGE` */
  check(request: DoctorRequest, io: CommandIo): void
  measure(request: DoctorRequest, io: CommandIo): Promise<Trial>
  /** Lines to paste that make the new build again. @param command the call of `vitest-layout apply` */
  recipe(request: DoctorRequest, command: string): readonly string[]
}

/** Better in something, and worse in nothing. */
export function isGain(rows: readonly DoctorRow[]): boolean {
  return rows.some(({ verdict }) => verdict === 'better') && rows.every(({ verdict }) => verdict !== 'worse')
}

export function textOf(value: DoctorValues[string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function listOf(value: DoctorValues[string]): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}

export function argumentsOf(run: string): string[] {
  return run.split(/\s+/).filter(Boolean)
}
