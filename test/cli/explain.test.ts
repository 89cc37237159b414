import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { writeRecording } from '../../src/record/session/index.ts'
import { recordingOf } from '../phase/recording-builder.ts'
import { runCli } from './run-cli.ts'

mkdirSync('test/.tmp', { recursive: true })
const root = mkdtempSync('test/.tmp/explain-')
afterAll(() => {
  rmSync(root, { recursive: true })
})

const recording = recordingOf(
  [{ scenario: 'boot', run: 'src/a.ts:App.main |startup.complete| src/a.ts:tick*12' }],
  ['src/b.ts:main'],
)
mkdirSync(join(root, '.vitest/layout'), { recursive: true })
writeFileSync(join(root, '.vitest/layout/recording.sdn'), writeRecording(recording))
writeFileSync(join(root, 'layout.sdn'), 'layout:\n    overrides |function, phase|\n        "src/a.ts:tick", cold\n')

test('by whole name', async () => {
  expect(await runCli(['explain', 'src/a.ts:App.main'], root)).toEqual({
    status: 0,
    stdout: `src/a.ts:App.main: startup
  the recording says startup: scenarios with 100 % of the weight reach it there or before (10 % are needed)
  boot (weight 1): 1 call, in its startup part
`,
    stderr: '',
  })
})

test('by path before own name, with the configuration of the folder', async () => {
  const main = await runCli(['explain', 'main'], root)
  expect(main.stdout).toBe('src/b.ts:main: cold\n  the recording says cold: it never ran\n')
  const tick = await runCli(['explain', 'tick'], root)
  expect(tick.stdout).toMatch(
    /^src\/a\.ts:tick: cold\n {2}by the override "src\/a\.ts:tick"\n {2}the recording says steady/,
  )
  const own = await runCli(['explain', 'App.main', '--inference', 'time'], root)
  expect(own.stdout).toContain('the recording says startup: by the time of its first call')
})

test('what is missing is said', async () => {
  expect(await runCli(['explain', 'nobody'], root)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no function "nobody"'),
  })
  expect(await runCli(['explain', 'main', 'gone.sdn'], root)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('gone.sdn: there is no recording here.'),
  })
  expect(await runCli(['explain'], root)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('expected a function'),
  })
})

test('options of vitest.config.ts count, as the run left them; where its layout differs, that is said', async () => {
  const folder = join(root, 'run')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'recording.sdn'), writeRecording(recording))
  const explain = async (options: object, phase: string): Promise<string> => {
    writeFileSync(join(folder, 'report.json'), JSON.stringify({ version: 1, options }))
    writeFileSync(
      join(folder, 'layout.sdn'),
      `layout:\n    recorded |function, phase, size, call_count|\n        "src/a.ts:App.main", ${phase}, 1, 1\n`,
    )
    return (await runCli(['explain', 'App.main', 'run/recording.sdn'], root)).stdout
  }
  expect(await explain({ inference: 'rate' }, 'startup')).toMatch(
    /^src\/a\.ts:App\.main: startup\n.*by its calls a second/,
  )
  expect(await explain({ overrides: { 'App.main': 'cold' } }, 'cold')).toBe(`src/a.ts:App.main: cold
  by the override "App.main"
  the recording says startup: scenarios with 100 % of the weight reach it there or before (10 % are needed)
  boot (weight 1): 1 call, in its startup part
`)
  expect(await explain({}, 'steady')).toMatch(/: startup\n[^]*\n {2}but steady in layout\.sdn beside the recording: /)
  // What the file says wins, as in the run.
  const tick = await runCli(['explain', 'tick', 'run/recording.sdn'], root)
  expect(tick.stdout).toContain('by the override "src/a.ts:tick"')
})
