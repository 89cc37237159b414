import process from 'node:process'

import { runAction } from './run-action.ts'

try {
  process.exitCode = await runAction({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
    env: process.env,
  })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stdout.write(`::error title=Code layout::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}\n`)
  process.exitCode = 2
}
