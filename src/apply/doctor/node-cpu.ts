import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { LayoutError } from '../../errors.ts'

/** Runs before the program and tells at its end what the whole process has used, on a descriptor of its own. */
const USAGE = `const { writeSync } = require('node:fs')
process.on('exit', () => { const { user, system } = process.cpuUsage(); try { writeSync(3, String(user + system)) } catch {} })
`

/** How often a program runs before it is measured: to fill the compile cache, and to see that it is read. */
const WARM_UPS = 2

export interface NodeRunOptions {
  /** The Node to run. Default: this one. */
  readonly node?: string | undefined
  readonly cwd: string
}

/** Measures the CPU time of a program under Node, with the compile cache warm. */
export class NodeCpu {
  private readonly folder: string = mkdtempSync(join(tmpdir(), 'vitest-layout-doctor-'))
  private readonly node: string
  private readonly cwd: string

  constructor({ node = process.execPath, cwd }: NodeRunOptions) {
    this.node = node
    this.cwd = cwd
    writeFileSync(join(this.folder, 'usage.cjs'), USAGE)
  }

  /** Fills the caches. @returns what the program printed, and its exit status */
  warmUp(file: string, args: readonly string[], cache: string): string {
    let printed = ''
    for (let time = 0; time < WARM_UPS; time++) printed = this.run(file, args, cache).printed
    return printed
  }

  /** @returns milliseconds of CPU, user and system, of the whole process */
  measure(file: string, args: readonly string[], cache: string): number {
    return this.run(file, args, cache).cpu
  }

  /** Removes the caches. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private run(file: string, args: readonly string[], cache: string): { cpu: number; printed: string } {
    const child = spawnSync(this.node, ['--require', join(this.folder, 'usage.cjs'), file, ...args], {
      cwd: this.cwd,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(this.folder, cache), NO_COLOR: '1' },
    })
    const [stdout, stderr, usage] = child.output?.slice(1).map((part) => part?.toString() ?? '') ?? []
    if (child.error !== undefined || child.signal !== null || usage === undefined || usage === '') {
      throw new LayoutError('DOCTOR_RUN', `the program did not run to its end: ${child.error?.message ?? stderr}.`, {
        file,
        hint: 'It must end by itself with the arguments of --run.',
        cause: child.error,
      })
    }
    return { cpu: Number(usage) / 1000, printed: `${child.status}\n${stdout}\n${stderr}` }
  }
}
