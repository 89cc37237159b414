import { parseSdn, toJs } from '../../src/sdn/index.ts'
import type { LayoutReport } from '../../src/report/index.ts'
import type { TestProject } from '../support/project.ts'

interface Artefact {
  layout: { recorded?: { function: string; phase: string; call_count: number }[] }
}

/** Calls by function, modules' own code left out: how often that runs depends on isolation. */
export function callsOf(project: TestProject, folder = '.vitest/layout'): Record<string, number> {
  const { layout } = toJs(parseSdn(project.read(`${folder}/layout.sdn`))) as unknown as Artefact
  const rows = (layout.recorded ?? []).map((row) => [row.function, row.call_count] as const)
  return Object.fromEntries(rows.filter(([name]) => !/:(?:<module>|.*static_members>)/.test(name)))
}

export function reportOf(project: TestProject, folder = '.vitest/layout'): LayoutReport {
  return JSON.parse(project.read(`${folder}/report.json`)) as LayoutReport
}
