import { parseSdn, toJs } from '../../src/sdn/index.ts'
import type { LayoutReport } from '../../src/report/index.ts'
import type { TestProject } from '../support/project.ts'

interface Artefact {
  recording: {
    functions?: { name: string; call_count: number }[]
    scenarios?: { kind: string; file: string; test: string; order: string }[]
  }
}

/** Calls by function, modules' own code left out: how often that runs depends on isolation. */
export function callsOf(project: TestProject, folder = '.vitest/layout'): Record<string, number> {
  const { recording } = recordingOf(project, folder)
  const rows = (recording.functions ?? []).map((row) => [row.name, row.call_count] as const)
  return Object.fromEntries(rows.filter(([name]) => !/:(?:<module>|.*static_members>)/.test(name)))
}

/** Names of the functions of each trace in order, by test file and test. */
export function scenariosOf(project: TestProject, folder = '.vitest/layout'): Record<string, string[]> {
  const { functions = [], scenarios = [] } = recordingOf(project, folder).recording
  return Object.fromEntries(
    scenarios.map(({ kind, file, test, order }) => {
      let at = 0
      // Numbers of functions, each as its distance from the one before.
      const numbers = order === '' ? [] : order.split(' ').map((step) => (at += Number(step)))
      return [`${file} ${kind} ${test}`, numbers.map((number) => functions[number]!.name)]
    }),
  )
}

function recordingOf(project: TestProject, folder: string): Artefact {
  return toJs(parseSdn(project.read(`${folder}/recording.sdn`))) as unknown as Artefact
}

/** All of a recording that does not depend on the clock. */
export function timeless(project: TestProject, folder = '.vitest/layout'): unknown {
  const { recording } = recordingOf(project, folder)
  const { functions = [], marks: _, ...rest } = recording as typeof recording & { marks?: unknown }
  return { ...rest, functions: functions.map((row) => Object.entries(row).filter(([key]) => !key.endsWith('_ns'))) }
}

export function reportOf(project: TestProject, folder = '.vitest/layout'): LayoutReport {
  return JSON.parse(project.read(`${folder}/report.json`)) as LayoutReport
}
