import type { CoveredScript } from './script-tally.ts'
import type { RegisterSettings } from './settings.ts'

/** Int32 cells that the main thread and the profiler's worker share. */
export const CONTROL = {
  /** 1 while V8 counts calls. */
  counting: 0,
  /** Number of the last write that was done. */
  done: 1,
} as const

/** Under this name in the symbol registry the main thread keeps its {@link MainHook}. */
export const HOOK = 'vitest-layout.profile'

/**
 * What the worker calls on the main thread, by `Runtime.evaluate` through an interrupt: at once, even in a program
 * that never lets go of its loop. The session that counts must be the main thread's own: a second session
 * that starts counting sets all counters to zero.
 */
export interface MainHook {
  startCounting(): void
  /** Sends a {@link Reading} to the worker. */
  take(stop: boolean): void
}

export interface WorkerInput {
  readonly settings: RegisterSettings
  readonly control: SharedArrayBuffer
  /** Milliseconds since 1970 at which profiling began. */
  readonly startMs: number
}

/** What V8 counted since the last reading or since counting began. */
export interface Reading {
  readonly kind: 'reading'
  readonly scripts: readonly CoveredScript[]
  /** Milliseconds since 1970. */
  readonly atMs: number
}

export type WorkerMessage =
  | Reading
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'write'; readonly number: number; readonly isLast: boolean }
