const PRIME_A = 0x01000193
const PRIME_B = 0x9e3779b1
const START_A = 0x811c9dc5
const START_B = 0x5bd1e995
/** Stands for a nested function; no code holds it. */
const MARK = 0
const SPACE = 32

/**
 * A hash of code that tells functions apart, not one that withstands attacks: computed for every function of every module,
 * where a cryptographic one would cost a tenth of the transform.
 *
 * Two multiply-and-xor lanes (the first is FNV-1a: Fowler, Noll, Vo) over UTF-16 units, each finished by MurmurHash3's mixer
 * (Appleby). Runs of blanks count as one.
 */
export class BodyHash {
  #a = START_A
  #b = START_B
  #isAfterBlank = false

  /** Adds the stretch `[start, end)` of `code`. */
  add(code: string, start: number, end: number): void {
    let a = this.#a
    let b = this.#b
    let isAfterBlank = this.#isAfterBlank
    for (let i = start; i < end; i++) {
      let unit = code.charCodeAt(i)
      if (unit <= SPACE || (unit >= 160 && isRareBlank(unit))) {
        if (isAfterBlank) continue
        isAfterBlank = true
        unit = SPACE
      } else {
        isAfterBlank = false
      }
      a = Math.imul(a ^ unit, PRIME_A)
      b = Math.imul(b ^ unit, PRIME_B)
      b ^= b >>> 15
    }
    this.#a = a
    this.#b = b
    this.#isAfterBlank = isAfterBlank
  }

  /** A nested function stands here. */
  mark(): void {
    this.#a = Math.imul(this.#a ^ MARK, PRIME_A)
    this.#b = Math.imul(this.#b ^ (MARK + 1), PRIME_B)
    this.#isAfterBlank = false
  }

  /** The hash, 16 hexadecimal digits; what is added next begins another one. */
  take(): string {
    const text = hex(mix(this.#a)) + hex(mix(this.#b ^ this.#a))
    this.#a = START_A
    this.#b = START_B
    this.#isAfterBlank = false
    return text
  }
}

/** Blanks beyond ASCII, as `\s` has them. */
function isRareBlank(unit: number): boolean {
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  )
}

function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
