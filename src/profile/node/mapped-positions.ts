/** A place in an original source; line counts from 1, column from 0 in UTF-16 units. */
export interface OriginalPosition {
  readonly source: number
  readonly line: number
  readonly column: number
}

const DIGITS: Int8Array = new Int8Array(128).fill(-1)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let value = 0; value < ALPHABET.length; value++) DIGITS[ALPHABET.charCodeAt(value)] = value
const SEMICOLON = 59
const COMMA = 44

/**
 * Where some places of a generated file come from, by its source map's `mappings`: for each the nearest mapping
 * at or before it on its line. Reads the text once and keeps nothing else, where a decoded map of a large bundle
 * would take a hundred megabytes of a production process.
 *
 * @param places Generated places (line from 0, column from 0), sorted by line, then column.
 */
export function mapPositions(
  mappings: string,
  places: readonly { readonly line: number; readonly column: number }[],
): (OriginalPosition | undefined)[] {
  const result: (OriginalPosition | undefined)[] = []
  let line = 0
  let column = 0
  let source = 0
  let originalLine = 0
  let originalColumn = 0
  let last: OriginalPosition | undefined
  let at = 0

  /** Places before this mapping get the last one on their line. */
  const settle = (upToLine: number, upToColumn: number): void => {
    for (let place = places[result.length]; place !== undefined; place = places[result.length]) {
      if (place.line > upToLine || (place.line === upToLine && place.column >= upToColumn)) return
      result.push(place.line === line ? last : undefined)
    }
  }
  const number = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 5) {
      const digit = DIGITS[mappings.charCodeAt(at++)] ?? -1
      if (digit < 0) return 0
      value += (digit & 31) * 2 ** shift
      if (digit < 32) return value % 2 === 1 ? -Math.floor(value / 2) : value / 2
    }
  }

  while (at < mappings.length && result.length < places.length) {
    const code = mappings.charCodeAt(at)
    if (code === SEMICOLON) {
      settle(line, Infinity)
      line++
      column = 0
      last = undefined
      at++
      continue
    }
    if (code === COMMA) {
      at++
      continue
    }
    const delta = number()
    settle(line, column + delta)
    column += delta
    last = undefined
    if (!isEnd(mappings, at)) {
      source += number()
      originalLine += number()
      originalColumn += number()
      if (!isEnd(mappings, at)) number()
      last = { source, line: originalLine + 1, column: originalColumn }
    }
  }
  settle(line, Infinity)
  while (result.length < places.length) result.push(undefined)
  return result
}

function isEnd(mappings: string, at: number): boolean {
  const code = mappings.charCodeAt(at)
  return Number.isNaN(code) || code === COMMA || code === SEMICOLON
}
