import type { FunctionStatsInit } from '../stats.ts'
import type { StackSamples } from '../stack-samples.ts'
import type { CoveredScript } from './script-tally.ts'
import type { RegisterSettings } from './settings.ts'

/** Int32 cells that all threads of the program and the profiler's worker share. */
export const CONTROL = {
  /** 1 while V8 counts calls. */
  counting: 0,
  /** Number of the last request that was answered. */
  done: 1,
  /** The application's worker threads that count, too. */
  threads: 2,
  /** 1 until the windows at the start are over. */
  windows: 3,
  /** 1 as soon as the profiler's worker hears what threads send: nobody keeps what is sent before. */
  ready: 4,
} as const

export const CONTROL_BYTES = 20

/**
 * Under this name the main thread keeps its {@link MainHook} (in the symbol registry), worker threads find the
 * {@link ThreadInput} (in the environment data), and get their orders (a broadcast channel).
 */
export const HOOK = 'vitest-layout.profile'

/** The channel on which the application's threads send readings; only the profiler's worker listens. */
export const READINGS = 'vitest-layout.profile.readings'

/**
 * What the worker calls on the main thread, by `Runtime.evaluate` through an interrupt: at once, even in a program
 * that never lets go of its loop. The session that counts must be the main thread's own: a second session
 * that starts counting sets all counters to zero.
 */
export interface MainHook {
  startCounting(): void
  /** Sends a {@link Reading} to the worker: of the counters, or of what has run where V8 has stopped counting early. */
  take(stop: boolean): void
}

export interface WorkerInput {
  readonly settings: RegisterSettings
  readonly control: SharedArrayBuffer
  /** Milliseconds since 1970 at which profiling began. */
  readonly startMs: number
}

/** What a worker thread of the application needs to take part. */
export interface ThreadInput {
  readonly control: SharedArrayBuffer
}

/** What V8 counted since the last reading or since counting began. */
export interface Reading {
  readonly kind: 'reading'
  /** False where V8 did not count: then a count of 1 says only that the function has run at some time. */
  readonly isCounted: boolean
  readonly scripts: readonly CoveredScript[]
  /** Milliseconds since 1970. */
  readonly atMs: number
}

/** A reading of one of the application's worker threads. */
export interface ThreadReading extends Reading {
  /** When its counters were last zero, milliseconds since 1970. */
  readonly sinceMs: number
  /** The burst it belongs to, 0 for the windows at the start. */
  readonly burst: number
}

/** What the profiler's worker tells the application's worker threads, who do it when their loop comes round. */
export type ThreadOrder =
  | { readonly kind: 'count'; readonly burst: number }
  /** As {@link MainHook.take}. */
  | { readonly kind: 'take'; readonly stop: boolean }

/** Milliseconds since 1970, by the clock that all threads share. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now()
}

export interface MetricsData {
  readonly functions: readonly FunctionStatsInit[]
  readonly durationSeconds: number
  readonly dropped: number
  readonly stackSamples: StackSamples
}

export type WorkerMessage =
  | Reading
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'write'; readonly number: number; readonly isLast: boolean }
  | { readonly kind: 'metrics'; readonly number: number; readonly port: import('node:worker_threads').MessagePort }
