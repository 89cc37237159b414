import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

import { REPOSITORY, TestProject } from '../support/project.ts'

/** How the projects of these tests are recorded: without npx, which may look at the network. */
export const RECORD: string = `"${process.execPath}" node_modules/vitest/vitest.mjs run --reporter=layout`

const FILES: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.vitest\n',
  'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({ plugins: [layout({ html: true })] })
`,
  // Small pages, so that a small program has several.
  'layout.sdn': `layout:
    page_size: 256
    budgets:
        startup: 6
`,
  'src/main.ts': `import { mark } from 'vitest-layout/markers'
import { parse } from './parse.ts'
import { render, scroll } from './view.ts'

export function main(args: string[]): string {
  const options = parse(args)
  mark('startup.complete')
  const page = render(options.title)
  mark('first_frame')
  return scroll(page, 20)
}
`,
  'src/parse.ts': `export interface Options {
  title: string
}

export function parse(args: string[]): Options {
  const title = args.find((arg) => !arg.startsWith('-')) ?? 'untitled'
  return { title: trimmed(title) }
}

function trimmed(text: string): string {
  return text.trim()
}
`,
  'src/view.ts': `export function render(title: string): string {
  return '<h1>' + escaped(title) + '</h1>'
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

export function scroll(page: string, lines: number): string {
  let text = page
  for (let line = 0; line < lines; line++) text = step(text)
  return text
}

function step(text: string): string {
  return text + '.'
}
`,
  'src/help.ts': `export function usage(): string {
  const lines = ['usage: app TITLE [OPTIONS]', '', 'Shows a page with this title and scrolls through it.', '']
  lines.push(option('-q', 'say nothing at all while the page is shown'))
  lines.push(option('-v', 'say everything that happens while the page is shown'))
  lines.push(option('--help', 'print this text, which is long enough to take pages of its own'))
  return lines.join('\\n')
}

function option(name: string, text: string): string {
  return '  ' + name.padEnd(12) + wrapped(text, 60)
}

function wrapped(text: string, width: number): string {
  const words = text.split(' ')
  let line = ''
  const lines: string[] = []
  for (const word of words) {
    if (line.length + word.length + 1 > width) {
      lines.push(line)
      line = ''
    }
    line += (line === '' ? '' : ' ') + word
  }
  return [...lines, line].join('\\n' + ' '.repeat(14))
}
`,
  'test/main.test.ts': `import { expect, test } from 'vitest'
import { main } from '../src/main.ts'

test('shows a page', () => {
  expect(main(['-q', ' A & B '])).toContain('<h1>A &amp; B</h1>')
})
`,
  'test/help.test.ts': `import { expect, test } from 'vitest'
import { usage } from '../src/help.ts'

test('explains itself', () => {
  expect(usage()).toContain('usage: app')
})
`,
}

/** A git repository with a base commit (branch \`main\`) and a pull request (branch \`feature\`, checked out). */
export class PullRequest {
  readonly project: TestProject
  readonly base: string
  readonly head: string

  constructor() {
    this.project = new TestProject(FILES)
    const { root } = this.project
    mkdirSync(join(root, 'node_modules'))
    symlinkSync(join(REPOSITORY, 'node_modules/vitest'), join(root, 'node_modules/vitest'))
    symlinkSync(REPOSITORY, join(root, 'node_modules/vitest-layout'))
    this.git('init', '--quiet', '--initial-branch=main')
    this.base = this.commit('base')
    this.git('switch', '--quiet', '-c', 'feature')
    // Start-up now makes the help text, and a helper moved to a file of its own.
    const parse = this.project.read('src/parse.ts')
    const changed = parse
      .slice(0, parse.indexOf('\nfunction trimmed'))
      .replace('  title: string\n', '  title: string\n  help: string\n')
      .replace('{ title: trimmed(title) }', '{ title: trimmed(title), help: usage() }')
    this.project.write(
      'src/parse.ts',
      `import { usage } from './help.ts'\nimport { trimmed } from './text.ts'\n\n${changed}`,
    )
    this.project.write('src/text.ts', `export function trimmed(text: string): string {\n  return text.trim()\n}\n`)
    this.head = this.commit('Show the help text when asked')
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.project.root, encoding: 'utf8', env: GIT_ENVIRONMENT }).trim()
  }

  commit(message: string): string {
    this.git('add', '--all')
    this.git('commit', '--quiet', '--message', message)
    return this.git('rev-parse', 'HEAD')
  }
}

export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
}
