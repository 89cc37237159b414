import type { PackInput, TraceSet } from '../../src/pack/index.ts'

/** Pages touched by all traces by weight, counted with sets. */
export function naivePages(order: ArrayLike<number>, sizes: Int32Array, traces: TraceSet, pageSize: number): number {
  const starts = new Map<number, number>()
  let end = 0
  for (const f of Array.from(order)) {
    starts.set(f, end)
    end += sizes[f]!
  }
  let total = 0
  for (const [t, weight] of traces.weights.entries()) {
    const pages = new Set<number>()
    for (const f of traces.functions.subarray(traces.offsets[t], traces.offsets[t + 1])) {
      for (let byte = 0; byte < sizes[f]!; byte++) pages.add(Math.floor((starts.get(f)! + byte) / pageSize))
    }
    total += weight * pages.size
  }
  return total
}

/** The fewest pages of all orders, by trying them all; pages as bits, so at most 31 of them. */
export function leastPages(sizes: Int32Array, traces: TraceSet, pageSize: number): number {
  const n = sizes.length
  const count = traces.weights.length
  const member = Array.from({ length: count }, (_, t) => {
    const functions = traces.functions.subarray(traces.offsets[t], traces.offsets[t + 1])
    return Uint8Array.from({ length: n }, (_, f) => (functions.includes(f) ? 1 : 0))
  })
  let least = Infinity
  const place = (used: number, start: number, touched: readonly number[]): void => {
    let cost = 0
    for (let t = 0; t < count; t++) cost += traces.weights[t]! * bits(touched[t]!)
    // Pages only become more.
    if (cost >= least) return
    if (used === (1 << n) - 1) {
      least = cost
      return
    }
    for (let f = 0; f < n; f++) {
      if ((used >> f) & 1) continue
      const end = start + sizes[f]!
      const first = Math.floor(start / pageSize)
      const last = Math.floor((end - 1) / pageSize)
      const mask = sizes[f] === 0 ? 0 : 2 ** (last + 1) - 2 ** first
      place(
        used | (1 << f),
        end,
        touched.map((pages, t) => (member[t]![f] === 1 ? pages | mask : pages)),
      )
    }
  }
  place(
    0,
    0,
    Array.from({ length: count }, () => 0),
  )
  return least
}

function bits(value: number): number {
  let count = 0
  for (let rest = value; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Cache-directed sort with everything computed anew at each step, from the definition. */
export function naiveCacheDirectedSort({ sizes, calls, edges }: PackInput): number[] {
  const total = calls.reduce((sum, count) => sum + count, 0)
  const bytes = (chain: readonly number[]): number => chain.reduce((sum, f) => sum + sizes[f]!, 0)
  const count = (chain: readonly number[]): number => chain.reduce((sum, f) => sum + calls[f]!, 0)
  const misses = (chain: readonly number[]): number => {
    const share = ((count(chain) / bytes(chain)) * 2048) / total
    return share >= 1 ? 0 : count(chain) * (1 - share) ** 16
  }
  const near = (chain: readonly number[], a: readonly number[], b: readonly number[]): number => {
    const starts = new Map<number, number>()
    let end = 0
    for (const f of chain) {
      starts.set(f, end)
      end += sizes[f]!
    }
    let sum = 0
    for (const [e, from] of edges.from.entries()) {
      const to = edges.to[e]!
      if (!((a.includes(from) && b.includes(to)) || (b.includes(from) && a.includes(to)))) continue
      const distance = Math.abs(starts.get(from)! + sizes[from]! / 2 - starts.get(to)!)
      sum += edges.weights[e]! * Math.max(1, distance) ** -0.25
    }
    return sum
  }
  let chains: number[][] = Array.from(sizes.keys(), (f) => [f])
  for (;;) {
    let best: { gain: number; a: number[]; b: number[] } = { gain: 0, a: [], b: [] }
    for (const a of chains) {
      for (const b of chains) {
        if (a === b) continue
        const merged = [...a, ...b]
        const nearness = near(merged, a, b)
        // Chains without calls between them are never merged.
        if (nearness === 0) continue
        const fewer = misses(a) + misses(b) - misses(merged)
        const gain = (nearness + fewer / 4) / Math.min(bytes(a), bytes(b))
        if (gain > best.gain) best = { gain, a, b }
      }
    }
    if (best.gain === 0) break
    chains = [...chains.filter((chain) => chain !== best.a && chain !== best.b), [...best.a, ...best.b]]
  }
  const density = (chain: readonly number[]): number => count(chain) / bytes(chain)
  return chains.sort((a, b) => density(b) - density(a) || a[0]! - b[0]!).flat()
}
