import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

import { expect, test } from 'vitest'

import { recordBase, type Difference } from '../../src/compare/index.ts'
import { buildAction } from '../action/build-action.ts'
import { FakeGithub, readOutputs } from '../action/github.ts'
import { runCli } from '../cli/run-cli.ts'
import { PullRequest, RECORD } from './pull-request.ts'

test('a pull request from recording to comment', { timeout: 180_000 }, async () => {
  const request = new PullRequest()
  const { project, base, head } = request
  const { root } = project
  const record = (...args: readonly string[]): Promise<{ status: number | null; stderr: string }> =>
    project.run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=layout', ...args])

  // Record: once whole, once in shards that are merged. The same file comes out.
  expect(await record()).toMatchObject({ status: 0, stderr: '' })
  expect(project.read('.vitest/layout/report.html')).toContain('src/main.ts')
  const whole = project.read('.vitest/layout/layout.sdn')
  for (const shard of ['1', '2']) {
    expect(await record(`--shard=${shard}/2`)).toMatchObject({ status: 0 })
    cpSync(join(root, '.vitest/layout'), join(root, 'shards', shard), { recursive: true })
    expect(project.read('.vitest/layout/layout.sdn')).not.toBe(whole)
  }
  const merged = await runCli(['merge', 'shards/2', 'shards/1'], root)
  expect(merged).toMatchObject({ status: 0, stderr: '' })
  expect(project.read('.vitest/layout/layout.sdn')).toBe(whole)

  // The base, recorded beside the repository; nothing of the checkout changes.
  const before = request.git('status', '--porcelain', '--branch')
  const recorded = recordBase({ cwd: root, ref: 'main', command: RECORD, env: process.env, log: () => undefined })
  expect(recorded.commit).toBe(base)
  cpSync(join(recorded.folder, '.vitest/layout'), join(root, 'shards/base'), { recursive: true })
  recorded.dispose()
  expect(request.git('worktree', 'list').split('\n')).toHaveLength(1)
  expect(request.git('status', '--porcelain', '--branch')).toBe(before)

  // Diff: the pages, the functions, the call that did it, the helper that moved.
  const diff = await runCli(['diff', 'shards/base'], root)
  expect(diff).toMatchObject({ status: 0, stderr: '' })
  expect(withoutPages(diff.stdout)).toMatchInlineSnapshot(`
    "Start-up touches N more pages; over budget: start-up takes N of 6 pages

    phase         pages    budget            bytes          functions
    start-up ...
    first frame       1         4            158 B                  2
    steady            1                       43 B                  1
    cold ...
    total ...

    4 functions came into start-up (826 B)
    function              bytes  was   shortest call path (⇒ new call)
    src/help.ts:usage     420 B  cold  src/main.ts:main → src/parse.ts:parse ⇒ src/help.ts:usage
    src/help.ts:wrapped   315 B  cold  src/main.ts:main → src/parse.ts:parse ⇒ src/help.ts:usage → src/help.ts:option → src/help.ts:wrapped
    src/help.ts:option     83 B  cold  src/main.ts:main → src/parse.ts:parse ⇒ src/help.ts:usage → src/help.ts:option
    src/text.ts:<module>    8 B  new   loaded

    What to do
    - The call src/parse.ts:parse ⇒ usage brought 3 functions (818 B) into start-up: can it wait until after the first frame?

    + 1 new function
    + 1 function renamed or moved to another module
    + 2 functions changed in size
    + 4 functions called another number of times
    + 1 call between functions that did not call each other before

    shards/base/recording.sdn → this recording. 8 functions unchanged. Pages of 0.25 KB.
    "
  `)
  const json = await runCli(['diff', 'shards/base', '--format', 'json'], root)
  const data = JSON.parse(json.stdout) as Difference
  const { pages } = data.phases[0]!
  expect(pages.base).toBeLessThanOrEqual(6)
  expect(pages.head).toBeGreaterThan(6)
  expect(data.renamed.map((pair) => [pair.base.name, pair.head.name])).toEqual([
    ['src/parse.ts:trimmed', 'src/text.ts:trimmed'],
  ])

  // Check: over the budget and over the growth; within both when acknowledged and allowed.
  const failed = await runCli(['check', '--baseline', 'shards/base', '--max-growth', '1'], root)
  expect(failed.status).toBe(1)
  expect(failed.stdout).toContain(`Start-up takes ${pages.head} pages, its budget is 6.`)
  expect(failed.stdout).toContain(
    `Start-up grew by ${pages.head - pages.base} pages (${pages.base} to ${pages.head}), --max-growth allows 1.`,
  )
  project.write(
    'layout.sdn',
    'layout:\n    page_size: 256\n    acknowledged |function, reason|\n        "src/help.ts:*", "shown on every start since June"\n',
  )
  const passed = await runCli(['check', '--baseline', 'shards/base', '--max-growth', '1'], root)
  expect(passed.status).toBe(0)

  // The action: records the base itself, and comments.
  request.git('checkout', '--quiet', '--', 'layout.sdn')
  const github = new FakeGithub()
  const api = await github.start()
  project.write(
    '.vitest/event.json',
    JSON.stringify({ pull_request: { number: 7, base: { sha: base }, head: { sha: head } } }),
  )
  project.write('.vitest/output.txt', '')
  const script = await buildAction()
  const action = await project.run(process.execPath, [script], {
    INPUT_TOKEN: 'secret',
    INPUT_RECORD: RECORD,
    'INPUT_MAX-GROWTH': '1',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: root,
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: head,
    GITHUB_API_URL: api,
    GITHUB_EVENT_PATH: project.path('.vitest/event.json'),
    GITHUB_OUTPUT: project.path('.vitest/output.txt'),
  })
  github.stop()
  rmSync(join(script, '../..'), { recursive: true, force: true })
  expect(action.stderr).toBe(`recording ${base} in a git worktree\n`)
  expect(action.status).toBe(1)
  expect(action.stdout).toContain(
    '::error file=src/help.ts,line=1,col=8,title=Code layout::src/help.ts:usage (420 bytes) runs at start-up now, called by src/parse.ts:parse.',
  )
  expect(github.comments).toHaveLength(1)
  const comment = github.comments[0]!.body.replaceAll(base, 'BASE')
    .replaceAll(base.slice(0, 10), 'BASE')
    .replaceAll(head, 'HEAD')
  expect(readOutputs(project.read('.vitest/output.txt'))['status']).toBe('1')
  expect(withoutPages(comment)).toMatchInlineSnapshot(`
    "<!-- vitest-layout -->

    ### ⚠️ The layout is over a limit. Start-up touches N more pages; over budget: start-up takes N of 6 pages

    - **error** Start-up ... pages, its budget is 6.
    - **error** Start-up grew ..., --max-growth allows 1.

    | phase | pages | budget | bytes |  | functions |
    | --- | --: | --: | --: | --: | --: |
    | start-up ...
    | first frame | 1 | 4 | 158 B |  | 2 |
    | steady | 1 |  | 43 B |  | 1 |
    | cold ...
    | **total** ...

    **4 functions came into start-up (826 B)**

    | function | bytes | was | shortest call path (⇒ new call) |
    | --- | --: | --- | --- |
    | [\`src/help.ts:usage\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L1>) | 420 B | cold | \`src/main.ts:main\` → \`src/parse.ts:parse\` ⇒ \`src/help.ts:usage\` |
    | [\`src/help.ts:wrapped\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L13>) | 315 B | cold | \`src/main.ts:main\` → \`src/parse.ts:parse\` ⇒ \`src/help.ts:usage\` → \`src/help.ts:option\` → \`src/help.ts:wrapped\` |
    | [\`src/help.ts:option\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L9>) | 83 B | cold | \`src/main.ts:main\` → \`src/parse.ts:parse\` ⇒ \`src/help.ts:usage\` → \`src/help.ts:option\` |
    | [\`src/text.ts:<module>\`](<https://github.com/o/r/blob/HEAD/src/text.ts#L1>) | 8 B | new | loaded |

    **What to do**

    - The call \`src/parse.ts:parse\` ⇒ \`usage\` brought 3 functions (818 B) into start-up: can it wait until after the first frame?

    <details><summary>1 new function</summary>

    | function | bytes | phase | calls |
    | --- | --: | --- | --: |
    | [\`src/text.ts:<module>\`](<https://github.com/o/r/blob/HEAD/src/text.ts#L1>) | 8 B | start-up | 1 |

    </details>

    <details><summary>1 function renamed or moved to another module</summary>

    | was | is |
    | --- | --- |
    | \`src/parse.ts:trimmed\` | [\`src/text.ts:trimmed\`](<https://github.com/o/r/blob/HEAD/src/text.ts#L1>) |

    </details>

    <details><summary>2 functions changed in size</summary>

    | function | bytes | phase |
    | --- | --: | --- |
    | [\`src/parse.ts:<module>\`](<https://github.com/o/r/blob/HEAD/src/parse.ts#L1>) | 9 → 80 | start-up |
    | [\`src/parse.ts:parse\`](<https://github.com/o/r/blob/HEAD/src/parse.ts#L9>) | 101 → 121 | start-up |

    </details>

    <details><summary>4 functions called another number of times</summary>

    | function | calls | phase |
    | --- | --: | --- |
    | [\`src/help.ts:option\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L9>) | 3 → 6 | start-up |
    | [\`src/help.ts:wrapped\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L13>) | 3 → 6 | start-up |
    | [\`src/help.ts:<module>\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L1>) | 1 → 2 | start-up |
    | [\`src/help.ts:usage\`](<https://github.com/o/r/blob/HEAD/src/help.ts#L1>) | 1 → 2 | start-up |

    </details>

    <details><summary>1 call between functions that did not call each other before</summary>

    | caller | callee | calls |
    | --- | --- | --: |
    | \`src/parse.ts:parse\` | \`src/help.ts:usage\` | 1 |

    </details>

    <sub>BASE → this recording. 8 functions unchanged. Pages of 0.25 KB.</sub>
    "
  `)
})

/** How many pages it takes is for the packer's tests to say: here the numbers come from the recording itself. */
function withoutPages(text: string): string {
  return text
    .replaceAll(/\d+ (more|of \d+) pages?( \(\d+ → \d+\))?/g, 'N $1 pages')
    .replaceAll(/^(start-up|cold|total) .*$/gm, '$1 ...')
    .replaceAll(/^\| (start-up|cold|\*\*total\*\*) .*$/gm, '| $1 ...')
    .replaceAll(/takes \d+|by \d+ pages? \(\d+ to \d+\)/g, '...')
    .replace(/<details><summary>\d+ functions? on another page[^]*?<\/details>\n\n/, '')
    .replace(/^\+ \d+ functions? on another page.*\n/m, '')
}
