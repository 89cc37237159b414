import { styleText } from 'node:util'

type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray'

/** Paints text, or leaves it as it is where there are no colours. */
export type Paint = (format: Format, text: string) => string

interface ColourStream {
  readonly isTTY?: boolean | undefined
  hasColors?(): boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Colours only where the terminal has them; `NO_COLOR` and `FORCE_COLOR` of the environment decide first. */
export function paintFor(stream: ColourStream, env: Environment): Paint {
  return hasColours(stream, env) ? paint : plain
}

export const plain: Paint = (_format, text) => text

// `validateStream: false`: the stream was judged already, and it may be another than standard output.
const paint: Paint = (format, text) =>
  (styleText as (...args: unknown[]) => string)(format, text, { validateStream: false })

function hasColours(stream: ColourStream, env: Environment): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false'
  return stream.isTTY === true && (stream.hasColors?.() ?? true)
}

/* oxlint-disable-next-line no-control-regex -- control characters are what it looks for */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** Names come from people's code: control and bidirectional characters must not reach the terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Shortens in the middle, where names differ least. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text
  const head = Math.ceil((width - 1) / 3)
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`
}
