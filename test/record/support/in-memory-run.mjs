// Drives the setup hook by Vitest's own runner, without Vitest: one test file made of the functions below.
// Prints the file's meta, and the functions that the probe was told of.
import { afterAll, beforeAll, describe, startTests, test } from '@vitest/runner'

// What `inject` of Vitest reads in a worker.
globalThis.__vitest_worker__ = {
  providedContext: { 'vitest-layout': { edges: true, timing: 'off', marks: [], costMs: 0 } },
}

const FILE = '/project/a.test.ts'

function call(slot, inner) {
  const saved = __vlE(slot)
  try {
    return inner?.()
  } finally {
    __vlX(saved)
  }
}

const runner = {
  pool: 'in-memory',
  config: {
    root: '/project',
    name: '',
    setupFiles: [new URL('../../../dist/src/setup.js', import.meta.url).pathname],
    passWithNoTests: false,
    allowOnly: true,
    sequence: { shuffle: false, concurrent: false, seed: 1, hooks: 'stack', setupFiles: 'list' },
    maxConcurrency: 5,
    testTimeout: 1000,
    hookTimeout: 1000,
    retry: 0,
    includeTaskLocation: false,
    tags: [],
    strictTags: false,
  },
  async importFile(path) {
    if (path !== FILE) return import(path)
    call(1)
    describe('suite', () => {
      beforeAll(() => call(2))
      test('passes', () => call(3, () => call(4)))
      test('fails', () => {
        call(3)
        throw new Error('on purpose')
      })
      test('is retried', { retry: 2, meta: { layout: { scenario: 'again', weight: 2 } } }, ({ task }) => {
        call(4)
        if (task.result.retryCount < 2) throw new Error('not yet')
      })
      test.skip('is skipped', () => call(5))
    })
    afterAll(() => call(6))
  },
}

const [file] = await startTests([FILE], runner)
const states = file.tasks[0].tasks.map(({ name, result, mode }) => [name, result?.state ?? mode])
console.log(JSON.stringify({ block: file.meta.layout, states }))
