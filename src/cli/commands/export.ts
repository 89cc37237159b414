import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { DEFAULT_FOLDER, recordingFile } from '../../compare/index.ts'
import { toChromeTrace, toCpuProfile, toPprof, toSpeedscope } from '../../exchange/index.ts'
import { refuseOverwrite, writeFileAtomic } from '../../files/index.ts'
import type { Recording } from '../../model/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { Command } from '../command.ts'
import { usage } from '../compare/options.ts'

interface ExportFormat {
  readonly suffix: string
  readonly make: (recording: Recording) => string | Uint8Array
}

const EXPORTS: Readonly<Record<string, ExportFormat>> = {
  speedscope: { suffix: '.speedscope.json', make: (recording) => JSON.stringify(toSpeedscope(recording)) },
  cpuprofile: { suffix: '.cpuprofile', make: (recording) => JSON.stringify(toCpuProfile(recording)) },
  pprof: { suffix: '.pb.gz', make: toPprof },
  trace: { suffix: '.trace.json', make: (recording) => JSON.stringify(toChromeTrace(recording)) },
}

export const command: Command = {
  help: `vitest-layout export FORMAT [RECORDING] [--output FILE]

Writes a recording for another tool.

  FORMAT           speedscope   https://www.speedscope.app
                   cpuprofile   DevTools, VS Code
                   pprof        go tool pprof, and all that read it
                   trace        Perfetto, chrome://tracing
  RECORDING        default: what the reporter left in this project (.vitest/layout)
  --output FILE    default: recording and the format's ending, in this folder; - for standard output

Exit status: 0, or 2 when the recording could not be read or the file not written.

Example:
  vitest-layout export speedscope && npx speedscope recording.speedscope.json
`,
  // oxlint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { output: { type: 'string' } } })
    const [name, path = DEFAULT_FOLDER] = positionals
    const format = name === undefined || !Object.hasOwn(EXPORTS, name) ? undefined : EXPORTS[name]
    if (format === undefined || positionals.length > 2) {
      throw usage(
        `expected a format (${Object.keys(EXPORTS).join(', ')}) and at most one recording, found ${positionals.map((text) => JSON.stringify(text)).join(' ')}.`,
      )
    }
    const input = recordingFile(resolve(io.cwd, path))
    const output = values.output ?? `recording${format.suffix}`
    if (output !== '-') refuseOverwrite([resolve(io.cwd, output)], [input])
    const data = format.make(readRecordingFile(input))
    if (output === '-') {
      io.stdout.write(data)
      return 0
    }
    writeFileAtomic(resolve(io.cwd, output), data)
    io.stdout.write(`${output}\n`)
    return 0
  },
}
