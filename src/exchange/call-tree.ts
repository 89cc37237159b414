import type { Recording } from '../model/recording.ts'

/** What the widths of an exported tree mean. */
export type CallTreeWeight = 'microseconds' | 'calls'

/**
 * Calling contexts of a recording, as columns indexed by node. Parents stand before their children;
 * `parent` is -1 for a root.
 */
export interface CallTree {
  /** `calls` for a recording without times. */
  readonly weight: CallTreeWeight
  /** Index into `Recording.functions`. */
  readonly functionOf: Int32Array
  readonly parent: Int32Array
  /** Calls in this context; an estimate wherever a function has more than one caller. */
  readonly calls: Float64Array
  /** Weight of the node without its children. */
  readonly self: Float64Array
}

export interface CallTreeOptions {
  /** No node is expanded that holds less than this share of its function's calls. @default 0.001 */
  readonly minShare?: number
  /** From this number of nodes on, only functions not yet in the tree are added. @default 200000 */
  readonly maxNodes?: number
}

/**
 * Spreads a call graph over a tree of calling contexts, as gprof does: a function's calls and time are divided among its
 * callers in proportion to the calls of each edge (Graham, Kessler, McKusick 1982). A call back into a function that is
 * already on the path is folded into it.
 *
 * The sums over all nodes of one function are its recorded calls and own time, whatever was cut off.
 */
export function buildCallTree(recording: Recording, options: CallTreeOptions = {}): CallTree {
  const { minShare = 0.001, maxNodes = 200_000 } = options
  const { functions } = recording
  const indexOf = new Map(functions.map((record, index) => [record.name, index]))
  const incoming = new Float64Array(functions.length)
  const edges = functions.map((record, caller) => {
    const list: { callee: number; count: number }[] = []
    for (const [name, count] of record.callees) {
      const callee = indexOf.get(name)
      if (callee === undefined || callee === caller || count <= 0) continue
      incoming[callee]! += count
      list.push({ callee, count })
    }
    return list
  })

  const nodeFunction: number[] = []
  const nodeParent: number[] = []
  const nodeCalls: number[] = []
  const placed = new Float64Array(functions.length)
  const add = (index: number, parent: number, calls: number): void => {
    nodeFunction.push(index)
    nodeParent.push(parent)
    nodeCalls.push(calls)
    placed[index]! += calls
  }
  const isOnPath = (index: number, node: number): boolean => {
    for (let at = node; at !== -1; at = nodeParent[at]!) if (nodeFunction[at] === index) return true
    return false
  }
  let next = 0
  const expandAll = (): void => {
    for (; next < nodeFunction.length; next++) {
      const caller = nodeFunction[next]!
      const share = nodeCalls[next]! / functions[caller]!.callCount
      for (const { callee, count } of edges[caller]!) {
        const target = functions[callee]!.callCount
        if (target <= 0) continue
        const calls = Math.min(count * share, target)
        const isNew = placed[callee] === 0
        if (!isNew && (nodeFunction.length >= maxNodes || calls < target * minShare)) continue
        if (calls > 0 && !isOnPath(callee, next)) add(callee, next, calls)
      }
    }
  }

  functions.forEach((record, index) => {
    const fromRoot = record.callCount - incoming[index]!
    if (record.callCount > 0 && fromRoot > 0) add(index, -1, fromRoot)
  })
  expandAll()
  // What is left ran only in a cycle whose entry was not recorded.
  functions.forEach((record, index) => {
    if (record.callCount <= 0 || placed[index]! > 0) return
    add(index, -1, record.callCount)
    expandAll()
  })

  const weight: CallTreeWeight = functions.some((record) => record.selfUs > 0) ? 'microseconds' : 'calls'
  const calls = Float64Array.from(nodeCalls)
  const self = new Float64Array(calls.length)
  for (let node = 0; node < calls.length; node++) {
    const record = functions[nodeFunction[node]!]!
    const share = calls[node]! / placed[nodeFunction[node]!]!
    calls[node] = record.callCount * share
    self[node] = (weight === 'calls' ? record.callCount : record.selfUs) * share
  }
  return { weight, functionOf: Int32Array.from(nodeFunction), parent: Int32Array.from(nodeParent), calls, self }
}

/** Visits the tree depth first; children in the order of their nodes. Without recursion: trees may be deep. */
export function walkCallTree(tree: CallTree, open: (node: number) => void, close: (node: number) => void): void {
  const children: number[][] = Array.from(tree.parent, () => [])
  const roots: number[] = []
  tree.parent.forEach((parent, node) => (parent === -1 ? roots : children[parent]!).push(node))
  const stack: { nodes: number[]; at: number; owner: number }[] = [{ nodes: roots, at: 0, owner: -1 }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const node = top.nodes[top.at++]
    if (node === undefined) {
      stack.pop()
      if (top.owner !== -1) close(top.owner)
    } else {
      open(node)
      stack.push({ nodes: children[node]!, at: 0, owner: node })
    }
  }
}
