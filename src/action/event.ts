import { readFileSync } from 'node:fs'

/** The pull request a workflow runs for. */
export interface PullRequestEvent {
  readonly number: number
  readonly baseSha: string
  readonly headSha: string
}

/** Reads the event's file; `undefined` when it is not about a pull request. */
export function readPullRequest(path: string | undefined): PullRequestEvent | undefined {
  if (path === undefined) return undefined
  let event: unknown
  try {
    event = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
  const request = field(event, 'pull_request')
  const number = field(request, 'number')
  const baseSha = field(field(request, 'base'), 'sha')
  const headSha = field(field(request, 'head'), 'sha')
  return typeof number === 'number' && typeof baseSha === 'string' && typeof headSha === 'string'
    ? { number, baseSha, headSha }
    : undefined
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
