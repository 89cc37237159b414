import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { parseAst } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { readFeedback } from '../../src/profile/apply/read-feedback.ts'
import { resolveNames } from '../../src/profile/apply/resolve-names.ts'
import type { AstNode } from '../../src/record/transform/ast.ts'
import { collectFunctions } from '../../src/record/transform/collect-functions.ts'
import { temporaryFolder } from './support/build-entry.ts'
import { prepareRegistered, runRegistered } from './support/registered.ts'

const folder = temporaryFolder('worker-threads')
const feedback = join(folder, 'feedback.sdn')
let printed = ''

beforeAll(async () => {
  await prepareRegistered('threads', folder)
  const stdout = await runRegistered(folder, ['main.mjs'], {
    VITEST_LAYOUT_PROFILE: 'highResolution',
    // All within the windows: what is counted is exact.
    VITEST_LAYOUT_STARTUP_WINDOW: '60000',
    VITEST_LAYOUT_FIRST_FRAME_WINDOW: '60000',
  })
  printed = stdout
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The names that a recording would have for functions named by place. */
function byPath(metrics: [name: string, calls: number][]): Record<string, number> {
  return Object.fromEntries(
    metrics.map(([name, calls]) => {
      const [, module, line, column] = /^(.*):@(\d+):(\d+)$/.exec(name) ?? []
      if (module === undefined) return [name, calls]
      const code = readFileSync(join(folder, module), 'utf8')
      const start =
        code
          .split('\n')
          .slice(0, Number(line) - 1)
          .join('\n').length + Number(column)
      const found = collectFunctions(parseAst(code) as unknown as AstNode, code).find((fn) => fn.start === start)
      return [`${module}:${found?.path ?? name}`, calls]
    }),
  )
}

describe('worker threads of a program under register', () => {
  it('count into the same metrics, which the program can read', () => {
    const counted = byPath(JSON.parse(printed.trim()) as [string, number][])
    expect(counted).toMatchObject({
      'main.mjs:onlyMain': 1,
      'thread.mjs:setUp': 1,
      // One call while it set up, 3000 upon the message, all in a thread that has ended.
      'thread.mjs:work': 3001,
    })
  })

  it('and into the same feedback file', async () => {
    const { files } = await resolveNames([readFeedback(readFileSync(feedback, 'utf8'), feedback)], folder)
    const evidence = new Map(files[0]!.entries.map(({ name, phase }) => [name, phase]))
    expect(evidence.get('thread.mjs:setUp')).toBe('startup')
    expect(evidence.get('main.mjs:onlyMain')).toBe('startup')
  })
})
