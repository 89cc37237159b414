import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { DEFAULT_FOLDER } from '../../compare/index.ts'
import { importCpuProfile, importV8Coverage, loadSourceDescriber } from '../../exchange/index.ts'
import { writeRecording } from '../../record/session/index.ts'
import { buildReport, plural, writeArtefacts } from '../../report/index.ts'
import { solveLayoutParallel } from '../../solve/index.ts'
import type { Command } from '../command.ts'
import { configOf, refuseOwnLayout, usage } from '../compare/options.ts'

export const command: Command = {
  help: `vitest-layout import PATH [OPTIONS]

Makes a recording of what another tool measured. It has no call edges, and says so.

  PATH               one .cpuprofile (node --cpu-prof, DevTools), or a folder of V8 coverage (NODE_V8_COVERAGE, c8's coverage/tmp)
  --root DIR         folder of the project when it was measured; default: this folder
  --out-dir DIR      where recording.sdn, layout.sdn and report.json go; default: ${DEFAULT_FOLDER}
  --config FILE      default: layout.sdn or layout.yaml in this folder

Exit status: 0, or 2 when what was measured could not be read or the files not written.

Example:
  NODE_V8_COVERAGE=coverage node dist/main.js --version && vitest-layout import coverage
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { root: { type: 'string' }, 'out-dir': { type: 'string' }, config: { type: 'string' } },
    })
    const [path] = positionals
    if (path === undefined || positionals.length > 1)
      throw usage(`expected one path, found ${positionals.length}. \`merge\` joins what was imported.`)
    const source = resolve(io.cwd, path)
    const folder = resolve(io.cwd, values['out-dir'] ?? DEFAULT_FOLDER)
    const config = configOf(values.config, io)
    refuseOwnLayout(folder, config, io)
    const describe = await loadSourceDescriber()
    const options = { root: resolve(io.cwd, values.root ?? '.'), ...(describe && { describe }) }
    const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true
    const recording = isFolder ? importV8Coverage(source, options) : importCpuProfile(source, options)
    const layout = await solveLayoutParallel(recording, config)
    const written = writeArtefacts(folder, {
      recording: writeRecording(recording),
      layout: layout.artefact.toSdn(),
      report: buildReport(layout),
    })
    io.stdout.write(`${plural(recording.functions.length, 'function')}\n`)
    for (const problem of recording.problems) io.stdout.write(`note: ${problem}\n`)
    for (const file of written) io.stdout.write(`${relative(io.cwd, file)}\n`)
    return 0
  },
}
