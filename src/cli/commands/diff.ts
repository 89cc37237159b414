import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import {
  compareRecordings,
  DEFAULT_FOLDER,
  describeDifference,
  measureBundle,
  RECORD_COMMAND,
} from '../../compare/index.ts'
import type { Command } from '../command.ts'
import { configOf, countOf, formatOf, refuseInputs, usage } from '../compare/options.ts'
import { print } from '../compare/print.ts'
import { openBase, openHead } from '../compare/sides.ts'

export const command: Command = {
  help: `vitest-layout diff BASE [HEAD] [OPTIONS]
vitest-layout diff --base REF [HEAD] [OPTIONS]

Says what changed between two recordings: pages of each phase, what came into start-up and through which calls,
what moved, new, gone, renamed, and modules that could be loaded later.

  BASE, HEAD             recording.sdn, a folder with one, or a layout.sdn with recorded rows
                         HEAD by default: what the reporter left in this project (.vitest/layout)
  --base REF             record this commit in a git worktree and compare with it
  --record COMMAND       how to record it; default: ${RECORD_COMMAND}
  --times N              record both sides N times in turns, and show times with their spread (only with --base)
  --format FORMAT        text (default), markdown, json, or github (markdown for one comment that is replaced)
  --output FILE          write there instead of to standard output (-)
  --all                  fold nothing (text)
  --base-bundle PATH     a file or folder of JavaScript: sizes raw, gzip and brotli;
  --head-bundle PATH       both or none
  --config FILE          default: layout.sdn or layout.yaml in this folder

Exit status: 0; 2 when it could not be told. \`check\` is the one that fails.

Examples:
  vitest-layout diff main/recording.sdn
  vitest-layout diff --base origin/main --format markdown
`,
  // oxlint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        base: { type: 'string' },
        record: { type: 'string' },
        times: { type: 'string' },
        format: { type: 'string' },
        output: { type: 'string' },
        all: { type: 'boolean', default: false },
        'base-bundle': { type: 'string' },
        'head-bundle': { type: 'string' },
        config: { type: 'string' },
      },
    })
    const format = formatOf(values.format)
    const rounds = countOf(values.times, '--times') ?? 0
    const [basePath, headPath] = values.base === undefined ? positionals : [undefined, positionals[0]]
    const expected = values.base === undefined ? 2 : 1
    if (positionals.length > expected || (values.base === undefined && basePath === undefined)) {
      throw usage(
        `expected BASE and at most one HEAD, or --base REF and at most one HEAD; found ${positionals.length} paths.`,
      )
    }
    if (rounds > 0 && values.base === undefined) {
      throw usage('--times needs --base: times of recordings from elsewhere cannot be compared.')
    }
    const { 'base-bundle': baseBundle, 'head-bundle': headBundle } = values
    if ((baseBundle === undefined) !== (headBundle === undefined)) {
      throw usage('--base-bundle and --head-bundle go together.')
    }
    const config = configOf(values.config, io)
    refuseInputs(values.output, [basePath, headPath ?? DEFAULT_FOLDER], config, io)
    const head = openHead(headPath, config, io)
    const { side: base, times } = openBase(
      { path: basePath, ref: values.base, command: values.record, rounds },
      config,
      io,
    )
    const bundle =
      baseBundle === undefined || headBundle === undefined
        ? undefined
        : { base: measureBundle(resolve(io.cwd, baseBundle)), head: measureBundle(resolve(io.cwd, headBundle)) }
    const difference = compareRecordings(base, head, { ...(bundle && { bundle }), ...(times && { times }) })
    print(describeDifference(difference), { format, output: values.output, all: values.all, data: difference }, io)
    return 0
  },
}
