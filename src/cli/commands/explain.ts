import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { INFERENCE_KINDS, LayoutConfig, type LayoutPhase, ownName, splitFunctionName } from '../../model/index.ts'
import { assignPhases } from '../../phase/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { Command, CommandIo } from '../command.ts'
import { configOfRun } from '../config-of-run.ts'

const DEFAULT_RECORDING = '.vitest/layout/recording.sdn'
const LAYOUT_FILE = 'layout.sdn'
const OTHER_LAYOUT = 'another configuration made that, or `solve --enforce-budgets`'
const SHOWN = 20

export const command: Command = {
  help: `vitest-layout explain FUNCTION [RECORDING] [--config FILE] [--inference KIND]

Says why a function is in its phase: annotation, override, pattern, or which rule and which scenarios.

  FUNCTION             src/app.ts:App.render, or App.render or render for all of that name
  RECORDING            default: ${DEFAULT_RECORDING}
  --config FILE        default: layout.sdn or layout.yaml in this folder
                       Options of the plugin count too: report.json beside the recording holds them.
  --inference KIND     markers, time or rate, instead of the configuration's

Exit status: 0, or 1 when no function has that name.

Example:
  vitest-layout explain src/app.ts:main
`,
  // eslint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { config: { type: 'string' }, inference: { type: 'string' } },
    })
    const [name, file = DEFAULT_RECORDING] = positionals
    const inference = INFERENCE_KINDS.find((kind) => kind === values.inference)
    if (name === undefined || positionals.length > 2) {
      throw new LayoutError(
        'EXPLAIN_USAGE',
        `expected a function and at most one recording, found ${positionals.length} arguments.`,
      )
    }
    if (values.inference !== undefined && inference === undefined) {
      throw new LayoutError(
        'EXPLAIN_USAGE',
        `unknown inference ${JSON.stringify(values.inference)}, expected one of ${INFERENCE_KINDS.join(', ')}.`,
      )
    }
    const path = recordingPath(file, io)
    const recording = readRecordingFile(path)
    const config = configOfRun([path], values.config, io)
    const assignment = assignPhases(recording, config, inference === undefined ? {} : { inference })
    // Asked for another configuration, it has nothing to say about what was written.
    const isOther = inference !== undefined || values.config !== undefined
    const written = isOther ? new Map<string, LayoutPhase>() : writtenPhases(join(dirname(path), LAYOUT_FILE))
    const matches = findFunctions(
      recording.functions.map((record) => record.name),
      name,
    )
    for (const match of matches.slice(0, SHOWN)) {
      const { text = match, phase } = assignment.explain(match) ?? {}
      io.stdout.write(`${printable(text)}\n`)
      const before = written.get(match) ?? phase
      if (before !== phase) io.stdout.write(`  but ${before} in ${LAYOUT_FILE} beside the recording: ${OTHER_LAYOUT}\n`)
    }
    if (matches.length > SHOWN) io.stdout.write(`... and ${matches.length - SHOWN} more: give the whole name\n`)
    if (matches.length > 0) return 0
    io.stderr.write(`no function ${JSON.stringify(name)} in ${file} (${recording.functions.length} functions).\n`)
    return 1
  },
}

function recordingPath(file: string, io: CommandIo): string {
  const path = resolve(io.cwd, file)
  if (existsSync(path)) return path
  throw new LayoutError('RECORDING_UNREADABLE', 'there is no recording here.', {
    file: relative(io.cwd, path) || path,
    hint: 'Record one with `vitest run --reporter=layout`, or name another.',
  })
}

/** Phases as the run wrote them; none where it wrote no layout. */
function writtenPhases(file: string): ReadonlyMap<string, LayoutPhase> {
  const rows = existsSync(file) ? LayoutConfig.fromFile(file).recorded : []
  return new Map(rows.map(({ name, phase }) => [name, phase]))
}

/** Names come from source code: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, '?')
}

/** By whole name, else by PATH, else by own name. */
function findFunctions(names: readonly string[], wanted: string): string[] {
  if (names.includes(wanted)) return [wanted]
  const byPath = names.filter((name) => splitFunctionName(name).path === wanted)
  return byPath.length > 0 ? byPath : names.filter((name) => ownName(splitFunctionName(name).path) === wanted)
}
