import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder that the packages use for this platform; undefined where they have no programs for it. */
const FOLDER = (
  { 'linux-x64': 'linux64-bin', 'darwin-x64': 'osx-bin', 'darwin-arm64': 'osx-bin', 'win32-x64': 'win64-bin' } as const
)[`${process.platform}-${process.arch}` as string]

function findProgram(packageName: string, ...path: string[]): string | undefined {
  if (FOLDER === undefined) return undefined
  const root = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`))
  const file = join(root, ...path.map((part) => (part === 'BIN' ? FOLDER : part)))
  const program = process.platform === 'win32' ? `${file}.exe` : file
  if (!existsSync(program)) return undefined
  try {
    accessSync(program, constants.X_OK)
  } catch {
    // A package manager may drop the bit: these packages name no `bin`.
    chmodSync(program, 0o755)
  }
  return spawnSync(program, ['-version']).status === 0 ? program : undefined
}

/** Compiler and engine of bytecode version 89. */
export const HERMESC_89: string | undefined = findProgram('hermes-engine-cli', 'BIN', 'hermesc')
export const HERMES_89: string | undefined = findProgram('hermes-engine-cli', 'BIN', 'hermes')

/** Compilers by the bytecode version they write; no engine for 96 to 99 is in the registry. */
export const COMPILERS: readonly { version: number; program: string | undefined }[] = [
  { version: 89, program: HERMESC_89 },
  { version: 96, program: findProgram('hermes-compiler-96', 'hermesc', 'BIN', 'hermesc') },
  { version: 98, program: findProgram('hermes-compiler-98', 'hermesc', 'BIN', 'hermesc') },
  { version: 99, program: findProgram('hermes-compiler', 'hermesc', 'BIN', 'hermesc') },
]

export const NO_PROGRAMS: string = `no Hermes programs for ${process.platform}-${process.arch}`

/** Runs a program to its end; output as bytes read as Latin-1, so that any difference shows. */
export function run(program: string, args: string[], cwd: string): SpawnSyncReturns<string> {
  return spawnSync(program, args, { cwd, encoding: 'latin1', maxBuffer: 2 ** 28, timeout: 30_000 })
}

/** The same, and throws unless the program ends well. */
export function runWell(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = run(program, args, cwd)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: status ${status}\n${stderr}`, { cause: error })
  return stdout
}
