import { BOM } from './characters.ts'
import { SdnError } from './sdn-error.ts'

import type { SourcePlace } from '../errors.ts'
import type { SdnErrorCode } from './sdn-error.ts'

/** Code units between two counted points: a column costs at most this many steps, on lines of any length. */
const STRIDE = 1024

/** A text with lines and columns. Offsets are code units of JavaScript; columns count code points. */
export class SourceText {
  readonly text: string
  readonly file: string | undefined
  /** Where the document starts: after a BOM, if there is one. */
  readonly start: number
  #lineStarts: number[] | undefined
  /** Code points before each multiple of the stride; null when the text has no surrogates. */
  #points: Uint32Array | null | undefined

  constructor(text: string, file?: string) {
    if (typeof text !== 'string') {
      throw new SdnError('SDN_ENCODING', `found ${typeof text}, expected text.`, {
        file,
        hint: 'Decode bytes with decodeSdn().',
      })
    }
    this.text = text
    this.file = file
    this.start = text.charCodeAt(0) === BOM ? 1 : 0
  }

  /** Line and column of an offset, both from 1. A BOM has no column; a CR alone ends no line. */
  place(offset: number): { line: number; column: number } {
    const starts = this.#lines()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: this.#pointsBefore(offset) - this.#pointsBefore(starts[low]!) + 1 }
  }

  /** The line of that number, without its line end. */
  line(number: number): string | undefined {
    const start = this.#lines()[number - 1]
    if (start === undefined) return undefined
    const end = this.text.indexOf('\n', start)
    const line = this.text.slice(start, end === -1 ? undefined : end)
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }

  /** Builds the error for an offset. */
  error(code: SdnErrorCode, message: string, offset: number, hint?: string): SdnError {
    const { line, column } = this.place(offset)
    const place: SourcePlace = { file: this.file, line, column }
    return new SdnError(code, message, { ...place, hint, sourceLine: this.line(line) })
  }

  #lines(): number[] {
    if (this.#lineStarts === undefined) {
      const starts = [this.start]
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1)
      this.#lineStarts = starts
    }
    return this.#lineStarts
  }

  #pointsBefore(offset: number): number {
    this.#points ??= this.#countPoints()
    if (this.#points === null) return offset
    const mark = Math.floor(offset / STRIDE)
    return this.#points[mark]! + countPoints(this.text, mark * STRIDE, offset)
  }

  #countPoints(): Uint32Array | null {
    const { text } = this
    if (!/[\ud800-\udbff]/.test(text)) return null
    const points = new Uint32Array(Math.floor(text.length / STRIDE) + 1)
    for (let mark = 1; mark < points.length; mark += 1) {
      points[mark] = points[mark - 1]! + countPoints(text, (mark - 1) * STRIDE, mark * STRIDE)
    }
    return points
  }
}

/** Code points that end in a range: a pair counts where its second half lies. */
function countPoints(text: string, from: number, to: number): number {
  let count = to - from
  for (let index = from; index < to; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= 0xdc00 && code <= 0xdfff && index > 0) {
      const before = text.charCodeAt(index - 1)
      if (before >= 0xd800 && before <= 0xdbff) count -= 1
    }
  }
  return count
}

/** The first half of a surrogate pair that stands alone, or infinity: no UTF-8 carries it. */
export function findLoneSurrogate(text: string): number {
  // In Node since 20, in TypeScript's library only from ES2024.
  if ((text as unknown as { isWellFormed(): boolean }).isWellFormed()) return Number.POSITIVE_INFINITY
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 0xd800 || code > 0xdfff) continue
    const next = text.charCodeAt(index + 1)
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return index
    index += 1
  }
  return Number.POSITIVE_INFINITY
}

/** Decodes a file's bytes; a BOM stays in the text, so that an editor can write it back. */
export function decodeSdn(bytes: Uint8Array, file?: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    const at = invalidByte(bytes)
    const before = new SourceText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, at)), file)
    throw before.error(
      'SDN_ENCODING',
      `byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')} is not UTF-8.`,
      before.text.length,
      'Save the file as UTF-8.',
    )
  }
}

/** Offset of the first byte that no UTF-8 sequence explains: the longest prefix that decodes, by halving. */
function invalidByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (good < bad) {
    const middle = (good + bad + 1) >> 1
    if (decodes(bytes.subarray(0, middle))) good = middle
    else bad = middle - 1
  }
  // An unfinished sequence at the end is no error for `decodes`: the fault lies where it begins.
  let at = good
  while (at > 0 && at > good - 4 && (bytes[at - 1]! & 0xc0) === 0x80) at -= 1
  if (at > 0 && bytes[at - 1]! >= 0xc0 && !complete(bytes, at - 1, good)) return at - 1
  return good
}

function complete(bytes: Uint8Array, lead: number, end: number): boolean {
  const first = bytes[lead]!
  return end - lead >= (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2)
}

/** Whether a prefix is valid so far: `stream` leaves an unfinished sequence at the end alone. */
function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
