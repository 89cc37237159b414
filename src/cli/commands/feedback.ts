import { existsSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { findLayoutFile, readConfigText, readText, type LayoutConfig } from '../../model/index.ts'
import { withOverrides } from '../../profile/apply/edit-overrides.ts'
import { mergeFeedback, type Recommendation } from '../../profile/apply/merge-feedback.ts'
import { readConfig, readFeedback, type FeedbackFile } from '../../profile/apply/read-feedback.ts'
import { resolveNames } from '../../profile/apply/resolve-names.ts'
import { MIN_CONFIDENCE, type LayoutPhase } from '../../profile/index.ts'
import { plural } from '../../report/index.ts'
import type { Command, CommandIo } from '../command.ts'

const SHOWN = 100

export const command: Command = {
  help: `vitest-layout feedback apply FEEDBACK... [--to FILE] [--root DIR] [--min-confidence N] [--dry-run]

Takes what profiled processes found out into your layout configuration, as overrides. Several files are merged:
one vote a process. Everything else in the configuration stays as it is, comments too.

  FEEDBACK            files that the profiler wrote
  --to FILE           default: layout.sdn, layout.yaml or layout.yml in this folder; layout.sdn when there is none
  --root DIR          folder that modules are named from; default: this folder
  --min-confidence N  take what is at least so sure, 0 to 1; default ${MIN_CONFIDENCE}
  --dry-run           print, write nothing

Exit status: 0 well, 1 the feedback is not sure enough, 2 it could not be read.

Example:
  npx vitest-layout feedback apply layout-feedback.*.sdn
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        root: { type: 'string' },
        'min-confidence': { type: 'string' },
        'dry-run': { type: 'boolean' },
      },
    })
    const [action, ...paths] = positionals
    if (action !== 'apply' || paths.length === 0) {
      throw new LayoutError('FEEDBACK_USAGE', 'expected `feedback apply FEEDBACK...` with at least one file.')
    }
    const minimum = Number(values['min-confidence'] ?? MIN_CONFIDENCE)
    if (!(minimum >= 0 && minimum <= 1)) {
      throw new LayoutError('FEEDBACK_USAGE', `--min-confidence is ${values['min-confidence']}, expected 0 to 1.`)
    }
    const root = rootFolder(values.root, io)
    const sure = readAll(paths, minimum, io)
    if (sure.length === 0) return 1
    const { files, problems } = await resolveNames(sure, root)
    const target = resolve(io.cwd, values.to ?? findLayoutFile(resolve(io.cwd)) ?? 'layout.sdn')
    apply(mergeFeedback(files), { target, minimum, isDry: values['dry-run'] === true, files: files.length }, io)
    for (const problem of problems) io.stderr.write(`warning: left out: ${printable(problem)}\n`)
    return 0
  },
}

/** A folder that is not there would look like one whose sources are gone. */
function rootFolder(root: string | undefined, io: CommandIo): string {
  const folder = resolve(io.cwd, root ?? '.')
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder
  throw new LayoutError('FEEDBACK_USAGE', 'there is no such folder.', {
    file: root,
    hint: 'Name the folder that the modules were named from with --root (VITEST_LAYOUT_ROOT of the profiled program).',
  })
}

function readAll(paths: readonly string[], minimum: number, io: CommandIo): FeedbackFile[] {
  const sure: FeedbackFile[] = []
  for (const path of paths) {
    const text = readText(resolve(io.cwd, path), {
      code: 'FEEDBACK_UNREADABLE',
      kind: 'feedback',
      hint: 'Give the files that profiled programs wrote.',
      file: path,
    })
    const feedback = readFeedback(text, path)
    if (feedback.confidence >= minimum) {
      sure.push(feedback)
      continue
    }
    const percent = (feedback.confidence * 100).toFixed(1)
    io.stderr.write(
      `${path}: refused: its confidence is ${percent} %, less than ${minimum * 100} % (${feedback.samples} samples). ` +
        'Profile for longer, or lower --min-confidence.\n',
    )
  }
  return sure
}

interface ApplyOptions {
  readonly target: string
  readonly minimum: number
  readonly isDry: boolean
  readonly files: number
}

function apply(recommendations: readonly Recommendation[], options: ApplyOptions, io: CommandIo): void {
  const { target, minimum, isDry } = options
  const text = existsSync(target) ? readConfigText(target) : undefined
  const config = readConfig(text, target)
  const changes = new Map<string, LayoutPhase>()
  const lines: string[] = []
  let same = 0
  let unsure = 0
  for (const recommendation of recommendations) {
    const before = config.explainPhase(recommendation.name)
    if (recommendation.confidence < minimum) unsure++
    else if (before.phase === recommendation.phase) same++
    else {
      changes.set(recommendation.name, recommendation.phase)
      lines.push(`  ${describe(recommendation, before, options.files)}`)
    }
  }
  if (changes.size > 0 && !isDry) {
    const edited = withOverrides(text ?? 'layout:\n', target, changes)
    // What is written must be read again as what was meant, before it takes the old one's place.
    readConfig(edited, target)
    writeFileAtomic(target, edited)
  }
  const where = relative(io.cwd, target) || target
  const rest = lines.length > SHOWN ? [`  ... and ${lines.length - SHOWN} more`] : []
  io.stdout.write(
    `${where}${isDry ? ' (not written)' : ''}: ${changes.size} changed, ${same} as they were, ${unsure} not sure enough\n` +
      [...lines.slice(0, SHOWN), ...rest].map((line) => `${line}\n`).join(''),
  )
}

function describe(
  { name, phase, confidence, agreeing, known, calls, callsPerSecond }: Recommendation,
  before: ReturnType<LayoutConfig['explainPhase']>,
  files: number,
): string {
  const why = [`${Math.round(confidence * 100)} % sure`]
  if (calls !== undefined) why.push(plural(calls, 'call'))
  if (callsPerSecond !== undefined) why.push(`${callsPerSecond.toPrecision(3)}/s`)
  if (files > 1) why.push(`${agreeing} of ${known} processes`)
  return `${printable(name)}: ${before.phase} (${before.source}) -> ${phase} (${why.join(', ')})`
}

/** Names come from source code: nothing in them may steer the terminal. */
function printable(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, '?')
}
