import { expect, test } from 'vitest'

import type { LayoutReport } from '../../src/report/index.ts'
import { TestProject } from '../support/project.ts'
import { BASIC } from './projects.ts'

test('shards that are merged give the very file of one run', async () => {
  const project = new TestProject({
    ...BASIC,
    // Two shards import it lazily, the third statically: what it runs while it loads belongs to each of them.
    'src/lazy.ts': `import { label } from './label.ts'
export const title = label(1)
`,
    'src/label.ts': `export function label(n: number): string {
  return String(n)
}
`,
    'src/ask.ts': `export const ask = async (): Promise<string> => (await import('./lazy.ts')).title
`,
    'test/third.test.ts': `import { expect, test } from 'vitest'
import { ask } from '../src/ask.ts'
import { start } from '../src/start.ts'

test('starts again', { meta: { layout: { scenario: 'again', weight: 2, phase: 'first_frame' } } }, async () => {
  expect(start(3)).toBe(6)
  expect(await ask()).toBe('1')
})
`,
    'test/start.test.ts': `import { expect, test } from 'vitest'
import { ask } from '../src/ask.ts'
import { start } from '../src/start.ts'

test('starts', async () => {
  expect(start(20)).toBe(210)
  expect(await ask()).toBe('1')
})
`,
    'test/count.test.ts': `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'
import { title } from '../src/lazy.ts'

test('counts', () => {
  expect(count(1)).toBe(2)
  expect(title).toBe('1')
})
`,
  })
  await project.vitest(['--reporter=layout'])
  const whole = project.read('.vitest/layout/layout.sdn')
  expect(whole).toMatch(/"src\/lazy\.ts:<module>", first_frame, \d+, 1, /)
  expect(whole).toMatch(/"src\/label\.ts:label", first_frame, \d+, 1, /)
  for (const shard of ['1/3', '2/3', '3/3']) {
    await project.vitest([`--shard=${shard}`, '--reporter=blob', '--reporter=layout'])
    expect(project.read('.vitest/layout/layout.sdn')).not.toBe(whole)
  }
  const { status, stderr } = await project.vitest(['--merge-reports', '--reporter=layout'])
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(project.read('.vitest/layout/layout.sdn')).toBe(whole)
})

test('blob reports without recordings are named as such', async () => {
  const project = new TestProject(BASIC)
  await project.vitest(['--shard=1/2', '--reporter=blob', '--reporter=layout'])
  await project.vitest(['--shard=2/2', '--reporter=blob'])
  await project.vitest(['--merge-reports', '--reporter=layout'])
  const { complete, problems } = JSON.parse(project.read('.vitest/layout/report.json')) as LayoutReport
  expect(complete).toBe(false)
  expect(problems).toEqual([
    expect.stringMatching(/^test\/\w+\.test\.ts: the blob report that holds it was made without/),
  ])
})
