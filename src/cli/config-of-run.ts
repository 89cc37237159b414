import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { isObject, readJsonFile } from '../exchange/read-json.ts'
import { LayoutConfig } from '../model/index.ts'
import { ProjectContext } from '../project/index.ts'
import type { CommandIo } from './command.ts'

/**
 * The configuration that a run's recordings are laid out by: the options of its `vitest.config.ts`, which the reporter leaves
 * in `report.json` beside a recording, under the file's settings, as in the run itself.
 *
 * @param recordings paths of recordings
 * @param file the configuration that a user named; default: the one in this folder
 * @throws LayoutError for a `report.json` that is damaged, and those of {@link LayoutConfig.fromFile}
 */
export function configOfRun(recordings: readonly string[], file: string | undefined, io: CommandIo): LayoutConfig {
  const own =
    file === undefined ? ProjectContext.load(io.cwd).layoutConfig() : LayoutConfig.fromFile(resolve(io.cwd, file))
  const given = recordings.map((recording) => optionsBeside(resolve(io.cwd, recording)))
  return [...given.filter((options) => options !== undefined), own].reduce((weaker, stronger) => weaker.merge(stronger))
}

function optionsBeside(recording: string): LayoutConfig | undefined {
  const file = join(dirname(recording), 'report.json')
  if (!existsSync(file)) return undefined
  const report = readJsonFile(file)
  const options = isObject(report) ? report['options'] : undefined
  return isObject(options) && Object.keys(options).length > 0 ? LayoutConfig.fromObject(options) : undefined
}
