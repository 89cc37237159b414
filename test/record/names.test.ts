import { expect, test } from 'vitest'

import { readRecording, RecordingSession, writeRecording } from '../../src/record/session/index.ts'
import { instrumentText } from './support/run.ts'

test('halves of surrogate pairs stand in names as in code, and do not keep the recording from being written', () => {
  const { functions } = instrumentText(
    'export const o = { "\\ud800"() {}, "\\udfff": () => 1, "\\ud83d\\ude00"() {}, [`\ud800`]() {} }\n' +
      'o["\ud801"] = () => 2\n',
  )
  const paths = functions.map(({ path }) => path)
  expect(paths).toEqual(['<module>', 'o.\\ud800', 'o.\\udfff', 'o.😀', 'o.[`\\ud800`]', 'o["\\ud801"]'])
  const session = new RecordingSession()
  session.addFunctions(
    functions.map(({ path, size, totalSize, bodyHash }) => {
      return { name: `m.js:${path}`, module: 'm.js', line: 1, column: 1, size, totalSize, bodyHash }
    }),
  )
  session.addProblem('test/a.test.ts: it could not be collected: \ud83d')
  const { problems, functions: read } = readRecording(writeRecording(session))
  expect(read.map(({ name }) => name).toSorted()).toEqual(paths.map((path) => `m.js:${path}`).toSorted())
  expect(problems).toEqual(['test/a.test.ts: it could not be collected: \ufffd'])
})
