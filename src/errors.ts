/** Where in a text or file something was found. Lines and columns count from 1. */
export interface SourcePlace {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

export interface LayoutErrorOptions extends SourcePlace {
  /** What the reader can do about it; one sentence. */
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/**
 * The one error class of this project: what was found, where, what was expected, and what to do.
 *
 * `code` is stable and meant for programs (`SDN_UNEXPECTED`, `CONFIG_UNKNOWN_KEY`, ...);
 * `message` is complete on its own, its place first where there is one.
 */
export class LayoutError extends Error {
  readonly code: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly hint: string | undefined

  constructor(code: string, message: string, options: LayoutErrorOptions = {}) {
    super(
      `${formatPlace(options)}${message}${options.hint === undefined ? '' : ` ${options.hint}`}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.name = 'LayoutError'
    this.code = code
    this.file = options.file
    this.line = options.line
    this.column = options.column
    this.hint = options.hint
  }
}

function formatPlace({ file, line, column }: SourcePlace): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  if (place === '') return ''
  return file === undefined ? `line ${place}: ` : `${place}: `
}
