import { PHASE_INFO, type LayoutPhase } from '../model/phase.ts'

/** The functions of one phase as a linker sees them. */
export class LayoutSegment {
  /** The output section, `.text.startup`. */
  readonly name: string
  readonly phase: LayoutPhase
  /** Names in layout order. */
  readonly symbols: readonly string[]
  /** Bytes of all its functions. */
  readonly size: number
  /** Alignment of its start in bytes: a page, or 16 where the phase shares pages. */
  readonly alignment: number

  constructor(phase: LayoutPhase, symbols: readonly string[], size: number, pageSize: number) {
    this.name = PHASE_INFO[phase].section
    this.phase = phase
    this.symbols = symbols
    this.size = size
    this.alignment = PHASE_INFO[phase].aligned ? pageSize : 16
  }

  /** The segment as an output section of a GNU ld script; inputs are the sections of `-ffunction-sections`. */
  toLinkerScript(): string {
    const lines = this.symbols.map((symbol) => `    *(${quoteInput(`.text.${symbol}`)})\n`)
    return `  ${this.name} : ALIGN(${this.alignment})\n  {\n${lines.join('')}    *(${this.name} ${this.name}.*)\n  }\n`
  }
}

/** Quoted, for names hold `:` and blanks; a quote cannot be escaped there, so the wildcard for one character stands for it. */
function quoteInput(section: string): string {
  return `"${section.replaceAll(/["\n\\]/g, '?')}"`
}
