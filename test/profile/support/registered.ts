import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { buildEntries, sourcePath } from './build-entry.ts'

/** Puts a fixture's programs into a folder, and beside them the profiler that `--import` takes. */
export async function prepareRegistered(fixture: string, folder: string): Promise<void> {
  cpSync(`test/profile/fixtures/${fixture}`, folder, { recursive: true })
  mkdirSync(join(folder, 'profiler'))
  writeFileSync(join(folder, 'profiler/package.json'), '{ "type": "module" }')
  const entries = { register: sourcePath('register.ts'), 'node/worker': sourcePath('node/worker.ts') }
  await buildEntries(entries, join(folder, 'profiler'))
}

/** Runs one of them profiled; gives what it prints. Feedback goes to `feedback.sdn` in the folder. */
export async function runRegistered(
  folder: string,
  [program, ...args]: readonly [program: string, ...args: string[]],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const profiler = pathToFileURL(join(folder, 'profiler/register.mjs')).href
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', profiler, join(folder, program), ...args],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        VITEST_LAYOUT_FEEDBACK: join(folder, 'feedback.sdn'),
        VITEST_LAYOUT_ROOT: folder,
        ...env,
      },
    },
  )
  return stdout
}
