import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { build, parseAst, type Plugin } from 'vite'
import { afterAll, describe, expect, it } from 'vitest'

import { ProbeSource } from '../../src/profile/index.ts'
import { layoutProfile } from '../../src/profile/plugin.ts'
import { instrumentModule } from '../../src/profile/plugin/instrument.ts'
import { probeText } from '../../src/profile/plugin/probe-runtime.ts'
import type { AstNode } from '../../src/record/transform/ast.ts'
import { temporaryFolder } from './support/build-entry.ts'

const folder = temporaryFolder('plugin')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function instrument(code: string): { code: string; map: InstanceType<typeof TraceMap> } {
  const result = instrumentModule({
    code,
    id: 'a.js',
    module: 'a.js',
    program: parseAst(code) as unknown as AstNode,
    allocate: () => 0,
    runtime: 'probes',
    takesCommonJs: true,
    probe: (number) => probeText('', number),
  })
  return { code: result!.code, map: new TraceMap(result!.map as never) }
}

const SOURCE = `'use strict'
import { x } from 'x'
export const arrow = (a) => ({ a })
export const nested = (a) => (b) => a + b
export function plain(a = () => 1) {
  'use strict'
  return a()
}
export class C {
  field = () => this
  empty
  *[Symbol.iterator]() {}
  static {
    C.s()
  }
  static s() {
    return C
  }
  async *g() {
    yield x
  }
  get v() {
    return 1
  }
}
`

describe('probes', () => {
  it('stay, or the build fails', async () => {
    const entry = resolve(folder, 'tiny.mjs')
    writeFileSync(entry, 'export const f = (a) => a + 1\nconsole.log(f(1))')
    const buildWith = (treeshake: object): Promise<unknown> =>
      build({
        configFile: false,
        root: folder,
        logLevel: 'silent',
        plugins: [layoutProfile({ root: folder, platform: 'browser' }) as Plugin],
        build: {
          lib: { entry, formats: ['es'], fileName: () => 'tiny-out.mjs' },
          outDir: folder,
          emptyOutDir: false,
          rollupOptions: { treeshake },
        },
      })
    await expect(buildWith({ propertyReadSideEffects: false, unknownGlobalSideEffects: false })).rejects.toThrow(
      /propertyReadSideEffects/,
    )
    await buildWith({ propertyReadSideEffects: false })
    // Memory for three functions, not for as many as there could be.
    expect(readFileSync(join(folder, 'tiny-out.mjs'), 'utf8')).toMatch(/new Uint32Array\((?:\w+)\)/)
    expect(readFileSync(join(folder, 'tiny-out.mjs'), 'utf8')).not.toContain('__vlpCount__')
  })

  it('stand in every function and change nothing else', () => {
    const { code } = instrument(SOURCE)
    expect(() => parseAst(code)).not.toThrow()
    // One probe a function and one for the module: taking them out again gives the source.
    const probes = [...code.matchAll(/__vlp_0\._(\d+)/g)].map(([, number]) => Number(number))
    const plain = code
      .replace(/;import\{register as __vlpN\}from"probes";__vlpN\(.*?"\);__vlp_0\._0;/, '')
      .replaceAll(/(?:=void )?__vlp_0\._\d+[,;]/g, '')
    expect(new Set(probes).size).toBe(probes.length)
    expect(probes).toHaveLength(13)
    expect(plain.replaceAll(/[\s();]/g, '')).toBe(SOURCE.replaceAll(/[\s();]/g, ''))
  })

  it('keep the source map right', () => {
    const { code, map } = instrument(SOURCE)
    const lines = code.split('\n')
    for (const token of ['arrow', 'nested', 'plain', 'return a', 'static s', 'yield x', 'get v']) {
      const line = lines.findLastIndex((text) => text.includes(token))
      const column = lines[line]!.indexOf(token)
      const found = originalPositionFor(map, { line: line + 1, column })
      const original = SOURCE.split('\n').findIndex((text) => text.includes(token))
      expect([token, found.line]).toEqual([token, original + 1])
    }
  })

  it.each([
    `module.exports = function f() { return require('fs') }`,
    'if (typeof module === "object") module.exports = {}',
    'exports["f"] = async () => await 1',
    'const { join } = require("path")',
  ])('leave CommonJS modules CommonJS: %s', (source) => {
    expect(instrument(source).code).toContain('const{register:__vlpN}=require("probes");')
  })

  it.each([
    '// the main module\nf()',
    'f("require", window.module, { exports: 1 }); class C { require() {} module = 1 }',
    'const os = await f(module)',
    'f(import.meta.url, module)',
    'import "x"; f(module)',
  ])('take for an ES module what only speaks of module or require: %s', (source) => {
    expect(instrument(source).code).toContain('import{register as __vlpN}from"probes";')
  })

  it('run, count exactly while on, and count nothing while off', async () => {
    const entry = resolve(folder, 'in.mjs')
    writeFileSync(
      entry,
      `export const arrow = (a) => ({ a })
       export function outer(n) { let s = 0; for (let i = 0; i < n; i++) s += inner(i); return s }
       const inner = function (i) { return arrow(i).a }
       export class C { #v = 7; bare
 ['own']() {} static { this.kept = 1 } static make() { return new C() } get v() { return this.#v } }
       outer(3)`,
    )
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      plugins: [layoutProfile({ root: folder, platform: 'browser', bundle: 'Test' }) as Plugin],
      build: {
        lib: { entry, formats: ['es'], fileName: () => 'out.mjs' },
        outDir: folder,
        emptyOutDir: false,
        minify: true,
      },
    })
    expect(readFileSync(join(folder, 'out.mjs'), 'utf8')).toContain('__vlpTest_0._')
    const bundle = (await import(pathToFileURL(join(folder, 'out.mjs')).href)) as {
      outer: (n: number) => number
      C: { make: () => { v: number } }
    }
    const source = new ProbeSource()
    const counts = (): Record<string, number> =>
      Object.fromEntries([...source.read()].map(({ name, callCount }) => [name, callCount]))
    expect(counts()).toEqual({
      'in.mjs:<module>': 1,
      'in.mjs:outer': 1,
      'in.mjs:inner': 3,
      'in.mjs:arrow': 3,
      'in.mjs:C.<static_members>': 1,
    })
    expect(bundle.outer(100_000)).toBe((99_999 * 100_000) / 2)
    expect(bundle.C.make().v).toBe(7)
    expect(counts()).toMatchObject({ 'in.mjs:inner': 100_003, 'in.mjs:C.static make': 1, 'in.mjs:C.get v': 1 })
    // Initialisers run once an instance.
    expect(counts()['in.mjs:C.<instance_members>']).toBe(1)
    source.set(false)
    bundle.outer(1000)
    expect(counts()).toMatchObject({ 'in.mjs:inner': 100_003, 'in.mjs:outer': 2 })
    source.beginBurst()
    bundle.outer(1000)
    source.endBurst(10, 1)
    // Counted 1000, standing for 10,000.
    expect(counts()).toMatchObject({ 'in.mjs:inner': 110_003, 'in.mjs:outer': 12 })
    expect([...source.read()].find(({ name }) => name === 'in.mjs:inner')!.sampleCount).toBe(101_003)
  })
})
