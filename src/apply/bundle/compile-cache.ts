import { spawnSync } from 'node:child_process'
import { basename, dirname, extname, relative } from 'node:path'

import { LayoutError } from '../../errors.ts'
import { urlOfName } from './url-name.ts'

export interface LauncherOptions {
  /** The program to start, an absolute path. */
  readonly program: string
  /** Where the launcher will stand, an absolute path; its extension says its format. */
  readonly launcher: string
  /**
   * Folder of the cache, relative to the launcher's. Default: Node's own, in the system's folder for temporary files.
   * In a folder of the package the cache can be filled at build, for one version of Node.
   */
  readonly cacheFolder?: string | undefined
}

/**
 * Text of a small program that turns on Node's compile cache and then starts the real one. The cache is filled by the
 * first run, or at build by {@link fillCompileCache}. Versions of Node before 22.1 have no such cache and just start
 * the program; a folder that cannot be written to does no harm.
 *
 * The program starts as Node's main one, by `Module.runMain` and under its own name: programs look at `require.main`,
 * or compare `import.meta.url` with `process.argv[1]`, to see whether they are started or imported.
 */
export function launcherText({ program, launcher, cacheFolder }: LauncherOptions): string {
  const isCommonJs = extname(launcher) === '.cjs'
  const path = (name: string): string =>
    isCommonJs
      ? `join(__dirname, ${JSON.stringify(name)})`
      : `fileURLToPath(new URL(${JSON.stringify(urlOfName(name))}, import.meta.url))`
  const head = isCommonJs
    ? `const module_ = require('node:module')\nconst { join } = require('node:path')\n`
    : `import module_ from 'node:module'\nimport { fileURLToPath } from 'node:url'\n`
  const folder = cacheFolder === undefined ? '' : path(cacheFolder)
  return (
    `#!/usr/bin/env node\n${head}module_.enableCompileCache?.(${folder})\n` +
    `process.argv[1] = ${path(specifier(launcher, program))}\nmodule_.runMain()\n`
  )
}

function specifier(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

/**
 * Runs the launcher once for each list of arguments, so that the cache is there before the first user comes.
 *
 * @throws LayoutError `CACHE_FILL` when a run cannot be started or is ended by a signal; other exit codes are its own affair.
 */
export function fillCompileCache(
  launcher: string,
  runs: readonly (readonly string[])[],
  node: string = process.execPath,
  { cwd, env }: { readonly cwd?: string | undefined; readonly env?: Readonly<Record<string, string>> } = {},
): void {
  for (const args of runs) {
    const { error, signal } = spawnSync(node, [launcher, ...args], {
      stdio: ['ignore', 'ignore', 'ignore'],
      cwd,
      env: { ...process.env, ...env },
    })
    if (error !== undefined || signal !== null) {
      throw new LayoutError('CACHE_FILL', `the run that fills the compile cache failed: ${error?.message ?? signal}.`, {
        file: launcher,
        hint: `Try \`node ${basename(launcher)} ${args.join(' ')}\` by hand.`,
        cause: error,
      })
    }
  }
}

/**
 * Configuration for a single executable (`node --experimental-sea-config`, or `--build-sea`) whose code cache holds
 * what is compiled with the file: after the layout was applied, the functions that run. The program must be one
 * CommonJS file.
 *
 * @throws LayoutError `SEA_MODULE` for an ES module.
 */
export function singleExecutableConfig(program: string, config: string): string {
  if (extname(program) === '.mjs') {
    throw new LayoutError('SEA_MODULE', 'a single executable with a code cache needs a CommonJS file.', {
      file: program,
      hint: 'Build the program in the format cjs, in one file.',
    })
  }
  const main = specifier(config, program)
  const output = `${main.replace(/\.[cm]?js$/, '')}.blob`
  return `${JSON.stringify({ main, output, disableExperimentalSEAWarning: true, useSnapshot: false, useCodeCache: true }, undefined, 2)}\n`
}
