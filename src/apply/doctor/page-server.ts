import { readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Sent as they are: compressed already. */
const PACKED = new Set(['.png', '.jpg', '.webp', '.woff2'])

/** Serves a folder on this machine, one file of it replaced by another: each build has a server of its own. */
export class PageServer {
  /** How often the replaced file was asked for. */
  served = 0
  private readonly folder: string
  private readonly replaced: string
  /** What is served instead of a file, by path. */
  private readonly files: ReadonlyMap<string, string>
  private readonly bodies: Map<string, Buffer> = new Map()
  private readonly server: Server

  /**
   * @param folder and the two files as absolute paths; for the build as it is, both files are the same
   * @param beside more files of the replacement: they are served from the folder of the file that it replaces
   */
  constructor(folder: string, replaced: string, replacement: string, beside: readonly string[] = []) {
    this.folder = folder
    this.replaced = replaced
    this.files = new Map([
      [replaced, replacement],
      ...beside.map((file): [string, string] => [join(dirname(replaced), basename(file)), file]),
    ])
    this.server = createServer((request, response) => {
      const path = this.fileOf(request.url ?? '/')
      const body = path === undefined ? undefined : this.bodyOf(path)
      if (path === undefined || body === undefined) {
        response.writeHead(404).end()
        return
      }
      if (path === this.replaced) this.served++
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'cache-control': 'no-store',
        ...(PACKED.has(extname(path)) ? {} : { 'content-encoding': 'gzip' }),
      })
      response.end(body)
    })
  }

  /** @returns the origin, such as `http://127.0.0.1:1234` */
  async listen(): Promise<string> {
    await new Promise<void>((done, fail) => {
      this.server.once('error', fail)
      this.server.listen(0, '127.0.0.1', done)
    })
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  /** The file of an address, unless it leads out of the folder. */
  private fileOf(url: string): string | undefined {
    try {
      const path = join(this.folder, decodeURIComponent(new URL(url, 'http://localhost').pathname))
      const inside = relative(this.folder, path)
      if (inside.startsWith(`..${sep}`) || inside === '..') return undefined
      return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? join(path, 'index.html') : path
    } catch {
      return undefined
    }
  }

  /** Compressed once, as a server with a cache of its own would. */
  private bodyOf(path: string): Buffer | undefined {
    const known = this.bodies.get(path)
    if (known !== undefined) return known
    try {
      const bytes = readFileSync(this.files.get(path) ?? path)
      const body = PACKED.has(extname(path)) ? bytes : gzipSync(bytes)
      this.bodies.set(path, body)
      return body
    } catch {
      return undefined
    }
  }
}
