import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

import { describe, expect, test } from 'vitest'

import { visible, type Difference } from '../../src/compare/index.ts'
import { LayoutConfig, type Recording } from '../../src/model/index.ts'
import { readRecording, writeRecording } from '../../src/record/session/index.ts'
import { sketchRecording, type Sketch } from '../exchange/recordings.ts'
import { runCli } from '../cli/run-cli.ts'
import { TestProject } from '../support/project.ts'

const HOME: readonly Sketch[] = [
  { name: 'src/main.ts:<module>', size: 300, bodyHash: 'a', callees: { 'src/main.ts:main': 1 } },
  { name: 'src/main.ts:main', size: 900, bodyHash: 'b' },
]
const LOADING = [{ kind: 'load' as const, test: '' }]

function recordingText(sketches: readonly Sketch[] = HOME, changes: Partial<Recording> = {}): string {
  return writeRecording({ ...sketchRecording(sketches, LOADING), ...changes })
}

function project(files: Readonly<Record<string, string>> = {}): TestProject {
  return new TestProject({
    '.vitest/layout/recording.sdn': recordingText([...HOME, { name: 'src/late.ts:f', size: 5000, bodyHash: 'c' }]),
    'base/recording.sdn': recordingText(),
    ...files,
  })
}

/** All files of a project. */
function contents(own: TestProject): [file: string, text: string][] {
  return readdirSync(own.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'utf8')])
}

describe('bad input', () => {
  const good = recordingText()
  const cases: readonly (readonly [title: string, text: string, message: RegExp])[] = [
    ['a newer format', good.replace('version: 1', 'version: 99'), /version 99/],
    ['a file cut between lines', good.slice(0, good.indexOf('    edges')), /recording\.sdn.*(cut|truncated|end: true)/],
    ['a file cut in a line', good.slice(0, good.indexOf('main.ts:main') + 5), /recording\.sdn/],
    ['an empty file', '', /recording\.sdn/],
    ['another kind of file', '{"traceEvents":[]}', /recording\.sdn/],
    ['numbers that are none', good.replace(', 300, ', ', -300, '), /recording\.sdn/],
  ]
  test.each(cases)('%s is refused by every command, and nothing is written', async (_title, text, message) => {
    const own = project({ 'bad/recording.sdn': text, 'ok/recording.sdn': good })
    for (const args of [
      ['diff', 'bad'],
      ['diff', 'base', 'bad'],
      ['check', 'bad'],
      ['check', '--baseline', 'bad'],
      ['report', 'bad', '--output', 'out/report.html'],
      ['export', 'speedscope', 'bad', '--output', 'out/x.json'],
      ['merge', 'ok', 'bad', '--out-dir', 'out'],
    ]) {
      const { status, stdout, stderr } = await runCli(args, own.root)
      expect(`${args.join(' ')}: ${status}`).toBe(`${args.join(' ')}: 2`)
      expect(stdout).toBe('')
      expect(stderr).toMatch(message)
      expect(stderr).not.toContain('a defect')
    }
    expect(own.has('out')).toBe(false)
  })

  test('what is read is never written over', async () => {
    const own = project({ 'layout.sdn': 'layout:\n    page_size: 4096\n', 'sdn/s.sdn': 'a: 1\n' })
    const head = '.vitest/layout/recording.sdn'
    const outputs: readonly (readonly [args: readonly string[], file: string])[] = [
      [['report', '--output'], head],
      [['report', '--output'], 'layout.sdn'],
      [['report', '--base', 'base', '--output'], 'base/recording.sdn'],
      [['report', '--config', 'base/../layout.sdn', '--output'], './layout.sdn'],
      [['check', '--output'], head],
      [['check', '--output'], '.vitest/layout/layout.sdn'],
      [['check', '--baseline', 'base', '--output'], 'base/recording.sdn'],
      [['diff', 'base', '--output'], 'base/recording.sdn'],
      [['diff', 'base', '--output'], head],
      [['export', 'speedscope', 'base', '--output'], 'base/recording.sdn'],
      [['merge', 'base', head, '--out-dir'], 'base'],
      [['sdn', 'to-json', 'sdn/s.sdn', '-o'], 'sdn/s.sdn'],
    ]
    own.write('.vitest/layout/layout.sdn', 'layout:\n    page_size: 4096\n')
    const before = contents(own)
    for (const [args, file] of outputs) {
      const { status, stdout, stderr } = await runCli([...args, file], own.root)
      expect(`${args.join(' ')} ${file}: ${status}`).toBe(`${args.join(' ')} ${file}: 2`)
      expect(stdout).toBe('')
      expect(stderr).toMatch(/which is never overwritten/)
    }
    expect(contents(own)).toEqual(before)
  })

  test('a summary of the job that cannot be written changes no answer', async () => {
    const own = project()
    const args = ['check', '--max-startup-pages', '0']
    const plain = await runCli(args, own.root)
    const { status, stdout, stderr } = await runCli(args, own.root, { GITHUB_STEP_SUMMARY: '/missing/summary.md' })
    expect([status, stdout]).toEqual([1, plain.stdout])
    expect(stderr).toMatch(/^warning: the summary of the job was not written: ENOENT.*GITHUB_STEP_SUMMARY\.\n$/)
  })

  test('an output below a file is told as one that cannot be written', async () => {
    const own = project()
    const { status, stderr } = await runCli(['export', 'speedscope', '--output', 'base/recording.sdn/x'], own.root)
    expect([status, stderr]).toEqual([2, expect.stringMatching(/x: cannot write this file/)])
    expect(stderr).not.toContain('a defect')
  })

  test('a base of another repository, other page sizes, missing files, wrong options', async () => {
    const own = project({
      'other/recording.sdn': recordingText([{ name: 'lib/x.ts:g', bodyHash: 'z' }]),
      'wide/recording.sdn': recordingText(),
      'wide/layout.sdn':
        'layout:\n    page_size: 16384\n    recorded |function, phase, size, call_count|\n        "src/main.ts:<module>", startup, 300, 1\n        "src/main.ts:main", startup, 900, 1\n',
    })
    const expectations: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [['diff', 'other'], /no function in common/],
      [['diff', 'wide'], /pages of 16384 bytes/],
      [['diff', 'nowhere'], /nowhere: no such file or folder.*--reporter=layout/],
      [['diff'], /expected BASE/],
      [['diff', 'base', '--format', 'xml'], /unknown format "xml"/],
      [['diff', 'base', '--times', '3'], /--times needs --base/],
      [['diff', 'base', '--base-bundle', 'x.js'], /go together/],
      [['diff', '--base', '--output=/tmp/x'], /'--base'/],
      [['check', '--max-growth', '1'], /needs --base or --baseline/],
      [['check', '--max-startup-pages', 'eight'], /expected a whole number/],
      [['check', '--fail-on-danger'], /--fail-on-danger needs --danger/],
      [['report', '--output', '-', '--open'], /--open needs a file/],
      [['import', 'a.cpuprofile', 'b.cpuprofile'], /expected one path, found 2\. `merge` joins what was imported/],
      [['import', 'nope'], /nope: cannot read this file: ENOENT.* Check its name/],
      [['check', '--config', 'nope'], /nope: cannot read this configuration: ENOENT.* Name a layout\.sdn/],
      [['check', '--acknowledge', 'name'], /NAME=WHY/],
      [['export', 'svg'], /expected a format \(speedscope, cpuprofile, pprof, trace\)/],
      [['export', 'constructor'], /expected a format/],
      [['import', 'base'], /coverage-\*\.json/],
      [['merge'], /at least one recording/],
    ]
    for (const [args, message] of expectations) {
      const { status, stderr } = await runCli(args, own.root)
      expect(stderr).toMatch(message)
      expect(status).toBe(2)
    }
  })

  test('a commit that does not exist, or cannot be recorded', async () => {
    const own = project()
    const git = (...args: readonly string[]): unknown =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
        cwd: own.root,
        stdio: 'pipe',
      })
    git('init', '--quiet', '--initial-branch=main')
    git('commit', '--quiet', '--allow-empty', '--message', 'empty')
    const unknown = await runCli(['diff', '--base', '--upload-pack=x'], own.root)
    expect(unknown).toMatchObject({ status: 2 })
    const missing = await runCli(['diff', '--base', 'origin/main'], own.root)
    expect(missing.stderr).toContain('git knows no commit "origin/main". Fetch it first')
    const silent = await runCli(['check', '--base', 'main', '--record', 'echo recorded nothing'], own.root)
    expect(silent.status).toBe(2)
    expect(silent.stderr).toContain('recorded nothing')
    expect(silent.stderr).toContain('left no .vitest/layout/recording.sdn')
    expect(String(git('worktree', 'list')).trim().split('\n')).toHaveLength(1)
  })
})

describe('settings of vitest.config.ts', () => {
  test('reach the check by what the reporter wrote, unless there is a layout.sdn', async () => {
    const rows =
      '        "src/main.ts:<module>", startup, 300, 1\n        "src/main.ts:main", startup, 900, 1\n        "src/late.ts:f", cold, 5000, 1\n'
    const own = project({
      '.vitest/layout/layout.sdn': `layout:\n    page_size: 256\n    budgets:\n        startup: 4\n    recorded |function, phase, size, call_count|\n${rows}`,
    })
    expect((await runCli(['check'], own.root)).stdout).toContain('Start-up takes 6 pages, its budget is 4.')
    own.write('layout.sdn', 'layout:\n    page_size: 4096\n')
    expect((await runCli(['check'], own.root)).status).toBe(0)
  })
})

describe('layout.sdn alone', () => {
  test('two artefacts can be compared without recordings', async () => {
    const own = project({ 'vitest.config.ts': '' })
    await runCli(['merge', 'base', '--out-dir', 'a'], own.root)
    await runCli(['merge', '.vitest/layout', '--out-dir', 'b'], own.root)
    const { status, stdout } = await runCli(['diff', 'a/layout.sdn', 'b/layout.sdn'], own.root)
    expect(status).toBe(0)
    expect(stdout).toContain('src/late.ts:f')
    const empty = await runCli(
      ['diff', 'layout.sdn', 'b'],
      new TestProject({ 'layout.sdn': 'layout:\n    page_size: 4096\n', 'b/recording.sdn': recordingText() }).root,
    )
    expect(empty.stderr).toContain('this layout has no recorded functions')
  })
})

describe('merge', () => {
  test("nor import writes over somebody's own layout.sdn", async () => {
    const wishes = '# ours\nlayout:\n    budgets:\n        startup: 6\n'
    const accepted = new LayoutConfig({ recorded: [] }).toSdn()
    const own = project({ 'layout.sdn': wishes, 'kept/layout.sdn': wishes, 'a.cpuprofile': '{}' })
    for (const command of ['merge', 'import']) {
      for (const [folder, text, message] of [
        ['.', wishes, 'never overwritten'],
        // Rows alone, as `accept` leaves them, look like what a program wrote.
        ['.', accepted, 'never overwritten'],
        ['kept', wishes, 'was not written by the reporter'],
      ] as const) {
        own.write('layout.sdn', text)
        const before = contents(own)
        const from = command === 'merge' ? 'base' : 'a.cpuprofile'
        const { status, stderr } = await runCli([command, from, '--out-dir', folder], own.root)
        expect([command, folder, status, stderr]).toEqual([command, folder, 2, expect.stringContaining(message)])
        expect(contents(own)).toEqual(before)
      }
    }
  })

  test('the order of recordings does not matter, and one alone stays what it is', async () => {
    const own = project()
    const merge = async (folder: string, ...from: readonly string[]): Promise<string> => {
      expect(await runCli(['merge', ...from, '--out-dir', folder], own.root)).toMatchObject({ status: 0, stderr: '' })
      return own.read(`${folder}/layout.sdn`)
    }
    expect(await merge('ab', 'base', '.vitest/layout')).toBe(await merge('ba', '.vitest/layout', 'base'))
    expect(
      readRecording(own.read('ab/recording.sdn'))
        .functions.map(({ name }) => name)
        .sort(),
    ).toEqual(['src/late.ts:f', 'src/main.ts:<module>', 'src/main.ts:main'])
    await merge('one', 'base')
    expect(own.read('one/recording.sdn')).toBe(own.read('base/recording.sdn'))
  })
})

describe('output', () => {
  test('json holds the whole difference; markdown goes to a file; sizes of bundles are added', async () => {
    const own = project({ 'old.js': 'a()\n', 'new/x.js': 'a();b()\n', 'new/deep/y.mjs': 'c()\n' })
    const bundles = ['--base-bundle', 'old.js', '--head-bundle', 'new']
    const json = await runCli(['diff', 'base', '--format', 'json', ...bundles], own.root)
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, bundle: { base: { raw: 4 }, head: { raw: 12 } } })
    const file = await runCli(['diff', 'base', '--format', 'markdown', '--output', 'out/diff.md', ...bundles], own.root)
    expect(file).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(own.read('out/diff.md')).toContain('| gzip |')
    const check = await runCli(['check', '--format', 'json'], own.root)
    expect(JSON.parse(check.stdout)).toMatchObject({ version: 1, status: 0, findings: [] })
  })

  test('exports are written and named; the report is one file', async () => {
    const own = project()
    for (const [format, file] of [
      ['speedscope', 'recording.speedscope.json'],
      ['cpuprofile', 'recording.cpuprofile'],
      ['pprof', 'recording.pb.gz'],
      ['trace', 'recording.trace.json'],
    ] as const) {
      expect(await runCli(['export', format], own.root)).toEqual({ status: 0, stdout: `${file}\n`, stderr: '' })
      expect(own.has(file)).toBe(true)
    }
    const streamed = await runCli(['export', 'speedscope', '--output', '-'], own.root)
    expect(streamed.stdout).toBe(own.read('recording.speedscope.json'))
    const report = await runCli(['report', '--base', 'base'], own.root)
    expect(report).toEqual({ status: 0, stdout: '.vitest/layout/report.html\n', stderr: '' })
    const page = own.read('.vitest/layout/report.html')
    expect(page).toContain('Content-Security-Policy')
    const streamedPage = await runCli(['report', '--base', 'base', '--output', '-'], own.root)
    expect(streamedPage).toEqual({ status: 0, stdout: page, stderr: '' })
    const check = await runCli(['check', '--format', 'json'], own.root)
    expect(await runCli(['check', '--format', 'json', '--output', '-'], own.root)).toEqual(check)
    expect(own.has('-')).toBe(false)
  })

  test.each(['report', 'export', 'import'])('%s says what its exit status means', async (name) => {
    const { stdout } = await runCli([name, '--help'], '.')
    expect(stdout).toMatch(/^Exit status: 0, or 2 when /m)
  })

  test('V8 coverage becomes a recording with the names that our own have', async () => {
    const own = new TestProject({
      'src/app.mjs':
        'class App {\n  static create() { return new App() }\n  run() { return [1].map((x) => x) }\n}\nApp.create().run()\nfunction never() {}\n',
    })
    const env = { PATH: process.env['PATH'], NODE_V8_COVERAGE: own.path('coverage') }
    execFileSync(process.execPath, ['src/app.mjs'], { cwd: own.root, env })
    const { status, stdout, stderr } = await runCli(['import', 'coverage'], own.root)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('note: imported from V8 coverage')
    const { functions } = readRecording(readFileSync(own.path('.vitest/layout/recording.sdn'), 'utf8'))
    expect(Object.fromEntries(functions.map(({ name, callCount }) => [name, callCount]))).toEqual({
      'src/app.mjs:<module>': 1,
      'src/app.mjs:App.static create': 1,
      'src/app.mjs:App.run': 1,
      'src/app.mjs:App.run.<anonymous#1>': 1,
      'src/app.mjs:never': 0,
    })
    expect((await runCli(['check'], own.root)).status).toBe(2)
  })
})

test('no format lets a name steer the terminal', async () => {
  const name = 'src/x.ts:\u001b]0;title\u0007\u009b31m\u202e'
  const own = project({ '.vitest/layout/recording.sdn': recordingText([...HOME, { name, size: 9000, bodyHash: 'c' }]) })
  for (const format of ['text', 'markdown', 'json', 'github']) {
    const { status, stdout } = await runCli(['diff', 'base', '--format', format], own.root)
    expect(status).toBe(0)
    expect(Array.from(stdout).filter((c) => c !== '\n' && visible(c) !== c)).toEqual([])
  }
  const { stdout } = await runCli(['diff', 'base', '--format', 'json'], own.root)
  expect((JSON.parse(stdout) as Difference).added.map((added) => added.name)).toEqual([name])
})

describe('a base recorded from git', () => {
  test('in a folder of a repository: its own files and configuration count; times have a spread', async () => {
    const times = (us: number): string =>
      writeRecording({
        ...sketchRecording(
          [
            { ...HOME[0]!, selfUs: us, startup: true },
            { ...HOME[1]!, selfUs: us, startup: true },
          ],
          LOADING,
        ),
      })
    const own = new TestProject({
      '.gitignore': '.vitest\nnode_modules\n',
      'package-lock.json': '1',
      'node_modules/installed.txt': '',
      // Stands for a test run: what is checked in, and proof that packages are there.
      'packages/app/record.mjs': `import { cpSync, existsSync } from 'node:fs'
if (!existsSync('../../node_modules/installed.txt')) process.exit(1)
cpSync('recorded.sdn', '.vitest/layout/recording.sdn', { recursive: true })
`,
      'packages/app/recorded.sdn': times(1000),
      'packages/app/layout.sdn': 'layout:\n    page_size: 1024\n',
    })
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
        cwd: own.root,
        encoding: 'utf8',
      })
    git('init', '--quiet', '--initial-branch=main')
    git('add', '--all')
    git('commit', '--quiet', '--message', 'base')
    own.write('packages/app/recorded.sdn', times(3000))
    own.write('package-lock.json', '2')
    own.write('packages/app/.vitest/layout/recording.sdn', times(3000))
    const args = ['diff', '--base', 'main', '--record', `"${process.execPath}" record.mjs`]
    const timed = await runCli([...args, '--times', '3', '--all'], own.path('packages/app'))
    expect(timed.stderr).toBe(
      'recording main in a git worktree\nnote: package-lock.json of the base differs; it is recorded with the packages installed here.\n',
    )
    expect(timed.status).toBe(0)
    expect(timed.stdout).toMatch(/start-up functions, own time +2\.00 ms +6\.00 ms +3 \/ 3/)
    // Another configuration in the base is the base's.
    own.write('packages/app/layout.sdn', 'layout:\n    page_size: 2048\n')
    const other = await runCli(args, own.path('packages/app'))
    expect(other.stderr).toMatch(/main \(\w{10}\) has pages of 1024 bytes, this recording of 2048/)
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  })
})
