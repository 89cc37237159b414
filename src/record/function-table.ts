import type { FunctionLayoutHint } from '../model/hint.ts'

/** A function as the transform found it; what the recording knows beside what ran. */
export interface InstrumentedFunction {
  /** `MODULE:PATH`, see `docs/design.md`. */
  readonly name: string
  /** Source file relative to the project's root, with `/`. */
  readonly module: string
  /** Place in the original source; both count from 1. */
  readonly line: number
  readonly column: number
  /** UTF-8 bytes of its own JavaScript, nested functions left out. */
  readonly size: number
  /** UTF-8 bytes with nested functions. */
  readonly totalSize: number
  /** Hash of its own code. */
  readonly bodyHash: string
  readonly hint?: FunctionLayoutHint
}

/** Slot -> function. Slots are numbers of one run of Vitest; the same name may have several. */
export type FunctionTable = ReadonlyMap<number, InstrumentedFunction>
