import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { findLayoutFile, LayoutConfig, type Recording } from '../../model/index.ts'
import { planScenarios } from '../../phase/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { Command } from '../command.ts'

const DEFAULT_RECORDING = '.vitest/layout/recording.sdn'

export const command: Command = {
  help: `vitest-layout config [FILE] [--format sdn|yaml] [--recording FILE] [--check]

Checks a configuration and prints what it says in canonical form, so that it can be turned into the other notation.
Patterns and overrides that match no function of the recording, and scenarios that match none of its tests, are warnings.

  FILE                 default: layout.sdn, layout.yaml or layout.yml in this folder
  --format sdn|yaml    default: sdn
  --recording FILE     default: ${DEFAULT_RECORDING}, where it exists
  --check              print nothing but errors and warnings; exit status 1 when there are warnings

Example:
  vitest-layout config layout.sdn --format yaml > layout.yaml && rm layout.sdn
`,
  // eslint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { format: { type: 'string' }, recording: { type: 'string' }, check: { type: 'boolean' } },
    })
    const { format = 'sdn', check: isCheck = false } = values
    if (positionals.length > 1 || (format !== 'sdn' && format !== 'yaml')) {
      throw new LayoutError(
        'CONFIG_USAGE',
        `expected at most one file and --format sdn or yaml, found ${args.join(' ')}.`,
      )
    }
    const file = positionals[0] ?? findLayoutFile(resolve(io.cwd))
    if (file === undefined) {
      throw new LayoutError('CONFIG_MISSING', 'there is no layout.sdn, layout.yaml or layout.yml in this folder.')
    }
    const config = LayoutConfig.fromFile(resolve(io.cwd, file))
    const recording = resolve(io.cwd, values.recording ?? DEFAULT_RECORDING)
    const isChecked = values.recording !== undefined || existsSync(recording)
    const warnings = isChecked ? idleParts(config, readRecordingFile(recording)) : []
    for (const warning of warnings) io.stderr.write(`warning: ${warning}\n`)
    if (isCheck) return warnings.length > 0 ? 1 : 0
    io.stdout.write(format === 'sdn' ? config.toSdn() : config.toYaml())
    return 0
  },
}

/** What of a configuration matches nothing in a recording. */
function idleParts(config: LayoutConfig, recording: Recording): string[] {
  const { idle } = planScenarios(recording, config.scenarios)
  return [...config.unmatched(recording.functions.map(({ name }) => name)), ...config.idleScenarios(idle)]
}
