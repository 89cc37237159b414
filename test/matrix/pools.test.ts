import { describe, expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { EVERYTHING_CALLS, everything } from './everything.ts'
import { callsOf, reportOf } from './recorded.ts'

describe.each([
  ['forks', ['--pool=forks']],
  ['threads', ['--pool=threads']],
  ['vmThreads', ['--pool=vmThreads']],
  ['vmForks', ['--pool=vmForks']],
  ['one fork for all files', ['--pool=forks', '--no-isolate', '--maxWorkers=1']],
  ['one thread for all files', ['--pool=threads', '--no-isolate', '--maxWorkers=1']],
  ['jsdom', ['--environment=jsdom']],
  ['happy-dom', ['--environment=happy-dom']],
])('%s', (_name, args) => {
  test('records every call', async () => {
    const project = new TestProject(everything())
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout', ...args])
    expect(stderr).toBe('')
    expect(stdout).toContain('8 passed')
    expect(status).toBe(0)
    expect(callsOf(project)).toMatchObject(EVERYTHING_CALLS)
    expect(reportOf(project)).toMatchObject({ complete: true, problems: [] })
  })
})
