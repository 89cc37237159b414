import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { writeFileAtomic } from '../../files/index.ts'
import {
  commentsInRecorded,
  findLayoutFile,
  LayoutConfig,
  readConfigText,
  withRecorded,
  type RecordedFunction,
} from '../../model/index.ts'
import type { Command, CommandIo } from '../command.ts'

const DEFAULT_ARTEFACT = '.vitest/layout/layout.sdn'
const SHOWN = 50

export const command: Command = {
  help: `vitest-layout accept [ARTEFACT] [--to FILE] [--dry-run]

Takes the recorded rows of an artefact into your own configuration. Everything else in it stays as it is:
patterns, overrides, comments, order, line ends. Prints what changed.

  ARTEFACT       default: ${DEFAULT_ARTEFACT}
  --to FILE      default: layout.sdn, layout.yaml or layout.yml in this folder; layout.sdn when there is none
  --dry-run      print, write nothing

Example:
  npx vitest run --reporter=layout && npx vitest-layout accept
`,
  // eslint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { to: { type: 'string' }, 'dry-run': { type: 'boolean' } },
    })
    if (positionals.length > 1) {
      throw new LayoutError('ACCEPT_USAGE', `expected at most one artefact, found ${positionals.length}.`)
    }
    const artefactPath = resolve(io.cwd, positionals[0] ?? DEFAULT_ARTEFACT)
    const target = resolve(io.cwd, values.to ?? findLayoutFile(resolve(io.cwd)) ?? 'layout.sdn')
    const artefact = readArtefact(artefactPath, target, io)
    const text = existsSync(target) ? readConfigText(target) : undefined
    const own = text === undefined ? LayoutConfig.EMPTY : LayoutConfig.fromText(text, target)
    const edited =
      text === undefined
        ? new LayoutConfig({ pageSize: artefact.pageSize, recorded: artefact.recorded }).toSdn()
        : withRecorded(text, target, artefact.recorded)
    // What is written must be read again as what was meant, before it takes the old one's place.
    LayoutConfig.fromText(edited, target)
    const isSame = edited === text
    const isDry = values['dry-run'] === true
    if (!isSame && !isDry) writeFileAtomic(target, edited)
    const where = relative(io.cwd, target) || target
    io.stdout.write(summary(where, own.recorded, artefact.recorded, isDry))
    warn(io, own, artefact, text, isSame)
    return 0
  },
}

function readArtefact(path: string, target: string, io: CommandIo): LayoutConfig {
  const file = relative(io.cwd, path) || path
  if (path === target) {
    throw new LayoutError('ACCEPT_SAME_FILE', 'artefact and configuration are one file.', {
      file,
      hint: 'Name the recorded artefact first, your own file with --to.',
    })
  }
  if (!existsSync(path)) {
    throw new LayoutError('ACCEPT_NO_ARTEFACT', 'there is no artefact here.', {
      file,
      hint: 'Record one with `vitest run --reporter=layout`, or name another.',
    })
  }
  const artefact = LayoutConfig.fromFile(path)
  if (artefact.recorded.length > 0) return artefact
  throw new LayoutError('ACCEPT_NOTHING', 'this file has no recorded functions.', {
    file,
    hint: 'Name the layout.sdn that the reporter wrote.',
  })
}

function warn(
  io: CommandIo,
  own: LayoutConfig,
  artefact: LayoutConfig,
  text: string | undefined,
  isSame: boolean,
): void {
  if (text !== undefined && own.pageSize !== artefact.pageSize) {
    io.stderr.write(
      `warning: the artefact was packed for pages of ${artefact.pageSize} bytes, your file says ${own.pageSize}: record again.\n`,
    )
  }
  const comments = text === undefined || isSame ? 0 : commentsInRecorded(text)
  if (comments > 0) {
    io.stderr.write(
      `warning: ${comments} comment ${comments === 1 ? 'line' : 'lines'} between recorded rows went with the old rows.\n`,
    )
  }
}

function summary(
  file: string,
  before: readonly RecordedFunction[],
  after: readonly RecordedFunction[],
  isDry: boolean,
): string {
  const old = new Map(before.map((row) => [row.name, row]))
  const next = new Set(after.map(({ name }) => name))
  const moved: string[] = []
  const came: string[] = []
  const gone = before.filter(({ name }) => !next.has(name)).map(({ name, phase }) => `  - ${printable(name)}: ${phase}`)
  let updated = 0
  let same = 0
  for (const row of after) {
    const was = old.get(row.name)
    if (was === undefined) came.push(`  + ${printable(row.name)}: ${row.phase}`)
    else if (was.phase !== row.phase) moved.push(`  ${printable(row.name)}: ${was.phase} -> ${row.phase}`)
    else if (was.size !== row.size || was.callCount !== row.callCount || was.page !== row.page) updated++
    else same++
  }
  const lines = [...moved, ...came, ...gone]
  const rest = lines.length > SHOWN ? [`  ... and ${lines.length - SHOWN} more`] : []
  const head =
    `${file}${isDry ? ' (not written)' : ''}: ${moved.length} moved to another phase, ${came.length} new, ` +
    `${gone.length} gone, ${updated} with other sizes, calls or pages, ${same} unchanged`
  return `${[head, ...lines.slice(0, SHOWN), ...rest].join('\n')}\n`
}

/** Names come from source code: nothing in them may steer the terminal. */
function printable(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, '?')
}
