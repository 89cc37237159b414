/** Base64 digits, by value. */
const DIGITS = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (c) =>
  c.charCodeAt(0),
)
const COMMA = 44
const SEMICOLON = 59
/** Room for a separator and four numbers of at most seven digits. */
const SEGMENT_BYTES = 32

/** Writes the `mappings` of a source map with one source, segment by segment: numbers of variable length, each relative to the one before. */
export class MappingsWriter {
  #bytes = Buffer.allocUnsafe(4096)
  #length = 0
  /** Where the generated text is. */
  #column = 0
  #lastColumn = 0
  #lastSourceLine = 0
  #lastSourceColumn = 0
  #isLineEmpty = true

  /** Text that maps nowhere. */
  skipText(text: string): void {
    let from = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.newline()
      from = at + 1
    }
    this.#column += text.length - from
  }

  advance(columns: number): void {
    this.#column += columns
  }

  newline(): void {
    this.#reserve()
    this.#bytes[this.#length++] = SEMICOLON
    this.#column = 0
    this.#lastColumn = 0
    this.#isLineEmpty = true
  }

  /** A place `ahead` columns on. */
  segment(ahead: number, sourceLine: number, sourceColumn: number): void {
    this.#reserve()
    if (!this.#isLineEmpty) this.#bytes[this.#length++] = COMMA
    this.#isLineEmpty = false
    const column = this.#column + ahead
    this.#number(column - this.#lastColumn)
    this.#lastColumn = column
    // Always the first source.
    this.#number(0)
    this.#number(sourceLine - this.#lastSourceLine)
    this.#lastSourceLine = sourceLine
    this.#number(sourceColumn - this.#lastSourceColumn)
    this.#lastSourceColumn = sourceColumn
  }

  take(): string {
    return this.#bytes.toString('latin1', 0, this.#length)
  }

  #number(value: number): void {
    let rest = value < 0 ? (-value << 1) | 1 : value << 1
    do {
      const digit = rest & 31
      rest >>>= 5
      this.#bytes[this.#length++] = DIGITS[rest > 0 ? digit | 32 : digit]!
    } while (rest > 0)
  }

  #reserve(): void {
    if (this.#length + SEGMENT_BYTES <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(this.#bytes.length * 2)
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
  }
}
