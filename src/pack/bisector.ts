import { WINDOW_BITS, WINDOWS, type TraceEntries } from './trace-windows.ts'

const MAX_ITERATIONS = 40
/** Share of moves that are left out at random, to get out of local optima. */
const SKIP_SHARE = 0.2
/** A split is done when an iteration moves fewer than this share of its functions. */
const CONVERGED_SHARE = 0.002
/** Below so many pages the objective is the expected number of pages, above it the logarithm of the paper. */
const LOCAL_PAGES = 32
/** Chance that a function leaves the page that another one of its trace touches; lower ones see too little of large groups. */
const MIN_STAY = 0.8

export interface BisectionOptions {
  /** Bytes. */
  readonly pageSize: number
  readonly seed: number
  /** Weight of early faults (area under the fault curve) against all pages touched, 0 to 1. */
  readonly earlyFaultWeight: number
  /**
   * Pages below which the objective is the expected number of pages.
   *
   * @default 32
   */
  readonly localPages?: number
  /**
   * How the result is placed: behind each other without gaps, or on pages whose borders functions do not cross.
   * Only attempts from several seeds are judged by it.
   *
   * @default 'dense'
   */
  readonly placement?: 'dense' | 'pages'
}

/**
 * Splits segments of an order in two so that each trace's functions, and those of each of its prefixes, stand on one side.
 *
 * A utility is a prefix of a trace: its first 1, 2, ... 16 windows, and the whole. Prefixes are nested, so a function needs
 * one entry for each trace (its first window) and the gains of a trace's utilities are added up from the last window to the first.
 *
 * The objective is the sum over utilities of weight times cost(left, right), left and right counting the utility's functions on each side:
 * - in large segments log2(n + 1/2) more or less for each function, the derivative of the paper's n log n;
 * - in segments of few pages P (x - x^n) / (1 - x) with x = 1 - 1/P: the pages that n functions touch on P pages at random.
 *
 * All work space is allocated once; a split takes O(iterations x entries of the segment), and nothing it allocates outlives it.
 */
export class Bisector {
  readonly #order: Int32Array
  readonly #sizes: Int32Array
  readonly #entryOffsets: Int32Array
  readonly #entries: Int32Array
  readonly #traceWeights: Float64Array
  readonly #options: BisectionOptions
  readonly #skipBelow: number
  // By trace and window.
  readonly #counts: Int32Array
  readonly #groupOf: Int32Array
  // By trace.
  readonly #windowMask: Int32Array
  readonly #touched: Int32Array
  // By group: the windows of one trace between which the segment's functions differ.
  readonly #groupSize: Int32Array
  readonly #groupLeft: Int32Array
  readonly #groupWeight: Float64Array
  readonly #groupGain: Float64Array
  // Where the groups of each trace of the segment end.
  readonly #groupEnds: Int32Array
  /** Traces of the segment that have a group that decides. */
  #decidingTraces = 0
  // By place in the segment.
  readonly #localOffsets: Int32Array
  readonly #localGroups: Int32Array
  readonly #side: Uint8Array
  readonly #moved: Int32Array
  readonly #leftKeys: Float64Array
  readonly #leftPlaces: Int32Array
  readonly #rightKeys: Float64Array
  readonly #rightPlaces: Int32Array
  // Derivative of the cost by count.
  readonly #logSlope: Float64Array
  readonly #localSlope: Float64Array

  /** @param order the functions to arrange, arranged in place; may be shared with other threads that work on other ranges. */
  constructor(
    order: Int32Array,
    sizes: Int32Array,
    entries: TraceEntries,
    traceWeights: Float64Array,
    options: BisectionOptions,
  ) {
    const n = order.length
    const traces = traceWeights.length
    this.#order = order
    this.#sizes = sizes
    this.#entryOffsets = entries.offsets
    this.#entries = entries.entries
    this.#traceWeights = traceWeights
    this.#options = options
    this.#skipBelow = SKIP_SHARE * 2 ** 32 - 2 ** 31
    this.#counts = new Int32Array(traces * WINDOWS)
    this.#groupOf = new Int32Array(traces * WINDOWS)
    this.#windowMask = new Int32Array(traces)
    this.#touched = new Int32Array(traces)
    this.#groupEnds = new Int32Array(traces)
    const groups = Math.min(traces * WINDOWS, entries.entries.length)
    this.#groupSize = new Int32Array(groups)
    this.#groupLeft = new Int32Array(groups)
    this.#groupWeight = new Float64Array(groups)
    this.#groupGain = new Float64Array(2 * groups)
    this.#localOffsets = new Int32Array(n + 1)
    this.#localGroups = new Int32Array(entries.entries.length)
    this.#side = new Uint8Array(n)
    this.#moved = new Int32Array(n)
    this.#leftKeys = new Float64Array(n)
    this.#leftPlaces = new Int32Array(this.#leftKeys.buffer)
    this.#rightKeys = new Float64Array(n)
    this.#rightPlaces = new Int32Array(this.#rightKeys.buffer)
    this.#logSlope = new Float64Array(n + 2)
    for (let count = 1; count < n + 2; count++) this.#logSlope[count] = Math.log2(count - 0.5)
    this.#localSlope = new Float64Array(n + 2)
  }

  /** Splits the range and its parts until nothing is left to decide. */
  run(low: number, high: number): void {
    // A stack of ranges, not recursion: one-sided splits would make it deep.
    const ranges = [low, high]
    while (ranges.length > 0) {
      const end = ranges.pop()!
      const start = ranges.pop()!
      const middle = this.split(start, end)
      if (middle !== undefined) ranges.push(start, middle, middle, end)
    }
  }

  /** Splits one range of the order in place; `undefined` when no split of it makes a difference. */
  split(low: number, high: number): number | undefined {
    const count = high - low
    if (count < 2) return undefined
    let bytes = 0
    for (let i = low; i < high; i++) bytes += this.#sizes[this.#order[i]!]!
    // Half a page is one page wherever the borders fall, or nearly so.
    if (bytes * 2 <= this.#options.pageSize) return undefined
    const traces = this.#buildGroups(low, high)
    if (!this.#localise(low, count)) return undefined
    if (this.#decidingTraces === 1) {
      this.#sortByGroup(low, count)
      return undefined
    }
    this.#optimise(low, count, traces, this.#slopeFor(count, bytes))
    const middle = this.#partition(low, count)
    return middle === low || middle === high ? undefined : middle
  }

  /** Numbers the groups of the segment's traces; a group that holds one function or all of them cannot decide anything. */
  #buildGroups(low: number, high: number): number {
    const { earlyFaultWeight } = this.#options
    const order = this.#order
    const offsets = this.#entryOffsets
    const entries = this.#entries
    const counts = this.#counts
    const masks = this.#windowMask
    const touched = this.#touched
    this.#decidingTraces = 0
    let touchedCount = 0
    for (let i = low; i < high; i++) {
      const f = order[i]!
      for (let k = offsets[f]!, end = offsets[f + 1]!; k < end; k++) {
        const entry = entries[k]!
        const trace = entry >> WINDOW_BITS
        if (masks[trace] === 0) touched[touchedCount++] = trace
        masks[trace]! |= 1 << (entry & (WINDOWS - 1))
        counts[entry]!++
      }
    }
    const perWindow = earlyFaultWeight / WINDOWS
    let group = 0
    for (let j = 0; j < touchedCount; j++) {
      const trace = touched[j]!
      const weight = this.#traceWeights[trace]!
      const firstGroup = group
      let useful = group
      let below = 0
      let mask = masks[trace]!
      masks[trace] = 0
      while (mask !== 0) {
        const window = 31 - Math.clz32(mask & -mask)
        mask &= mask - 1
        const nextWindow = mask === 0 ? WINDOWS : 31 - Math.clz32(mask & -mask)
        const entry = trace * WINDOWS + window
        const size = counts[entry]!
        counts[entry] = 0
        below += size
        this.#groupSize[group] = size
        this.#groupLeft[group] = 0
        this.#groupOf[entry] = group
        const decides = below > 1 && below < high - low
        // Prefixes that end in windows without functions of this segment are the same utility: their weights add up.
        const prefixes = (nextWindow - window) * perWindow + (mask === 0 ? 1 - earlyFaultWeight : 0)
        this.#groupWeight[group++] = decides ? weight * prefixes : 0
        if (decides) useful = group
      }
      if (useful > firstGroup) this.#decidingTraces++
      // A negative size marks groups after the last one that decides: nothing hangs on their functions.
      for (let k = useful; k < group; k++) this.#groupSize[k] = -1
      this.#groupEnds[j] = group
    }
    return touchedCount
  }

  /** Copies the entries that decide next to each other, by place in the segment; false if there are none. */
  #localise(low: number, count: number): boolean {
    const offsets = this.#entryOffsets
    const entries = this.#entries
    const groupOf = this.#groupOf
    const groupSize = this.#groupSize
    const localGroups = this.#localGroups
    let end = 0
    for (let i = 0; i < count; i++) {
      const f = this.#order[low + i]!
      for (let k = offsets[f]!, last = offsets[f + 1]!; k < last; k++) {
        const group = groupOf[entries[k]!]!
        if (groupSize[group]! > 0) localGroups[end++] = group
      }
      this.#localOffsets[i + 1] = end
    }
    return end > 0
  }

  /** One trace alone decides nothing but order: its functions by window, then the others. O(n). */
  #sortByGroup(low: number, count: number): void {
    const offsets = this.#localOffsets
    const groups = this.#localGroups
    const moved = this.#moved
    let first = 2 ** 31
    for (let k = 0; k < offsets[count]!; k++) first = Math.min(first, groups[k]!)
    const ends = new Int32Array(WINDOWS + 2)
    const bucketOf = (i: number): number => (offsets[i] === offsets[i + 1] ? WINDOWS : groups[offsets[i]!]! - first)
    for (let i = 0; i < count; i++) ends[bucketOf(i) + 1]!++
    for (let b = 0; b < WINDOWS; b++) ends[b + 1]! += ends[b]!
    for (let i = 0; i < count; i++) moved[ends[bucketOf(i)]!++] = this.#order[low + i]!
    for (let i = 0; i < count; i++) this.#order[low + i] = moved[i]!
  }

  #slopeFor(count: number, bytes: number): Float64Array {
    const { pageSize, localPages = LOCAL_PAGES } = this.#options
    if (bytes >= localPages * pageSize) return this.#logSlope
    const slope = this.#localSlope
    const stays = Math.max(MIN_STAY, 1 - (2 * pageSize) / bytes)
    let value = -1
    for (let n = 1; n < count + 2; n++) {
      slope[n] = value
      value *= stays
    }
    return slope
  }

  #optimise(low: number, count: number, traces: number, slope: Float64Array): void {
    const localOffsets = this.#localOffsets
    const localGroups = this.#localGroups
    const groupLeft = this.#groupLeft
    const side = this.#side
    const half = count >> 1
    for (let i = 0; i < count; i++) {
      side[i] = i < half ? 0 : 1
      if (i >= half) continue
      for (let k = localOffsets[i]!, end = localOffsets[i + 1]!; k < end; k++) groupLeft[localGroups[k]!]!++
    }
    let random =
      Math.imul(low + 1, 0x9e3779b1) ^ Math.imul(count, 0x85ebca6b) ^ Math.imul(this.#options.seed, 0xc2b2ae35)
    // Zero is the one state that xorshift never leaves.
    if (random === 0) random = 1
    const leftKeys = this.#leftKeys
    const rightKeys = this.#rightKeys
    const leftPlaces = this.#leftPlaces
    const rightPlaces = this.#rightPlaces
    const skipBelow = this.#skipBelow
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      this.#computeGroupGains(traces, slope)
      const pairs = this.#rankMoves(count)
      let moves = 0
      for (let pair = 0; pair < pairs; pair++) {
        // Keys are negated gains: the sum of a pair is what the swap costs.
        if (leftKeys[pair]! + rightKeys[pair]! >= 0) break
        for (let which = 0; which < 2; which++) {
          random ^= random << 13
          random ^= random >>> 17
          random ^= random << 5
          if (random < skipBelow) continue
          const i = which === 0 ? leftPlaces[2 * pair]! : rightPlaces[2 * pair]!
          side[i] = 1 - which
          const change = which === 0 ? -1 : 1
          for (let k = localOffsets[i]!, end = localOffsets[i + 1]!; k < end; k++) groupLeft[localGroups[k]!]! += change
          moves++
        }
      }
      if (moves <= count * CONVERGED_SHARE) break
    }
  }

  /** Gain of moving one function over, for each group: `[2 g]` from left to right, `[2 g + 1]` back; later prefixes included. */
  #computeGroupGains(traces: number, slope: Float64Array): void {
    const groupSize = this.#groupSize
    const groupLeft = this.#groupLeft
    const groupWeight = this.#groupWeight
    const gain = this.#groupGain
    let start = 0
    for (let j = 0; j < traces; j++) {
      const end = this.#groupEnds[j]!
      let left = 0
      let right = 0
      for (let g = start; g < end; g++) {
        const size = groupSize[g]!
        if (size > 0) {
          left += groupLeft[g]!
          right += size - groupLeft[g]!
        }
        const weight = groupWeight[g]!
        gain[2 * g] = weight === 0 ? 0 : (slope[right + 1]! - slope[left]!) * weight
        gain[2 * g + 1] = weight === 0 ? 0 : (slope[left + 1]! - slope[right]!) * weight
      }
      for (let g = end - 2; g >= start; g--) {
        gain[2 * g]! += gain[2 * g + 2]!
        gain[2 * g + 1]! += gain[2 * g + 3]!
      }
      start = end
    }
  }

  /**
   * Sorts both sides by gain, best first; returns how many pairs there are.
   *
   * The low half of each key's bits holds the function's place: 20 bits of mantissa rank the gains well enough,
   * equal ones have a defined order, and numbers sort ten times faster than indices with a comparison of their own.
   */
  #rankMoves(count: number): number {
    const side = this.#side
    const localOffsets = this.#localOffsets
    const localGroups = this.#localGroups
    const gain = this.#groupGain
    const leftKeys = this.#leftKeys
    const rightKeys = this.#rightKeys
    const leftPlaces = this.#leftPlaces
    const rightPlaces = this.#rightPlaces
    let lefts = 0
    let rights = 0
    for (let i = 0; i < count; i++) {
      const from = side[i]!
      let cost = 0
      for (let k = localOffsets[i]!, end = localOffsets[i + 1]!; k < end; k++) cost -= gain[2 * localGroups[k]! + from]!
      if (from === 0) {
        leftKeys[lefts] = cost
        leftPlaces[2 * lefts++] = i
      } else {
        rightKeys[rights] = cost
        rightPlaces[2 * rights++] = i
      }
    }
    leftKeys.subarray(0, lefts).sort()
    rightKeys.subarray(0, rights).sort()
    return Math.min(lefts, rights)
  }

  /** Puts the left functions before the right ones, each side in its former order. */
  #partition(low: number, count: number): number {
    const order = this.#order
    const side = this.#side
    const moved = this.#moved
    let left = low
    let rights = 0
    for (let i = 0; i < count; i++) {
      const f = order[low + i]!
      if (side[i] === 0) order[left++] = f
      else moved[rights++] = f
    }
    for (let i = 0; i < rights; i++) order[left + i] = moved[i]!
    return left
  }
}
