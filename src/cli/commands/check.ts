import { parseArgs } from 'node:util'

import { checkLayout, DEFAULT_FOLDER, describeCheck, RECORD_COMMAND, toWorkflowCommands } from '../../compare/index.ts'
import type { Command } from '../command.ts'
import { configOf, countOf, folderIn, formatOf, refuseInputs, usage } from '../compare/options.ts'
import { addToJobSummary, print } from '../compare/print.ts'
import { openBase, openHead } from '../compare/sides.ts'

export const command: Command = {
  help: `vitest-layout check [RECORDING] [OPTIONS]

Holds a layout against its budgets, and against a base. Counts decide, never times.

  RECORDING                default: what the reporter left in this project (.vitest/layout)
  --max-startup-pages N    pages that start-up may take, beside the budgets of layout.sdn
  --baseline FILE          compare with this recording.sdn or layout.sdn
  --base REF               or: record this commit in a git worktree and compare with it
  --record COMMAND         how to record it; default: ${RECORD_COMMAND}
  --max-growth N           pages by which start-up may grow over the base
  --acknowledge NAME=WHY   a function that may come into start-up (* for any characters); again for more;
                           also the table \`acknowledged |function, reason|\` of layout.sdn
  --warn N, --danger N     start-up pages from which on to warn
  --fail-on-danger         what --danger finds fails too
  --format FORMAT          text (default), markdown, json or github
  --output FILE            write there instead of to standard output (-)
  --all                    fold nothing (text)
  --config FILE            default: layout.sdn or layout.yaml in this folder

On GitHub (GITHUB_ACTIONS) findings are annotations as well, and $GITHUB_STEP_SUMMARY gets the whole.

Exit status: 0 within the limits, 1 over one of them, 2 could not tell (incomplete, empty or unreadable recording).

Example:
  vitest-layout check --max-startup-pages 8 --base origin/main --max-growth 1
`,
  // oxlint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'max-startup-pages': { type: 'string' },
        'max-growth': { type: 'string' },
        baseline: { type: 'string' },
        base: { type: 'string' },
        record: { type: 'string' },
        acknowledge: { type: 'string', multiple: true, default: [] },
        warn: { type: 'string' },
        danger: { type: 'string' },
        'fail-on-danger': { type: 'boolean', default: false },
        format: { type: 'string' },
        output: { type: 'string' },
        all: { type: 'boolean', default: false },
        config: { type: 'string' },
      },
    })
    const format = formatOf(values.format)
    if (positionals.length > 1) throw usage(`expected at most one recording, found ${positionals.length}.`)
    if (values.base !== undefined && values.baseline !== undefined)
      throw usage('--base and --baseline exclude each other.')
    const hasBase = values.base !== undefined || values.baseline !== undefined
    const maxGrowth = countOf(values['max-growth'], '--max-growth')
    const maxStartupPages = countOf(values['max-startup-pages'], '--max-startup-pages')
    if (maxGrowth !== undefined && !hasBase) throw usage('--max-growth needs --base or --baseline.')
    const warn = countOf(values.warn, '--warn')
    const danger = countOf(values.danger, '--danger')
    if (values['fail-on-danger'] && danger === undefined) throw usage('--fail-on-danger needs --danger.')
    const acknowledged = values.acknowledge.map(acknowledgement)

    const config = configOf(values.config, io)
    refuseInputs(values.output, [positionals[0] ?? DEFAULT_FOLDER, values.baseline], config, io)
    const head = openHead(positionals[0], config, io)
    const base = hasBase
      ? openBase({ path: values.baseline, ref: values.base, command: values.record }, config, io).side
      : undefined
    const result = checkLayout(head, {
      ...(base && { base }),
      ...(maxStartupPages !== undefined && { maxStartupPages }),
      ...(maxGrowth !== undefined && { maxGrowth }),
      acknowledged: [...config.acknowledged, ...acknowledged],
      thresholds: { warn, danger },
      failOnDanger: values['fail-on-danger'],
    })
    const document = describeCheck(result)
    print(document, { format, output: values.output, all: values.all, data: { version: 1, ...result } }, io)
    if (io.env['GITHUB_ACTIONS'] === 'true') {
      const folder = folderIn(io.env['GITHUB_WORKSPACE'], io.cwd)
      io.stdout.write(
        toWorkflowCommands(result.findings, folder)
          .map((line) => `${line}\n`)
          .join(''),
      )
    }
    addToJobSummary(document, io)
    return result.status
  },
}

function acknowledgement(text: string): { function: string; reason: string } {
  const at = text.indexOf('=')
  if (at <= 0 || at === text.length - 1) {
    throw usage(`--acknowledge is ${JSON.stringify(text)}, expected NAME=WHY, for example "src/tour.ts:*=shown first".`)
  }
  return { function: text.slice(0, at), reason: text.slice(at + 1) }
}
