import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import type { CommandIo } from '../cli/command.ts'
import { command as check } from '../cli/commands/check.ts'
import { COMMENT_MARKER } from '../cli/compare/options.ts'
import { COMMENT_LENGTH } from '../compare/index.ts'
import { readPullRequest, type PullRequestEvent } from './event.ts'
import { readInputs, type ActionInputs } from './inputs.ts'
import { writeStickyComment } from './sticky-comment.ts'

/**
 * The action: checks the layout, comments on the pull request, sets outputs.
 *
 * @returns the exit status: that of `check`, or 0 where the workflow asked not to fail on a limit
 * @throws LayoutError as `check` does
 */
export async function runAction(io: CommandIo): Promise<number> {
  let status = 2
  try {
    const inputs = readInputs(io.env)
    status = await checkAndComment(inputs, io)
    return status === 1 && !inputs.fail ? 0 : status
  } finally {
    // Also where it could not be told: later steps ask for it.
    setOutput(io, 'status', String(status))
  }
}

/** @returns the exit status of `check` */
async function checkAndComment(inputs: ActionInputs, io: CommandIo): Promise<number> {
  const pullRequest = readPullRequest(io.env['GITHUB_EVENT_PATH'])
  const folder = mkdtempSync(join(io.env['RUNNER_TEMP'] ?? tmpdir(), 'vitest-layout-'))
  try {
    const file = join(folder, 'comment.md')
    // A pull request is checked out as a merge that nobody can link to later.
    const env = pullRequest === undefined ? io.env : { ...io.env, GITHUB_SHA: pullRequest.headSha }
    const cwd = resolve(io.cwd, inputs.workingDirectory)
    const status = await check.run(checkArguments(inputs, pullRequest, file), { ...io, env, cwd })
    const markdown = withKey(readFileSync(file, 'utf8'), inputs.commentKey)
    await publish(markdown, inputs, pullRequest, io)
    setOutput(io, 'markdown', markdown)
    return status
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function checkArguments(inputs: ActionInputs, pullRequest: PullRequestEvent | undefined, file: string): string[] {
  const args = ['--format', 'github', '--output', file]
  const base = inputs.base ?? (inputs.baseline === undefined ? pullRequest?.baseSha : undefined)
  const add = (option: string, value: string | undefined): void => {
    if (value !== undefined) args.push(`${option}=${value}`)
  }
  add('--baseline', inputs.baseline)
  add('--base', base)
  add('--record', inputs.record)
  add('--max-startup-pages', inputs.maxStartupPages)
  // A push has no base: growth cannot be told, budgets can.
  if (inputs.baseline !== undefined || base !== undefined) add('--max-growth', inputs.maxGrowth)
  if (inputs.recording !== undefined) args.push('--', inputs.recording)
  return args
}

async function publish(
  markdown: string,
  { comment, token, commentKey }: ActionInputs,
  pullRequest: PullRequestEvent | undefined,
  io: CommandIo,
): Promise<void> {
  const repository = io.env['GITHUB_REPOSITORY']
  if (comment && pullRequest !== undefined && token !== undefined && repository !== undefined) {
    const result = await writeStickyComment(
      {
        api: io.env['GITHUB_API_URL'] ?? 'https://api.github.com',
        repository,
        number: pullRequest.number,
        token,
        marker: markerOf(commentKey),
      },
      markdown,
    )
    if (result.done !== 'refused') {
      io.stdout.write(`comment ${result.done}\n`)
      return
    }
    io.stdout.write(`no comment was written (${result.reason}); a pull request from a fork may not. It would be:\n\n`)
  }
  io.stdout.write(stopCommands(markdown))
}

function markerOf(key: string): string {
  return key === '' ? COMMENT_MARKER : `<!-- vitest-layout ${key} -->`
}

function withKey(markdown: string, key: string): string {
  return `${markerOf(key)}${markdown.slice(COMMENT_MARKER.length)}`.slice(0, COMMENT_LENGTH)
}

/** Text that may hold anything must not give the runner commands. */
function stopCommands(text: string): string {
  const word = randomUUID()
  return `::stop-commands::${word}\n${text}\n::${word}::\n`
}

function setOutput(io: CommandIo, name: string, value: string): void {
  const file = io.env['GITHUB_OUTPUT']
  if (file === undefined || file === '') return
  const end = randomUUID()
  appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`)
}
