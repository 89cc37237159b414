import { expect, test } from 'vitest'

import { BASIC, config } from '../reporter/projects.ts'
import { TestProject } from '../support/project.ts'

const COST =
  /Recording {2}[\d.]+m?s \(transform [\d.]+m?s, join [\d.]+m?s, probes about [\d.]+m?s\), \d+ % of the run's [\d.]+m?s/

test('a line at the end says what recording cost', async () => {
  const project = new TestProject(BASIC)
  const { stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(stdout).toMatch(COST)
  expect(stdout).not.toContain('slowest to instrument')
  expect(stderr).toBe('')
})

test('verbose names the modules that took longest, DEBUG what happens', async () => {
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': config('{ verbose: true }') })
  const { stdout, stderr } = await project.vitest(['--reporter=layout'], {
    DEBUG: 'vitest-layout:*,-vitest-layout:plugin',
  })
  const slowest = stdout.slice(stdout.indexOf('slowest to instrument'))
  expect(slowest).toMatch(/[\d.]+m?s {2}src\/start\.ts/)
  expect(slowest).toMatch(/[\d.]+m?s {2}src\/count\.ts/)
  expect(stderr).toMatch(/^vitest-layout:transform .*src\/count\.ts: 3 functions from slot \d+, [\d.]+ ms$/m)
  expect(stderr).toMatch(/^vitest-layout:reporter .*test\/count\.test\.ts: \d+ characters$/m)
  expect(stderr).not.toContain('vitest-layout:plugin')
})
