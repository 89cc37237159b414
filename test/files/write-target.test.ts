import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs'
import { text } from 'node:stream/consumers'

import { describe, expect, test } from 'vitest'

import { writeFileAtomic, writeFilesTogether } from '../../src/files/index.ts'
import { TestProject } from '../support/project.ts'

describe.skipIf(process.platform === 'win32')('what stands at the path', () => {
  test('a link stays one, and the file that it leads to is written', () => {
    const project = new TestProject({ 'real/file': 'old' })
    symlinkSync('real/file', project.path('link'))
    writeFileAtomic(project.path('link'), 'new')
    expect(readlinkSync(project.path('link'))).toBe('real/file')
    expect(project.read('real/file')).toBe('new')
    expect(readdirSync(project.path('real'))).toEqual(['file'])
  })

  test('so does one to a file that is not there yet', () => {
    const project = new TestProject({})
    symlinkSync('later/file', project.path('link'))
    writeFileAtomic(project.path('link'), 'new')
    expect(readlinkSync(project.path('link'))).toBe('later/file')
    expect(project.read('later/file')).toBe('new')
  })

  test.each([0o600, 0o444, 0o755])('mode %o is kept', (mode) => {
    const project = new TestProject({ file: 'old' })
    chmodSync(project.path('file'), mode)
    writeFileAtomic(project.path('file'), 'new')
    expect(project.read('file')).toBe('new')
    expect(statSync(project.path('file')).mode & 0o777).toBe(mode)
  })

  test('a pipe is written to', async () => {
    const project = new TestProject({})
    execFileSync('mkfifo', [project.path('pipe')])
    const reader = spawn('cat', [project.path('pipe')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const got = text(reader.stdout)
    writeFileAtomic(project.path('pipe'), 'new')
    expect(await got).toBe('new')
    expect(lstatSync(project.path('pipe')).isFIFO()).toBe(true)
  })
})

test('a folder in the place of one of the files: none is written', () => {
  const project = new TestProject({ 'out/a': 'old' })
  mkdirSync(project.path('out/b'))
  const write = (): unknown =>
    writeFilesTogether(project.path('out'), [
      ['a', 'new'],
      ['b', 'new'],
      ['c', 'new'],
    ])
  expect(write).toThrow(/out\/b: cannot write this file: it is a folder\. .* nothing was changed/)
  expect(project.read('out/a')).toBe('old')
  expect(existsSync(project.path('out/c'))).toBe(false)
  expect(readdirSync(project.path('out')).toSorted()).toEqual(['a', 'b'])
})
