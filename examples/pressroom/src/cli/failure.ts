import pc from 'picocolors'

/** An error whose message is meant for the person at the keyboard. */
export class UserError extends Error {
  readonly advice: string | undefined

  constructor(message: string, advice?: string) {
    super(message)
    this.name = 'UserError'
    this.advice = advice
  }

  get lines(): string[] {
    return this.advice === undefined ? [this.message] : [this.message, this.advice]
  }
}

export function describeFailure(error: unknown): string {
  if (error instanceof UserError) return formatUserError(error)
  if (error instanceof Error) return formatDefect(error)
  return `${pc.red('error')} ${String(error)}\n`
}

function formatUserError(error: UserError): string {
  const [first, ...rest] = error.lines
  return `${pc.red('error')} ${first}\n${rest.map((line) => `  ${pc.dim(line)}\n`).join('')}`
}

function formatDefect(error: Error): string {
  const frames = (error.stack ?? '')
    .split('\n')
    .slice(1, 6)
    .map((line) => line.trim())
  return `${pc.red('defect')} ${error.name}: ${error.message}\n${frames.map((frame) => `    ${frame}\n`).join('')}`
}
