/** Scores orders of functions on a workload. Written apart from the packer, so that it would not share the packer's mistakes. */
import { Random } from './random.mjs'

const TLB_ENTRIES = 64
/** Of a function that is called, the bytes that run. */
const RUN_BYTES = 384
const MAX_STACK = 150

/** Start byte of each function, functions behind each other. */
function place(order, sizes) {
  const starts = new Float64Array(sizes.length)
  let end = 0
  for (const f of order) {
    starts[f] = end
    end += sizes[f]
  }
  return starts
}

/** Pages touched and area under the fault curve, each over the least there can be, summed over traces. */
export function scoreTraces(order, sizes, traces, pageSize) {
  const starts = place(order, sizes)
  let pages = 0
  let leastPages = 0
  let area = 0
  let leastArea = 0
  for (const trace of traces) {
    const touched = new Set()
    let bytes = 0
    for (const f of trace) {
      const last = Math.floor((starts[f] + sizes[f] - 1) / pageSize)
      for (let page = Math.floor(starts[f] / pageSize); page <= last; page++) touched.add(page)
      bytes += sizes[f]
      area += touched.size
      leastArea += Math.ceil(bytes / pageSize)
    }
    pages += touched.size
    leastPages += Math.ceil(bytes / pageSize)
  }
  return { pages: pages / leastPages, area: area / leastArea }
}

/** Misses of a 64-entry i-TLB (least recently used) for each 1000 calls of a random walk that follows the call counts. */
export function scoreSteady(order, workload, pageSize, steps) {
  const { sizes, offsets, callee, calls, edgeCalls, count } = workload
  const starts = place(order, sizes)
  const random = new Random(4242)
  const leaving = new Float64Array(count)
  const arriving = new Float64Array(count)
  for (let f = 0; f < count; f++) {
    for (let site = offsets[f]; site < offsets[f + 1]; site++) {
      leaving[f] += edgeCalls[site]
      arriving[callee[site]] += edgeCalls[site]
    }
  }
  const rootWeights = new Float64Array(count)
  let rootTotal = 0
  for (let f = 0; f < count; f++) rootWeights[f] = rootTotal += Math.max(0, calls[f] - arriving[f])
  // A map keeps its keys in the order of insertion: the first one is the least recently used.
  const tlb = new Map()
  let misses = 0
  const touch = (byte) => {
    const page = Math.floor(byte / pageSize)
    if (!tlb.delete(page)) {
      misses++
      if (tlb.size === TLB_ENTRIES) tlb.delete(tlb.keys().next().value)
    }
    tlb.set(page, true)
  }
  const enter = (f) => {
    const first = starts[f]
    const last = first + Math.min(sizes[f], RUN_BYTES) - 1
    touch(first)
    if (Math.floor(last / pageSize) !== Math.floor(first / pageSize)) touch(last)
  }
  const stack = []
  for (let step = 0; step < steps;) {
    if (stack.length === 0) {
      stack.push(search(rootWeights, random.unit() * rootTotal))
      enter(stack[0])
      step++
    }
    const f = stack.at(-1)
    if (stack.length < MAX_STACK && random.chance(leaving[f] / (leaving[f] + Math.max(1, calls[f])))) {
      let rest = random.unit() * leaving[f]
      let site = offsets[f]
      while (site + 1 < offsets[f + 1] && rest >= edgeCalls[site]) rest -= edgeCalls[site++]
      stack.push(callee[site])
      enter(callee[site])
      step++
    } else {
      stack.pop()
      if (stack.length > 0) touch(starts[stack.at(-1)] + Math.min(sizes[stack.at(-1)], RUN_BYTES) / 2)
    }
  }
  return (1000 * misses) / steps
}

/** First place whose running total is above the value. */
function search(totals, value) {
  let low = 0
  let high = totals.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (totals[middle] > value) high = middle
    else low = middle + 1
  }
  return low
}
