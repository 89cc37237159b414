/** Different stacks kept of one function. */
const MAX_STACKS = 8
/** Frames kept of one stack, innermost first. */
const MAX_FRAMES = 10
/** After this many recorded calls only 1 in CAPTURE_EVERY gets its stack taken: a stack costs microseconds. */
const CAPTURE_ALL = 32
const CAPTURE_EVERY = 64

interface Frames {
  stackTraceLimit?: number
}

/** Stacks under which sampled calls were made, by function; bounded in functions, stacks and frames. */
export class StackStore {
  readonly #maxFunctions: number
  readonly #byFunction: Map<number, Map<string, number>> = new Map()

  constructor(maxFunctions: number) {
    this.#maxFunctions = maxFunctions
  }

  /** Takes the stack of the call under way; `seen` is how many calls of the function were recorded before. */
  capture(id: number, seen: number): void {
    if (seen >= CAPTURE_ALL && seen % CAPTURE_EVERY !== 0) return
    let stacks = this.#byFunction.get(id)
    if (stacks === undefined) {
      if (this.#byFunction.size >= this.#maxFunctions) return
      this.#byFunction.set(id, (stacks = new Map()))
    }
    const stack = currentStack()
    const count = stacks.get(stack)
    if (count !== undefined) stacks.set(stack, count + 1)
    else if (stacks.size < MAX_STACKS) stacks.set(stack, 1)
  }

  /** Stacks of one function with the number of samples, most frequent first. */
  of(id: number): readonly (readonly [stack: string, samples: number])[] {
    return [...(this.#byFunction.get(id) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  }

  clear(): void {
    this.#byFunction.clear()
  }
}

function currentStack(): string {
  const control = Error as Frames
  const before = control.stackTraceLimit
  control.stackTraceLimit = MAX_FRAMES + 8
  const text = new Error('stack').stack ?? ''
  if (before !== undefined) control.stackTraceLimit = before
  // The frames of this room stand innermost: those up to the profiler's own entry point are cut off.
  const lines = text.split('\n').map((line) => line.trim())
  const entry = lines.findLastIndex((line) => /\brecord(Call)?(WithDuration)?\b.*(profil|call-recorder)/.test(line))
  return lines
    .slice(entry < 0 ? 1 : entry + 1, (entry < 0 ? 1 : entry + 1) + MAX_FRAMES)
    .map((line) => line.replace(/^at /, ''))
    .join('\n')
}
