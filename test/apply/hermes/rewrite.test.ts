import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { array, assert, integer, nat, oneof, property, tuple } from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'

import { readHermesFile, rewriteHermesBytecode } from '../../../src/apply/hermes/index.ts'
import { LayoutError } from '../../../src/errors.ts'
import { PHASES } from '../../../src/model/phase.ts'
import { programOf, randomOf, shuffled } from './corpus.ts'
import { COMPILERS, HERMES_89, HERMESC_89, NO_PROGRAMS, run, runWell } from './tools.ts'

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'hermes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Compiler settings, one for each program in turn: optimised or not, with debug info or without. */
const SETTINGS = [['-O'], ['-O0'], ['-O', '-g'], ['-O0', '-g'], ['-O', '-g0']]
/** The nightly run sets this to 100. */
const PROGRAMS = Number(process.env['HERMES_PROGRAMS'] ?? 10)

const compiled = new Map<string, Buffer>()

/** The program of that seed; also as `app.hbc` in the folder. */
function compile(program: string, seed: number, settings = SETTINGS[seed % SETTINGS.length]!): Buffer {
  const key = [program, seed, ...settings].join(' ')
  let bytes = compiled.get(key)
  if (bytes === undefined) {
    writeFileSync(join(folder, 'app.js'), programOf(seed))
    runWell(program, [...settings, '-w', '-emit-binary', '-out', 'app.hbc', 'app.js'], folder)
    bytes = readFileSync(join(folder, 'app.hbc'))
    compiled.set(key, bytes)
  }
  writeFileSync(join(folder, 'app.hbc'), bytes)
  return bytes
}

/** Every function, shuffled and dealt out to the phases. */
function randomLayout(count: number, seed: number): Record<string, number[]> {
  const random = randomOf(seed)
  const layout: Record<string, number[]> = {}
  const ids = shuffled(
    Array.from({ length: count }, (_, id) => id),
    random,
  )
  for (const id of ids) {
    const phase = PHASES[Math.floor(random() * (PHASES.length + 1))]
    if (phase !== undefined) (layout[phase] ??= []).push(id)
  }
  return layout
}

describe.skipIf(HERMES_89 === undefined || HERMESC_89 === undefined)(
  `engine of version 89 (${NO_PROGRAMS} if skipped)`,
  () => {
    test(
      `${PROGRAMS} programs behave the same after random permutations`,
      { timeout: 60_000 + 3000 * PROGRAMS },
      () => {
        for (let seed = 0; seed < PROGRAMS; seed += 1) {
          const original = compile(HERMESC_89!, seed)
          const before = run(HERMES_89!, ['-b', 'app.hbc'], folder)
          expect([before.status, before.stderr]).toEqual([0, ''])
          expect(before.stdout.length).toBeGreaterThan(500)
          const count = readHermesFile(original).functions.length
          for (const round of [1, 2]) {
            const { bytes } = rewriteHermesBytecode(original, randomLayout(count, seed * 100 + round), {
              alignPhases: round === 1,
            })
            // The same name: stack traces of programs without debug info hold it, with offsets that must stay.
            writeFileSync(join(folder, 'app.hbc'), bytes)
            const after = run(HERMES_89!, ['-b', 'app.hbc'], folder)
            expect([after.status, after.stdout, after.stderr], `seed ${seed}`).toEqual([
              0,
              before.stdout,
              before.stderr,
            ])
          }
        }
      },
    )

    test('a program that ends in an uncaught error says the same', () => {
      writeFileSync(
        join(folder, 'throws.js'),
        'function a(x) { return b(x); }\nfunction b(x) { return x.y.z; }\nprint(a.name); a({});',
      )
      for (const settings of SETTINGS) {
        runWell(HERMESC_89!, [...settings, '-emit-binary', '-out', 'throws.hbc', 'throws.js'], folder)
        const before = run(HERMES_89!, ['-b', 'throws.hbc'], folder)
        const { bytes } = rewriteHermesBytecode(readFileSync(join(folder, 'throws.hbc')), [2, 0, 1])
        writeFileSync(join(folder, 'throws.hbc'), bytes)
        const after = run(HERMES_89!, ['-b', 'throws.hbc'], folder)
        expect(before.stderr).toContain('TypeError')
        expect([after.status, after.stdout, after.stderr]).toEqual([before.status, before.stdout, before.stderr])
      }
    })

    test('a file beyond 32 MiB, where small headers do not reach, behaves the same', () => {
      writeFileSync(join(folder, 'far.js'), programOf(4))
      const settings = ['-O', '-w', '-pad-function-bodies-percent=30000', '-emit-binary']
      runWell(HERMESC_89!, [...settings, '-out', 'far.hbc', 'far.js'], folder)
      const original = readFileSync(join(folder, 'far.hbc'))
      const { functions, bodies } = readHermesFile(original)
      expect(bodies.at(-1)!.offset).toBeGreaterThan(2 ** 25)
      const before = run(HERMES_89!, ['-b', 'far.hbc'], folder)
      const { bytes } = rewriteHermesBytecode(
        original,
        shuffled(functions, randomOf(3)).map(({ id }) => id),
      )
      writeFileSync(join(folder, 'far.hbc'), bytes)
      const after = run(HERMES_89!, ['-b', 'far.hbc'], folder)
      expect([after.status, after.stdout]).toEqual([0, before.stdout])
    })

    test('a damaged jump table would be noticed', () => {
      const original = compile(HERMESC_89!, 1)
      const before = run(HERMES_89!, ['-b', 'app.hbc'], folder).stdout
      const file = readHermesFile(original)
      const broken = Buffer.from(original)
      let tables = 0
      for (const { size, body } of file.functions) {
        const { offset, size: whole, keepsAlignment } = file.bodies[body]!
        if (!keepsAlignment) continue
        // Every case of a switch goes where its first one goes.
        const table = Math.ceil((offset + size) / 4) * 4
        for (let at = table + 4; at < offset + whole; at += 4) broken.copy(broken, at, table, table + 4)
        tables += 1
      }
      expect(tables).toBeGreaterThan(0)
      writeFileSync(join(folder, 'app.hbc'), broken)
      expect(run(HERMES_89!, ['-b', 'app.hbc'], folder).stdout).not.toBe(before)
    })
  },
)

describe.each(COMPILERS)('bytecode version $version', ({ version, program }) => {
  test.skipIf(program === undefined)(
    `has the same instructions in every function after it (${NO_PROGRAMS} if skipped)`,
    () => {
      for (let seed = 0; seed < 4; seed += 1) {
        const original = compile(program!, seed)
        const before = runWell(program!, ['-b', '-dump-bytecode', 'app.hbc'], folder)
        const { bytes, report } = rewriteHermesBytecode(
          original,
          randomLayout(readHermesFile(original).functions.length, seed),
        )
        writeFileSync(join(folder, 'app.hbc'), bytes)
        const after = runWell(program!, ['-b', '-dump-bytecode', 'app.hbc'], folder)
        expect(report.version).toBe(version)
        expect(before).toContain('Switch')
        expect(before).toContain('Exception Handlers:')
        expect(after === before, `seed ${seed}: disassembly`).toBe(true)
      }
    },
  )

  test.skipIf(program === undefined)('comes out byte for byte when nothing moves', () => {
    for (let seed = 0; seed < SETTINGS.length; seed += 1) {
      const original = compile(program!, seed)
      const { bytes } = rewriteHermesBytecode(original, [], { alignPhases: false })
      expect(Buffer.compare(bytes, original), `seed ${seed}`).toBe(0)
    }
  })

  test.skipIf(program === undefined)('large headers and shared bodies are in the corpus', () => {
    const file = readHermesFile(compile(program!, 0))
    expect(file.functions.filter((entry) => entry.largeHeader !== undefined).length).toBeGreaterThan(1)
    expect(Math.max(...file.functions.map((entry) => entry.size))).toBeGreaterThan(65_536)
    expect(file.bodies.length).toBeLessThan(file.functions.length)
    expect(file.bodies.some((body) => body.keepsAlignment)).toBe(true)
    expect(file.functions.some(({ size }) => size === 0)).toBe(version >= 98)
  })

  test.skipIf(program === undefined)('start-up stands on pages of its own, in the order asked for', () => {
    const original = compile(program!, 0)
    const file = readHermesFile(original)
    const startup = shuffled(
      file.functions.filter(({ size }) => size > 0).map(({ id }) => id),
      randomOf(7),
    ).slice(0, 12)
    const { bytes, report } = rewriteHermesBytecode(original, {
      startup,
      first_frame: file.functions
        .map(({ id }) => id)
        .filter((id) => !startup.includes(id))
        .slice(0, 5),
    })
    const after = readHermesFile(bytes)
    const offsets = [...new Set(startup.map((id) => after.bodies[after.functions[id]!.body]!.offset))]
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
    expect(offsets[0]! % 4096).toBeLessThan(4)
    const [first, second] = report.phases
    expect(first!.start % 4096).toBe(0)
    expect(second!.start % 4096).toBe(0)
    const size = [...new Set(startup.map((id) => after.functions[id]!.body))].reduce(
      (sum, body) => sum + after.bodies[body]!.size,
      0,
    )
    expect(first!.bytes).toBe(size)
    // The rows, and cold bodies in pages of other phases, are all that there is.
    const rows = [...report.phases, report.fillers]
    expect(rows.reduce((sum, { bodies }) => sum + bodies, 0)).toBe(report.bodies)
    expect(rows.reduce((sum, row) => sum + row.bytes, 0)).toBe(report.bodyBytes)
    expect(report.fillers.bodies).toBeGreaterThan(0)
    expect(first!.pages).toBeLessThanOrEqual(Math.ceil((size + 3 * startup.length) / 4096))
  })

  test.skipIf(program === undefined)('damaged files are refused and never crash the reader', () => {
    const original = compile(program!, 1)
    const attempt = (bytes: Uint8Array, ignoreHash: boolean): 'refused' | 'written' => {
      let result
      try {
        result = rewriteHermesBytecode(bytes, [0], { ignoreHash })
      } catch (error) {
        if (error instanceof LayoutError) return 'refused'
        throw error
      }
      // What was accepted is consistent: it reads again, hash and all.
      expect(readHermesFile(result.bytes).functions.length).toBeGreaterThan(0)
      return 'written'
    }
    assert(
      property(nat(original.length - 1), integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Uint8Array.from(original)
        bytes[at]! ^= flip
        expect(attempt(bytes, false)).toBe('refused')
      }),
      { seed: 1, numRuns: 150 },
    )
    // Where the offsets are: the file header, function headers, and anywhere; the hash does not protect these runs.
    const headers = 128 + readHermesFile(original).functions.length * 16
    const place = oneof(integer({ min: 8, max: headers }), nat(original.length - 1))
    assert(
      property(array(tuple(place, nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Uint8Array.from(original)
        for (const [at, value] of changes) bytes[at] = value
        attempt(bytes, true)
      }),
      { seed: 2, numRuns: 400 },
    )
    assert(
      property(nat(original.length - 1), (length) => {
        expect(attempt(original.subarray(0, length), true)).toBe('refused')
      }),
      { seed: 3, numRuns: 100 },
    )
  })
})

describe('files that are not for it', () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      rewriteHermesBytecode(bytes, [], { file: 'app.hbc' })
    } catch (error) {
      if (error instanceof LayoutError) return `${error.code} ${error.message}`
      throw error
    }
    return 'accepted'
  }
  const header = (version: number): Uint8Array => {
    const bytes = new Uint8Array(256)
    bytes.set([0xc6, 0x1f, 0xbc, 0x03, 0xc1, 0x03, 0x19, 0x1f])
    new DataView(bytes.buffer).setUint32(8, version, true)
    return bytes
  }

  test('are refused with what was found', () => {
    expect(refusal(new Uint8Array())).toMatch(/^HERMES_FOREIGN app\.hbc: .*found an empty file/)
    expect(refusal(Buffer.from('console.log(1)'))).toMatch(/^HERMES_FOREIGN .*begins with 63 6f 6e/)
    expect(refusal(header(89).map((byte) => byte ^ 0xff))).toMatch(/^HERMES_DELTA /)
    expect(refusal(header(89).subarray(0, 100))).toMatch(/^HERMES_TRUNCATED /)
    expect(refusal(header(89))).toMatch(/^HERMES_CORRUPT /)
    for (const version of [88, 97, 100, 4_000_000_000]) {
      expect(refusal(header(version))).toMatch(
        new RegExp(`^HERMES_VERSION .*version ${version} is not known.*89, 90, .* 99`),
      )
    }
  })

  test.skipIf(HERMESC_89 === undefined)('layouts of another build are refused', () => {
    const original = compile(HERMESC_89!, 1)
    expect(() => rewriteHermesBytecode(original, [100_000])).toThrow(
      /names function 100000, the file has functions 0 to/,
    )
    expect(() => rewriteHermesBytecode(original, { startup: [1], cold: [1] })).toThrow(/names function 1 twice/)
    expect(() => rewriteHermesBytecode(original, [-1])).toThrow(LayoutError)
    expect(() => rewriteHermesBytecode(original, [0.5])).toThrow(LayoutError)
  })
})
