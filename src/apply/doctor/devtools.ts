import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

import { LayoutError } from '../../errors.ts'

/** How long the browser may take to end by itself before it is killed, in milliseconds. */
const END_MS = 3000

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * A Chromium of its own, spoken to by the DevTools protocol over two pipes (`--remote-debugging-pipe`): JSON messages,
 * each ended by a zero byte. Pipes need no port and no WebSocket, which Node 20 does not have.
 */
export class DevTools {
  /** Gets what the browser tells without being asked. */
  onEvent: ((event: { readonly method?: string; readonly params?: unknown }) => void) | undefined
  private readonly child: ChildProcess
  private readonly profile: string
  private readonly waiting: Map<number, Waiting> = new Map()
  private readonly ended: Promise<unknown>
  private next = 1
  private errors = ''

  private constructor(child: ChildProcess, profile: string) {
    this.child = child
    this.profile = profile
    this.ended = once(child, 'close').catch(() => undefined)
    let open: Buffer[] = []
    const input = child.stdio[4] as Readable
    input.on('data', (chunk: Buffer) => {
      let from = 0
      for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
        open.push(chunk.subarray(from, end))
        this.receive(Buffer.concat(open).toString('utf8'))
        open = []
        from = end + 1
      }
      open.push(chunk.subarray(from))
    })
    ;(child.stdio[3] as Writable).on('error', () => undefined)
    child.stderr?.on('data', (chunk: Buffer) => {
      this.errors = (this.errors + chunk.toString()).slice(-2000)
    })
    const fail = (error?: Error): void => {
      const reason = error?.message ?? (this.errors.trim().split('\n').at(-1) || 'it said nothing')
      for (const { reject } of this.waiting.values()) {
        reject(new LayoutError('DOCTOR_BROWSER', `the browser ended: ${reason}.`, { cause: error }))
      }
      this.waiting.clear()
    }
    child.on('error', fail)
    child.on('close', () => fail())
  }

  /**
   * Starts a headless browser with a new profile in a temporary folder.
   *
   * @param args more arguments for it
   * @throws LayoutError `DOCTOR_BROWSER` when it does not come up
   */
  static async launch(program: string, args: readonly string[] = []): Promise<DevTools> {
    const profile = mkdtempSync(join(tmpdir(), 'vitest-layout-chromium-'))
    const child = spawn(
      program,
      [
        '--headless',
        '--remote-debugging-pipe',
        `--user-data-dir=${profile}`,
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-extensions',
        '--disable-gpu',
        // Pages of the browser's own window, which load 200 modules beside each visit.
        '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
        // Chromium refuses to run as root with its sandbox.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...args,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
    )
    const browser = new DevTools(child, profile)
    try {
      await browser.send('Browser.getVersion')
      return browser
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  /** @throws LayoutError `DOCTOR_BROWSER` with the protocol's answer, or when the browser is gone */
  async send<T = unknown>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = this.next++
    const answer = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
    })
    const message = { id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }
    ;(this.child.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`)
    return (await answer) as T
  }

  /** Ends the browser and removes its profile. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_MS)
    this.send('Browser.close').catch(() => undefined)
    await this.ended
    clearTimeout(timer)
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  private receive(text: string): void {
    const message = JSON.parse(text) as Message
    const { id, result, error } = message
    if (id === undefined) this.onEvent?.(message)
    const waiting = id === undefined ? undefined : this.waiting.get(id)
    if (id === undefined || waiting === undefined) return
    this.waiting.delete(id)
    if (error === undefined) waiting.resolve(result)
    else waiting.reject(new LayoutError('DOCTOR_BROWSER', `the browser answered: ${error.message}.`))
  }
}
