import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { markFirstFrame } from 'vitest-layout/markers'

import type { Site } from '../site/site.ts'
import { contentType } from './content-type.ts'
import { RequestLog } from './log.ts'

export interface Running {
  readonly port: number
  readonly log: RequestLog
  readonly done: Promise<void>
  stop(): void
}

/** The main loop: answers requests until it is stopped or has answered enough. */
export async function startServer(site: Site, port: number, limit: number): Promise<Running> {
  const log = new RequestLog()
  const { promise: done, resolve } = withResolvers()
  const server: Server = createServer((request, response) => {
    const started = performance.now()
    const path = normalize(request.url ?? '/')
    const { status, body } = answer(site, path)
    response.writeHead(status, { 'content-type': contentType(path), connection: 'close' })
    response.end(body)
    log.add({ path, status, ms: performance.now() - started })
    if (log.size === 1) markFirstFrame()
    if (log.size >= limit) stop()
  })
  const stop = (): void => {
    server.close()
    resolve()
  }
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  return { port: (server.address() as AddressInfo).port, log, done, stop }
}

export function answer(site: Site, path: string): { status: number; body: string } {
  return { status: site.has(path) ? 200 : 404, body: site.page(path) }
}

export function normalize(url: string): string {
  const path = decodeURIComponent(url.split('?')[0]!)
  return path.endsWith('/') || /\.\w+$/.test(path) ? path : `${path}/`
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
