import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { rollup, type RollupCache, watch } from '@rollup/wasm-node'
import { afterAll, describe, expect, it } from 'vitest'

import { layoutProfile } from '../../src/profile/plugin.ts'
import { temporaryFolder } from './support/build-entry.ts'
import { Program } from './support/program.ts'

const folder = temporaryFolder('rebuild')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MAIN = `import { a } from './a.js'
import { b } from './b.js'
function f() { a(); b() }
for (let i = 0; i < 2000; i++) f()
`
const OTHER = 'export function b() { c() }\nfunction c() { d() }\nfunction d() {}\n'
const CALLS = { 'main.js:f': 2000, 'a.js:a': 2000, 'b.js:b': 2000 }

function newProgram(): Program {
  return new Program(folder, {
    'main.js': MAIN,
    'a.js': 'export function a() {}\n',
    'b.js': 'export function b() {}\n',
  })
}

function inputOf(program: Program, plugin: ReturnType<typeof layoutProfile>): object {
  return {
    input: join(program.folder, 'main.js'),
    external: [/^vitest-layout/],
    plugins: [plugin],
    onLog: () => {},
  }
}

describe('modules that Rollup keeps from the build before', () => {
  it('have probes of their own in watch mode', async () => {
    const program = newProgram()
    const file = join(program.folder, 'out/main.mjs')
    const watcher = watch({
      ...inputOf(program, layoutProfile({ root: program.folder })),
      output: { file },
    })
    const built = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const onEvent = (event: { code: string; error?: unknown }): void => {
          if (event.code === 'ERROR') reject(event.error as Error)
          if (event.code !== 'END') return
          watcher.off('event', onEvent)
          resolve()
        }
        watcher.on('event', onEvent)
      })
    try {
      await built()
      expect(await program.run(file)).toMatchObject({ status: 0, calls: CALLS })
      for (const content of [OTHER, 'export function b() {}\n']) {
        const again = built()
        program.write('b.js', content)
        await again
        const ran = await program.run(file)
        expect(ran).toMatchObject({ status: 0, err: '', calls: CALLS })
        expect(ran.calls['b.js:d']).toBe(content === OTHER ? 2000 : undefined)
      }
    } finally {
      await watcher.close()
    }
  })

  it.each([
    ['this plugin', true],
    ['another one', false],
  ])('and with a cache that %s has filled', async (_, isSame) => {
    const program = newProgram()
    const first = layoutProfile({ root: program.folder })
    let cache: RollupCache | undefined
    for (const plugin of [first, isSame ? first : layoutProfile({ root: program.folder })]) {
      const bundle = await rollup({ ...inputOf(program, plugin), cache })
      cache = bundle.cache
      const file = join(program.folder, 'out/main.mjs')
      await bundle.write({ file })
      expect(existsSync(file)).toBe(true)
      expect(await program.run(file)).toMatchObject({ status: 0, err: '', calls: CALLS })
      program.write('b.js', OTHER)
    }
  })
})
