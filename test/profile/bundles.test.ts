import { rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

import { afterAll, describe, expect, it } from 'vitest'

import { ProbeSource } from '../../src/profile/index.ts'
import { temporaryFolder } from './support/build-entry.ts'
import { Program } from './support/program.ts'

const folder = temporaryFolder('bundles')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const B = 'export function ofB() { return 1 }\n'
const CALLS = 'for (let i = 0; i < 2000; i++) { ofA(); ofB() }'
const A = 'function ofA() { return 2 }\n'

describe('two bundles of one program', () => {
  it.each([
    ['imported at once', `import { ofB } from './b.mjs'\n${A}${CALLS}`],
    ['loaded later', `${A}const { ofB } = await import('./b.mjs')\n${CALLS}`],
  ])('are counted both: %s', async (_, a) => {
    const program = new Program(folder, { 'a.js': a, 'b.js': B })
    await program.bundle('rolldown', 'b.js', { bundle: 'B' })
    const file = await program.bundle('rolldown', 'a.js', { bundle: 'A' })
    const ran = await program.run(file)
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.calls).toMatchObject({ 'a.js:ofA': 2000, 'b.js:ofB': 2000 })
  })

  it('may each bring the profiler, which counts itself in neither', async () => {
    const program = new Program(folder, { 'a.js': `import { ofB } from './b.mjs'\n${A}${CALLS}`, 'b.js': B })
    await program.bundle('rolldown', 'b.js', { bundle: 'B' }, { profiler: 'inside' })
    const file = await program.bundle('rolldown', 'a.js', { bundle: 'A' }, { profiler: 'inside' })
    const ran = await program.run(file)
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.calls).toEqual({ 'a.js:<module>': 1, 'a.js:ofA': 2000, 'b.js:<module>': 1, 'b.js:ofB': 2000 })
  })

  it('have their probes switched alike: a later one has none on between bursts', async () => {
    const late = `setTimeout(async () => {
      const { ofB } = await import('./b.mjs')
      ${CALLS}
      const isOn = (bundle) => '_0' in globalThis['__vlp' + bundle + '_0']
      console.log(isOn('A'), isOn('B'))
    }, 300)`
    const early = 'for (let i = 0; i < 2000; i++) ofA()\n'
    const program = new Program(folder, { 'a.js': `${A}${early}${late}`, 'b.js': B })
    await program.bundle('rolldown', 'b.js', { bundle: 'B' })
    const file = await program.bundle('rolldown', 'a.js', { bundle: 'A' })
    const ran = await program.run(file, { VITEST_LAYOUT_FIRST_FRAME_WINDOW: '50', VITEST_LAYOUT_FIRST_BURST: '60000' })
    expect(ran).toMatchObject({ status: 0, err: '', out: 'false false\n' })
    expect(ran.calls['a.js:ofA']).toBe(2000)
    expect(ran.calls).not.toHaveProperty('b.js:ofB')
  })

  it('are not cold for bursts that one was not there for', async () => {
    const program = new Program(folder, { 'c.js': 'export function ofC() {}', 'd.js': 'export function ofD() {}' })
    const files = ['c', 'd'].map((name) =>
      program.bundle('rolldown', `${name}.js`, { platform: 'browser', bundle: name.toUpperCase() }),
    )
    const [c, d] = await Promise.all(files)
    const source = new ProbeSource()
    const cold = (): string[] => [...source.read()].filter(({ callCount }) => callCount === 0).map(({ name }) => name)
    await import(pathToFileURL(c!).href)
    source.beginBurst()
    source.endBurst(1, 5)
    await import(pathToFileURL(d!).href)
    expect(cold()).toEqual(['c.js:ofC'])
    source.beginBurst()
    source.endBurst(1, 5)
    expect(cold()).toEqual(['c.js:ofC', 'd.js:ofD'])
  })

  it('may be loaded while profiling is off', async () => {
    const program = new Program(folder, {
      'a.js': `import { ofB } from './b.mjs'\n${A}${CALLS}\nconsole.log('_0' in globalThis.__vlpB_0)`,
      'b.js': B,
    })
    await program.bundle('rolldown', 'b.js', { bundle: 'B' })
    const file = await program.bundle('rolldown', 'a.js', { bundle: 'A' })
    const ran = await program.run(file, { VITEST_LAYOUT_PROFILE: 'off' })
    expect(ran).toMatchObject({ status: 0, err: '', out: 'false\n', files: [] })
  })
})
