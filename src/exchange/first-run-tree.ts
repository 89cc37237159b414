import type { Recording, ScenarioTrace } from '../model/recording.ts'

/** One step of a scenario: a function that ran for the first time, and the step it was most likely called from. */
export interface FirstRun {
  readonly functionIndex: number
  /** Position of the caller in the same list, -1 for none. */
  readonly parent: number
}

/**
 * Nests a scenario's first executions: each function stands under the innermost function of the current path that is
 * known to call it. The order is recorded; the nesting is concluded from it and from the call graph.
 */
export function nestFirstRuns(recording: Recording, trace: ScenarioTrace): FirstRun[] {
  const runs: FirstRun[] = []
  const path: number[] = []
  for (const functionIndex of trace.order) {
    const { name } = recording.functions[functionIndex]!
    const caller = path.findLastIndex((step) => recording.functions[runs[step]!.functionIndex]!.callees.has(name))
    path.length = caller + 1
    path.push(runs.length)
    runs.push({ functionIndex, parent: caller === -1 ? -1 : path[caller]! })
  }
  return runs
}
