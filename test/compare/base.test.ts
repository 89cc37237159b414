import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

import { expect, test } from 'vitest'

import { recordBase } from '../../src/compare/index.ts'
import { readRecordingFile } from '../../src/record/session/index.ts'
import { runCli } from '../cli/run-cli.ts'
import { REPOSITORY, TestProject } from '../support/project.ts'
import { GIT_ENVIRONMENT, RECORD } from './pull-request.ts'

const CONFIG = `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({ plugins: [layout()] })
`

/** A repository of a test's own. */
class Repository extends TestProject {
  git(folder: string, ...args: readonly string[]): string {
    // Submodules of these tests are folders beside the repository.
    const options = ['-c', 'protocol.file.allow=always']
    return execFileSync('git', [...options, ...args], {
      cwd: this.path(folder),
      encoding: 'utf8',
      env: GIT_ENVIRONMENT,
    }).trim()
  }

  commit(folder = '.'): string {
    if (!existsSync(this.path(folder, '.git'))) this.git(folder, 'init', '--quiet', '--initial-branch=main')
    this.git(folder, 'add', '--all')
    this.git(folder, 'commit', '--quiet', '--message', 'change')
    return this.git(folder, 'rev-parse', 'HEAD')
  }

  /** `node_modules` with what the tests need, and links to folders of the repository. */
  install(folder: string, own: Readonly<Record<string, string>> = {}): void {
    const packages = this.path(folder, 'node_modules')
    mkdirSync(packages, { recursive: true })
    symlinkSync(join(REPOSITORY, 'node_modules/vitest'), join(packages, 'vitest'))
    symlinkSync(REPOSITORY, join(packages, 'vitest-layout'))
    for (const [name, target] of Object.entries(own)) {
      mkdirSync(join(packages, name, '..'), { recursive: true })
      symlinkSync(target, join(packages, name))
    }
  }

  /** The names of the functions of a commit, what was told, and what stands in its folder before that goes. */
  record<T>(folder: string, look: (root: string) => T): { names: string[]; notes: string; seen: T } {
    let log = ''
    const base = recordBase({
      cwd: this.path(folder),
      ref: 'main',
      command: RECORD,
      env: process.env,
      log: (text) => (log += text),
    })
    try {
      const { functions } = readRecordingFile(join(base.folder, '.vitest/layout/recording.sdn'))
      const notes = log.split('\n').filter((line) => line.startsWith('note: '))
      return { names: functions.map(({ name }) => name).sort(), notes: notes.join('\n'), seen: look(base.folder) }
    } finally {
      base.dispose()
    }
  }
}

test('packages of the workspace are those of the base, with what they have installed', { timeout: 60_000 }, () => {
  const own = new Repository({
    '.gitignore': 'node_modules\n.vitest\ndist\n',
    'packages/app/package.json': '{ "type": "module" }',
    'packages/app/vitest.config.ts': CONFIG,
    'packages/app/test/a.test.ts': `import { before } from '@w/lib'
import { built } from '@w/built'
import { test } from 'vitest'

test('a', () => void (before(), built()))
`,
    'packages/lib/package.json':
      '{ "name": "@w/lib", "type": "module", "exports": { "import": "./index.js", "types": "./types.d.ts" } }',
    'packages/lib/index.js': `export { leaf as before } from 'leaf'\n`,
    'packages/leaf/package.json': '{ "name": "leaf", "type": "module", "main": "leaf.js" }',
    'packages/leaf/leaf.js': 'export function leaf() {\n  return "base"\n}\n',
    'packages/built/package.json': '{ "name": "@w/built", "type": "module", "main": "dist/index.js" }',
    'packages/built/src/index.ts': 'export function built(): void {}\n',
  })
  own.install('packages/app', { '@w/built': '../../../built', '@w/new': '../../../new' })
  own.install('.', { '@w/lib': '../../packages/lib', installed: '../node_modules/vitest' })
  // Only this package has it: as pnpm leaves them.
  own.install('packages/lib', { leaf: '../../leaf' })
  own.write('node_modules/.vite/results.json', '{}')
  own.write('packages/built/dist/index.js', 'export function built() {}\n')
  own.commit()
  own.write('packages/leaf/leaf.js', 'export function head() {\n  return "head"\n}\nexport const leaf = head\n')
  own.write('packages/new/package.json', '{ "name": "@w/new" }')

  const { names, notes, seen } = own.record('packages/app', (root) => [
    readlinkSync(join(root, '../../node_modules/installed')),
    existsSync(join(root, 'node_modules/@w/new')),
    existsSync(join(root, '../../node_modules/.vite/results.json')),
  ])
  expect(names.filter((name) => name.includes('leaf'))).toEqual(['../leaf/leaf.js:<module>', '../leaf/leaf.js:leaf'])
  expect(notes).toBe(
    "note: the base has no packages/built/dist/index.js: git does not hold it. Build it there first, with --record 'BUILD && npx vitest run --reporter=layout'.",
  )
  expect(seen).toEqual([own.path('node_modules/installed'), false, false])
})

test('packages above the repository are found', { timeout: 60_000 }, () => {
  const own = new Repository({
    'app/.gitignore': '.vitest\n',
    'app/package.json': '{ "type": "module" }',
    'app/vitest.config.ts': CONFIG,
    'app/src/a.ts': 'export function a(): void {}\n',
    'app/a.test.ts': `import { test } from 'vitest'\nimport { a } from './src/a.ts'\n\ntest('a', () => a())\n`,
  })
  own.install('.')
  own.commit('app')
  const command = RECORD.replace('node_modules', '../node_modules')
  const base = recordBase({ cwd: own.path('app'), ref: 'main', command, env: process.env, log: () => undefined })
  expect(existsSync(join(base.folder, '.vitest/layout/recording.sdn'))).toBe(true)
  base.dispose()
})

test('submodules, and theirs, are those of the base', { timeout: 60_000 }, async () => {
  const own = new Repository({
    'inner/inner.ts': 'export function inner(): void {}\n',
    'sub/sub.ts': `import { inner } from './deep/inner.ts'\n\nexport function sub(): void {\n  inner()\n}\n`,
    'unused/file.txt': '',
    'app/.gitignore': 'node_modules\n.vitest\n',
    'app/vitest.config.ts': CONFIG,
    'app/src/a.ts': `import { sub } from '../lib/sub.ts'\n\nexport function a(): void {\n  sub()\n}\n`,
    'app/a.test.ts': `import { test } from 'vitest'\nimport { a } from './src/a.ts'\n\ntest('a', () => a())\n`,
  })
  const addSubmodule = (folder: string, source: string, name: string): string =>
    own.git(folder, 'submodule', '--quiet', 'add', own.path(source), name)
  own.commit('inner')
  own.commit('unused')
  own.commit('sub')
  addSubmodule('sub', 'inner', 'deep')
  own.commit('sub')
  own.commit('app')
  addSubmodule('app', 'sub', 'lib')
  addSubmodule('app', 'unused', 'unused')
  own.git('app', 'submodule', '--quiet', 'update', '--init', '--recursive')
  own.git('app', 'submodule', '--quiet', 'deinit', '--force', 'unused')
  own.commit('app')
  own.install('app')
  // Somebody is at work in it, on another commit.
  own.write('app/lib/sub.ts', 'export function changed(): void {}\nexport const sub = changed\n')
  own.commit('app/lib')
  const before = own.git('app', 'status', '--porcelain')

  // A hook of git's names the repository it runs for.
  process.env['GIT_INDEX_FILE'] = '.git/index'
  try {
    const { names, notes } = own.record('app', () => undefined)
    expect(names.filter((name) => !name.endsWith('<module>'))).toEqual([
      'lib/deep/inner.ts:inner',
      'lib/sub.ts:sub',
      'src/a.ts:a',
    ])
    expect(notes).toBe('')
  } finally {
    delete process.env['GIT_INDEX_FILE']
  }
  expect(own.git('app', 'status', '--porcelain')).toBe(before)
  for (const folder of ['app', 'app/lib', 'app/lib/deep']) {
    expect(own.git(folder, 'worktree', 'list').split('\n')).toHaveLength(1)
  }

  // Gone from the working copy: it is told, and growth over a base that lacks it decides nothing.
  own.git('app', 'rm', '--quiet', '--force', 'lib')
  own.write('app/lib/sub.ts', 'export function sub(): void {}\n')
  own.write('app/layout.sdn', 'layout:\n    overrides |function, phase|\n        "lib/sub.ts:sub", startup\n')
  await own.run(process.execPath, [
    join(REPOSITORY, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--root',
    'app',
    '--reporter=layout',
  ])
  const check = await runCli(['check', '--base', 'main', '--record', RECORD, '--max-growth', '0'], own.path('app'))
  expect(check.stderr).toMatch(/^note: the base is recorded without the submodule lib \([\da-f]{10}\): /m)
  expect(check.stdout).toMatch(/warning.*Start-up grew by 1 page .*the base lacks something, so this is not certain/)
  expect(check.status).toBe(2)
  const long = `"${process.execPath}" -p "'x'.repeat(9000)"`
  const failed = await runCli(['check', '--base', 'main', '--record', long], own.path('app'))
  expect([failed.status, failed.stderr]).toEqual([2, expect.stringContaining('without the submodule lib')])
})

test('a commit that a submodule does not have here is fetched', { timeout: 60_000 }, () => {
  const own = new Repository({
    'sub/sub.ts': 'export function before(): void {}\nexport const sub = before\n',
    'app/.gitignore': 'node_modules\n.vitest\n',
    'app/vitest.config.ts': CONFIG,
    'app/a.test.ts': `import { test } from 'vitest'\nimport { sub } from './lib/sub.ts'\n\ntest('a', () => sub())\n`,
  })
  own.commit('sub')
  own.commit('app')
  own.git('app', 'submodule', '--quiet', 'add', own.path('sub'), 'lib')
  own.commit('app')
  own.install('app')
  own.write('sub/sub.ts', 'export function after(): void {}\nexport const sub = after\n')
  own.commit('sub')
  // As a CI checks it out: the newest commit alone.
  rmSync(own.path('app/lib'), { recursive: true })
  own.git('app', 'clone', '--quiet', '--depth=1', pathToFileURL(own.path('sub')).href, 'lib')

  const { names, notes } = own.record('app', () => undefined)
  expect([names, notes]).toEqual([['lib/sub.ts:<module>', 'lib/sub.ts:before'], ''])
  expect(own.git('app/lib', 'rev-list', '--count', 'HEAD')).toBe('1')
})
