import { expect, test } from 'vitest'

import { ProjectContext } from '../../src/project/index.ts'
import { runCli } from '../cli/run-cli.ts'
import { callsOf, reportOf } from '../matrix/recorded.ts'
import { TestProject } from '../support/project.ts'
import { config } from './projects.ts'

const OUT = '.vitest/layout'

/** Two packages that share a third's source; each has a module that nothing but a lazy import loads, and a layout of its own. */
const WORKSPACE: Readonly<Record<string, string>> = {
  'vitest.config.ts': config('{ perProject: true }', `{ projects: ['packages/{one,two,plain}'] }`),
  'packages/shared/format.ts': `export function format(n: number): string {
  return pad(String(n))
}
function pad(text: string): string {
  return text.padStart(4)
}
`,
  ...member('one', '{ pageSize: 16384 }'),
  ...member('two', "{ overrides: { unused: 'steady' } }"),
  'packages/one/layout.sdn': `layout:
    overrides |function, phase|
        "src/main.ts:unused", first_frame
`,
  'packages/plain/vitest.config.ts': `export default { test: { name: 'plain' } }\n`,
  'packages/plain/test/plain.test.ts': `import { test } from 'vitest'\ntest('plain', () => {})\n`,
}

function member(name: string, options: string): Record<string, string> {
  const main = (file: string): string => `import { expect, test } from 'vitest'
import { main } from '../src/main.ts'
test('${file}', async () => {
  expect(await main(3)).toBe('   3')
})
`
  return {
    [`packages/${name}/vitest.config.ts`]: config(options, `{ name: '${name}' }`),
    [`packages/${name}/src/main.ts`]: `import { format } from '../../shared/format.ts'
export async function main(n: number): Promise<string> {
  return (await import('./${name}.ts')).${name}(format(n))
}
export function unused(): void {}
`,
    [`packages/${name}/src/${name}.ts`]: `export function ${name}(text: string): string {
  return text
}
`,
    [`packages/${name}/test/a.test.ts`]: main('a'),
    [`packages/${name}/test/b.test.ts`]: main('b'),
  }
}

test('each project has a recording, a layout and a report of its own, as if it ran alone', async () => {
  const project = new TestProject(WORKSPACE)
  const { status, stdout } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(0)
  expect(project.has(OUT)).toBe(false)
  expect(project.has(`packages/plain/${OUT}`)).toBe(false)

  // Names begin in the project's root, shared code lies outside it, and nothing of the other project is there.
  const folders = ['one', 'two'].map((name) => `packages/${name}/${OUT}`) as [string, string]
  expect(folders.map((folder) => callsOf(project, folder))).toEqual(
    ['one', 'two'].map((name) => ({
      '../shared/format.ts:format': 2,
      '../shared/format.ts:pad': 2,
      'src/main.ts:main': 2,
      'src/main.ts:unused': 0,
      [`src/${name}.ts:${name}`]: 2,
    })),
  )
  // Its own layout.sdn, its own plugin's options.
  const [one, two] = folders.map((folder) => project.read(`${folder}/layout.sdn`)) as [string, string]
  expect(one).toContain('page_size: 16384')
  expect(one).toMatch(/"src\/main\.ts:unused", first_frame, /)
  expect(two).toContain('page_size: 4096')
  expect(two).toMatch(/"src\/main\.ts:unused", steady, /)
  expect(folders.map((folder) => reportOf(project, folder).complete)).toEqual([true, true])
  expect(stdout).toMatch(/Layout \|one\| {2}.*of 16 KB/)
  expect(stdout).toMatch(/Layout \|two\| {2}.*of 4 KB/)
  for (const folder of folders) expect(stdout).toContain(`${folder}/layout.sdn`)
  expect(stdout).toContain('project "plain": its configuration has no layout plugin, none of its 1 test files')

  // The same bytes as from a run in the package alone.
  const alone = await project.vitest(['--root=packages/two', '--reporter=layout'])
  expect(alone.status, alone.stdout + alone.stderr).toBe(0)
  expect(project.read(`${folders[1]}/layout.sdn`)).toBe(two)

  // What other tools ask, after the project took its layout over.
  const accepted = await runCli(['accept'], project.path('packages/one'))
  expect(accepted.status).toBe(0)
  const context = ProjectContext.load(project.path('packages/one'))
  expect(context.layoutPhase('src/main.ts:unused')).toBe('first_frame')
  expect(context.layoutPhase('src/main.ts:<module>')).toBe('startup')
  expect(context.layoutConfig().recorded.map(({ name }) => name)).toContain('../shared/format.ts:pad')
  const explain = async (name: string, fn: string): Promise<string> =>
    (await runCli(['explain', fn], project.path('packages', name))).stdout
  expect(await explain('one', 'main')).toMatch(/: cold\n[^]*one: test\/a\.test\.ts \(weight 1\): 1 call/)
  // Options of the project's own vitest.config.ts too.
  expect(await explain('two', 'unused')).toBe(`src/main.ts:unused: steady
  by the override "unused"
  the recording says cold: it never ran
`)
})

test('what is wrong in one project leaves the others whole', async () => {
  const project = new TestProject({
    ...WORKSPACE,
    'packages/one/src/one.ts': '/** @layout start_up */\nexport const one = (text: string): string => text\n',
    'packages/two/test/b.test.ts': `import '../src/nowhere.ts'\n`,
    'packages/two/layout.sdn': 'layout:\n    patterns:\n        cold = [nothing_*]\n',
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout', '--project=one', '--project=two'])
  expect(status).toBe(1)
  expect(stderr).toMatch(/Layout \|one\| {2}packages\/one\/src\/one\.ts:1:5: /)
  expect(project.has(`packages/one/${OUT}/recording.sdn`)).toBe(true)
  expect(project.has(`packages/one/${OUT}/layout.sdn`)).toBe(false)
  const report = reportOf(project, `packages/two/${OUT}`)
  expect(report).toMatchObject({
    complete: false,
    problems: [expect.stringMatching(/^test\/b\.test\.ts: it could not be collected/)],
    warnings: [expect.stringMatching(/^packages\/two\/layout\.sdn:3:17: .*nothing_\*/)],
  })
  expect(stdout).toContain('the recording is not complete')
})

test('projects of one root have folders of their names; merged shards give the very files of one run', async () => {
  const projects = ['one', '@scope/two'].map(
    (name, i) => `{ extends: true, test: { name: '${name}', include: ['packages/${['one', 'two'][i]}/test/*'] } }`,
  )
  const project = new TestProject({
    ...WORKSPACE,
    'vitest.config.ts': config('{ perProject: true }', `{ projects: [${projects.join(', ')}] }`),
  })
  const folders = [`${OUT}/one`, `${OUT}/@scope%2Ftwo`]
  const layouts = (): string[] => folders.map((folder) => project.read(`${folder}/layout.sdn`))
  expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
  const whole = layouts()
  expect(project.has(`${OUT}/layout.sdn`)).toBe(false)
  expect(whole[0]).toContain('"packages/one/src/one.ts:one"')
  expect(whole[0]).not.toContain('packages/two/')
  expect(whole[1]).toContain('"packages/two/src/two.ts:two"')
  expect(whole[1]).not.toContain('packages/one/')
  for (const shard of ['1/3', '2/3', '3/3']) {
    // oxlint-disable-next-line no-await-in-loop -- they write to one folder
    await project.vitest([`--shard=${shard}`, '--reporter=blob', '--reporter=layout'])
  }
  expect(layouts()).not.toEqual(whole)
  const merged = await project.vitest(['--merge-reports', '--reporter=layout'])
  expect(merged.stderr).toBe('')
  expect(layouts()).toEqual(whole)
  expect(folders.map((folder) => reportOf(project, folder).complete)).toEqual([true, true])
})
