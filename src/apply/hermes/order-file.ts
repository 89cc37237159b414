import { LayoutError } from '../../errors.ts'
import { type LayoutPhase, parsePhase } from '../../model/phase.ts'
import type { HermesLayout } from './rewrite.ts'

/**
 * Reads an order file: one function id a line, `#` begins a comment, `[first_frame]` opens a phase.
 * Ids before the first such line are start-up.
 *
 * @throws LayoutError `HERMES_ORDER_SYNTAX` or `UNKNOWN_PHASE` with the line
 */
export function parseHermesOrder(text: string, file?: string): HermesLayout {
  const layout: Partial<Record<LayoutPhase, number[]>> = {}
  let phase: LayoutPhase = 'startup'
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/#.*/, '').trim()
    if (line === '') continue
    const place = { file, line: index + 1 }
    const heading = /^\[(.*)\]$/.exec(line)?.[1]
    if (heading !== undefined) {
      phase = parsePhase(heading.trim(), place)
    } else if (/^\d{1,9}$/.test(line)) {
      ;(layout[phase] ??= []).push(Number(line))
    } else {
      throw new LayoutError(
        'HERMES_ORDER_SYNTAX',
        `expected a function id or a phase in brackets, found ${JSON.stringify(line)}.`,
        { ...place, hint: 'Ids are those of `hbcdump -c "function-info"`, one a line.' },
      )
    }
  }
  return layout
}
