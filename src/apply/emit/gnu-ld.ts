import { type LayoutPhase, PHASE_INFO } from '../../model/phase.ts'
import type { PhaseSymbols } from './symbols.ts'

/**
 * Sections that GCC and Clang give a function under `-ffunction-sections`: plain, and by their own guess of its heat.
 * What they split off as cold (`.text.unlikely.f`) holds no part that a start runs, so only `cold` takes it.
 */
export function inputSections(symbol: string, phase: LayoutPhase): string[] {
  const plain = [`.text.${symbol}`, `.text.startup.${symbol}`, `.text.hot.${symbol}`]
  return phase === 'cold' ? [...plain, `.text.unlikely.${symbol}`, `.text.exit.${symbol}`] : plain
}

/** `steady` needs a section of its own to keep its order: `.text` is the one that all others fall into. */
function outputSection(phase: LayoutPhase): string {
  return phase === 'steady' ? '.text.steady' : PHASE_INFO[phase].section
}

/**
 * A linker script that adds to the default one (`-T FILE`, by `INSERT`): an output section for each phase, in front of
 * `.text` but for `cold`, which stands behind it. Aligned phases begin and end on a page, so nothing shares theirs.
 */
export function toLinkerScript(phases: readonly PhaseSymbols[], pageSize: number): string {
  return [false, true].map((isCold) => group(phases, pageSize, isCold)).join('')
}

function group(phases: readonly PhaseSymbols[], pageSize: number, isCold: boolean): string {
  const parts = phases.filter(({ phase }) => (phase === 'cold') === isCold)
  if (parts.length === 0) return ''
  const place = isCold ? 'AFTER' : 'BEFORE'
  return `SECTIONS\n{\n${parts.map((part) => section(part, pageSize)).join('')}}\nINSERT ${place} .text;\n`
}

function section({ phase, symbols }: PhaseSymbols, pageSize: number): string {
  const { aligned } = PHASE_INFO[phase]
  const lines = symbols.map((symbol) => `    *(${inputSections(symbol, phase).map(quote).join(' ')})\n`)
  const end = aligned ? `    . = ALIGN(${pageSize});\n` : ''
  // Aligned to 16 at least, as functions are; the border itself is what budgets count.
  return `  ${outputSection(phase)} : ALIGN(${aligned ? pageSize : 16})\n  {\n${lines.join('')}${end}  }\n`
}

/** Quotes only what needs it: names with characters that mean something in a script. `?` would be a wildcard. */
function quote(name: string): string {
  return /^[\w.$]+$/.test(name) ? name : `"${name.replaceAll(/[?[\]*]/g, '?')}"`
}
