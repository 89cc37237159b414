import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const REPOSITORY: string = fileURLToPath(new URL('../..', import.meta.url))
/** Where packages come from: the repository, or what `npm run test:matrix` installed: other versions. */
const PACKAGES = process.env['LAYOUT_MATRIX_ROOT'] ?? REPOSITORY
const NODE = process.env['LAYOUT_MATRIX_NODE'] ?? process.execPath
const VITEST = join(PACKAGES, 'node_modules/vitest/vitest.mjs')
// Beside the packages, so that projects resolve `vitest` and `vitest-layout` as users' do.
const TEMPORARY = join(PACKAGES, 'test/.tmp')

export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A project of a test's own in a folder that goes when the test ends (unless KEEP_TMP is set). */
export class TestProject {
  readonly root: string

  /** @param from a folder to copy, or the files themselves: path and content. */
  constructor(from: string | Readonly<Record<string, string>>) {
    mkdirSync(TEMPORARY, { recursive: true })
    this.root = mkdtempSync(join(TEMPORARY, 'p-'))
    if (typeof from === 'string') cpSync(from, this.root, { recursive: true })
    else for (const [path, content] of Object.entries(from)) this.write(path, content)
    if (process.env['KEEP_TMP'] === undefined) onTestFinished(() => rmSync(this.root, { recursive: true, force: true }))
  }

  path(...parts: readonly string[]): string {
    return resolve(this.root, ...parts)
  }

  has(path: string): boolean {
    return existsSync(this.path(path))
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8')
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    writeFileSync(this.path(path), content)
  }

  remove(path: string): void {
    rmSync(this.path(path))
  }

  /** Runs the real Vitest in the project, without colours; never throws on a failed run. */
  vitest(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.vitestCommand(['run', ...args], env)
  }

  /** Another command of Vitest's: `bench --run`. */
  vitestCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.run(NODE, [VITEST, ...args], env)
  }

  /** `vitest run` with arguments for Node itself. */
  vitestUnder(
    nodeArgs: readonly string[],
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    return this.run(NODE, [...nodeArgs, VITEST, 'run', ...args], env)
  }

  /** Starts Vitest and leaves it running. */
  start(args: readonly string[]): Running {
    // Watching is for people: a CI's environment would end it.
    return new Running(spawn(NODE, [VITEST, ...args], { cwd: this.root, env: cleanEnvironment({ CI: '' }) }))
  }

  run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return new Promise((done, failed) => {
      const child = spawn(command, args, {
        cwd: this.root,
        env: cleanEnvironment(env),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let stdout = ''
      let stderr = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.on('error', failed)
      child.on('close', (status) => done({ status, stdout, stderr }))
    })
  }
}

/** A program that goes on, and what it printed since it was last waited for. */
export class Running {
  readonly #child: ChildProcessWithoutNullStreams
  #output = ''
  #wake: () => void = () => {}

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.#wake()
      })
    }
    child.on('close', () => this.#wake())
  }

  /** Waits until it has printed this since the last time; the test's own time-out ends the waiting. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#output)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended with ${this.#child.exitCode}:\n${this.#output}`)
      await new Promise<void>((done) => (this.#wake = done))
    }
    const output = this.#output
    this.#output = ''
    return output
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'close')
  }
}

/** A Vitest inside a Vitest must not take itself for a worker of the outer one. */
function cleanEnvironment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(VITEST|TEST|NODE_ENV|VITE_|DEV|PROD|MODE|SSR|FORCE_COLOR|GITHUB_)/.test(key),
  )
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', CI: '1', ...env }
}
