import type { PackInput } from './input.ts'

/** Share of all calls that the hot set makes up. */
const HOT_CALL_SHARE = 0.9
/** A hot function that at least this share of traces (by weight) holds belongs next to the start-up code. */
const OFTEN_TRACED = 0.5

/**
 * Joins a start-up order and a steady order into one for code that must do both.
 *
 * The hot set comes first: the functions with the most calls for each byte that make up 90 % of all calls. Those seldom traced, then
 * those often traced, each in steady order, so that the part that start-up needs too touches the start-up code. Then the other
 * traced functions in start-up order, then the rest in steady order. O(n log n).
 *
 * @param startup the traced functions, by {@link balancedPartitioning}
 * @param steady all functions, by {@link cacheDirectedSort}
 */
export function combineOrders(
  { sizes, calls, traces }: PackInput,
  startup: Int32Array,
  steady: Int32Array,
): Int32Array {
  const hot = hotSet(sizes, calls)
  const tracedWeight = new Float64Array(sizes.length)
  let totalWeight = 0
  for (let t = 0; t < traces.weights.length; t++) {
    const weight = traces.weights[t]!
    totalWeight += weight
    for (let k = traces.offsets[t]!; k < traces.offsets[t + 1]!; k++) tracedWeight[traces.functions[k]!]! += weight
  }
  const often = totalWeight * OFTEN_TRACED
  const placed = new Uint8Array(sizes.length)
  const order = new Int32Array(sizes.length)
  let end = 0
  const place = (f: number): void => {
    if (placed[f] === 1) return
    placed[f] = 1
    order[end++] = f
  }
  for (const f of steady) if (hot[f] === 1 && (tracedWeight[f]! < often || totalWeight === 0)) place(f)
  for (const f of steady) if (hot[f] === 1) place(f)
  for (const f of startup) place(f)
  for (const f of steady) place(f)
  return order
}

/** Calls for each byte, not calls: it costs 0.3 % fewer start-up pages and 10 % fewer i-TLB misses; see docs/algorithms.md. */
function hotSet(sizes: Int32Array, calls: Float64Array): Uint8Array {
  const density = Float64Array.from(calls, (count, f) => count / Math.max(1, sizes[f]!))
  const called = Int32Array.from(calls.keys()).filter((f) => calls[f]! > 0)
  called.sort((a, b) => density[b]! - density[a]! || a - b)
  let total = 0
  for (const f of called) total += calls[f]!
  const hot = new Uint8Array(sizes.length)
  let covered = 0
  for (const f of called) {
    if (covered >= HOT_CALL_SHARE * total) break
    covered += calls[f]!
    hot[f] = 1
  }
  return hot
}
