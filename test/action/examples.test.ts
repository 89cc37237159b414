import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

import { COMMANDS } from '../../src/cli/commands.ts'
import { REPOSITORY } from '../support/project.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly needs?: string; readonly 'runs-on': string; readonly steps: readonly Step[] }>>
}

const FOLDER = join(REPOSITORY, 'examples/ci')
const WORKFLOWS = ['pull-request.yml', 'artifact-baseline.yml', 'shards.yml']
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')
const action = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8')) as { inputs: object }

test('every file is looked at', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...WORKFLOWS, 'any-ci.sh', 'gitlab-ci.yml'].sort())
})

describe.each(WORKFLOWS)('%s', (name) => {
  const workflow = parse(read(name)) as Workflow
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  test('may do no more than it needs, and never runs foreign code with a token that writes', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
    expect(workflow.permissions['contents']).toBe('read')
    expect(Object.values(workflow.permissions).filter((value) => value === 'write')).toHaveLength(1)
    // Names of branches and titles are foreign text: they reach a shell as variables only.
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{\s*github\.(event|head_ref|base_ref)/)
  })

  test('gives the action inputs that it has, after the recording', () => {
    const own = steps.findIndex(({ uses }) => uses?.startsWith('vitest-layout/') === true)
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(steps[own]!.with!)))
    const before = steps.slice(0, own).map(({ run = '' }) => run)
    expect(before.some((run) => run.includes('--reporter=layout'))).toBe(true)
  })

  test('jobs that others need are there', () => {
    for (const { needs } of Object.values(workflow.jobs)) expect(needs === undefined || needs in workflow.jobs).toBe(true)
  })
})

test('commands and options that the examples use exist', async () => {
  const texts = readdirSync(FOLDER).map(read).join('\n')
  const uses = [...texts.matchAll(/npx vitest-layout (\w+)([^\n]*)/g)]
  expect(uses.length).toBeGreaterThanOrEqual(4)
  for (const [, name, rest] of uses) {
    const { help } = await COMMANDS[name!]!.load()
    for (const [option] of rest!.matchAll(/--[a-z-]+/g)) expect(help).toContain(option)
  }
})

test('the shell script is well-formed, the GitLab file is YAML with a script', () => {
  execFileSync('sh', ['-n', join(FOLDER, 'any-ci.sh')])
  const { layout } = parse(read('gitlab-ci.yml')) as { layout: { script: string[] } }
  expect(layout.script.at(-1)).toContain('vitest-layout check')
})

describe('docs', () => {
  const page = (name: string): string => readFileSync(join(REPOSITORY, 'docs', name), 'utf8')

  test('the workflow of ci.md is one, and its table names every input', () => {
    const text = page('ci.md')
    const workflow = parse(/```yaml\n([^]*?)```/.exec(text)![1]!) as Workflow
    const step = Object.values(workflow.jobs)[0]!.steps.at(-1)!
    const inputs = Object.keys(action.inputs)
    expect(inputs).toEqual(expect.arrayContaining(Object.keys(step.with!)))
    const rows = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]!)
    expect(rows.sort()).toEqual(inputs.sort())
  })

  test('options that the pages name belong to a command', async () => {
    const helps = await Promise.all(
      ['check', 'diff', 'export', 'import', 'merge', 'report'].map(async (name) => (await COMMANDS[name]!.load()).help),
    )
    const known = `${helps.join('\n')} --shard --reporter --merge-reports --cpu-prof --cpu-prof-name --version --check`
    for (const name of ['compare.md', 'ci.md', 'page.md']) {
      for (const [option] of page(name).matchAll(/(?<![\w-])--[a-z][a-z-]+/g)) expect(`${name} ${known}`).toContain(option)
    }
  })

  test('files that the pages link to are there', () => {
    for (const name of ['compare.md', 'ci.md', 'page.md']) {
      for (const [, target] of page(name).matchAll(/\]\(([^)#:]+)\)/g)) {
        expect(existsSync(join(REPOSITORY, 'docs', target!)) ? '' : `${name}: ${target!}`).toBe('')
      }
    }
  })
})
