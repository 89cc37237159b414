import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'

import { afterAll, describe, expect, test } from 'vitest'

import { EMIT_FORMATS, emitLayout, type EmitRow } from '../../../src/apply/emit/index.ts'
import { main } from '../../../src/cli/main.ts'
import type { LayoutPhase } from '../../../src/model/index.ts'
import { parseSdn, toJs } from '../../../src/sdn/index.ts'
import { randomOf, shuffled } from '../hermes/corpus.ts'

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'emit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The first of these programs that is there. */
function findTool(...names: string[]): string | undefined {
  return names.find((name) => spawnSync(name, ['--version']).status === 0)
}

const CC = process.platform === 'linux' && process.arch === 'x64' ? findTool('cc', 'gcc', 'clang') : undefined
const LLD = findTool('ld.lld-19', 'ld.lld')
const GOLD = findTool('ld.gold')
const GNU_LD = findTool('ld.bfd', 'ld')
const NM = findTool('nm')
const READELF = findTool('readelf')
const LLVM_MC = findTool('/usr/lib/llvm-19/bin/llvm-mc', 'llvm-mc-19', 'llvm-mc')
const LLD_LINK = findTool('lld-link-19', 'lld-link')

function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stderr}`)
  return stdout
}

const PHASE_OF: readonly (LayoutPhase | undefined)[] = ['startup', 'first_frame', 'steady', 'cold', undefined]
const NAMES = Array.from({ length: 40 }, (_, i) => `fn_${i}`)
/** Shuffled, every phase mixed, every fifth function not recorded. */
const ROWS: readonly EmitRow[] = shuffled(NAMES, randomOf(5)).flatMap((name) => {
  const phase = PHASE_OF[Number(name.slice(3)) % PHASE_OF.length]
  return phase === undefined ? [] : [{ name, phase, size: 200 }]
})
const inPhase = (phase: LayoutPhase): string[] => ROWS.filter((row) => row.phase === phase).map((row) => row.name)
const IN_ORDER = (['startup', 'first_frame', 'steady', 'cold'] as const).flatMap(inPhase)

/** Functions of a few hundred bytes, so that a phase is less than a page and borders show. */
function compileObject(): void {
  if (existsSync(join(folder, 'a.o'))) return
  const bodies = NAMES.map((name, i) => {
    const steps = Array.from({ length: 24 }, (_, k) => `x = x * ${i + k + 3} ^ (x >> ${(k % 7) + 1});`)
    return `long ${name}(long x) { ${steps.join(' ')} return x; }`
  })
  const total = NAMES.map((name) => `${name}(2)`).join(' + ')
  writeFileSync(
    join(folder, 'a.c'),
    `#include <stdio.h>\n${bodies.join('\n')}\nint main(void) { printf("%ld\\n", ${total}); return 0; }\n`,
  )
  run(CC!, '-O1', '-fPIC', '-fno-inline', '-ffunction-sections', '-c', 'a.c', '-o', 'a.o')
}

/** Our functions by address, and the addresses. */
function symbolsOf(file: string): { names: string[]; at: Map<string, number> } {
  const rows = run(NM!, '-n', '--defined-only', file)
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, kind, name]) => kind === 'T' && name?.startsWith('fn_'))
  return { names: rows.map(([, , name]) => name!), at: new Map(rows.map(([at, , name]) => [name!, parseInt(at!, 16)])) }
}

function write(name: string, format: (typeof EMIT_FORMATS)[number]): void {
  writeFileSync(join(folder, name), emitLayout(ROWS, format).text)
}

const missing = (...tools: (string | undefined)[]): boolean => [CC, NM, ...tools].includes(undefined)

describe('real linkers (skipped where one is not installed)', () => {
  test.skipIf(missing(LLD))('lld puts symbols in the order of the file', () => {
    compileObject()
    write('lld.txt', 'lld')
    run(LLD!, '-shared', 'a.o', '-o', 'plain.so')
    expect(symbolsOf('plain.so').names).toEqual(NAMES)
    run(LLD!, '-shared', 'a.o', '-o', 'lld.so', '--symbol-ordering-file=lld.txt', '--fatal-warnings')
    expect(symbolsOf('lld.so').names.slice(0, ROWS.length)).toEqual(IN_ORDER)
  })

  test.skipIf(missing(GOLD))('gold puts sections in the order of the file', () => {
    compileObject()
    write('gold.txt', 'gold')
    run(GOLD!, '-shared', 'a.o', '-o', 'gold.so', '--section-ordering-file', 'gold.txt')
    const { names } = symbolsOf('gold.so')
    expect(names.filter((name) => IN_ORDER.includes(name))).toEqual(IN_ORDER)
  })

  test.skipIf(missing(GNU_LD, READELF)).each([
    ['GNU ld', GNU_LD],
    ['lld', LLD],
  ])('%s gives every aligned phase pages of its own by the script', (_, linker) => {
    if (linker === undefined) return
    compileObject()
    write('order.ld', 'gnu-ld')
    run(linker, '-shared', 'a.o', '-o', 'script.so', '-T', 'order.ld')
    const { names, at } = symbolsOf('script.so')
    const known = names.filter((name) => IN_ORDER.includes(name))
    expect(known).toEqual(IN_ORDER)
    for (const phase of ['startup', 'first_frame'] as const) {
      const own = inPhase(phase)
      expect([phase, at.get(own[0]!)! % 4096]).toEqual([phase, 0])
      const pages = new Set(own.map((name) => Math.floor(at.get(name)! / 4096)))
      const sharing = names.filter((name) => !own.includes(name) && pages.has(Math.floor(at.get(name)! / 4096)))
      expect([phase, sharing]).toEqual([phase, []])
    }
    // And the section itself says so.
    for (const name of ['startup', 'first_frame']) {
      expect(run(READELF!, '-S', '-W', 'script.so')).toMatch(
        new RegExp(`\\.text\\.${name} +PROGBITS +[0-9a-f]+000 [0-9a-f]+000 [0-9a-f]+000 `),
      )
    }
    // Cold code stands behind what was never recorded, steady before it.
    const unknown = NAMES.filter((name) => !IN_ORDER.includes(name))
    expect(Math.min(...inPhase('cold').map((name) => at.get(name)!))).toBeGreaterThan(
      Math.max(...unknown.map((name) => at.get(name)!)),
    )
  })

  test.skipIf(missing(GNU_LD))('a program linked with the script runs and says the same', () => {
    compileObject()
    write('order.ld', 'gnu-ld')
    run(CC!, 'a.o', '-o', 'plain')
    run(CC!, 'a.o', '-o', 'ordered', '-fuse-ld=bfd', '-Wl,-T,order.ld')
    expect(run(join(folder, 'ordered'))).toBe(run(join(folder, 'plain')))
    expect(symbolsOf('ordered').names.filter((name) => IN_ORDER.includes(name))).toEqual(IN_ORDER)
  })

  test.skipIf(LLVM_MC === undefined || LLD_LINK === undefined)(
    'lld-link takes the file for /ORDER as MSVC documents it',
    () => {
      // Each its own bytes, or identical functions would be folded into one.
      const source = NAMES.map(
        (name) =>
          `.section .text,"xr",one_only,${name}\n.globl ${name}\n${name}:\n  ret\n  .fill 100, 1, ${name.slice(3)}\n`,
      )
      writeFileSync(join(folder, 'a.s'), source.join(''))
      run(LLVM_MC!, '-triple=x86_64-pc-windows-msvc', '-filetype=obj', 'a.s', '-o', 'a.obj')
      write('msvc.txt', 'msvc')
      const exports = NAMES.map((name) => `/export:${name}`)
      run(LLD_LINK!, '/dll', '/noentry', '/order:@msvc.txt', '/map:a.map', '/out:a.dll', ...exports, 'a.obj')
      const rows = [...readFileSync(join(folder, 'a.map'), 'utf8').matchAll(/^ 0001:([0-9a-f]{8})\s+(fn_\d+)/gm)]
      const names = rows.sort((a, b) => parseInt(a[1]!, 16) - parseInt(b[1]!, 16)).map((row) => row[2]!)
      expect(names.slice(0, IN_ORDER.length)).toEqual(IN_ORDER)
    },
  )
})

describe('emitLayout', () => {
  const rows: EmitRow[] = [
    { name: 'late', phase: 'cold', size: 9 },
    { name: 'src/app.ts:main', phase: 'startup', size: 5 },
    { name: '_ZN3App6renderEv', phase: 'startup', size: 7 },
    { name: '?render@App@@QEAAXXZ', phase: 'startup', size: 7 },
    { name: 'late', phase: 'startup', size: 9 },
    { name: 'marker:ui.ready', phase: 'startup', size: 0 },
    { name: 'f"; *(.text)', phase: 'startup', size: 0 },
  ]

  test('leaves out what is no symbol, each symbol once', () => {
    const { text, symbols, skipped } = emitLayout(rows, 'msvc')
    expect(text).toBe('; startup\n_ZN3App6renderEv\n?render@App@@QEAAXXZ\n; cold\nlate\n')
    expect([symbols, skipped]).toEqual([3, 3])
    expect(emitLayout(rows, 'lld', { prefix: '_' }).text).toBe(
      '# startup\n__ZN3App6renderEv\n_?render@App@@QEAAXXZ\n# cold\n_late\n',
    )
  })

  test('segments can be read back', () => {
    expect(toJs(parseSdn(emitLayout(rows, 'segments', { pageSize: 16_384 }).text))).toEqual({
      page_size: 16_384,
      segments: {
        startup: {
          section: '.text.startup',
          alignment: 16_384,
          size: 14,
          symbols: ['_ZN3App6renderEv', '?render@App@@QEAAXXZ'],
        },
        cold: { section: '.text.cold', alignment: 16, size: 9, symbols: ['late'] },
      },
    })
  })

  test('a layout of JavaScript only is an error, not an empty file', () => {
    for (const format of EMIT_FORMATS) {
      expect(() => emitLayout(rows.slice(1, 2), format)).toThrow(/none of the 1 recorded functions is a linker symbol/)
    }
  })
})

describe('vitest-layout emit', () => {
  async function call(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
    const stdout = new PassThrough()
    const stderr = new PassThrough()
    const status = await main(args, { stdin: new PassThrough(), stdout, stderr, cwd: folder, env: {} })
    return { status, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
  }

  test('reads the layout, writes the file, says what it left out', async () => {
    const text =
      'layout:\n    page_size: 8192\n    recorded |function, phase, size, call_count|\n        a, cold, 1, 0\n        b, startup, 1, 1\n        "src/x.ts:f", steady, 1, 9\n'
    writeFileSync(join(folder, 'layout.sdn'), text)
    expect(await call('emit', 'layout.sdn', '--format', 'lld')).toEqual({
      status: 0,
      stdout: '# startup\nb\n# cold\na\n',
      stderr: '2 symbols; 1 functions are no linker symbols and were left out\n',
    })
    expect((await call('emit', 'layout.sdn', '--format', 'gnu-ld', '-o', 'out/x.ld')).status).toBe(0)
    expect(readFileSync(join(folder, 'out/x.ld'), 'utf8')).toContain('.text.startup : ALIGN(8192)')
    expect((await call('emit', 'layout.sdn')).stderr).toContain(
      '--format lld|gold|gnu-ld|msvc|segments, found --format missing',
    )
    expect((await call('emit', '--format', 'lld')).status).toBe(2)
    expect((await call('emit', 'gone.sdn', '--format', 'lld')).stderr).toContain('gone.sdn')
  })
})
