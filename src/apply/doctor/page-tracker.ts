import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Exit status by which the tracker says that it could not track. */
const TRACKER_FAILED = 125

/** One run of a program that maps a file. */
export interface TrackedRun {
  /** Pages of the file in the order of their first touch, counted from 0. */
  readonly pages: readonly number[]
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Counts the 4 KB pages of a file that a program touches through its mapping: exact, by taking all access away and
 * noting each fault. The tracker is a small C program that is compiled when it is needed.
 */
export class PageTracker {
  private readonly folder: string
  private readonly program: string

  private constructor(folder: string, program: string) {
    this.folder = folder
    this.program = program
  }

  /** @returns the tracker, or why there can be none on this machine */
  static open(): PageTracker | string {
    if (process.platform !== 'linux' || process.arch !== 'x64') return 'pages can be tracked on Linux on x86-64 only'
    const folder = mkdtempSync(join(tmpdir(), 'vitest-layout-pages-'))
    const program = join(folder, 'pagetrack')
    const root = dirname(createRequire(import.meta.url).resolve('vitest-layout/package.json'))
    const source = join(root, 'src/apply/doctor/pagetrack.c')
    const { status, stderr, error } = spawnSync('cc', ['-O2', '-o', program, source], { encoding: 'utf8' })
    if (status === 0) return new PageTracker(folder, program)
    rmSync(folder, { recursive: true, force: true })
    return error === undefined
      ? `the page tracker could not be compiled: ${stderr.trim().split('\n')[0]}`
      : 'there is no C compiler (cc) for the page tracker'
  }

  /** @returns the run, or why it could not be tracked (a container may forbid it) */
  run(file: string, program: string, args: readonly string[], cwd: string): TrackedRun | string {
    const report = join(this.folder, 'pages')
    const { status, stdout, stderr, error } = spawnSync(this.program, [report, file, '--', program, ...args], {
      cwd,
      encoding: 'latin1',
      maxBuffer: 2 ** 28,
    })
    if (error !== undefined) return error.message
    if (status === TRACKER_FAILED) return stderr.trim().split('\n').at(-1) ?? 'the page tracker failed'
    const [, ...pages] = readFileSync(report, 'utf8').trim().split('\n').map(Number)
    return { pages, status, stdout, stderr }
  }

  /** Removes the compiled program. */
  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
