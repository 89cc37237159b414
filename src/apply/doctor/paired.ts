/** Two builds measured in turn. */
export interface PairedResult {
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** Median of the ratios after / before of each pair. */
  readonly ratio: number
  /** Bounds that the median of the ratios lies between with at least 95 % confidence; `[0, Infinity]` for few pairs. */
  readonly interval: readonly [number, number]
  readonly verdict: Verdict
}

/** `better` and `worse` only when the whole interval lies on that side of 1. */
export type Verdict = 'better' | 'worse' | 'no gain'

/**
 * Measures two builds A B A B, so that what drifts in the machine meets both.
 *
 * @param measure one figure of one build; lower is better
 * @param pairs at least 6 are needed for an answer
 */
export function measurePaired(measure: (build: 'before' | 'after') => number, pairs: number): PairedResult {
  const before: number[] = []
  const after: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    before.push(measure('before'))
    after.push(measure('after'))
  }
  return judge(before, after)
}

/** The verdict on figures measured in pairs. */
export function judge(before: readonly number[], after: readonly number[]): PairedResult {
  const ratios = before.map((value, pair) => after[pair]! / value).sort((a, b) => a - b)
  const interval = medianInterval(ratios)
  const verdict = interval[1] < 1 ? 'better' : interval[0] > 1 ? 'worse' : 'no gain'
  return { before, after, ratio: median(ratios), interval, verdict }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

/**
 * Distribution-free interval of the median by order statistics (the sign test turned round): the k-th smallest and the
 * k-th largest value, for the greatest k whose two tails of Binomial(n, 1/2) hold at most 5 %.
 */
export function medianInterval(sorted: readonly number[]): readonly [number, number] {
  const count = sorted.length
  let tail = 0
  let chance = 0.5 ** count
  let k = 0
  for (; k < count / 2; k++) {
    tail += chance
    if (2 * tail > 0.05) break
    chance *= (count - k) / (k + 1)
  }
  return k === 0 ? [0, Infinity] : [sorted[k - 1]!, sorted[count - k]!]
}
