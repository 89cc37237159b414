import { readFileSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'

import { fileSize, measurePaired, median, NodeCpu, type FileSize, type PairedResult } from '../../apply/doctor/index.ts'
import { LayoutError } from '../../errors.ts'
import { bundleTarget } from '../apply/bundle.ts'
import type { ParseArgsOptions } from '../apply/target.ts'
import type { Command, CommandIo } from '../command.ts'

const HELP = `vitest-layout doctor FILE (--layout FILE | --coverage FOLDER) --run ARGS [--run ARGS] -o OUT [OPTIONS]

Applies a layout to a program for Node, runs the old build and the new one in turn, and keeps the new one only if it
needs less CPU. Both run with a warm compile cache and must print the same. Exit status 0: kept, 1: no gain.

  --run ARGS           arguments of one run; again for more (give runs that the recording has not seen, too)
  --pairs N            how often each run is measured (default: 15, at least 6)
  --node FILE          the Node that runs the program (default: this one)
  --cwd FOLDER         where the program runs (default: here)
  --json               the figures as JSON

All options of \`vitest-layout apply\` for JavaScript bundles are understood. Write OUT into the folder of FILE if the
program finds other files from there.

Examples:
  vitest-layout doctor dist/cli.mjs --coverage .coverage --run "check src" --run=--version -o dist/cli.layout.mjs
`

const OPTIONS = {
  layout: { type: 'string' },
  out: { type: 'string', short: 'o' },
  run: { type: 'string', multiple: true },
  pairs: { type: 'string', default: '15' },
  node: { type: 'string' },
  cwd: { type: 'string' },
  json: { type: 'boolean', default: false },
} satisfies ParseArgsOptions

export const command: Command = {
  help: HELP,
  async run(args, io) {
    const options: ParseArgsOptions = { ...bundleTarget.options, ...OPTIONS }
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [input] = positionals
    const output = values['out']
    const runs = values['run']
    const pairs = Number(values['pairs'])
    if (input === undefined || positionals.length > 1 || typeof output !== 'string' || !Array.isArray(runs)) {
      throw new LayoutError('DOCTOR_USAGE', 'expected a file, -o OUT and at least one --run ARGS.', {
        hint: '`vitest-layout doctor --help` explains.',
      })
    }
    if (!Number.isInteger(pairs) || pairs < 6) {
      throw new LayoutError('DOCTOR_USAGE', `--pairs ${String(values['pairs'])}: expected a whole number from 6 on.`)
    }
    const before = resolve(io.cwd, input)
    const after = resolve(io.cwd, output)
    if (statSync(after, { throwIfNoEntry: false }) !== undefined) {
      // A build that brings no gain is removed, so nothing that was there before may stand in its place.
      throw new LayoutError('DOCTOR_OUTPUT', 'the output exists already.', { file: output, hint: 'Name a new file.' })
    }
    const bytes = readFileSync(before)
    await bundleTarget.run({ input, bytes, output, values }, { ...io, stdout: silent() })
    const rows = measureAll(before, after, runs.map(String), pairs, values, io)
    const sizes = [fileSize(bytes), fileSize(readFileSync(after))] as const
    const kept = isGain(rows)
    if (!kept) for (const file of [after, `${after}.map`]) rmSync(file, { force: true })
    if (values['json'] === true) io.stdout.write(`${JSON.stringify({ kept, runs: rows, sizes }, undefined, 2)}\n`)
    else print(rows, sizes, kept, args, output, io)
    return kept ? 0 : 1
  },
}

interface Row extends PairedResult {
  readonly run: string
}

/** Better in some run, and worse in none. */
function isGain(rows: readonly Row[]): boolean {
  return rows.some(({ verdict }) => verdict === 'better') && rows.every(({ verdict }) => verdict !== 'worse')
}

function measureAll(
  before: string,
  after: string,
  runs: readonly string[],
  pairs: number,
  values: Readonly<Record<string, unknown>>,
  io: CommandIo,
): Row[] {
  const node = typeof values['node'] === 'string' ? resolve(io.cwd, values['node']) : undefined
  const cpu = new NodeCpu({ node, cwd: resolve(io.cwd, typeof values['cwd'] === 'string' ? values['cwd'] : '.') })
  try {
    return runs.map((run, index) => {
      const args = run.split(/\s+/).filter(Boolean)
      const files = { before, after }
      const printed = (['before', 'after'] as const).map((build) =>
        cpu.warmUp(files[build], args, `${build}-${index}`).replaceAll(files[build], 'FILE'),
      )
      if (printed[0] !== printed[1]) {
        rmSync(after, { force: true })
        throw new LayoutError('DOCTOR_DIFFERS', `the two builds print different things for \`${run}\`.`, {
          file: after,
          hint: 'Give runs that print the same each time; if the program does otherwise, please report it.',
        })
      }
      return { run, ...measurePaired((build) => cpu.measure(files[build], args, `${build}-${index}`), pairs) }
    })
  } finally {
    cpu.close()
  }
}

function print(
  rows: readonly Row[],
  [before, after]: readonly [FileSize, FileSize],
  kept: boolean,
  args: readonly string[],
  output: string,
  io: CommandIo,
): void {
  const lines = ['CPU of the whole process, compile cache warm:']
  for (const { run, before: old, after: now, ratio, interval, verdict } of rows) {
    const [low, high] = interval.map((bound) => bound.toFixed(3))
    lines.push(
      `  ${verdict.padEnd(8)} ${ratio.toFixed(3)} (${low} to ${high})  ${median(old).toFixed(1)} -> ${median(now).toFixed(1)} ms  ${run}`,
    )
  }
  const sizes = (['raw', 'gzip', 'brotli'] as const).map((kind) => `${kind} ${before[kind]} -> ${after[kind]}`)
  lines.push(`Bytes: ${sizes.join(', ')}`)
  if (kept) {
    lines.push(`Kept: ${output}. To build it again:`, '', `  npx vitest-layout apply ${applyArguments(args)}`, '')
  } else {
    const worse = rows.filter(({ verdict }) => verdict === 'worse').length
    lines.push(
      worse > 0
        ? `No gain: ${worse} of ${rows.length} runs need more CPU than before. ${output} was removed; keep the build you have.`
        : `No gain: no run needs less CPU, beyond what the machine varies. ${output} was removed; keep the build you have.`,
    )
  }
  io.stdout.write(`${lines.join('\n')}\n`)
}

/** The arguments without the doctor's own, quoted where a shell needs it. */
function applyArguments(args: readonly string[]): string {
  const kept: string[] = []
  for (let index = 0; index < args.length; index++) {
    const name = /^--(run|pairs|node|cwd|json)(=|$)/.exec(args[index]!)
    if (name === null) kept.push(args[index]!)
    else if (name[2] === '' && name[1] !== 'json') index++
  }
  return kept.map((arg) => (/^[\w./@:=-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`)).join(' ')
}

function silent(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
