import { type LayoutPhase, PHASES } from '../../model/phase.ts'

/** One row of a layout, in packed order. */
export interface EmitRow {
  readonly name: string
  readonly phase: LayoutPhase
  /** Bytes. */
  readonly size: number
}

/** The symbols of one phase in layout order, each once in the whole layout. */
export interface PhaseSymbols {
  readonly phase: LayoutPhase
  readonly symbols: readonly string[]
  /** Bytes of all of them. */
  readonly size: number
}

/**
 * What an object file can name: C, C++, Rust, Go and Swift symbols as `nm` prints them, decorated ones of MSVC.
 * Names of JavaScript functions (`src/app.ts:main`) hold `:` and `/`, which none of them does.
 */
const SYMBOL = /^[A-Za-z_$?@.][\w$?@.<>~]*$/

/** The symbols of a layout by phase, and how many rows are no symbols (JavaScript functions, markers). */
export function symbolsByPhase(rows: readonly EmitRow[]): { phases: PhaseSymbols[]; skipped: number } {
  const seen = new Set<string>()
  let skipped = 0
  const phases = PHASES.map((phase) => ({ phase, symbols: [] as string[], size: 0 }))
  const byPhase = new Map(phases.map((entry) => [entry.phase, entry]))
  for (const { name, phase, size } of rows) {
    if (!SYMBOL.test(name)) {
      skipped += 1
    } else if (!seen.has(name)) {
      seen.add(name)
      const entry = byPhase.get(phase)
      entry?.symbols.push(name)
      if (entry !== undefined) entry.size += size
    }
  }
  return { phases: phases.filter(({ symbols }) => symbols.length > 0), skipped }
}
