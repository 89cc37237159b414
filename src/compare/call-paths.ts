import type { Recording } from '../model/recording.ts'

/** Shortest chains of calls from outside (a test, a timer) to each function. */
export interface CallPaths {
  /** Names from the first caller to the function itself. */
  to(index: number): string[]
}

/**
 * Breadth-first search over recorded calls, from all functions that something outside called. Among equally short paths
 * the one through the function that ran first, then by number, wins: the same recording gives the same paths. O(n + e).
 */
export function findCallPaths(recording: Recording): CallPaths {
  const { functions } = recording
  const indexOf = new Map(functions.map(({ name }, index) => [name, index]))
  const incoming = new Float64Array(functions.length)
  for (const { name, callees } of functions) {
    for (const [callee, count] of callees) {
      const index = indexOf.get(callee)
      if (index !== undefined && callee !== name) incoming[index]! += count
    }
  }
  const firstRun = (index: number): number => functions[index]!.firstCallUs ?? Infinity
  const parent = new Int32Array(functions.length).fill(-2)
  const queue = [...functions.keys()]
    .filter((index) => functions[index]!.callCount > incoming[index]!)
    .sort((a, b) => firstRun(a) - firstRun(b) || a - b)
  for (const root of queue) parent[root] = -1
  for (const index of queue) {
    for (const name of functions[index]!.callees.keys()) {
      const callee = indexOf.get(name)
      if (callee === undefined || parent[callee] !== -2) continue
      parent[callee] = index
      queue.push(callee)
    }
  }
  return {
    to(index) {
      const path: string[] = []
      for (let at = index; at >= 0; at = parent[at]!) path.unshift(functions[at]!.name)
      return path
    },
  }
}
