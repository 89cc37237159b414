/** One observed call: samples on whose stack `callee` stood right above `caller`, code of others between them left out. */
export interface CallPair {
  readonly caller: string
  readonly callee: string
  readonly samples: number
}

/** What a sampling profiler saw: stacks at moments of equal distance, so shares of samples are shares of time. */
export interface StackSamples {
  /** Samples taken while the program's thread was working; the base of every share. */
  readonly samples: number
  /** Most frequent first; bounded. */
  readonly pairs: readonly CallPair[]
  /** Function names, innermost first, with the number of samples; most frequent first; bounded. */
  readonly stacks: readonly (readonly [frames: readonly string[], samples: number])[]
}

export const NO_STACK_SAMPLES: StackSamples = { samples: 0, pairs: [], stacks: [] }

/** Adds up what several sources sampled. */
export function joinStackSamples(parts: readonly StackSamples[]): StackSamples {
  const only = parts[0]
  if (only === undefined) return NO_STACK_SAMPLES
  if (parts.length === 1) return only
  return {
    samples: parts.reduce((sum, part) => sum + part.samples, 0),
    pairs: parts.flatMap(({ pairs }) => pairs).sort((a, b) => b.samples - a.samples),
    stacks: parts.flatMap(({ stacks }) => stacks).sort((a, b) => b[1] - a[1]),
  }
}

/** Stacks kept of one function. */
const MAX_STACKS = 8

/** The stacks by the function that stands innermost, in the form of `FunctionStats.stacks`. */
export function stacksByInnermost({
  stacks,
}: StackSamples): Map<string, (readonly [stack: string, samples: number])[]> {
  const result = new Map<string, (readonly [stack: string, samples: number])[]>()
  for (const [frames, samples] of stacks) {
    const list = result.get(frames[0]!) ?? []
    if (list.length < MAX_STACKS) list.push([frames.join('\n'), samples])
    result.set(frames[0]!, list)
  }
  return result
}
