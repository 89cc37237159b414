import { readFileSync, rmSync } from 'node:fs'

import { afterAll, describe, expect, it } from 'vitest'

import { temporaryFolder } from './support/build-entry.ts'
import { Program, TOOLS } from './support/program.ts'

const folder = temporaryFolder('modules')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const CALLS = 'for (let i = 0; i < 2000; i++) f()\n'

describe.each(TOOLS)('with %s', (tool) => {
  it.each([
    ['a line', '#!/usr/bin/env node\n'],
    ['a line and a directive', '#!/usr/bin/env node\r\n"use strict"\n'],
  ])('an entry may begin with #!: %s', async (_, head) => {
    const program = new Program(folder, { 'main.js': `${head}export function f() { return 1 }\n${CALLS}` })
    const file = await program.bundle(tool, 'main.js')
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\r?\n/)
    expect(await program.run(file)).toMatchObject({ status: 0, err: '', calls: { 'main.js:f': 2000 } })
  })

  it('an entry may be nothing but #!', async () => {
    const program = new Program(folder, { 'main.js': '#!/usr/bin/env node' })
    expect(await program.run(await program.bundle(tool, 'main.js'))).toMatchObject({ status: 0, err: '' })
  })

  it.each([
    ['a word', '// the main module, which exports\nfunction f() { return typeof this }\n'],
    ['top-level await', 'function f(module) { return module }\nawait 1\n'],
    ['a question', "function f() { return typeof module === 'object' ? module.exports : 1 }\n"],
  ])('an ES module without imports stays one: %s', async (_, code) => {
    const program = new Program(folder, { 'main.js': code + CALLS })
    const ran = await program.run(await program.bundle(tool, 'main.js'))
    expect(ran).toMatchObject({ status: 0, err: '', calls: { 'main.js:f': 2000 } })
  })

  it.each([
    ['include leaves it out', { include: 'lib/**' }],
    ['exclude leaves it out', { exclude: 'main.js' }],
  ])('a bundle profiles itself also where its entry has no probes: %s', async (_, options) => {
    const program = new Program(folder, {
      'main.js': `import { f } from './lib/f.js'\n${CALLS}`,
      'lib/f.js': 'export function f() {}\n',
    })
    const ran = await program.run(await program.bundle(tool, 'main.js', options))
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.calls).toEqual({ 'lib/f.js:<module>': 1, 'lib/f.js:f': 2000 })
  })
})

describe.each(['rolldown', 'vite'] as const)('with %s', (tool) => {
  it('an entry may be CommonJS', async () => {
    const code = `const os = require('node:os')\nfunction f() { return os }\nmodule.exports = { f }\n`
    const program = new Program(folder, { 'main.cjs': code + CALLS })
    const ran = await program.run(await program.bundle(tool, 'main.cjs'))
    expect(ran).toMatchObject({ status: 0, err: '', calls: { 'main.cjs:f': 2000 } })
  })
})
