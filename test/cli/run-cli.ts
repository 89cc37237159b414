import { PassThrough, Readable } from 'node:stream'

import { main } from '../../src/cli/main.ts'

/** Runs the program in this process and collects what it prints. */
export async function runCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const status = await main(args, { stdin: Readable.from([]), stdout, stderr, cwd, env })
  stdout.end()
  stderr.end()
  const read = async (stream: PassThrough): Promise<string> => {
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    return text
  }
  return { status, stdout: await read(stdout), stderr: await read(stderr) }
}
