import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { writeRecording } from '../../src/record/session/index.ts'
import { recordingOf } from '../phase/recording-builder.ts'
import { runCli } from './run-cli.ts'

mkdirSync('test/.tmp', { recursive: true })
const root = mkdtempSync('test/.tmp/config-')
afterAll(() => {
  rmSync(root, { recursive: true })
})
writeFileSync(
  join(root, 'layout.sdn'),
  'layout:\n  budgets: {startup: 8}\n  patterns:\n      cold = [gone_*, "src/a.ts:m*"]\n  scenarios |name, test, weight|\n      boot, "app > *", 0.5\n',
)
const YAML = `layout:
  budgets:
    startup: 8
  patterns:
    cold:
      - gone_*
      - src/a.ts:m*
  scenarios:
    - name: boot
      test: app > *
      weight: 0.5
`

test('SDN to YAML and back', async () => {
  const yaml = await runCli(['config', '--format', 'yaml'], root)
  expect(yaml).toEqual({ status: 0, stdout: YAML, stderr: '' })
  writeFileSync(join(root, 'other.yaml'), yaml.stdout)
  expect((await runCli(['config', 'other.yaml'], root)).stdout).toBe((await runCli(['config'], root)).stdout)
})

test('patterns without functions are warnings, with their place', async () => {
  writeFileSync(join(root, 'recording.sdn'), writeRecording(recordingOf([{ run: 'src/a.ts:main' }])))
  const { status, stdout, stderr } = await runCli(['config', '--check', '--recording', 'recording.sdn'], root)
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/layout\.sdn:4:15: the pattern "gone_\*" of cold matches no function\.\n/)
  expect(stderr).toMatch(/layout\.sdn:6:\d+: scenario "boot": "app > \*" matches no recorded test\.\n$/)
})

test('two configurations in one folder are refused', async () => {
  writeFileSync(join(root, 'layout.yml'), YAML)
  expect(await runCli(['config'], root)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there are layout.sdn and layout.yml in this folder, expected one of them'),
  })
})
