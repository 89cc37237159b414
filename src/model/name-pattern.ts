import { ownName, splitFunctionName } from './function-name.ts'

/**
 * Whether a text matches a pattern in which `*` stands for any characters, none included, and everything else for itself.
 * Linear in both lengths but for patterns of many stars: each piece is searched once, leftmost first.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return matchesPieces(pattern.split('*'), text)
}

function matchesPieces(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? ''
  if (pieces.length === 1) return text === first
  const last = pieces[pieces.length - 1] ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let at = first.length
  for (let i = 1; i < pieces.length - 1; i++) {
    const piece = pieces[i] ?? ''
    const found = text.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}

/** One pattern and the group (a phase, an anchor) it stands for. */
export interface GroupedPattern<Group> {
  readonly group: Group
  readonly pattern: string
}

/**
 * Finds the first of many patterns that matches a function's name, without trying each.
 *
 * A pattern with a `:` or `/` is matched against the whole name (`src/db/*`, `src/app.ts:init_*`);
 * any other against the function's PATH (`App.render`) and against its own name (`render`).
 */
export class PatternIndex<Group> {
  readonly patterns: readonly GroupedPattern<Group>[]
  readonly #whole = new Bucket()
  readonly #short = new Bucket()

  constructor(patterns: readonly GroupedPattern<Group>[]) {
    this.patterns = patterns
    patterns.forEach(({ pattern }, ordinal) => {
      const bucket = /[:/]/.test(pattern) ? this.#whole : this.#short
      bucket.add(pattern, ordinal)
    })
  }

  /** The first matching pattern in the order given to the constructor. */
  find(name: string): GroupedPattern<Group> | undefined {
    const ordinal = this.findOrdinal(name)
    return ordinal < 0 ? undefined : this.patterns[ordinal]
  }

  /** The index of the first matching pattern, or -1. */
  findOrdinal(name: string): number {
    let best = this.#whole.find(name, NONE)
    if (!this.#short.isEmpty) {
      const { path } = splitFunctionName(name)
      best = this.#short.find(path, best)
      const own = ownName(path)
      if (own !== path) best = this.#short.find(own, best)
    }
    return best === NONE ? -1 : best
  }
}

const NONE = 0x7fff_ffff

/** Patterns by shape: exact texts, prefixes and suffixes are looked up by hash, the rest is tried one by one. */
class Bucket {
  isEmpty = true
  readonly #exact = new Map<string, number>()
  readonly #prefixes = new Map<string, number>()
  readonly #suffixes = new Map<string, number>()
  readonly #prefixLengths: number[] = []
  readonly #suffixLengths: number[] = []
  readonly #others: { readonly pieces: readonly string[]; readonly ordinal: number }[] = []

  add(pattern: string, ordinal: number): void {
    this.isEmpty = false
    const star = pattern.indexOf('*')
    if (star < 0) {
      setFirst(this.#exact, pattern, ordinal)
    } else if (star === pattern.length - 1) {
      setFirst(this.#prefixes, pattern.slice(0, -1), ordinal)
      addLength(this.#prefixLengths, star)
    } else if (star === 0 && pattern.lastIndexOf('*') === 0) {
      setFirst(this.#suffixes, pattern.slice(1), ordinal)
      addLength(this.#suffixLengths, pattern.length - 1)
    } else {
      this.#others.push({ pieces: pattern.split('*'), ordinal })
    }
  }

  /** The least ordinal of a match that is below `best`, else `best`. */
  find(text: string, best: number): number {
    let least = Math.min(best, this.#exact.get(text) ?? NONE)
    for (const length of this.#prefixLengths) {
      if (length > text.length) break
      const ordinal = this.#prefixes.get(text.slice(0, length))
      if (ordinal !== undefined && ordinal < least) least = ordinal
    }
    for (const length of this.#suffixLengths) {
      if (length > text.length) break
      const ordinal = this.#suffixes.get(text.slice(text.length - length))
      if (ordinal !== undefined && ordinal < least) least = ordinal
    }
    for (const { pieces, ordinal } of this.#others) {
      if (ordinal >= least) break
      if (matchesPieces(pieces, text)) least = ordinal
    }
    return least
  }
}

function setFirst(map: Map<string, number>, key: string, ordinal: number): void {
  if (!map.has(key)) map.set(key, ordinal)
}

function addLength(lengths: number[], length: number): void {
  if (lengths.includes(length)) return
  lengths.push(length)
  lengths.sort((a, b) => a - b)
}
