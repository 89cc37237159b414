import { relative } from 'node:path'

import picomatch from 'picomatch'
import type { TestProject } from 'vitest/node'

/** Whether a path may match one of a project's globs of test files; not of `includeSource`, which says where source may hold tests. */
const testGlobs = new WeakMap<TestProject, (path: string) => boolean>()

/** What Vitest's `matchesTestGlob` says, which compiles all of its globs anew for every file: it is asked only about files that may match. */
export function isTestFile(project: TestProject, file: string): boolean {
  const { dir, root, include } = project.config
  let mayMatch = testGlobs.get(project)
  if (mayMatch === undefined) {
    mayMatch = picomatch([...include], { dot: true })
    testGlobs.set(project, mayMatch)
  }
  return mayMatch(relative(dir ?? root, file).replaceAll('\\', '/')) && project.matchesTestGlob(file)
}
