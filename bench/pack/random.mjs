/** Seeded random numbers (mulberry32) and the distributions that the workloads need. */
export class Random {
  #state

  constructor(seed) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995
  }

  /** 0 <= x < 1 */
  unit() {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let x = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }

  below(limit) {
    return Math.floor(this.unit() * limit)
  }

  chance(probability) {
    return this.unit() < probability
  }

  /** Sum of twelve uniform numbers less six: normal enough. */
  normal() {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.unit()
    return sum
  }

  logNormal(median, sigma) {
    return median * Math.exp(sigma * this.normal())
  }

  /** Few are popular: index i about as often as 1 / (i + 1). */
  popular(limit) {
    return Math.min(limit - 1, Math.floor((limit + 1) ** this.unit()) - 1)
  }
}
