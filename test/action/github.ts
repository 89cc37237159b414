import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeComment {
  readonly id: number
  body: string
  readonly user: { readonly type: string }
}

/** The part of GitHub's API that comments need, on loopback. */
export class FakeGithub {
  readonly comments: FakeComment[] = []
  readonly calls: string[] = []
  /** Answered to every write. */
  refuse: number | undefined
  #server: Server | undefined

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        const { status, data } = this.#answer(request.method!, request.url!, body, request.headers.authorization)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
      })
    })
    await new Promise<void>((done) => {
      this.#server!.listen(0, '127.0.0.1', done)
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server?.closeAllConnections()
    this.#server?.close()
  }

  #answer(method: string, path: string, body: string, token: string | undefined): { status: number; data: unknown } {
    this.calls.push(`${method} ${path}`)
    if (token !== 'Bearer secret') return { status: 401, data: { message: 'Bad credentials' } }
    if (method !== 'GET' && this.refuse !== undefined) return { status: this.refuse, data: { message: 'refused' } }
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    if (pathname === '/repos/o/r/issues/7/comments' && method === 'GET') {
      const length = Number(searchParams.get('per_page') ?? 30)
      const from = (Number(searchParams.get('page') ?? 1) - 1) * length
      return { status: 200, data: this.comments.slice(from, from + length) }
    }
    if (pathname === '/repos/o/r/issues/7/comments' && method === 'POST') {
      const comment = { id: this.comments.length + 1, body: (JSON.parse(body) as FakeComment).body, user: { type: 'Bot' } }
      this.comments.push(comment)
      return { status: 201, data: comment }
    }
    const own = /^\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(pathname)
    const comment = this.comments.find(({ id }) => id === Number(own?.[1]))
    if (method === 'PATCH' && comment !== undefined) {
      comment.body = (JSON.parse(body) as FakeComment).body
      return { status: 200, data: comment }
    }
    return { status: 404, data: { message: 'Not Found' } }
  }
}

/** Outputs as a runner reads them from `$GITHUB_OUTPUT`. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, name, end] = /^([\w-]+)<<(.+)$/.exec(lines[at]!) ?? []
    if (name === undefined || end === undefined) continue
    const until = lines.indexOf(end, at)
    outputs[name] = lines.slice(at + 1, until).join('\n')
    at = until
  }
  return outputs
}
