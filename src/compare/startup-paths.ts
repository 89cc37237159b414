import { FIRST_FRAME_MARKS, STARTUP_END_MARKS } from '../model/index.ts'
import type { Recording, ScenarioTrace } from '../model/recording.ts'
import { findCallPaths } from './call-paths.ts'

/**
 * The shortest chain of calls by which start-up reached each of the wanted functions, as names, the function itself last.
 *
 * A call counts where a scenario shows it: the caller ran before the callee in the same scenario, before start-up was over.
 * So a test that calls the function directly, later or without marks, does not hide how start-up got to it. A chain is
 * preferred to a direct call from outside; without marks all recorded calls count.
 */
export function findStartupPaths(recording: Recording, wanted: readonly number[]): Map<number, string[]> {
  const { functions, scenarios } = recording
  const indexOf = new Map(functions.map(({ name }, index) => [name, index]))
  const names = (path: readonly number[]): string[] => path.map((index) => functions[index]!.name)
  const best = new Map<number, number[]>()
  const isBetter = (path: readonly number[], known: readonly number[] | undefined): boolean => {
    if (known === undefined) return true
    if (path.length > 1 !== known.length > 1) return path.length > 1
    return path.length < known.length
  }
  for (const trace of scenarios) {
    const parents = searchTrace(recording, indexOf, trace)
    for (const target of wanted) {
      if (!parents.has(target)) continue
      const path: number[] = []
      for (let at = target; at !== -1; at = parents.get(at)!) path.unshift(at)
      if (isBetter(path, best.get(target))) best.set(target, path)
    }
  }
  const missing = wanted.filter((index) => !best.has(index))
  const anyCall = missing.length === 0 ? undefined : findCallPaths(recording)
  return new Map(wanted.map((index) => [index, best.has(index) ? names(best.get(index)!) : anyCall!.to(index)]))
}

/** Breadth-first over the calls of one scenario's start-up: the caller of each function, -1 for one called from outside. */
function searchTrace(
  { functions }: Recording,
  indexOf: ReadonlyMap<string, number>,
  trace: ScenarioTrace,
): Map<number, number> {
  const order = trace.order.subarray(0, startupLength(trace))
  const place = new Map(Array.from(order, (index, position) => [index, position]))
  const laterCallees = (caller: number): number[] => {
    const found: number[] = []
    for (const name of functions[caller]!.callees.keys()) {
      const callee = indexOf.get(name)
      if (callee !== undefined && (place.get(callee) ?? -1) > place.get(caller)!) found.push(callee)
    }
    return found
  }
  const isCalled = new Set(Array.from(order).flatMap(laterCallees))
  const queue = Array.from(order).filter((index) => !isCalled.has(index))
  const parents = new Map(queue.map((index) => [index, -1]))
  for (const caller of queue) {
    for (const callee of laterCallees(caller)) {
      if (parents.has(callee)) continue
      parents.set(callee, caller)
      queue.push(callee)
    }
  }
  return parents
}

/** How many functions of a scenario ran before start-up was over; 0 where it has no mark that says so. */
function startupLength({ kind, phase, marks, order }: ScenarioTrace): number {
  const end = marks.find(({ name }) => STARTUP_END_MARKS.has(name) || FIRST_FRAME_MARKS.has(name))
  if (end !== undefined) return end.position
  return kind === 'load' || phase === 'startup' ? order.length : 0
}
