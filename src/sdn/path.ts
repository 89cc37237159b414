import { counted } from './counted.ts'
import { SdnError } from './sdn-error.ts'

/** A way into a tree: keys of dicts, indices of lists and rows, indices or field names of cells. */
export type SdnPath = readonly (string | number)[]

/**
 * The path that dotted text means: `layout.budgets.startup`, `layout.recorded[0].phase`, `overrides."src/a.ts:main"`.
 * A step with `.`, `[` or `"` in it is quoted, with the escapes of SDN strings. Digits are an index where a list is.
 *
 * @throws SdnError `SDN_PATH` for text that is no path
 */
export function parsePath(text: string): (string | number)[] {
  const steps: (string | number)[] = []
  if (text === '') return steps
  let at = 0
  do {
    const step = stepAt(text, at, steps.length > 0)
    steps.push(step.value)
    at = step.end
    // An index follows its list without a dot.
    if (text[at] === '.') at += 1
    else if (at < text.length && text[at] !== '[') throw noPath(text, at)
    if (at === text.length && text.endsWith('.')) throw noPath(text, at)
  } while (at < text.length)
  return steps
}

function stepAt(text: string, at: number, mayBeIndex: boolean): { value: string | number; end: number } {
  if (text[at] === '[' && mayBeIndex) {
    const close = text.indexOf(']', at)
    const digits = text.slice(at + 1, close === -1 ? at + 1 : close)
    if (!/^\d{1,15}$/.test(digits)) throw noPath(text, at)
    return { value: Number(digits), end: close + 1 }
  }
  if (text[at] === '"') return quotedStep(text, at)
  let end = at
  while (end < text.length && !'."['.includes(text[end]!)) end += 1
  if (end === at) throw noPath(text, at)
  return { value: text.slice(at, end), end }
}

function quotedStep(text: string, open: number): { value: string; end: number } {
  let end = open + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  if (end >= text.length) throw noPath(text, open)
  const value = text
    .slice(open + 1, end)
    .replaceAll(/\\([ntr"\\])/g, (_, code: string) => ({ n: '\n', t: '\t', r: '\r' })[code] ?? code)
  return { value, end: end + 1 }
}

function noPath(text: string, at: number): SdnError {
  const found = at >= text.length ? 'the end' : `\`${text[at]}\``
  return new SdnError('SDN_PATH', `no path: ${JSON.stringify(text)}, at ${found} after ${counted(at, 'character')}.`, {
    hint: 'Write keys with dots between, quoted where they hold a dot: layout."src/a.ts"; indices as [0].',
  })
}

/** The dotted text of a path. */
export function formatPath(path: SdnPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      const isPlain = step !== '' && !/[."[\\\n\r\t]/.test(step)
      return (index === 0 ? '' : '.') + (isPlain ? step : JSON.stringify(step))
    })
    .join('')
}

/** The index that a step means in a list of that length, or -1. */
export function indexOfStep(step: string | number, length: number): number {
  const index = typeof step === 'number' ? step : /^\d{1,15}$/.test(step) ? Number(step) : -1
  return Number.isInteger(index) && index >= 0 && index < length ? index : -1
}

/** The column that a step means in a table, by number or by field name, or -1. */
export function columnOfStep(step: string | number, fields: readonly string[] | null, width: number): number {
  const byName = typeof step === 'string' && fields !== null ? fields.lastIndexOf(step) : -1
  return byName === -1 ? indexOfStep(step, width) : byName
}
