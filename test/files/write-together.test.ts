import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { writeFilesTogether } from '../../src/files/index.ts'
import { REPOSITORY, TestProject } from '../support/project.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

test('of several writers at once the files of one remain', async () => {
  const project = new TestProject({
    'write.mjs': `import { writeFilesTogether } from ${JSON.stringify(`${REPOSITORY}dist/src/files/index.js`)}
for (let i = 0; i < 150; i++) {
  const tag = process.argv[2] + i
  writeFilesTogether('out', ${JSON.stringify(NAMES)}.map((name) => [name, tag]))
}
`,
  })
  const run = promisify(execFile)
  await Promise.all(['p', 'q', 'r'].map((tag) => run(process.execPath, ['write.mjs', tag], { cwd: project.root })))
  const tags = NAMES.map((name) => project.read(`out/${name}`))
  expect(new Set(tags).size).toBe(1)
  expect(tags[0]).toMatch(/^[pqr]149$/)
  expect(readdirSync(project.path('out')).toSorted()).toEqual(NAMES)
})

test('a lock that a killed writer left is no obstacle', () => {
  const project = new TestProject({})
  mkdirSync(project.path('out/.writing'), { recursive: true })
  utimesSync(project.path('out/.writing'), 0, 0)
  expect(writeFilesTogether(project.path('out'), [['a', 'text']])).toEqual([project.path('out/a')])
  expect(readFileSync(project.path('out/a'), 'utf8')).toBe('text')
  expect(readdirSync(project.path('out'))).toEqual(['a'])
})

test('where one cannot be written, none is, and nothing is left behind', () => {
  const project = new TestProject({ 'out/a': 'old', 'out/b/c': '' })
  const write = (): unknown =>
    writeFilesTogether(project.path('out'), [
      ['a', 'new'],
      ['b/c/d', 'new'],
    ])
  expect(write).toThrow(expect.objectContaining({ code: 'WRITE_FAILED' }))
  expect(project.read('out/a')).toBe('old')
  expect(readdirSync(project.path('out')).toSorted()).toEqual(['a', 'b'])
})

test('what there is nothing to write to goes; of a link what it leads to, and never a folder', () => {
  const project = new TestProject({ 'out/a': 'old', 'out/b': 'old', 'out/c/d': 'old', 'elsewhere/e': 'old' })
  symlinkSync('../elsewhere/e', project.path('out/e'))
  writeFilesTogether(project.path('out'), [['a', 'new']], ['b', 'c', 'e', 'never'])
  expect(readdirSync(project.path('out')).toSorted()).toEqual(['a', 'c', 'e'])
  expect([project.read('out/a'), project.read('out/c/d'), project.has('elsewhere/e')]).toEqual(['new', 'old', false])
})
