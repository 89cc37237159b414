import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeEach, expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import { runCli } from './run-cli.ts'

mkdirSync('test/.tmp', { recursive: true })
const base = mkdtempSync('test/.tmp/accept-')
let root = ''
let number = 0

const ARTEFACT = new LayoutConfig({
  pageSize: 4096,
  recorded: [
    { name: 'src/a.ts:main', phase: 'startup', size: 256, callCount: 1, page: 0 },
    { name: 'src/a.ts:tick', phase: 'steady', size: 90, callCount: 500, page: 1 },
    { name: 'src/a.ts:new', phase: 'cold', size: 10, callCount: 0, page: 2 },
  ],
}).toSdn()

beforeEach(() => {
  root = join(base, String(number++))
  mkdirSync(join(root, '.vitest/layout'), { recursive: true })
  writeFileSync(join(root, '.vitest/layout/layout.sdn'), ARTEFACT)
})
afterAll(() => {
  rmSync(base, { recursive: true })
})

const read = (name = 'layout.sdn'): string => readFileSync(join(root, name), 'utf8')

const OWN = `# our layout, do not touch\r
layout:\r
    # pages of the phone\r
    budgets: {startup: 6,   cold: 0} # odd blanks\r
    recorded |function, phase, size, call_count|\r
        "src/a.ts:main", startup, 250, 1\r
        "src/a.ts:tick", cold, 90, 2\r
        "src/a.ts:old", cold, 5, 0\r
\r
    overrides:\r
        # wish of the team\r
        init:   startup\r
`

test('rows are taken over, all else stays to the byte', async () => {
  writeFileSync(join(root, 'layout.sdn'), OWN)
  const { status, stdout, stderr } = await runCli(['accept'], root)
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout)
    .toBe(`layout.sdn: 1 moved to another phase, 1 new, 1 gone, 1 with other sizes, calls or pages, 0 unchanged
  src/a.ts:tick: cold -> steady
  + src/a.ts:new: cold
  - src/a.ts:old: cold
`)
  const [before = '', after = ''] = OWN.split(/ {4}recorded [^]*?a.ts:old.*\r\n/)
  expect(read().startsWith(before)).toBe(true)
  expect(read().endsWith(after)).toBe(true)
  const config = LayoutConfig.fromText(read())
  expect(config.recorded).toEqual(LayoutConfig.fromText(ARTEFACT).recorded)
  expect(config.overrides.get('init')).toBe('startup')
  // Again: nothing left to do, not a byte changes.
  const once = read()
  expect((await runCli(['accept'], root)).stdout).toContain('0 moved to another phase, 0 new, 0 gone')
  expect(read()).toBe(once)
})

test('a file without rows gets them, a missing file is made', async () => {
  writeFileSync(join(root, 'layout.sdn'), '# mine\nlayout:\n    page_size: 4096 # phones\n')
  await runCli(['accept'], root)
  expect(read()).toMatch(
    /^# mine\nlayout:\n {4}page_size: 4096 # phones\n {4}recorded \|function, phase, size, call_count, page\|\n/,
  )
  expect(LayoutConfig.fromText(read()).recorded).toHaveLength(3)
  await runCli(['accept', '.vitest/layout/layout.sdn', '--to', 'new/own.sdn'], root)
  expect(read('new/own.sdn')).toBe(ARTEFACT)
})

test('YAML keeps its comments', async () => {
  writeFileSync(
    join(root, 'layout.yaml'),
    '# ours\nlayout:\n  # phones\n  budgets: { startup: 6 }\n  overrides:\n    init: startup # team\n',
  )
  const { status, stdout } = await runCli(['accept'], root)
  expect([status, stdout.split(':')[0]]).toEqual([0, 'layout.yaml'])
  expect(read('layout.yaml')).toBe(`# ours
layout:
  # phones
  budgets: { startup: 6 }
  overrides:
    init: startup # team
  recorded:
    - { function: src/a.ts:main, phase: startup, size: 256, call_count: 1, page: 0 }
    - { function: src/a.ts:tick, phase: steady, size: 90, call_count: 500, page: 1 }
    - { function: src/a.ts:new, phase: cold, size: 10, call_count: 0, page: 2 }
`)
  expect(LayoutConfig.fromFile(join(root, 'layout.yaml')).recorded).toHaveLength(3)
})

test('a dry run writes nothing', async () => {
  const { stdout } = await runCli(['accept', '--dry-run'], root)
  expect(stdout).toMatch(/^layout\.sdn \(not written\): 0 moved to another phase, 3 new/)
  expect(existsSync(join(root, 'layout.sdn'))).toBe(false)
})

test('comments between rows and other page sizes are said', async () => {
  writeFileSync(
    join(root, 'layout.sdn'),
    'layout:\n    page_size: 16384\n    recorded |function, phase, size, call_count|\n        a, cold, 1, 1\n        # hot\n        b, cold, 1, 1\n    # kept\n',
  )
  const { stderr } = await runCli(['accept'], root)
  expect(stderr).toBe(`warning: the artefact was packed for pages of 4096 bytes, your file says 16384: record again.
warning: 1 comment line between recorded rows went with the old rows.
`)
  expect(read()).toContain('    # kept\n')
})

test.each([
  [
    'a broken file of your own',
    'layout:\n    budgets: {startup: -1}\n',
    ['accept'],
    'layout.sdn:2:24: the budget of startup is the number -1',
  ],
  ['no artefact', 'layout:\n', ['accept', 'gone.sdn'], 'gone.sdn: there is no artefact here'],
  [
    'an artefact without rows',
    'layout:\n',
    ['accept', 'layout.sdn', '--to', 'x.sdn'],
    'layout.sdn: this file has no recorded functions',
  ],
  ['one file for both', 'layout:\n', ['accept', 'layout.sdn'], 'are one file'],
])('%s changes nothing', async (_, own, args, message) => {
  writeFileSync(join(root, 'layout.sdn'), own)
  const { status, stderr } = await runCli(args, root)
  expect(status).toBe(2)
  expect(stderr).toContain(message)
  expect(read()).toBe(own)
  expect(readdirSync(root).toSorted()).toEqual(['.vitest', 'layout.sdn'])
})
