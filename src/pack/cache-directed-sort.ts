import { EdgeHeap } from './edge-heap.ts'
import type { CallGraph } from './input.ts'

/** Entries and bytes of the cache that the expected misses model: an i-TLB's reach, roughly. */
const CACHE_BYTES = 2048
const CACHE_ENTRIES = 16
/** Weight of expected misses against distances. */
const FREQUENCY_SCALE = 0.25
/** Functions in a chain; longer chains gain nothing and cost time. */
const MAX_CHAIN = 128

/**
 * Orders functions so that callers and callees that call each other often stand close together, the densest code first.
 *
 * Cache-directed sort of LLVM (Newell, Pupyrev, "Improved Basic Block Reordering", arXiv 1809.04676, extended to functions):
 * chains are merged greedily, first the pair with the largest gain, X before Y or Y before X. The gain is what the merge adds to
 * the sum of calls x distance^(-1/4), distances from the middle of the caller to the start of the callee, plus a quarter of the drop
 * in expected cache misses, over the smaller chain's bytes. Chains then go by density (calls for each byte).
 *
 * O(E log E) steps, each over the calls between two chains. Functions that were never called keep their order, at the end.
 */
export function cacheDirectedSort(sizes: Int32Array, calls: Float64Array, edges: CallGraph): Int32Array {
  return new ChainMerger(sizes, calls, edges).run()
}

class ChainMerger {
  readonly #sizes: Int32Array
  readonly #totalCalls: number
  // Chains: named by one of their functions; linked lists of functions.
  readonly #chainOf: Int32Array
  readonly #nextFunction: Int32Array
  readonly #lastFunction: Int32Array
  readonly #firstFunction: Int32Array
  readonly #chainCount: Int32Array
  readonly #chainBytes: Float64Array
  readonly #chainCalls: Float64Array
  /** Byte in its chain at which a function starts. */
  readonly #position: Float64Array
  // Calls: linked lists, one list for each pair of chains.
  readonly #from: Int32Array
  readonly #to: Int32Array
  readonly #weights: Float64Array
  readonly #nextCall: Int32Array
  // Links: pairs of chains with calls between them; each stands in the adjacency lists of both (slot 2 l and 2 l + 1).
  readonly #firstCall: Int32Array
  readonly #lastCall: Int32Array
  readonly #linkEnds: Int32Array
  readonly #nextSlot: Int32Array
  readonly #previousSlot: Int32Array
  readonly #firstSlot: Int32Array
  readonly #forward: Uint8Array
  readonly #linkTo: Int32Array
  readonly #heap: EdgeHeap

  constructor(sizes: Int32Array, calls: Float64Array, edges: CallGraph) {
    const n = sizes.length
    const m = edges.from.length
    this.#sizes = sizes
    let total = 0
    for (let f = 0; f < n; f++) total += calls[f]!
    this.#totalCalls = total
    this.#chainOf = Int32Array.from(sizes.keys())
    this.#firstFunction = this.#chainOf.slice()
    this.#lastFunction = this.#chainOf.slice()
    this.#nextFunction = new Int32Array(n).fill(-1)
    this.#chainCount = new Int32Array(n).fill(1)
    this.#chainBytes = Float64Array.from(sizes)
    this.#chainCalls = calls.slice()
    this.#position = new Float64Array(n)
    this.#from = edges.from
    this.#to = edges.to
    this.#weights = edges.weights
    this.#nextCall = new Int32Array(m).fill(-1)
    this.#firstCall = new Int32Array(m)
    this.#lastCall = new Int32Array(m)
    this.#linkEnds = new Int32Array(2 * m)
    this.#nextSlot = new Int32Array(2 * m).fill(-1)
    this.#previousSlot = new Int32Array(2 * m).fill(-1)
    this.#firstSlot = new Int32Array(n).fill(-1)
    this.#forward = new Uint8Array(m)
    this.#linkTo = new Int32Array(n).fill(-1)
    this.#heap = new EdgeHeap(m)
    this.#buildLinks()
  }

  run(): Int32Array {
    for (let link = this.#heap.pop(); link >= 0; link = this.#heap.pop()) {
      const x = this.#linkEnds[2 * link]!
      const y = this.#linkEnds[2 * link + 1]!
      if (this.#forward[link] === 1) this.#merge(x, y, link)
      else this.#merge(y, x, link)
    }
    return this.#collect()
  }

  /** One link for each pair of functions that call each other; a function's calls of itself say nothing about places. */
  #buildLinks(): void {
    const n = this.#sizes.length
    const m = this.#from.length
    const offsets = new Int32Array(n + 1)
    for (let e = 0; e < m; e++) offsets[Math.min(this.#from[e]!, this.#to[e]!) + 1]!++
    for (let f = 0; f < n; f++) offsets[f + 1]! += offsets[f]!
    const byLower = new Int32Array(m)
    const next = offsets.slice(0, n)
    for (let e = 0; e < m; e++) byLower[next[Math.min(this.#from[e]!, this.#to[e]!)]!++] = e
    let links = 0
    for (let f = 0; f < n; f++) {
      const start = links
      for (let k = offsets[f]!; k < offsets[f + 1]!; k++) {
        const e = byLower[k]!
        const other = Math.max(this.#from[e]!, this.#to[e]!)
        if (other === f || !(this.#weights[e]! > 0)) continue
        const link = this.#linkTo[other]!
        if (link >= 0) {
          this.#nextCall[this.#lastCall[link]!] = e
          this.#lastCall[link] = e
          continue
        }
        this.#linkTo[other] = links
        this.#linkEnds[2 * links] = f
        this.#linkEnds[2 * links + 1] = other
        this.#firstCall[links] = e
        this.#lastCall[links] = e
        links++
      }
      for (let link = start; link < links; link++) this.#linkTo[this.#linkEnds[2 * link + 1]!] = -1
    }
    for (let link = 0; link < links; link++) {
      this.#attach(this.#linkEnds[2 * link]!, 2 * link)
      this.#attach(this.#linkEnds[2 * link + 1]!, 2 * link + 1)
      this.#evaluate(link)
    }
  }

  #attach(chain: number, slot: number): void {
    const first = this.#firstSlot[chain]!
    this.#nextSlot[slot] = first
    this.#previousSlot[slot] = -1
    if (first >= 0) this.#previousSlot[first] = slot
    this.#firstSlot[chain] = slot
  }

  #detach(chain: number, slot: number): void {
    const next = this.#nextSlot[slot]!
    const previous = this.#previousSlot[slot]!
    if (next >= 0) this.#previousSlot[next] = previous
    if (previous >= 0) this.#nextSlot[previous] = next
    else this.#firstSlot[chain] = next
  }

  /** Computes the gain of merging a link's chains, with the better order, and files it if it is one. */
  #evaluate(link: number): void {
    const x = this.#linkEnds[2 * link]!
    const y = this.#linkEnds[2 * link + 1]!
    if (this.#chainCount[x]! + this.#chainCount[y]! > MAX_CHAIN) {
      this.#heap.remove(link)
      return
    }
    const bytesX = this.#chainBytes[x]!
    const bytesY = this.#chainBytes[y]!
    let xy = 0
    let yx = 0
    for (let e = this.#firstCall[link]!; e >= 0; e = this.#nextCall[e]!) {
      const from = this.#from[e]!
      const to = this.#to[e]!
      const weight = this.#weights[e]!
      const call = this.#position[from]! + this.#sizes[from]! / 2
      const entry = this.#position[to]!
      // Distance with the caller's chain first, and with the callee's first.
      const isFromX = this.#chainOf[from] === x
      const callerFirst = weight * nearness((isFromX ? bytesX : bytesY) + entry - call)
      const calleeFirst = weight * nearness((isFromX ? bytesY : bytesX) + call - entry)
      xy += isFromX ? callerFirst : calleeFirst
      yx += isFromX ? calleeFirst : callerFirst
    }
    this.#forward[link] = xy >= yx ? 1 : 0
    const callsX = this.#chainCalls[x]!
    const callsY = this.#chainCalls[y]!
    const missesApart = this.#expectedMisses(callsX, bytesX) + this.#expectedMisses(callsY, bytesY)
    const fewer = missesApart - this.#expectedMisses(callsX + callsY, bytesX + bytesY)
    const gain = (Math.max(xy, yx) + FREQUENCY_SCALE * fewer) / Math.max(1, Math.min(bytesX, bytesY))
    if (gain > 0) this.#heap.set(link, gain)
    else this.#heap.remove(link)
  }

  /** Calls of a chain times the chance that none of the last 16 lines of the cache that were loaded is its own. */
  #expectedMisses(calls: number, bytes: number): number {
    const share = ((calls / Math.max(1, bytes)) * CACHE_BYTES) / this.#totalCalls
    return share >= 1 ? 0 : calls * (1 - share) ** CACHE_ENTRIES
  }

  /** Appends the second chain to the first; the one with more functions keeps its name. */
  #merge(first: number, second: number, link: number): void {
    this.#detach(this.#linkEnds[2 * link]!, 2 * link)
    this.#detach(this.#linkEnds[2 * link + 1]!, 2 * link + 1)
    const shift = this.#chainBytes[first]!
    for (let f = this.#firstFunction[second]!; f >= 0; f = this.#nextFunction[f]!) this.#position[f]! += shift
    const [kept, gone] = this.#chainCount[first]! >= this.#chainCount[second]! ? [first, second] : [second, first]
    for (let f = this.#firstFunction[gone]!; f >= 0; f = this.#nextFunction[f]!) this.#chainOf[f] = kept
    this.#nextFunction[this.#lastFunction[first]!] = this.#firstFunction[second]!
    const head = this.#firstFunction[first]!
    const tail = this.#lastFunction[second]!
    this.#firstFunction[kept] = head
    this.#lastFunction[kept] = tail
    this.#firstFunction[gone] = -1
    this.#chainCount[kept]! += this.#chainCount[gone]!
    this.#chainBytes[kept]! += this.#chainBytes[gone]!
    this.#chainCalls[kept]! += this.#chainCalls[gone]!
    this.#joinLinks(kept, gone)
    for (let slot = this.#firstSlot[kept]!; slot >= 0; slot = this.#nextSlot[slot]!) this.#evaluate(slot >> 1)
  }

  /** Moves the links of a chain that is gone to the one that took it in; two links to the same chain become one. */
  #joinLinks(kept: number, gone: number): void {
    for (let slot = this.#firstSlot[kept]!; slot >= 0; slot = this.#nextSlot[slot]!) {
      this.#linkTo[this.#linkEnds[slot ^ 1]!] = slot >> 1
    }
    let following = -1
    for (let slot = this.#firstSlot[gone]!; slot >= 0; slot = following) {
      following = this.#nextSlot[slot]!
      const link = slot >> 1
      const other = this.#linkEnds[slot ^ 1]!
      const known = this.#linkTo[other]!
      if (known < 0) {
        this.#linkEnds[slot] = kept
        this.#attach(kept, slot)
        continue
      }
      this.#nextCall[this.#lastCall[known]!] = this.#firstCall[link]!
      this.#lastCall[known] = this.#lastCall[link]!
      this.#detach(other, slot ^ 1)
      this.#heap.remove(link)
    }
    this.#firstSlot[gone] = -1
    for (let slot = this.#firstSlot[kept]!; slot >= 0; slot = this.#nextSlot[slot]!) {
      this.#linkTo[this.#linkEnds[slot ^ 1]!] = -1
    }
  }

  #collect(): Int32Array {
    const chains = Int32Array.from(this.#firstFunction.keys()).filter((chain) => this.#firstFunction[chain]! >= 0)
    const density = Float64Array.from(this.#chainCalls, (calls, chain) => calls / Math.max(1, this.#chainBytes[chain]!))
    // Equal ones by their first function: chains are named by chance.
    const first = this.#firstFunction
    const byDensity = chains.sort((a, b) => density[b]! - density[a]! || first[a]! - first[b]!)
    const order = new Int32Array(this.#sizes.length)
    let end = 0
    for (const chain of byDensity) {
      for (let f = first[chain]!; f >= 0; f = this.#nextFunction[f]!) order[end++] = f
    }
    return order
  }
}

/** Distance to the power of -1/4; nothing is nearer than a byte. */
function nearness(distance: number): number {
  return 1 / Math.sqrt(Math.sqrt(Math.max(1, distance)))
}
