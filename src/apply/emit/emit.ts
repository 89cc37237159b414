import { LayoutError } from '../../errors.ts'
import { PHASE_INFO } from '../../model/phase.ts'
import { fromJs, type SdnDict, type SdnValue, writeSdn } from '../../sdn/index.ts'
import { inputSections, toLinkerScript } from './gnu-ld.ts'
import { type EmitRow, type PhaseSymbols, symbolsByPhase } from './symbols.ts'

/** What native linkers read. */
export type EmitFormat = 'lld' | 'gold' | 'gnu-ld' | 'msvc' | 'segments'

export const EMIT_FORMATS: readonly EmitFormat[] = ['lld', 'gold', 'gnu-ld', 'msvc', 'segments']

export interface EmitOptions {
  /** Bytes a page. Default 4096. */
  readonly pageSize?: number | undefined
  /** Put before every symbol: `_` for C on Mach-O and 32-bit Windows. Default none. */
  readonly prefix?: string | undefined
}

export interface EmitResult {
  readonly text: string
  readonly symbols: number
  /** Rows that are no symbols of an object file. */
  readonly skipped: number
}

/**
 * Writes a layout in the form of a linker.
 *
 * `lld`: for `--symbol-ordering-file`; `gold`: for `--section-ordering-file`; `gnu-ld`: a script for `-T`, the only form
 * with phases on pages of their own; `msvc`: for `/ORDER:@FILE`; `segments`: the phases as SDN, for other tools.
 *
 * @param rows in packed order; phases are put in order, the order within is kept
 * @throws LayoutError `EMIT_NO_SYMBOLS` when the layout names nothing that an object file could hold
 */
export function emitLayout(rows: readonly EmitRow[], format: EmitFormat, options: EmitOptions = {}): EmitResult {
  const { pageSize = 4096, prefix = '' } = options
  const { phases: found, skipped } = symbolsByPhase(rows)
  const phases = found.map(({ phase, symbols, size }) => ({
    phase,
    size,
    symbols: symbols.map((symbol) => prefix + symbol),
  }))
  const symbols = phases.reduce((sum, phase) => sum + phase.symbols.length, 0)
  if (symbols === 0) {
    throw new LayoutError('EMIT_NO_SYMBOLS', `none of the ${rows.length} recorded functions is a linker symbol.`, {
      hint: 'Record a native addon, or import its profile; functions of JavaScript are what `vitest-layout apply` places.',
    })
  }
  return { text: WRITERS[format](phases, pageSize), symbols, skipped }
}

const WRITERS: Readonly<Record<EmitFormat, (phases: readonly PhaseSymbols[], pageSize: number) => string>> = {
  lld: (phases) => listed(phases, '#', ({ symbols }) => symbols),
  // No comments: gold takes every line for a pattern.
  gold: (phases) =>
    phases
      .flatMap(({ phase, symbols }) => symbols.flatMap((symbol) => inputSections(symbol, phase)))
      .map((line) => `${line}\n`)
      .join(''),
  'gnu-ld': toLinkerScript,
  msvc: (phases) => listed(phases, ';', ({ symbols }) => symbols),
  segments: writeSegments,
}

function writeSegments(phases: readonly PhaseSymbols[], pageSize: number): string {
  const segments: SdnDict = new Map()
  for (const { phase, symbols, size } of phases) {
    const { section, aligned } = PHASE_INFO[phase]
    segments.set(phase, fromJs({ section, alignment: aligned ? pageSize : 16, size, symbols }))
  }
  return writeSdn(
    new Map<string, SdnValue>([
      ['page_size', pageSize],
      ['segments', segments],
    ]),
  )
}

function listed(
  phases: readonly PhaseSymbols[],
  comment: string,
  linesOf: (phase: PhaseSymbols) => readonly string[],
): string {
  return phases.map((phase) => `${comment} ${phase.phase}\n${linesOf(phase).join('\n')}\n`).join('')
}
