import type { CallSource, CountedCalls } from '../call-source.ts'
import type { CallPair, StackSamples } from '../stack-samples.ts'
import { FrameFinder, type CallFrame } from './frame-finder.ts'
import type { TalliedFunction } from './script-tally.ts'

/** What `Profiler.stop` gives, as far as it is read: a tree of calls, from the root down. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: CallFrame
    /** Samples with this node innermost. */
    readonly hitCount?: number | undefined
    readonly children?: readonly number[] | undefined
  }[]
}

/** Frames kept of one stack, innermost first. */
const MAX_FRAMES = 10
/** Entries in the tables of pairs and stacks; when one is full, the rarer half goes. */
const MAX_PAIRS = 4096
const MAX_STACKS = 2048

interface SeenFunction {
  readonly frame: CallFrame
  tallied: TalliedFunction | undefined
  onStack: number
  innermost: number
  firstNs: number
  lastNs: number
}

/**
 * Adds up the profiles of the sampling profiler. Frames outside the program (Node's, packages') are left out, so that
 * a call through a library counts as one from its nearest caller in the program. Bounded in functions, pairs and stacks.
 */
export class StackTally implements CallSource {
  readonly #maxFunctions: number
  readonly #keepsStacks: boolean
  readonly #nameOf: (tallied: TalliedFunction) => string | undefined
  readonly #finder: FrameFinder = new FrameFinder()
  readonly #ids: Map<string, number> = new Map()
  readonly #seen: SeenFunction[] = []
  readonly #pairs: Map<string, number> = new Map()
  readonly #stacks: Map<string, number> = new Map()
  #samples = 0

  constructor(
    options: { maxFunctions: number; trackCallStacks: boolean },
    nameOf: (tallied: TalliedFunction) => string | undefined,
  ) {
    this.#maxFunctions = options.maxFunctions
    this.#keepsStacks = options.trackCallStacks
    this.#nameOf = nameOf
  }

  /** Takes in one profile, its samples taken between the two times. */
  add({ nodes }: CpuProfile, fromNs: number, toNs: number): void {
    const parents = new Map<number, number>()
    const ids = new Map<number, number>()
    for (const { id, callFrame, children } of nodes) {
      for (const child of children ?? []) parents.set(child, id)
      const known = this.#idOf(callFrame)
      if (known !== undefined) ids.set(id, known)
    }
    for (const { id, callFrame, hitCount = 0 } of nodes) {
      if (hitCount === 0 || callFrame.functionName === '(idle)') continue
      this.#samples += hitCount
      const stack: number[] = []
      for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
        const frame = ids.get(at)
        if (frame !== undefined) stack.push(frame)
      }
      if (stack.length > 0) this.#addStack(stack, hitCount, ids.has(id), fromNs, toNs)
    }
  }

  /** Finds which counted functions the frames are, of scripts that were counted meanwhile too. */
  resolve(functions: Iterable<TalliedFunction>): void {
    const open = this.#seen.filter(({ tallied }) => tallied === undefined)
    if (open.length === 0) return
    const frames = open.map(({ frame }) => frame)
    for (const [i, tallied] of this.#finder.find(frames, functions).entries()) open[i]!.tallied = tallied
  }

  clear(): void {
    for (const table of [this.#ids, this.#pairs, this.#stacks]) table.clear()
    this.#seen.length = 0
    this.#samples = 0
  }

  *read(): Iterable<CountedCalls> {
    for (const seen of this.#seen) {
      const name = this.#name(seen)
      if (name === undefined) continue
      const { onStack, innermost, firstNs, lastNs } = seen
      // Samples tell that it ran, not how often it was called.
      yield {
        name,
        callCount: 0,
        sampleCount: 0,
        firstCallNs: firstNs,
        lastCallNs: lastNs,
        onStackSamples: onStack,
        innermostSamples: innermost,
      }
    }
  }

  readStacks(): StackSamples {
    const pairs: CallPair[] = []
    for (const [key, samples] of this.#pairs) {
      const [caller, callee] = this.#names(key)
      if (caller !== undefined && callee !== undefined) pairs.push({ caller, callee, samples })
    }
    const stacks = new Map<string, number>()
    for (const [key, samples] of this.#stacks) {
      const frames = this.#names(key).filter((name) => name !== undefined)
      if (frames.length === 0) continue
      const stack = frames.join('\n')
      stacks.set(stack, (stacks.get(stack) ?? 0) + samples)
    }
    return {
      samples: this.#samples,
      pairs: pairs.sort((a, b) => b.samples - a.samples || compare(a.caller + a.callee, b.caller + b.callee)),
      stacks: [...stacks]
        .sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
        .map(([stack, samples]) => [stack.split('\n'), samples]),
    }
  }

  #addStack(stack: readonly number[], hits: number, isInnermost: boolean, fromNs: number, toNs: number): void {
    for (const id of new Set(stack)) {
      const seen = this.#seen[id]!
      seen.onStack += hits
      seen.firstNs = Math.min(seen.firstNs, fromNs)
      seen.lastNs = toNs
    }
    if (isInnermost) this.#seen[stack[0]!]!.innermost += hits
    if (!this.#keepsStacks) return
    // A pair that stands on one stack several times, as in a recursion, is one sample all the same.
    const pairs = new Set(stack.slice(1).map((caller, i) => `${caller} ${stack[i]}`))
    for (const pair of pairs) increase(this.#pairs, pair, hits, MAX_PAIRS)
    increase(this.#stacks, stack.slice(0, MAX_FRAMES).join(' '), hits, MAX_STACKS)
  }

  #idOf(frame: CallFrame): number | undefined {
    if (!frame.url.startsWith('file://') || frame.url.includes('/node_modules/')) return undefined
    const key = `${frame.scriptId}:${frame.lineNumber}:${frame.columnNumber}`
    const known = this.#ids.get(key)
    if (known !== undefined || this.#seen.length >= this.#maxFunctions) return known
    this.#ids.set(key, this.#seen.length)
    const { functionName, scriptId, url, lineNumber, columnNumber } = frame
    this.#seen.push({
      frame: { functionName, scriptId, url, lineNumber, columnNumber },
      tallied: undefined,
      onStack: 0,
      innermost: 0,
      firstNs: Infinity,
      lastNs: -Infinity,
    })
    return this.#seen.length - 1
  }

  #name({ tallied }: SeenFunction): string | undefined {
    return tallied === undefined ? undefined : this.#nameOf(tallied)
  }

  #names(key: string): (string | undefined)[] {
    return key.split(' ').map((id) => this.#name(this.#seen[Number(id)]!))
  }
}

function increase(table: Map<string, number>, key: string, by: number, limit: number): void {
  const before = table.get(key)
  if (before === undefined && table.size >= limit) {
    const rarest = [...table].sort((a, b) => a[1] - b[1]).slice(0, limit / 2)
    for (const [old] of rarest) table.delete(old)
  }
  table.set(key, (before ?? 0) + by)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
