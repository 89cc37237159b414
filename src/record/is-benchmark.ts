import type { TestProject } from 'vitest/node'

/** Whether a project only measures: since Vitest 5 benchmarks are projects among the others. They are left alone. */
export function isBenchmark(project: TestProject): boolean {
  return (project.config as { benchmark?: { enabled?: boolean } }).benchmark?.enabled === true
}
