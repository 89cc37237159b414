import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { BASIC } from './projects.ts'

const OUT = '.vitest/layout'

const FILES = {
  ...BASIC,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({
  plugins: [layout()],
  test: {
    projects: [
      { extends: true, test: { name: 'a', include: ['test/start.test.ts'] } },
      { extends: true, test: { name: 'b', include: ['test/count.test.ts'], pool: 'threads' } },
      { test: { name: 'c', include: ['other/*.test.ts'] } },
    ],
  },
})
`,
  'other/other.test.ts': `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'

test('counts', () => {
  expect(count(5)).toBe(6)
})
`,
}

test('projects are joined; one without the plugin is named', async () => {
  const project = new TestProject(FILES)
  const { status, stdout } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(0)
  expect(stdout).toContain('3 passed')
  expect(JSON.parse(project.read(`${OUT}/report.json`))).toMatchObject({
    complete: false,
    problems: [
      expect.stringContaining('project "c": its configuration has no layout plugin, none of its 1 test files'),
    ],
  })
  expect(project.read(`${OUT}/layout.sdn`)).toMatch(/"src\/count.ts:count", \w+, \d+, 21,/)
  expect(stdout).toMatch(/ \[a\] test\/start\.test\.ts > .*\n \[b\] test\/count\.test\.ts > /)
})

test('projects given by folder, none with the plugin: says what to add', async () => {
  const inner = (name: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(BASIC)
        .filter(([path]) => path !== 'vitest.config.ts')
        .map(([path, text]) => [`packages/${name}/${path}`, text]),
    )
  const project = new TestProject({
    ...inner('one'),
    'packages/one/vitest.config.ts': `export default { test: { name: 'one' } }\n`,
    'vitest.config.ts': FILES['vitest.config.ts'].replace(
      /projects: \[[\s\S]*\],\n {2}\},/,
      `projects: ['packages/*'],\n  },`,
    ),
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=default', '--reporter=layout'])
  expect(stdout).toContain('2 passed')
  expect(stdout + stderr).toContain('plugins: [layout()]')
  expect(status).toBe(0)
})
