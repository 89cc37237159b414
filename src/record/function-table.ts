import type { FunctionFacts } from '../model/index.ts'

/** A function as the transform found it; what the recording knows beside what ran. */
export interface InstrumentedFunction extends FunctionFacts {
  /** Names of the Vitest projects that load its module. */
  readonly projects?: readonly string[]
}

/** Slot -> function. Slots are numbers of one run of Vitest; the same name may have several. */
export type FunctionTable = ReadonlyMap<number, InstrumentedFunction>
