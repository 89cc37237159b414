import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const REPOSITORY: string = fileURLToPath(new URL('../..', import.meta.url))
// Inside the repository, so that projects resolve `vitest` and `vitest-layout` as users' do.
const TEMPORARY = join(REPOSITORY, 'test/.tmp')

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

  /** Runs the real Vitest in the project, without colours; never throws on a failed run. */
  vitest(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.run(process.execPath, [join(REPOSITORY, 'node_modules/vitest/vitest.mjs'), 'run', ...args], env)
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

/** A Vitest inside a Vitest must not take itself for a worker of the outer one. */
function cleanEnvironment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(VITEST|TEST|NODE_ENV|VITE_|DEV|PROD|MODE|SSR|FORCE_COLOR|GITHUB_)/.test(key),
  )
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', CI: '1', ...env }
}
