const PAGE_LENGTH = 100
/** Comments beyond these are not looked at: a pull request of that length gets a second comment at worst. */
const MAX_PAGES = 30
const TIMEOUT_MS = 30_000

export interface CommentTarget {
  /** `https://api.github.com` */
  readonly api: string
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  readonly token: string
  /** First line of the comment, by which it is found. */
  readonly marker: string
}

export type CommentResult =
  | { readonly done: 'created' | 'updated' | 'unchanged' }
  /** The token may not write, as in a pull request from a fork, or the server did not answer. */
  | { readonly done: 'refused'; readonly reason: string }

interface Comment {
  readonly id: number
  readonly body: string | null
  readonly user: { readonly type: string } | null
}

/** Writes the one comment of a pull request, or replaces it. A server that refuses is a result, not an error. */
export async function writeStickyComment(target: CommentTarget, body: string): Promise<CommentResult> {
  const comments = `${target.api}/repos/${target.repository}/issues/${target.number}/comments`
  try {
    const own = await findComment(target, comments)
    if (own === undefined) {
      await request(target, 'POST', comments, { body })
      return { done: 'created' }
    }
    // GitHub may store other line ends than it was sent.
    if (own.body?.replaceAll('\r\n', '\n').trim() === body.trim()) return { done: 'unchanged' }
    await request(target, 'PATCH', `${target.api}/repos/${target.repository}/issues/comments/${own.id}`, { body })
    return { done: 'updated' }
  } catch (error) {
    return { done: 'refused', reason: error instanceof Error ? error.message : String(error) }
  }
}

async function findComment(target: CommentTarget, address: string): Promise<Comment | undefined> {
  for (let page = 1; page <= MAX_PAGES; page++) {
    const comments = (await request(target, 'GET', `${address}?per_page=${PAGE_LENGTH}&page=${page}`)) as Comment[]
    // People can write the marker too; theirs is not ours to change.
    const own = comments.find(({ body, user }) => body?.startsWith(target.marker) === true && user?.type === 'Bot')
    if (own !== undefined || comments.length < PAGE_LENGTH) return own
  }
  return undefined
}

async function request(target: CommentTarget, method: string, address: string, data?: unknown): Promise<unknown> {
  const response = await fetch(address, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${target.token}`,
      'content-type': 'application/json',
      'user-agent': 'vitest-layout',
      'x-github-api-version': '2022-11-28',
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(data !== undefined && { body: JSON.stringify(data) }),
  })
  if (!response.ok) throw new Error(`${method} ${new URL(address).pathname} answered ${response.status}`)
  return await response.json()
}
