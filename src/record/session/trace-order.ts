import { compareNames, type ScenarioTrace } from '../../model/index.ts'

/**
 * Canonical order of scenarios: by project, file, kind (`load` first), test, then by content, so that equal multisets of
 * scenarios always stand in one order. Functions are compared by number, so both must be numbered alike.
 */
export function compareTraces(a: ScenarioTrace, b: ScenarioTrace): number {
  return (
    compareNames(a.project, b.project) ||
    compareNames(a.file, b.file) ||
    compareNames(a.kind, b.kind) ||
    compareNames(a.test, b.test) ||
    compareNames(a.scenario ?? '', b.scenario ?? '') ||
    compareNames(a.phase ?? '', b.phase ?? '') ||
    compareNames(a.stopMark ?? '', b.stopMark ?? '') ||
    a.weight - b.weight ||
    compareNumbers(a.order, b.order) ||
    compareNumbers(a.calls, b.calls) ||
    compareMarks(a, b)
  )
}

function compareNumbers(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareMarks(a: ScenarioTrace, b: ScenarioTrace): number {
  const shared = Math.min(a.marks.length, b.marks.length)
  for (let i = 0; i < shared; i++) {
    const x = a.marks[i]
    const y = b.marks[i]
    if (x === undefined || y === undefined) break
    const order = compareNames(x.name, y.name) || x.position - y.position || x.us - y.us
    if (order !== 0) return order
  }
  return a.marks.length - b.marks.length
}

/** The same scenario with its functions numbered anew. */
export function renumberTrace(trace: ScenarioTrace, map: ArrayLike<number>): ScenarioTrace {
  const order = new Int32Array(trace.order.length)
  for (let i = 0; i < order.length; i++) order[i] = map[trace.order[i] ?? 0] ?? 0
  return { ...trace, order }
}
