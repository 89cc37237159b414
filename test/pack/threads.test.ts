import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { buildTraces, orderFunctions, orderFunctionsParallel, type PackInput } from '../../src/pack/index.ts'

mkdirSync('test/.tmp', { recursive: true })
const folder = mkdtempSync('test/.tmp/threads-')
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Above the number of trace entries from which threads are used. */
function largeInput(): PackInput {
  const n = 30_000
  // Each trace has a stretch of its own and, of the rest, what a simple hash picks.
  const traces = Array.from({ length: 40 }, (_, t) => ({
    order: Int32Array.from({ length: n }, (_, f) => f).filter(
      (f) => Math.floor(f / 1000) === t || Math.imul(f ^ (t * 977), 0x9e3779b1) >>> 0 < 0.38 * 2 ** 32,
    ),
  }))
  const pairs = Int32Array.from({ length: n }, (_, f) => (f * 7919) % n)
  return {
    sizes: Int32Array.from({ length: n }, (_, f) => 20 + ((f * 31) % 400)),
    calls: Float64Array.from({ length: n }, (_, f) => f % 97),
    edges: { from: Int32Array.from(pairs.keys()), to: pairs, weights: Float64Array.from(pairs, (f) => 1 + (f % 13)) },
    traces: buildTraces(traces, n),
  }
}

let built: { orderFunctionsParallel: typeof orderFunctionsParallel }
beforeAll(async () => {
  // Workers need JavaScript, as users have it: the room is built as the package is.
  const out = resolve(folder, 'dist')
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', out])
  built = (await import(/* @vite-ignore */ pathToFileURL(join(out, 'src/pack/index.js')).href)) as typeof built
})

test.each(['bp', 'hybrid'] as const)('%s is the same on 1, 2 and 3 threads', async (algorithm) => {
  const input = largeInput()
  const alone = orderFunctions(input, algorithm).join(' ')
  for (const threads of [2, 3]) {
    expect((await built.orderFunctionsParallel(input, algorithm, { threads })).join(' ') === alone).toBe(true)
  }
  // From source: in this thread where Node.js cannot load TypeScript, with the same result.
  expect((await orderFunctionsParallel(input, algorithm, { threads: 2 })).join(' ') === alone).toBe(true)
})
