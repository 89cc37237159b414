import { markEventLoopEnter, markStartupComplete } from 'vitest-layout/markers'

import { createProgram } from './cli/program.ts'
import type { Io } from './cli/io.ts'
import { loadConfig } from './config/load.ts'
import { describeFailure } from './cli/failure.ts'

/** Runs one command line and answers with the exit status. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const program = createProgram()
    const request = program.parse(argv)
    if (request.kind === 'text') {
      io.out(request.text)
      return request.status
    }
    const config = loadConfig(io.cwd, request.options)
    const command = await request.command.load()
    markStartupComplete()
    markEventLoopEnter()
    return await command(config, request.args, io)
  } catch (error) {
    io.err(describeFailure(error))
    return 1
  }
}
