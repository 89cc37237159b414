import { readFileSync, rmSync } from 'node:fs'

import { transform } from 'rolldown/utils'
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

describe('modules that are no JavaScript yet', () => {
  const FILES = {
    'main.js': `import { f } from './f.ts'\nimport { g } from './g.jsx'\n${CALLS}g()\n`,
    'f.ts': 'enum E { A }\nexport function f(e: E = E.A): E { return e }\n',
    'g.jsx': 'const h = () => 1\nexport const g = () => <h onClick={() => 1} />\n',
    'react/jsx-runtime.js': 'export const jsx = (type, props) => props\n',
  }

  it('are left out with a warning where the bundler compiles them later', async () => {
    const program = new Program(folder, {
      'main.js': FILES['main.js'].replace(/^.*jsx.*$|g\(\)/gm, ''),
      'f.ts': FILES['f.ts'],
    })
    const file = await program.bundle('rolldown', 'main.js')
    expect(program.warnings).toEqual([
      expect.stringMatching(
        /f\.ts and perhaps others are not profiled: .*Put a plugin that compiles such modules before this one/,
      ),
    ])
    const ran = await program.run(file)
    expect(ran).toMatchObject({ status: 0, err: '' })
  })

  it('are profiled where a plugin before this one has compiled them', async () => {
    const program = new Program(folder, FILES)
    const compile = {
      name: 'compile',
      transform: {
        filter: { id: /\.(?:[cm]?tsx?|jsx)$/ },
        async handler(code: string, id: string) {
          const { code: compiled, map } = await transform(id, code, { sourcemap: true })
          return { code: compiled, map: map ?? null, moduleType: 'js' as const }
        },
      },
    }
    const alias = {
      name: 'alias',
      resolveId: (id: string) => (id.startsWith('react/') ? `${program.folder}/react/jsx-runtime.js` : undefined),
    }
    const file = await program.bundle('rolldown', 'main.js', {}, { before: [compile, alias] })
    expect(program.warnings).toEqual([])
    expect(await program.run(file)).toMatchObject({
      status: 0,
      err: '',
      calls: { 'f.ts:f': 2000, 'g.jsx:g': 1, 'main.js:<module>': 1 },
    })
  })
})
