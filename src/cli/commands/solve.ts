import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { DEFAULT_FOLDER, recordingFile } from '../../compare/index.ts'
import { refuseOverwrite, writeFileAtomic } from '../../files/index.ts'
import { LayoutConfig } from '../../model/index.ts'
import { ALGORITHMS, type Replay, type Verification } from '../../pack/index.ts'
import { readRecordingFile, RecordingSession } from '../../record/session/index.ts'
import { formatBytes, formatChange, formatCount, plural, readGeneratedLayout } from '../../report/index.ts'
import { solveLayoutParallel, verifySolved, type SolvedLayout } from '../../solve/index.ts'
import type { Command, CommandIo } from '../command.ts'
import { configOfRun } from '../config-of-run.ts'
import { parseAlgorithm, parseCount, parseShare } from '../pack-options.ts'
import { startProgress } from '../progress.ts'

const DEFAULT_OUTPUT = '.vitest/layout/layout.sdn'

const help = `\
vitest-layout solve [RECORDING...] [OPTIONS]

Joins recordings, lays the functions out and replays the recorded tests on the result.

  RECORDING               recording.sdn, or a folder with one (default ${DEFAULT_FOLDER})
  -c, --config FILE       wishes: phases, budgets, page size (default: layout.sdn or layout.yaml in this folder)
                          Options of the plugin count too: report.json beside a recording holds them.
  -o, --output FILE       where to write the layout (default ${DEFAULT_OUTPUT})
  --algorithm NAME        ${ALGORITHMS.join(', ')} for all phases
                          (default: bp for startup, first_frame and cold, hybrid for steady)
  --page-size N           bytes of a page, a power of two (default: the configuration's)
  --early-fault-weight W  0 to 1: how much early faults count against all (default 0.4)
  --enforce-budgets       budgets are hard limits: what spills over one moves to the next phase
  --previous FILE         layout to compare with (default: the one at --output)
  --force                 write a layout that touches more pages than the previous one
  --threads N             threads to use; the layout is the same (default: one for each processor, at most 4)

Exit status: 0, or 1 when the layout was refused because it touches more pages than the previous one.

Examples:
  vitest-layout solve
  vitest-layout solve unit.sdn e2e.sdn -o layout.sdn --page-size 16384
`

export const command: Command = {
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c' },
        output: { type: 'string', short: 'o', default: DEFAULT_OUTPUT },
        algorithm: { type: 'string' },
        'page-size': { type: 'string' },
        'early-fault-weight': { type: 'string' },
        'enforce-budgets': { type: 'boolean', default: false },
        previous: { type: 'string' },
        force: { type: 'boolean', default: false },
        threads: { type: 'string' },
      },
    })
    const files = (positionals.length === 0 ? [DEFAULT_FOLDER] : positionals).map((path) =>
      recordingFile(resolve(io.cwd, path)),
    )
    const early = values['early-fault-weight']
    const options = {
      ...(values.threads === undefined ? {} : { threads: parseCount('--threads', values.threads) }),
      enforceBudgets: values['enforce-budgets'],
      ...(values.algorithm === undefined ? {} : { algorithm: parseAlgorithm(values.algorithm) }),
      ...(early === undefined ? {} : { earlyFaultWeight: parseShare('--early-fault-weight', early) }),
    }
    let config = configOfRun(files, values.config, io)
    if (values['page-size'] !== undefined) {
      config = config.with({ pageSize: parseCount('--page-size', values['page-size']) })
    }
    const output = resolve(io.cwd, values.output)
    // Rows that `accept` took over look like a layout that a program wrote.
    if (config.sourcePath !== undefined) refuseOverwrite([output], [resolve(io.cwd, config.sourcePath)])
    const previous = previousOf(values.previous, output, io)
    const stopProgress = startProgress(io, 'laying out')
    let layout: SolvedLayout
    let verification: Verification
    try {
      const recording = new RecordingSession()
      for (const file of files) recording.merge(readRecordingFile(file))
      layout = await solveLayoutParallel(recording, config, options)
      verification = verifySolved(layout, previous, options)
    } finally {
      stopProgress()
    }
    for (const line of describe(layout, verification)) io.stdout.write(`${line}\n`)
    if (verification.isWorse && !values.force) {
      io.stderr.write(
        'refused: this layout touches more pages than the previous one. Nothing was written; --force writes it.\n',
      )
      return 1
    }
    writeFileAtomic(output, layout.artefact.toSdn())
    io.stdout.write(`${relative(io.cwd, output)}\n`)
    return 0
  },
}

/** The layout to beat; also makes sure that what will be overwritten is a layout of ours, not somebody's wishes. */
function previousOf(file: string | undefined, output: string, io: CommandIo): LayoutConfig | undefined {
  const existing = readGeneratedLayout(output, relative(io.cwd, output))
  return file === undefined ? existing : LayoutConfig.fromFile(resolve(io.cwd, file))
}

function* describe(layout: SolvedLayout, { train, heldOut }: Verification): Generator<string> {
  const { stats, recording, spills, moved, phaseOf } = layout
  yield `${plural(stats.symbols, 'function')} on ${plural(stats.pages, 'page')} of ${formatBytes(layout.config.pageSize)}`
  if (train.traces === 0) yield 'no trace was recorded: nothing to replay'
  else yield describeReplay(`pages touched by ${plural(train.traces, 'trace')}`, train)
  if (heldOut !== undefined) yield describeReplay(`held out, ${heldOut.folds} parts by test file`, heldOut)
  for (const [f, phase] of moved) yield `moved to ${phase}: ${recording.functions[f]!.name}`
  for (const { phase, pages, budget, leaving, bytes } of spills) {
    const over = `${phase} is ${plural(pages - budget, 'page')} over its budget of ${formatCount(budget)}`
    if (leaving === undefined) {
      yield `${over}: pinned functions and anchors alone are more than that`
      continue
    }
    yield `${over}; the smallest change: these ${plural(leaving.length, 'function')}, ${formatBytes(bytes)}`
    for (const f of leaving) yield `    ${recording.functions[f]!.name} (${phaseOf(f)})`
  }
}

function describeReplay(title: string, { layouts, bound }: Replay): string {
  const { source, previous, packed } = layouts
  const now = packed!.pages
  const parts = [`source order ${formatCount(source!.pages)}`]
  if (previous !== undefined) {
    parts.push(`previous layout ${formatCount(previous.pages)} (${formatChange(previous.pages, now)})`)
  }
  parts.push(`this layout ${formatCount(now)} (${formatChange(source!.pages, now)})`, `least ${formatCount(bound)}`)
  return `${title}: ${parts.join(', ')}`
}
