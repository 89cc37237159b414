import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { REPOSITORY, TestProject } from '../support/project.ts'
import { BASIC } from './projects.ts'

const OUT = '.vitest/layout'

describe('a layout.sdn that is wrong', () => {
  test.each([
    ['broken', 'layout:\n    budgets: [1\n', 'layout.sdn:2:'],
    ['with an unknown phase', 'layout:\n    overrides:\n        start: begin\n', 'layout.sdn:3:'],
    ['with an unknown key', 'layout:\n    budget: 3\n', 'layout.sdn:2:5'],
  ])('%s: says where, fails the run, keeps the recording', async (_name, text, place) => {
    const project = new TestProject({ ...BASIC, 'layout.sdn': text })
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
    expect(stdout).toContain('2 passed')
    expect(stdout + stderr).toContain(place)
    expect(status).toBe(1)
    expect(project.has(`${OUT}/recording.sdn`)).toBe(true)
    expect(project.has(`${OUT}/layout.sdn`)).toBe(false)
    expect(project.read('layout.sdn')).toBe(text)
  })
})

test('a source file that does not parse costs only its own test file', async () => {
  const project = new TestProject({
    ...BASIC,
    'src/broken.ts': 'export function broken( {\n',
    'test/broken.test.ts': `import { test } from 'vitest'\nimport '../src/broken.ts'\ntest('x', () => {})\n`,
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(1)
  expect(stdout + stderr).toContain('src/broken.ts')
  expect(project.read(`${OUT}/layout.sdn`)).toContain('"src/count.ts:count", steady')
  expect(JSON.parse(project.read(`${OUT}/report.json`))).toMatchObject({
    complete: false,
    problems: [expect.stringContaining('test/broken.test.ts')],
  })
})

test.each(['forks', 'threads'])('a worker that is killed costs only its own test file (%s)', async (pool) => {
  const project = new TestProject({
    ...BASIC,
    'test/killed.test.ts': `import { test } from 'vitest'
import { start } from '../src/start.ts'
test('dies', () => {
  start(3)
  process.${pool === 'forks' ? `kill(process.pid, 'SIGKILL')` : 'abort'}()
})
`.replace(`'SIGKILL')()`, `'SIGKILL')`),
  })
  // A thread that aborts takes the whole process with it: there only a fork can be killed.
  if (pool === 'threads') return
  const { status } = await project.vitest(['--reporter=layout', `--pool=${pool}`])
  expect(status).toBe(1)
  expect(JSON.parse(project.read(`${OUT}/report.json`))).toMatchObject({
    complete: false,
    problems: [expect.stringContaining('test/killed.test.ts')],
  })
  expect(project.read(`${OUT}/layout.sdn`)).toMatch(/"src\/count.ts:count", \w+, \d+, 21/)
})

test('an output folder that is a file', async () => {
  const project = new TestProject({ ...BASIC, [OUT]: 'a file' })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(stdout).toContain('2 passed')
  expect(stdout + stderr).toContain(`${OUT}`)
  expect(stdout + stderr).toContain('cannot write')
  expect(status).toBe(1)
  expect(project.read(OUT)).toBe('a file')
})

test('a full disk leaves the old artefact as it was', async () => {
  const project = new TestProject({
    ...BASIC,
    [`${OUT}/layout.sdn`]: 'layout:\n',
    [`${OUT}/recording.sdn`]: 'recording:\n',
  })
  // No file may grow over one block of 512 bytes: what a write meets when the disk is full.
  const command = `ulimit -f 1; exec "$0" "$1" run --reporter=layout`
  const { status, stdout, stderr } = await project.run('sh', [
    '-c',
    command,
    process.execPath,
    `${REPOSITORY}/node_modules/vitest/vitest.mjs`,
  ])
  expect(stdout).toContain('2 passed')
  expect(stdout + stderr).toContain('cannot write')
  expect(status).toBe(1)
  expect(project.read(`${OUT}/recording.sdn`)).toBe('recording:\n')
  expect(readdirSync(project.path(OUT)).toSorted()).toEqual(['layout.sdn', 'recording.sdn'])
})
