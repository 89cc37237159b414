import { spawn } from 'node:child_process'
import { basename, dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'

import { DEFAULT_FOLDER, openRecording, recordingFile } from '../../compare/index.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { renderPage } from '../../page/index.ts'
import type { Command } from '../command.ts'
import { configOf, labelOf, refuseInputs, usage } from '../compare/options.ts'
import { openHead } from '../compare/sides.ts'

export const command: Command = {
  help: `vitest-layout report [RECORDING] [OPTIONS]

Writes the report page: one HTML file that loads nothing.

  RECORDING            default: what the reporter left in this project (.vitest/layout)
  --base RECORDING     compare with another recording, in the same page
  --output FILE        default: report.html beside the recording; - for standard output
  --title TEXT         default: the name of this folder
  --open               open it in the browser
  --config FILE        default: layout.sdn or layout.yaml in this folder

Exit status: 0, or 2 when a recording could not be read or the page not written.

Example:
  vitest-layout report --open
`,
  // oxlint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        base: { type: 'string' },
        output: { type: 'string' },
        title: { type: 'string' },
        open: { type: 'boolean', default: false },
        config: { type: 'string' },
      },
    })
    if (positionals.length > 1) throw usage(`expected at most one recording, found ${positionals.length}.`)
    if (values.open && values.output === '-') throw usage('--open needs a file: give another --output than -.')
    const config = configOf(values.config, io)
    refuseInputs(values.output, [positionals[0] ?? DEFAULT_FOLDER, values.base], config, io)
    const file = recordingFile(resolve(io.cwd, positionals[0] ?? DEFAULT_FOLDER))
    const head = openHead(positionals[0], config, io)
    const baseFile = values.base === undefined ? undefined : recordingFile(resolve(io.cwd, values.base))
    const html = renderPage(head, {
      title: values.title ?? basename(io.cwd),
      ...(baseFile !== undefined && {
        base: openRecording(baseFile, { label: labelOf(baseFile, io), config, preferArtefact: true }),
      }),
    })
    if (values.output === '-') {
      io.stdout.write(html)
      return 0
    }
    const output = values.output === undefined ? join(dirname(file), 'report.html') : resolve(io.cwd, values.output)
    writeFileAtomic(output, html)
    io.stdout.write(`${relative(io.cwd, output)}\n`)
    if (values.open) open(output)
    return 0
  },
}

function open(path: string): void {
  const programs: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
    darwin: ['open', [path]],
    win32: ['explorer.exe', [path]],
  }
  const [program, args] = programs[process.platform] ?? ['xdg-open', [path]]
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  // Without a browser the path that was printed has to do.
  child.on('error', () => undefined)
  child.unref()
}
