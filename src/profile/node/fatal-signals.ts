import process from 'node:process'

const FATAL = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** Writes upon `signal`, at the end of the process, and before a signal ends it that the program does not handle. */
export function writeAtEnd(signal: string, write: (isLast: boolean) => void): void {
  process.on('exit', () => write(true))
  // A handler for one of those that end the program would keep it from ending; it is written then anyway.
  if (signal !== '' && !FATAL.some((fatal) => fatal === signal)) {
    process.on(signal as NodeJS.Signals, () => write(false))
  }
  for (const fatal of FATAL) {
    const onFatal = (): void => {
      // A program that handles the signal decides itself when it ends; its end is seen by `exit`.
      if (process.listenerCount(fatal) > 1) return
      write(true)
      process.off(fatal, onFatal)
      process.kill(process.pid, fatal)
    }
    process.on(fatal, onFatal)
  }
}
