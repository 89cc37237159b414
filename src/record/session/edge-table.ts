/**
 * Counts of calls by (caller, callee), in a hash table of typed arrays with open addressing:
 * a million edges take 32 to 64 MB, a `Map` of the same takes several times that.
 */
export class EdgeTable {
  size = 0
  #mask: number
  #callers: Int32Array
  #callees: Int32Array
  #counts: Float64Array

  constructor(capacity = 1024) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, capacity * 2)))
    this.#mask = slots - 1
    this.#callers = new Int32Array(slots).fill(-1)
    this.#callees = new Int32Array(slots)
    this.#counts = new Float64Array(slots)
  }

  add(caller: number, callee: number, count: number): void {
    let slot = hash(caller, callee) & this.#mask
    for (;;) {
      const found = this.#callers[slot]
      if (found === -1) break
      if (found === caller && this.#callees[slot] === callee) {
        this.#counts[slot] = (this.#counts[slot] ?? 0) + count
        return
      }
      slot = (slot + 1) & this.#mask
    }
    this.#callers[slot] = caller
    this.#callees[slot] = callee
    this.#counts[slot] = count
    this.size++
    // Past half full, runs of taken slots grow long.
    if (this.size * 2 > this.#mask) this.#grow()
  }

  forEach(visit: (caller: number, callee: number, count: number) => void): void {
    for (let slot = 0; slot <= this.#mask; slot++) {
      const caller = this.#callers[slot] ?? -1
      if (caller >= 0) visit(caller, this.#callees[slot] ?? 0, this.#counts[slot] ?? 0)
    }
  }

  #grow(): void {
    const bigger = new EdgeTable(this.#mask + 1)
    this.forEach((caller, callee, count) => {
      bigger.add(caller, callee, count)
    })
    this.#mask = bigger.#mask
    this.#callers = bigger.#callers
    this.#callees = bigger.#callees
    this.#counts = bigger.#counts
  }
}

function hash(caller: number, callee: number): number {
  let mixed = Math.imul(caller, 0x9e3779b1) ^ Math.imul(callee + 1, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

/** Outgoing edges by caller: those of function i are at `offsets[i] .. offsets[i + 1]`, sorted by callee. */
export interface EdgeLists {
  readonly offsets: Int32Array
  readonly callees: Int32Array
  readonly counts: Float64Array
}

/**
 * Sorts the edges of a table by caller, then callee, in linear time (two counting passes).
 *
 * @param rank The new number of each function; edges come out in these numbers.
 */
export function listEdges(table: EdgeTable, rank: Int32Array): EdgeLists {
  const functionCount = rank.length
  const byCallee = new Int32Array(functionCount + 1)
  const offsets = new Int32Array(functionCount + 1)
  table.forEach((oldCaller, oldCallee) => {
    const caller = rank[oldCaller] ?? 0
    const callee = rank[oldCallee] ?? 0
    byCallee[callee + 1] = (byCallee[callee + 1] ?? 0) + 1
    offsets[caller + 1] = (offsets[caller + 1] ?? 0) + 1
  })
  for (let i = 1; i <= functionCount; i++) {
    byCallee[i] = (byCallee[i] ?? 0) + (byCallee[i - 1] ?? 0)
    offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0)
  }
  // First by callee, then stably by caller.
  const callers = new Int32Array(table.size)
  const sortedCallees = new Int32Array(table.size)
  const sortedCounts = new Float64Array(table.size)
  table.forEach((oldCaller, oldCallee, count) => {
    const callee = rank[oldCallee] ?? 0
    const at = byCallee[callee] ?? 0
    byCallee[callee] = at + 1
    callers[at] = rank[oldCaller] ?? 0
    sortedCallees[at] = callee
    sortedCounts[at] = count
  })
  const next = offsets.slice()
  const callees = new Int32Array(table.size)
  const counts = new Float64Array(table.size)
  for (let k = 0; k < table.size; k++) {
    const caller = callers[k] ?? 0
    const at = next[caller] ?? 0
    next[caller] = at + 1
    callees[at] = sortedCallees[k] ?? 0
    counts[at] = sortedCounts[k] ?? 0
  }
  return { offsets, callees, counts }
}
