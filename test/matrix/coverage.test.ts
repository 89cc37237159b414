import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { EVERYTHING_CALLS, everything } from './everything.ts'
import { callsOf, reportOf } from './recorded.ts'

test.each(['istanbul', 'v8'])(
  'beside coverage by %s counts stay exact, and a warning says what coverage sees',
  async (name) => {
    const project = new TestProject(everything())
    const args = ['--coverage.enabled', `--coverage.provider=${name}`, '--coverage.reporter=json', '--reporter=layout']
    const { status, stdout, stderr } = await project.vitest(args)
    expect(status, stdout + stderr).toBe(0)
    expect(callsOf(project)).toMatchObject(EVERYTHING_CALLS)
    expect(reportOf(project).warnings).toEqual([expect.stringContaining(`coverage.provider is ${name}`)])
  },
)
