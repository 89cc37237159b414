import type { TraceSet } from './input.ts'

/**
 * The same traces with equal ones as one, whose weight is the sum of theirs, and without empty ones: many tests run the very same
 * functions of a phase. Every objective here is a sum over traces times weight, so it stays the same. O(entries).
 */
export function mergeTraces({ offsets, functions, weights }: TraceSet): TraceSet {
  const kept = new Int32Array(weights.length)
  const mergedWeights = new Float64Array(weights.length)
  /** Merged traces by hash; the next of the same hash is in `chain`. */
  const heads = new Map<number, number>()
  const chain = new Int32Array(weights.length)
  let count = 0
  for (let t = 0; t < weights.length; t++) {
    const start = offsets[t]!
    const length = offsets[t + 1]! - start
    if (length === 0) continue
    let hash = length
    for (let k = start; k < start + length; k++) hash = Math.imul(hash ^ functions[k]!, 0x01000193)
    const head = heads.get(hash) ?? -1
    let same = head
    while (same >= 0 && !isEqual(offsets, functions, kept[same]!, t)) same = chain[same]!
    if (same >= 0) {
      mergedWeights[same]! += weights[t]!
    } else {
      chain[count] = head
      heads.set(hash, count)
      mergedWeights[count] = weights[t]!
      kept[count++] = t
    }
  }
  if (count === weights.length) return { offsets, functions, weights }
  const mergedOffsets = new Int32Array(count + 1)
  const merged = new Int32Array(functions.length)
  let end = 0
  for (let i = 0; i < count; i++) {
    const trace = functions.subarray(offsets[kept[i]!]!, offsets[kept[i]! + 1]!)
    merged.set(trace, end)
    end += trace.length
    mergedOffsets[i + 1] = end
  }
  return { offsets: mergedOffsets, functions: merged.slice(0, end), weights: mergedWeights.slice(0, count) }
}

function isEqual(offsets: Int32Array, functions: Int32Array, a: number, b: number): boolean {
  const start = offsets[a]!
  const length = offsets[a + 1]! - start
  const shift = offsets[b]! - start
  if (offsets[b + 1]! - offsets[b]! !== length) return false
  for (let k = start; k < start + length; k++) if (functions[k] !== functions[k + shift]) return false
  return true
}
