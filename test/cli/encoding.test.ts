import { readFileSync, writeFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { writeRecording } from '../../src/record/session/index.ts'
import { recordingOf } from '../phase/recording-builder.ts'
import { TestProject } from '../support/project.ts'
import { runCli } from './run-cli.ts'

const RECORDING = writeRecording(recordingOf([{ run: 'src/a.ts:main' }]))
const LAYOUT =
  'layout:\n    overrides:\n        main: startup\n    recorded |function, phase, size, call_count|\n        main, cold, 9, 1\n'
const FEEDBACK = '# Confidence: 90.0%\nlayout:\n    overrides:\n        main: startup\n'
const YAML = 'layout:\n  overrides:\n    main: startup\n'

/** The text with a byte in the middle of a name that no UTF-8 has. */
function broken(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  bytes[bytes.indexOf('main') + 2] = 0xff
  return bytes
}

test.each([
  ['a recording', 'bad.sdn', RECORDING, ['merge', 'bad.sdn', '--out-dir', 'out']],
  ['a recording', 'bad.sdn', RECORDING, ['check', 'bad.sdn']],
  ['a layout', 'bad.sdn', LAYOUT, ['check', 'bad.sdn']],
  ['an artefact', 'bad.sdn', LAYOUT, ['accept', 'bad.sdn', '--to', 'out']],
  ['a configuration', 'bad.sdn', LAYOUT, ['config', 'bad.sdn']],
  ['a configuration in YAML', 'bad.yaml', YAML, ['config', 'bad.yaml']],
  ['a layout that is written anew', 'bad.sdn', LAYOUT, ['accept', 'good.sdn', '--to', 'bad.sdn']],
  ['a layout that is solved anew', 'bad.sdn', LAYOUT, ['solve', 'recording.sdn', '--output', 'bad.sdn']],
  ['feedback', 'bad.sdn', FEEDBACK, ['feedback', 'apply', 'bad.sdn']],
  ['what feedback goes into', 'bad.sdn', LAYOUT, ['feedback', 'apply', 'feedback.sdn', '--to', 'bad.sdn']],
  ['the same in YAML', 'bad.yaml', YAML, ['feedback', 'apply', 'feedback.sdn', '--to', 'bad.yaml']],
])('%s that is no UTF-8 is refused: %s', async (_kind, file, text, args) => {
  const project = new TestProject({ 'recording.sdn': RECORDING, 'good.sdn': LAYOUT, 'feedback.sdn': FEEDBACK })
  const bytes = broken(text)
  writeFileSync(project.path(file), bytes)
  const { status, stdout, stderr } = await runCli(args, project.root)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/bad\.(sdn|yaml):\d+:\d+: byte 0xff is not UTF-8\. Save the file as UTF-8\./)
  expect(readFileSync(project.path(file))).toEqual(bytes)
  expect(project.has('out')).toBe(false)
})
