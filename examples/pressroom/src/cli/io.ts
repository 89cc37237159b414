/** Where a command reads and writes; a parameter, so that tests need no process. */
export interface Io {
  readonly cwd: string
  out(text: string): void
  err(text: string): void
}
