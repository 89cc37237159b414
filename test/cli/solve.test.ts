import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import { RecordingSession, writeRecording } from '../../src/record/session/index.ts'
import { runCli } from './run-cli.ts'

mkdirSync('test/.tmp', { recursive: true })
const folder = mkdtempSync('test/.tmp/solve-')
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Six test files; file t runs every sixth function from t on, of 60 with half a kilobyte each. */
function record(files: readonly number[]): string {
  const session = new RecordingSession()
  for (const t of files) {
    session.startRecording({ file: `test/${t}.test.ts`, test: 'runs' })
    for (let f = t; f < 60; f += 6) {
      const name = `src/m.ts:f${String(f).padStart(2, '0')}`
      session.recordCall(name)
      session.recordReturn(name)
      session.setFunctionSize(name, 512)
    }
    session.stopRecording()
  }
  return writeRecording(session)
}

writeFileSync(join(folder, 'all.sdn'), record([0, 1, 2, 3, 4, 5]))
writeFileSync(join(folder, 'left.sdn'), record([0, 1, 2]))
writeFileSync(join(folder, 'right.sdn'), record([3, 4, 5]))
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

test('packs, replays, writes; twice the same, joined in any order, and on two threads', async () => {
  const { status, stdout } = await runCli(['solve', 'all.sdn', '-o', 'a.sdn'], folder)
  expect(status).toBe(0)
  expect(stdout).toMatch(/pages touched by 6 traces: source order \d+, this layout \d+ \(-\d+ %\), least \d+/)
  expect(stdout).toMatch(/held out, 5 parts by test file/)
  expect(LayoutConfig.fromText(read('a.sdn')).recorded).toHaveLength(60)
  await runCli(['solve', 'right.sdn', 'left.sdn', '-o', 'b.sdn', '--threads', '2'], folder)
  expect(read('b.sdn')).toBe(read('a.sdn'))
})

test('a layout that touches more pages than the one before is refused unless forced', async () => {
  await runCli(['solve', 'all.sdn', '-o', 'c.sdn'], folder)
  const before = read('c.sdn')
  const worse = ['solve', 'all.sdn', '-o', 'c.sdn', '--algorithm', 'greedy']
  const refused = await runCli(worse, folder)
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('refused: this layout touches more pages than the previous one')
  expect(read('c.sdn')).toBe(before)
  expect((await runCli([...worse, '--force'], folder)).status).toBe(0)
  expect(read('c.sdn')).not.toBe(before)
})

test('a file that somebody wrote is not overwritten', async () => {
  const text = '# ours\nlayout:\n    page_size: 4096\n'
  writeFileSync(join(folder, 'own.sdn'), text)
  const { status, stderr } = await runCli(['solve', 'all.sdn', '-o', 'own.sdn'], folder)
  expect(status).toBe(2)
  expect(stderr).toContain('own.sdn: this file was not written by the reporter, `solve`')
  expect(read('own.sdn')).toBe(text)
})

test('over budget it names the smallest change; as hard limits budgets hold', async () => {
  writeFileSync(
    join(folder, 'tight.sdn'),
    'layout:\n    budgets:\n        startup: 2\n        first_frame: 0\n    patterns:\n        startup = [f*]\n    inference: time\n',
  )
  const args = ['solve', 'all.sdn', '-c', 'tight.sdn', '-o', 'd.sdn']
  const over = await runCli([...args, '--force'], folder)
  expect(over.stdout).toMatch(
    /startup is \d+ pages? over its budget of 2; the smallest change: these \d+ functions, \d+\.\d KB/,
  )
  const held = await runCli([...args, '--enforce-budgets', '--force'], folder)
  expect(held.stdout).toContain('moved to first_frame: src/m.ts:f')
  expect(held.stdout).not.toContain('over its budget')
})

test('what is missing or wrong is said', async () => {
  expect((await runCli(['solve'], folder)).stderr).toContain('.vitest/layout: no such file or folder')
  expect((await runCli(['solve', 'none.sdn'], folder)).status).toBe(2)
  expect((await runCli(['solve', 'all.sdn', '--page-size', '1000', '-o', 'e.sdn'], folder)).stderr).toContain(
    'power of two',
  )
})

test('takes a folder, and without one what the reporter left', async () => {
  mkdirSync(join(folder, '.vitest/layout'), { recursive: true })
  writeFileSync(join(folder, '.vitest/layout/recording.sdn'), record([0, 1, 2, 3, 4, 5]))
  await runCli(['solve', 'all.sdn', '-o', 'whole.sdn'], folder)
  for (const args of [['.vitest/layout'], ['.'], []]) {
    expect(await runCli(['solve', ...args, '-o', 'same.sdn'], folder)).toMatchObject({ status: 0, stderr: '' })
    expect(read('same.sdn')).toBe(read('whole.sdn'))
  }
  const { status, stderr } = await runCli(['solve', 'nowhere'], folder)
  expect([status, stderr]).toEqual([2, expect.stringContaining('no such file or folder')])
})

test('the configuration is not overwritten, though rows are all it has', async () => {
  mkdirSync(join(folder, 'accepted'))
  const text = new LayoutConfig({ recorded: [] }).toSdn()
  writeFileSync(join(folder, 'accepted/layout.sdn'), text)
  const { status, stderr } = await runCli(['solve', '../all.sdn', '-o', 'layout.sdn'], resolve(folder, 'accepted'))
  expect([status, stderr]).toEqual([2, expect.stringContaining('never overwritten')])
  expect(read('accepted/layout.sdn')).toBe(text)
})

test('--version prints the version', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(await runCli(['--version'], folder)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})
