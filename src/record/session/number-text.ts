/**
 * Numbers as text with blanks between, for cells that hold whole traces.
 * Function numbers go as differences from the one before (`7 1 1 -3`), counts with runs folded (`1*5 12`).
 */
export function deltaText(numbers: ArrayLike<number>): string {
  const parts: string[] = []
  let before = 0
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] ?? 0
    parts.push(String(value - before))
    before = value
  }
  return parts.join(' ')
}

/** Counts with runs of equal ones folded. */
export function runText(numbers: ArrayLike<number>): string {
  const parts: string[] = []
  for (let i = 0; i < numbers.length;) {
    const value = numbers[i] ?? 0
    let end = i + 1
    while (end < numbers.length && numbers[end] === value) end++
    parts.push(end - i === 1 ? String(value) : `${value}*${end - i}`)
    i = end
  }
  return parts.join(' ')
}

/** Reads {@link deltaText}; `undefined` where the text is none. */
export function parseDeltas(text: string): Int32Array | undefined {
  const result = new Int32Array(countWords(text))
  let before = 0
  let i = 0
  for (const word of words(text)) {
    if (!/^-?\d+$/.test(word)) return undefined
    before += Number(word)
    result[i] = before
    // Beyond 32 bits the array would hold another number.
    if (result[i++] !== before) return undefined
  }
  return result
}

/** Reads {@link runText}; `undefined` where the text is none, or holds not exactly `length` whole numbers. */
export function parseRuns(text: string, length: number): Float64Array | undefined {
  const result = new Float64Array(length)
  let at = 0
  for (const word of words(text)) {
    const match = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:\*(\d+))?$/.exec(word)
    if (match === null || !Number.isInteger(Number(match[1]))) return undefined
    const end = at + Number(match[2] ?? 1)
    if (end > length) return undefined
    result.fill(Number(match[1]), at, end)
    at = end
  }
  return at === length ? result : undefined
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}

function countWords(text: string): number {
  if (text === '') return 0
  let count = 1
  for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) count++
  return count
}
