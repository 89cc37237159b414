import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

import { writeRecording } from '../../src/record/session/index.ts'
import { sketchRecording, type Sketch } from '../exchange/recordings.ts'
import { REPOSITORY, TestProject, type Run } from '../support/project.ts'
import { buildAction } from './build-action.ts'
import { FakeGithub, readOutputs } from './github.ts'

const ACTION = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description: string }>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly runs: { readonly using: string; readonly main: string }
}

const BASE: readonly Sketch[] = [
  { name: 'src/main.ts:<module>', size: 300, bodyHash: 'a' },
  { name: 'src/main.ts:main', size: 900, bodyHash: 'b' },
]
const HOSTILE = { name: 'src/x.ts:<img src=x>\n::set-output name=status::0', size: 9000, bodyHash: 'c' }

const PULL_REQUEST = {
  pull_request: { number: 7, base: { sha: 'b'.repeat(40) }, head: { sha: 'c'.repeat(40) } },
}

describe('the action, run as a runner does', () => {
  const github = new FakeGithub()
  let api: string
  let script: string
  beforeAll(async () => {
    script = await buildAction()
    expect(script.endsWith(`/${ACTION.runs.main}`)).toBe(true)
  })
  afterAll(() => rmSync(join(script, '../..'), { recursive: true, force: true }))
  beforeEach(async () => {
    github.comments.length = 0
    github.calls.length = 0
    github.refuse = undefined
    api = await github.start()
  })
  afterEach(() => github.stop())

  function project(): TestProject {
    const loading = [{ kind: 'load' as const, test: '' }]
    return new TestProject({
      'base/recording.sdn': writeRecording(sketchRecording(BASE, loading)),
      '.vitest/layout/recording.sdn': writeRecording(sketchRecording([...BASE, HOSTILE], loading)),
      'event.json': JSON.stringify(PULL_REQUEST),
      'output.txt': '',
      'summary.md': '',
    })
  }

  function runAction(own: TestProject, inputs: Record<string, string>, env: Record<string, string> = {}): Promise<Run> {
    const defaults = Object.entries(ACTION.inputs).map(([name, input]) => [name, input.default ?? ''] as const)
    const all = { ...Object.fromEntries(defaults), token: 'secret', ...inputs }
    const given = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const)
    return own.run(process.execPath, [script], {
      ...Object.fromEntries(given),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: own.root,
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_SHA: 'd'.repeat(40),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: api,
      GITHUB_EVENT_PATH: own.path('event.json'),
      GITHUB_OUTPUT: own.path('output.txt'),
      GITHUB_STEP_SUMMARY: own.path('summary.md'),
      RUNNER_TEMP: own.root,
      ...env,
    })
  }

  test('writes one comment, replaces it, and leaves that of others', async () => {
    const own = project()
    for (let id = 1; id <= 120; id++) github.comments.push({ id, body: 'talk', user: { type: 'User' } })
    github.comments[3]!.body = '<!-- vitest-layout --> written by somebody'
    const inputs = { baseline: 'base', 'max-growth': '1' }
    const first = await runAction(own, inputs)
    expect(first.stderr).toBe('')
    expect(first.status).toBe(1)
    expect(github.comments).toHaveLength(121)
    const { body } = github.comments[120]!
    expect(body.split('\n')[0]).toBe('<!-- vitest-layout -->')
    expect(body).toContain('Start-up grew by 3 pages (1 to 4), --max-growth allows 1.')
    expect(body).toContain(`(<https://github.com/o/r/blob/${'c'.repeat(40)}/src/x.ts#L3>)`)
    expect(body).not.toContain('<img')
    expect(readOutputs(own.read('output.txt'))).toEqual({ status: '1', markdown: body })
    expect(own.read('summary.md')).toContain('Start-up grew by 3 pages')
    const commands = first.stdout.split('\n').filter((line) => line.startsWith('::'))
    expect(commands.map((line) => line.replace(/ .*/, ''))).toEqual(['::error', '::error'])

    const again = await runAction(own, inputs)
    expect(again.stdout).toContain('comment unchanged')
    own.write('.vitest/layout/recording.sdn', own.read('base/recording.sdn'))
    const better = await runAction(own, inputs)
    expect(better.stdout).toContain('comment updated')
    expect(better.status).toBe(0)
    expect(github.comments).toHaveLength(121)
    expect(github.comments[120]!.body).toContain('The layout is within its limits')
  })

  test('a fork that may not write gets the text printed, and no command in it counts', async () => {
    const own = project()
    github.refuse = 403
    const run = await runAction(own, { baseline: 'base', 'max-startup-pages': '1', fail: 'false' })
    expect(run.status).toBe(0)
    expect(github.comments).toEqual([])
    expect(run.stdout).toContain('no comment was written (POST /repos/o/r/issues/7/comments answered 403)')
    const stop = /^::stop-commands::(\S+)$/m.exec(run.stdout)!
    const printed = run.stdout.slice(stop.index)
    expect(printed).toContain('<!-- vitest-layout -->')
    expect(printed.trimEnd().endsWith(`::${stop[1]!}::`)).toBe(true)
    const noToken = await runAction(own, { baseline: 'base', token: '' })
    expect(noToken.stdout).toContain('### ')
    expect(noToken.status).toBe(0)
  })

  test('a push has no base: budgets are checked, nothing is commented', async () => {
    const own = project()
    own.write('event.json', JSON.stringify({ ref: 'refs/heads/main' }))
    const run = await runAction(own, { 'max-growth': '1', 'max-startup-pages': '2' })
    expect(run.status).toBe(1)
    expect(run.stdout).toContain('::error title=Code layout::Start-up takes 4 pages, --max-startup-pages allows 2.')
    expect(github.calls).toEqual([])
  })

  test('several projects have a comment each', async () => {
    const own = project()
    await runAction(own, { baseline: 'base', 'comment-key': 'app' })
    await runAction(own, { baseline: 'base', 'comment-key': 'site' })
    await runAction(own, { baseline: 'base', 'comment-key': 'app' })
    expect(github.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- vitest-layout app -->',
      '<!-- vitest-layout site -->',
    ])
  })

  test('wrong inputs and missing files are errors of the step, with status 2', async () => {
    const own = project()
    for (const [inputs, message] of [
      [{ fail: 'perhaps' }, 'the input fail is "perhaps"'],
      [{ 'comment-key': 'a --> b' }, 'the input comment-key'],
      [{ recording: 'nothing' }, 'no such file or folder'],
      [{ baseline: 'nothing' }, 'no such file or folder'],
      [{ base: 'nothing' }, 'nothing'],
      [{ baseline: 'base', 'max-growth': '-1' }, '--max-growth is "-1"'],
    ] as const) {
      own.write('output.txt', '')
      const run = await runAction(own, inputs)
      expect(run.status).toBe(2)
      expect(readOutputs(own.read('output.txt'))).toEqual({ status: '2' })
      expect(run.stdout).toMatch(/^::error title=Code layout::/m)
      expect(run.stdout).toContain(message)
    }
  })
})

test('action.yml names every input and output that the code reads, and no other', () => {
  const source = ['inputs.ts', 'run-action.ts'].map((name) => readFileSync(join(REPOSITORY, 'src/action', name), 'utf8')).join('')
  const read = [...source.matchAll(/(?:get|flag)\('([a-z-]+)'\)/g)].map((match) => match[1]!)
  expect(Object.keys(ACTION.inputs).sort()).toEqual([...new Set(read)].sort())
  const set = [...source.matchAll(/setOutput\(io, '([a-z-]+)'/g)].map((match) => match[1]!)
  expect(Object.keys(ACTION.outputs).sort()).toEqual(set.sort())
})
