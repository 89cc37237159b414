import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, it } from 'vitest'

import { temporaryFolder } from './support/build-entry.ts'
import { Program } from './support/program.ts'

const folder = temporaryFolder('coverage')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a coverage report by V8 is whole, and the profiler says that it does not profile', async () => {
  const program = new Program(folder, {
    'main.mjs': `import { Worker } from 'node:worker_threads'
      function f() {}
      for (let i = 0; i < 2000; i++) f()
      new Worker(new URL('thread.mjs', import.meta.url))`,
    'thread.mjs': 'console.log("works")',
  })
  const coverage = join(program.folder, 'coverage')
  const register = ['--import', 'vitest-layout/profile/register']
  const ran = await program.run(join(program.folder, 'main.mjs'), { NODE_V8_COVERAGE: coverage }, register)
  expect(ran).toMatchObject({ status: 0, out: 'works\n', files: [] })
  expect(ran.err).toMatch(/^vitest-layout\/profile: NODE_V8_COVERAGE is set: .* nothing is profiled\. .*\n$/)
  const covered = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), 'utf8'))
  for (const name of ['main.mjs', 'thread.mjs']) expect(covered.join('')).toContain(`${program.folder}/${name}`)
})
