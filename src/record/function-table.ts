import type { FunctionFacts } from '../model/index.ts'

/** A function as the transform found it; what the recording knows beside what ran. */
export type InstrumentedFunction = FunctionFacts

/** Slot -> function. Slots are numbers of one run of Vitest; the same name may have several. */
export type FunctionTable = ReadonlyMap<number, InstrumentedFunction>
