import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { DEFAULT_FOLDER, recordingFile } from '../../compare/index.ts'
import { refuseOverwrite } from '../../files/index.ts'
import { findLayoutFile, LayoutConfig } from '../../model/index.ts'
import { readRecordingFile, RecordingSession, writeRecording } from '../../record/session/index.ts'
import { buildReport, formatReport, paintFor, writeArtefacts } from '../../report/index.ts'
import { solveLayoutParallel } from '../../solve/index.ts'
import type { Command, CommandIo } from '../command.ts'
import { mergeBunOrderFiles } from '../merge/bun-order.ts'
import { configOf, refuseOwnLayout, usage } from '../compare/options.ts'

export const command: Command = {
  help: `vitest-layout merge RECORDING... [OPTIONS]

Joins recordings of shards, projects or machines into one, and lays that out.

  RECORDING          recording.sdn, or a folder with one
  --out-dir DIR      where recording.sdn, layout.sdn and report.json go; default: ${DEFAULT_FOLDER}
  --config FILE      default: layout.sdn or layout.yaml in this folder

vitest-layout merge --format bun-order FILE... -o OUT [--weights LIST] [--json]

Joins what several runs of a Bun executable wrote under BUN_BYTECODE_ORDER_OUT into one file for --bytecode-order, in
the order of our packer, and tells what each run adds. The most important run first.

  -o, --out FILE     where it goes; must not be one of the files
  --weights LIST     how much each run counts, such as 5,1,1 (default: all the same)
  --json             the table as JSON

Where settings stand in vitest.config.ts only, page size and budgets are those of the first shard's layout.sdn;
patterns and overrides must stand in layout.sdn to be known here.

Exit status: 0; 2 when a recording could not be read. Nothing is written then.

Example:
  vitest-layout merge shards/1 shards/2 shards/3 shards/4
  vitest-layout merge --format bun-order check.order version.order -o app.order
`,
  // oxlint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'out-dir': { type: 'string' },
        config: { type: 'string' },
        format: { type: 'string' },
        out: { type: 'string', short: 'o' },
        weights: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
    const { format, out, weights, json } = values
    if (format !== undefined) {
      if (format !== 'bun-order') throw usage(`unknown format ${JSON.stringify(format)}, expected bun-order.`)
      return mergeBunOrderFiles({ files: positionals, out, weights, json }, io)
    }
    if (out !== undefined || weights !== undefined || json === true) {
      throw usage('--out, --weights and --json belong to --format bun-order.')
    }
    if (positionals.length === 0) throw usage('expected at least one recording.')
    const files = positionals.map((path) => recordingFile(resolve(io.cwd, path)))
    const folder = resolve(io.cwd, values['out-dir'] ?? DEFAULT_FOLDER)
    // Merged into one of its parts, a second time it would count the others twice.
    refuseOverwrite([join(folder, 'recording.sdn')], files)
    const config = mergeConfig(values.config, files, io)
    refuseOwnLayout(folder, config, io)
    const session = new RecordingSession()
    for (const file of files) session.merge(readRecordingFile(file))
    const layout = await solveLayoutParallel(session, config)
    const report = buildReport(layout)
    const written = writeArtefacts(folder, {
      recording: writeRecording(session),
      layout: layout.artefact.toSdn(),
      report,
    })
    const lines = formatReport(report, { paint: paintFor(io.stdout, io.env), width: (io.stdout.columns ?? 100) - 1 })
    io.stdout.write(`${lines.join('\n')}\n\n`)
    for (const file of written) io.stdout.write(`${relative(io.cwd, file)}\n`)
    return 0
  },
}

function mergeConfig(file: string | undefined, recordings: readonly string[], io: CommandIo): LayoutConfig {
  const own = configOf(file, io)
  if (file !== undefined || findLayoutFile(io.cwd) !== undefined) return own
  const artefact = join(dirname(recordings[0]!), 'layout.sdn')
  if (!existsSync(artefact)) return own
  const { pageSize, budgets } = LayoutConfig.fromFile(artefact)
  return own.with({ pageSize, budgets })
}
