import { formatCount } from '../../report/index.ts'
import type { Finding, FindingLevel } from '../check-layout.ts'
import type { FunctionState } from '../difference.ts'
import { visible } from './escape.ts'

/** GitHub shows ten annotations of each kind for a step and drops the others. */
const ANNOTATIONS_PER_LEVEL = 10

/**
 * Findings as workflow commands; GitHub puts them at the lines they name.
 *
 * @param folder Of the project in its repository, with `/` at its end; `''` at the root.
 */
export function toWorkflowCommands(findings: readonly Finding[], folder = ''): string[] {
  const shown = new Map<FindingLevel, number>()
  const lines: string[] = []
  let left = 0
  for (const { level, message, at } of findings) {
    const count = (shown.get(level) ?? 0) + 1
    shown.set(level, count)
    if (count > ANNOTATIONS_PER_LEVEL) {
      left++
      continue
    }
    const place = at === undefined ? '' : placeOf(folder, at)
    lines.push(`::${level} ${place}title=${property('Code layout')}::${data(message)}`)
  }
  if (left > 0) lines.push(`and ${formatCount(left)} more findings`)
  return lines
}

/** A line of 0 is one that nobody knows. */
function placeOf(folder: string, { module, line, column }: FunctionState): string {
  const file = `file=${property(folder + module)},`
  return line === 0 ? file : `${file}line=${line},col=${column},`
}

// After https://docs.github.com/actions/reference/workflow-commands: data escapes % and line ends, properties also : and ,
function data(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replace(/[\r\n]/g, (end) => (end === '\r' ? '%0D' : '%0A'))
    .split(/(%0[AD])/)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join('')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
