import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { BASIC } from './projects.ts'

test('shards that are merged give the very file of one run', async () => {
  const project = new TestProject({
    ...BASIC,
    'test/third.test.ts': `import { expect, test } from 'vitest'
import { start } from '../src/start.ts'

test('starts again', { meta: { layout: { scenario: 'again', weight: 2 } } }, () => {
  expect(start(3)).toBe(6)
})
`,
  })
  await project.vitest(['--reporter=layout'])
  const whole = project.read('.vitest/layout/layout.sdn')
  for (const shard of ['1/3', '2/3', '3/3']) {
    await project.vitest([`--shard=${shard}`, '--reporter=blob', '--reporter=layout'])
    expect(project.read('.vitest/layout/layout.sdn')).not.toBe(whole)
  }
  const { status, stderr } = await project.vitest(['--merge-reports', '--reporter=layout'])
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(project.read('.vitest/layout/layout.sdn')).toBe(whole)
})
