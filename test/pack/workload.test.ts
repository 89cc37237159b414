import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'

import { readWorkload } from '../../src/pack/index.ts'
import { runCli } from '../cli/run-cli.ts'

mkdirSync('test/.tmp', { recursive: true })
const folder = mkdtempSync('test/.tmp/workload-')
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function write(text: string): string {
  const path = join(folder, 'w.json')
  writeFileSync(path, text)
  return path
}

const names = (workload: ReturnType<typeof readWorkload>): string[] =>
  Array.from(workload.sizes, (_, f) => workload.names.get(f))

test('what is read is what JSON.parse reads', () => {
  const workload = fc
    .uniqueArray(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 12 })
    .chain((list) => {
      const f = fc.nat(list.length - 1)
      return fc.record({
        other: fc.jsonValue(),
        functions: fc.tuple(
          ...list.map((name) =>
            fc.record({
              name: fc.constant(name),
              size: fc.nat(),
              calls: fc.double({ min: 0, max: 1e300, noNaN: true }),
            }),
          ),
        ),
        edges: fc.array(fc.tuple(f, f, fc.double({ min: 0, max: 1e9, noNaN: true }))),
        traces: fc.array(fc.uniqueArray(f)),
      })
    })
  fc.assert(
    fc.property(workload, fc.nat(3), (value, indent) => {
      const read = readWorkload(write(JSON.stringify(value, null, indent)))
      const parsed = JSON.parse(JSON.stringify(value)) as typeof value
      // Lone surrogates have no UTF-8; what stands in the file is what counts.
      const asUtf8 = (text: string): string => Buffer.from(text).toString()
      expect(names(read)).toEqual(parsed.functions.map(({ name }) => asUtf8(name)))
      expect(Array.from(read.sizes)).toEqual(parsed.functions.map(({ size }) => size))
      expect(Array.from(read.calls)).toEqual(parsed.functions.map(({ calls }) => calls))
      expect(Array.from(read.edges.from, (from, e) => [from, read.edges.to[e], read.edges.weights[e]])).toEqual(
        parsed.edges,
      )
      const { offsets, functions } = read.traces
      expect(parsed.traces.map((_, t) => Array.from(functions.subarray(offsets[t], offsets[t + 1])))).toEqual(
        parsed.traces,
      )
    }),
    {
      seed: 11,
      numRuns: 300,
      examples: [
        [
          {
            other: -0.5e-3,
            functions: [{ name: 'a', size: 1, calls: 12_345_678_901_234_568 }],
            edges: [],
            traces: [[]],
          },
          0,
        ],
      ],
    },
  )
})

test('a file of many pieces', () => {
  const functions = Array.from({ length: 60_000 }, (_, i) => ({
    name: `src/módulo-${i}.ts:función`,
    size: i,
    calls: i / 3,
  }))
  const path = write(JSON.stringify({ functions, edges: [], traces: [[59_999, 0]] }))
  const read = readWorkload(path)
  expect(read.names.get(59_999)).toBe('src/módulo-59999.ts:función')
  expect(read.calls.every((calls, i) => calls === i / 3)).toBe(true)
})

test.each([
  ['{"functions":[{"name":"a","size":1,"calls":1}', 'w.json:1:46: expected `]`, found the end of the file.'],
  ['{"functions":\n [{"name":"a",\n "size":x}]}', 'w.json:3:9: expected a number, found `x`.'],
  ['{"functions":[{"name":"a"},{"name":"a"}]}', 'function 1 has the name of function 0, "a".'],
  ['{"functions":[{"size":1}]}', 'function 0 has no name.'],
  ['{"functions":[{"name":"a","size":1.5}]}', '"a" has size 1.5'],
  ['{"functions":[{"name":"a","calls":-1}]}', '"a" has -1 calls'],
  ['{"functions":[{"name":"a"}],"traces":[[0,1]]}', 'a trace names function 1, but there are 1'],
  ['{"functions":[{"name":"a"}],"edges":[[0,7,1]]}', 'an edge names function 7'],
  ['{"functions":[{"name":"a"}],"traces":[[0]],"weights":[1,2]}', 'found 2 weights for 1 traces'],
  ['{} x', 'expected the end of the file, found `x`'],
])('%s', (text, message) => {
  expect(() => readWorkload(write(text))).toThrow(message)
})

test('the command writes one name a line and says what it cost', async () => {
  write(
    JSON.stringify({
      functions: ['a', 'b', 'c', 'd'].map((name) => ({ name, size: 3000, calls: 1 })),
      edges: [],
      traces: [[3, 1]],
      heldout: [[0]],
    }),
  )
  const { status, stdout } = await runCli(['pack', 'w.json', '-o', 'o.txt', '--algorithm', 'bp', '--stats'], folder)
  expect(status).toBe(0)
  expect(readFileSync(join(folder, 'o.txt'), 'utf8')).toBe('d\nb\na\nc\n')
  expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'bp', functions: 4, traces: 1, traceEntries: 2, edges: 0 })
})

test.each([
  [['pack', 'w.json'], 'expected one workload and `-o ORDER.txt`'],
  [['pack', 'w.json', '-o', 'o', '--algorithm', 'best'], 'unknown algorithm "best"'],
  [['pack', 'w.json', '-o', 'o', '--page-size', '0'], '--page-size is "0"'],
  [['pack', 'w.json', '-o', 'o', '--early-fault-weight', '2'], 'expected a number from 0 to 1'],
  [['pack', 'none.json', '-o', 'o'], 'cannot read this file'],
])('%s', async (args, message) => {
  const { status, stderr } = await runCli(args, folder)
  expect({ status, hasMessage: stderr.includes(message) }).toEqual({ status: 2, hasMessage: true })
})
