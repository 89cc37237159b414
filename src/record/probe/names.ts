/** Names of the global functions that instrumented code calls. They are its whole interface with the probe. */
export interface ProbeGlobals {
  /** Enters a function: counts the call, makes it the current one, returns what {@link ProbeGlobals.__vlX} needs. */
  __vlE(slot: number): number
  /** Leaves: gives the caller back. */
  __vlX(saved: number): void
  /** Leaves for a suspension; returns the operand. The third argument marks the function as suspended. */
  __vlS(operand: unknown, saved: number, suspended: number): unknown
  /** Counts a call without entering. Returns -1, the mark of a suspended function. */
  __vlC(slot: number): number
  /** After a resumption, or at the start of a handler: enters again if `saved` says suspended. */
  __vlR(saved: number, slot: number): number
  /** The first argument; the second is evaluated after it. */
  __vlW(value: unknown, resumed: unknown): unknown
  /** Enters a module's top-level code. */
  __vlM(slot: number): number
  /** The same as `__vlR`, for a module's top-level code. */
  __vlN(saved: number, slot: number): number
  /** Notes that an `import()` was evaluated; returns its promise. */
  __vlI(slot: number, imported: unknown): unknown
  /** Enters again without counting. */
  __vlQ(slot: number): number
  /** Counts, and runs a closure as that function. */
  __vlP(slot: number, run: () => unknown): unknown
  /** Runs a closure as that function without counting. */
  __vlU(slot: number, run: () => unknown): unknown
  /** Enters, runs the closure that binds the parameters, and stays in. */
  __vlT(slot: number, run: () => void): number
  /** The iterable of a `yield*`, its methods called from that function. */
  __vlY(slot: number, iterable: unknown): unknown
  /** The iterable of a `for await`; `suspend` takes the caller that is to be given back at each step. */
  __vlZ(iterable: unknown, suspend: () => number): unknown
  /** An error without our names in its message: those of parameters that were bound, and what stands around an `await`. */
  __vlG(error: unknown, parameters?: Readonly<Record<string, unknown>>, arrays?: readonly unknown[]): unknown
  /** Arguments from an index on, as a rest parameter gives them. */
  __vlA(args: ArrayLike<unknown>, from: number): unknown[]
}
