import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import { TestProject } from '../support/project.ts'
import { BASIC, config } from './projects.ts'

const OUT = '.vitest/layout'

describe('a layout.sdn that is wrong', () => {
  test.each([
    ['broken', 'layout:\n    budgets: [1\n', 'layout.sdn:2:'],
    ['with an unknown phase', 'layout:\n    overrides:\n        start: begin\n', 'layout.sdn:3:'],
    ['with an unknown key', 'layout:\n    budget: 3\n', 'layout.sdn:2:5'],
    ['that is no UTF-8', 'layout:\n    # caf\xE9\n', 'layout.sdn:2:10: byte 0xe9 is not UTF-8'],
  ])('%s: says where, fails the run, keeps the recording', async (_name, text, place) => {
    const project = new TestProject(BASIC)
    writeFileSync(project.path('layout.sdn'), text, 'latin1')
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
    expect(stdout).toContain('2 passed')
    expect(stdout + stderr).toContain(place)
    expect(status).toBe(1)
    expect(project.has(`${OUT}/recording.sdn`)).toBe(true)
    expect(project.has(`${OUT}/layout.sdn`)).toBe(false)
    expect(readFileSync(project.path('layout.sdn'), 'latin1')).toBe(text)
  })
})

test('a layout that could not be made leaves none of an earlier run beside the new recording', async () => {
  const project = new TestProject({ ...BASIC, 'vitest.config.ts': config('{ html: true }') })
  expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
  const files = ['layout.sdn', 'recording.sdn', 'report.html', 'report.json']
  expect(readdirSync(project.path(OUT)).toSorted()).toEqual(files)
  const recording = project.read(`${OUT}/recording.sdn`)
  project.write('src/count.ts', project.read('src/count.ts').replaceAll('never', 'seldom'))
  project.write('layout.sdn', 'layout:\n    page_size: 0\n')
  expect((await project.vitest(['--reporter=layout'])).status).toBe(1)
  expect(readdirSync(project.path(OUT))).toEqual(['recording.sdn'])
  expect(project.read(`${OUT}/recording.sdn`)).not.toBe(recording)
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

test('a worker that is killed costs only its own test file', async () => {
  const project = new TestProject({
    ...BASIC,
    'test/killed.test.ts': `import { test } from 'vitest'
import { start } from '../src/start.ts'

test('dies', () => {
  start(3)
  process.kill(process.pid, 'SIGKILL')
})
`,
  })
  const { status } = await project.vitest(['--reporter=layout', '--pool=forks'])
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
  expect(stdout + stderr).toContain(OUT)
  expect(stdout + stderr).toContain('cannot write')
  expect(status).toBe(1)
  expect(project.read(OUT)).toBe('a file')
})

test('a full disk leaves the old artefact as it was', async () => {
  const project = new TestProject({
    ...BASIC,
    [`${OUT}/layout.sdn`]: new LayoutConfig({ recorded: [] }).toSdn(),
    [`${OUT}/recording.sdn`]: 'recording:\n',
    // From here on no file of the reporter's process may grow over 512 bytes: what a write meets when the disk is full.
    'test/start.test.ts': `import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { start } from '../src/start.ts'

test('starts', () => {
  expect(start(20)).toBe(210)
  execFileSync('prlimit', ['--pid', String(process.ppid), '--fsize=512'])
})
`,
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout', 'test/start.test.ts'])
  expect(stdout).toContain('1 passed')
  expect(stdout + stderr).toContain('cannot write')
  expect(status).toBe(1)
  expect(project.read(`${OUT}/recording.sdn`)).toBe('recording:\n')
  expect(readdirSync(project.path(OUT)).toSorted()).toEqual(['layout.sdn', 'recording.sdn'])
})

describe('a layout.sdn that somebody wrote is never overwritten', () => {
  const own = `# ours
layout:
    budgets:
        startup: 6
`

  test.each(['.', '', 'config'])('outDir %j: nothing runs', async (outDir) => {
    const file = `${outDir === 'config' ? 'config/' : ''}layout.sdn`
    const project = new TestProject({
      ...BASIC,
      'vitest.config.ts': config(JSON.stringify({ outDir })),
      [file]: own,
    })
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
    expect(stdout + stderr).toContain(outDir === 'config' ? file : `the option outDir is ${JSON.stringify(outDir)}`)
    expect(stdout).not.toContain('passed')
    expect(status).toBe(1)
    expect(project.read(file)).toBe(own)
    expect(project.has('recording.sdn')).toBe(false)
  })

  test('an outDir that is the root, and no layout.sdn there yet', async () => {
    const project = new TestProject({ ...BASIC, 'vitest.config.ts': config(`{ outDir: '.' }`) })
    expect((await project.vitest(['--reporter=layout'])).status).toBe(1)
    expect(project.has('layout.sdn')).toBe(false)
  })

  test('a layout that the reporter wrote is, also with the line ends of another system', async () => {
    const project = new TestProject(BASIC)
    await project.vitest(['--reporter=layout'])
    const text = project.read(`${OUT}/layout.sdn`)
    project.write(`${OUT}/layout.sdn`, text.replaceAll('\n', '\r\n'))
    expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
    expect(project.read(`${OUT}/layout.sdn`)).toBe(text)
  })
})
