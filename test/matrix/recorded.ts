import { parseSdn, toJs } from '../../src/sdn/index.ts'
import type { LayoutReport } from '../../src/report/index.ts'
import type { TestProject } from '../support/project.ts'

interface Artefact {
  recording: { functions?: { name: string; call_count: number }[] }
}

/** Calls by function, modules' own code left out: how often that runs depends on isolation. */
export function callsOf(project: TestProject, folder = '.vitest/layout'): Record<string, number> {
  const { recording } = toJs(parseSdn(project.read(`${folder}/recording.sdn`))) as unknown as Artefact
  const rows = (recording.functions ?? []).map((row) => [row.name, row.call_count] as const)
  return Object.fromEntries(rows.filter(([name]) => !/:(?:<module>|.*static_members>)/.test(name)))
}

export function reportOf(project: TestProject, folder = '.vitest/layout'): LayoutReport {
  return JSON.parse(project.read(`${folder}/report.json`)) as LayoutReport
}
