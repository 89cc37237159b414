import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

import { rollup } from '@rollup/wasm-node'
import { rolldown, type RolldownPlugin } from 'rolldown'
import { build } from 'vite'

import { readFeedback } from '../../../src/profile/apply/read-feedback.ts'
import { layoutProfile, type ProfilePluginOptions } from '../../../src/profile/plugin.ts'

export type Tool = 'rollup' | 'rolldown' | 'vite'
export const TOOLS: readonly Tool[] = ['rollup', 'rolldown', 'vite']

/** A program of its own: its sources, bundles and feedback lie in one folder. The profiler is the built one. */
export class Program {
  readonly folder: string

  constructor(parent: string, files: Readonly<Record<string, string>>) {
    this.folder = mkdtempSync(join(parent, 'program-'))
    for (const [name, content] of Object.entries(files)) this.write(name, content)
  }

  write(name: string, content: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true })
    writeFileSync(join(this.folder, name), content)
  }

  /** What bundlers said while they made bundles. */
  readonly warnings: string[] = []

  /** Bundles an entry with probes into `out/NAME.mjs`; gives that file. Other bundles, `./NAME.mjs`, stay outside. */
  async bundle(
    tool: Tool,
    entry: string,
    options: ProfilePluginOptions = {},
    { profiler = 'outside', before = [] }: { profiler?: 'inside' | 'outside'; before?: readonly RolldownPlugin[] } = {},
  ): Promise<string> {
    // By its type it is a plugin of all three.
    const plugin = layoutProfile({ root: this.folder, ...options })
    const onLog = (_: unknown, log: { readonly message: string }): void => void this.warnings.push(log.message)
    const input = join(this.folder, entry)
    const dir = join(this.folder, 'out')
    const external = [/^node:/, /^\.\/\w+\.mjs$/, ...(profiler === 'outside' ? [/^vitest-layout/] : [])]
    const output = { dir, entryFileNames: '[name].mjs', format: 'es' } as const
    if (tool === 'rollup') {
      const bundle = await rollup({ input, external, plugins: [plugin], onLog })
      await bundle.write(output)
      await bundle.close()
    } else if (tool === 'rolldown') {
      const bundle = await rolldown({
        input,
        external,
        platform: 'node',
        plugins: [...before, plugin],
        onLog,
      })
      await bundle.write(output)
      await bundle.close()
    } else {
      await build({
        configFile: false,
        root: this.folder,
        logLevel: 'silent',
        plugins: [plugin],
        ssr: { noExternal: true },
        build: { ssr: input, outDir: dir, emptyOutDir: false, rollupOptions: { external, output } },
      })
    }
    return join(dir, entry.replace(/^.*\/|\.\w+$/g, '').concat('.mjs'))
  }

  /** Runs a file of it to its end; gives the calls of each function that feedback was written for. */
  async run(file: string, env: Record<string, string> = {}, execArgv: readonly string[] = []): Promise<Ran> {
    for (const name of this.#feedback()) rmSync(join(this.folder, name))
    const child = spawn(process.execPath, [...execArgv, file], {
      cwd: this.folder,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_V8_COVERAGE: '',
        VITEST_LAYOUT_STARTUP_WINDOW: '60000',
        VITEST_LAYOUT_FIRST_FRAME_WINDOW: '60000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, err] = [text(child.stdout), text(child.stderr)]
    const [status] = (await once(child, 'exit')) as [number | null]
    const files = this.#feedback()
    const rows = files.flatMap((name) => readFeedback(readFileSync(join(this.folder, name), 'utf8'), name).entries)
    const calls = Object.fromEntries(rows.map((row) => [row.name, row.calls]))
    return { status, out: await out, err: await err, files, calls }
  }

  #feedback(): string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith('layout-feedback.'))
  }
}

export interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
  readonly files: readonly string[]
  readonly calls: Readonly<Record<string, number | undefined>>
}
