import { readFileSync } from 'node:fs'

import { LayoutError } from '../errors.ts'
import { decodeSdn } from '../sdn/index.ts'

export interface ReadTextOptions {
  /** Code of the error when the file cannot be read. */
  readonly code: string
  /** What it should be: `recording`. */
  readonly kind: string
  /** What the reader can do then. */
  readonly hint: string
  /** How errors name the file; its path by default. */
  readonly file?: string
}

/**
 * The text of a recording, a configuration or feedback. Bytes that are no UTF-8 are an error: put in their place, another
 * character would stand in names from then on.
 *
 * @throws LayoutError `code` when there is no such file or it cannot be read, SdnError `SDN_ENCODING` with the place.
 */
export function readText(path: string, { code, kind, hint, file = path }: ReadTextOptions): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LayoutError(code, `cannot read this ${kind}: ${reason}.`, { file, hint, cause })
  }
  return decodeSdn(bytes, file)
}

/** The text of a configuration, see {@link readText}. */
export function readConfigText(path: string, file: string = path): string {
  return readText(path, {
    code: 'CONFIG_UNREADABLE',
    kind: 'configuration',
    hint: 'Name a layout.sdn or layout.yaml that is there.',
    file,
  })
}
