import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

import { decodeBlock } from '../../src/record/index.ts'

const PROGRAM = fileURLToPath(new URL('support/in-memory-run.mjs', import.meta.url))

/** The setup hook under Vitest's runner alone, in a process of its own: passing, failing, retried and skipped tests. */
test('the setup hook drains one test file into its meta', () => {
  const out = execFileSync(process.execPath, [PROGRAM], { encoding: 'utf8', env: {} })
  const { block: text, states } = JSON.parse(out) as { block: string; states: string[][] }
  expect(states).toEqual([
    ['passes', 'pass'],
    ['fails', 'fail'],
    ['is retried', 'pass'],
    ['is skipped', 'skip'],
  ])

  const block = decodeBlock(text)
  expect(Object.fromEntries(Array.from(block.slots, (slot, place) => [slot, block.calls[place]]))).toEqual({
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    6: 1,
  })
  expect(block.edges).toEqual([{ from: 3, to: 4, count: 1 }])
  const [load, ...tests] = block.traces
  // Collection, then the mark, then hooks outside tests.
  expect({ ...load, order: [...load!.order] }).toMatchObject({
    kind: 'load',
    order: [1, 2, 6],
    marks: [{ name: 'vitest.loaded', position: 1 }],
  })
  expect(
    tests.map(({ test: name, meta, order, calls }) => ({ name, meta, order: [...order], calls: [...calls] })),
  ).toEqual([
    { name: 'suite > passes', meta: {}, order: [3, 4], calls: [1, 1] },
    { name: 'suite > fails', meta: {}, order: [3], calls: [1] },
    { name: 'suite > is retried', meta: { scenario: 'again', weight: 2 }, order: [4], calls: [3] },
  ])
})
