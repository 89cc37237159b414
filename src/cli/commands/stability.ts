import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { DEFAULT_FOLDER, findUnstable, type StabilityRun } from '../../compare/index.ts'
import { LayoutError } from '../../errors.ts'
import { LayoutConfig, readConfigText } from '../../model/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { Command, CommandIo } from '../command.ts'

const DEFAULT_RUNS = 5
const SHOWN_REASONS = 4
/** As much of a failed run's output as helps. */
const SHOWN_OUTPUT = 4000

export const command: Command = {
  help: `vitest-layout stability [-n RUNS] [--folder FOLDER] [--rows N] [-- VITEST ARGUMENTS]

Records the suite of this folder again and again, and lists the functions that vary, and why: calls, phase, the order in
which they first ran, or that they ran only in some of the runs.

  -n, --runs RUNS      how often, 2 or more (default ${DEFAULT_RUNS})
  --folder FOLDER      where the reporter writes (its option outDir), default ${DEFAULT_FOLDER}
  --rows N             functions to list (default 50)
  VITEST ARGUMENTS     given to \`vitest run --reporter=layout\` each time

Exit status: 0 when nothing varies, 1 when something does, 2 when a run left no layout or recorded no function.

Examples:
  vitest-layout stability
  vitest-layout stability -n 10 -- --sequence.shuffle --no-isolate
`,
  async run(args, io) {
    const end = args.indexOf('--')
    const own = end === -1 ? args : args.slice(0, end)
    const passed = end === -1 ? [] : args.slice(end + 1)
    const { values } = parseArgs({
      args: own,
      options: {
        runs: { type: 'string', short: 'n', default: String(DEFAULT_RUNS) },
        folder: { type: 'string', default: DEFAULT_FOLDER },
        rows: { type: 'string', default: '50' },
      },
    })
    const count = wholeNumber('--runs', values.runs, 2)
    const rows = wholeNumber('--rows', values.rows, 1)
    const folder = resolve(io.cwd, values.folder)
    const vitest = findVitest(io.cwd)
    const runs: StabilityRun[] = []
    const files = new Set<string>()
    for (let number = 1; number <= count; number++) {
      io.stderr.write(`run ${number} of ${count}\n`)
      // One after the other: they write to one folder.
      // oxlint-disable-next-line no-await-in-loop
      const { run, text } = await record(vitest, passed, folder, io)
      if (!run.recording.complete)
        io.stderr.write(`run ${number} is not complete: ${run.recording.problems[0] ?? ''}\n`)
      runs.push(run)
      files.add(text)
    }
    const unstable = findUnstable(runs)
    for (const { name, reasons } of unstable.slice(0, rows)) {
      io.stdout.write(`${printable(name)}\n`)
      for (const reason of reasons.slice(0, SHOWN_REASONS)) io.stdout.write(`  ${printable(reason)}\n`)
      if (reasons.length > SHOWN_REASONS) io.stdout.write(`  and ${reasons.length - SHOWN_REASONS} more\n`)
    }
    if (unstable.length > rows) io.stdout.write(`... and ${unstable.length - rows} more functions\n`)
    const total = runs[0]?.recording.functions.length ?? 0
    const summary = `${unstable.length} of ${total} functions vary in ${count} runs; layout.sdn was written in ${files.size} ${files.size === 1 ? 'form' : 'different forms'}.`
    io.stdout.write(`${summary}\n`)
    return unstable.length === 0 && files.size === 1 ? 0 : 1
  },
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least) return value
  throw new LayoutError('USAGE', `${option}: expected a whole number from ${least} on, found ${JSON.stringify(text)}.`)
}

/** The project's own Vitest. */
function findVitest(cwd: string): string {
  try {
    const manifest = createRequire(join(cwd, 'package.json')).resolve('vitest/package.json')
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> }
    return join(dirname(manifest), typeof bin === 'string' ? bin : (bin['vitest'] ?? ''))
  } catch (cause) {
    throw new LayoutError('VITEST_MISSING', 'there is no Vitest to run here.', {
      file: cwd,
      hint: 'Run the command in the folder of the project.',
      cause,
    })
  }
}

async function record(
  vitest: string,
  args: readonly string[],
  folder: string,
  io: CommandIo,
): Promise<{ run: StabilityRun; text: string }> {
  const [file, artefact] = [join(folder, 'recording.sdn'), join(folder, 'layout.sdn')]
  const before = [versionOf(file), versionOf(artefact)]
  const { status, output } = await runVitest(vitest, ['run', '--reporter=layout', ...args], io)
  if (versionOf(file) === before[0] || versionOf(artefact) === before[1]) {
    io.stderr.write(output.slice(-SHOWN_OUTPUT))
    throw new LayoutError('NOT_RECORDED', `a run ended with status ${String(status)} and left no new layout.sdn.`, {
      file: folder,
      hint: 'Name the folder that the reporter writes to with --folder; see above for what the run said.',
    })
  }
  const recording = readRecordingFile(file)
  if (recording.functions.length === 0) {
    throw new LayoutError('NOTHING_RECORDED', 'a run recorded no function: there is nothing that could vary.', {
      file,
      hint: 'Name test files that load your code, and look at `include` and `exclude` among the options.',
    })
  }
  const text = readConfigText(artefact)
  const rows = LayoutConfig.fromText(text, artefact).recorded
  const layout = new Map(rows.map(({ name, phase, callCount }) => [name, { phase, calls: callCount }]))
  return { run: { recording, layout }, text }
}

/** Changes whenever the file is written. */
function versionOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? undefined : `${stat.ino} ${stat.mtimeNs}`
}

function runVitest(
  vitest: string,
  args: readonly string[],
  io: CommandIo,
): Promise<{ status: number | null; output: string }> {
  // It must not take itself for a worker of a Vitest around it.
  const env = Object.fromEntries(Object.entries(io.env).filter(([key]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(key)))
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [vitest, ...args], { cwd: io.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', failed)
    child.on('close', (status) => done({ status, output }))
  })
}

/** Names come from source code: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, '?')
}
