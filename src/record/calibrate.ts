import { createProbe } from './probe/index.ts'

const CALLS = 20_000
const ROUNDS = 5

let measured: number | undefined

/**
 * Cost of one probed call, milliseconds: the fastest of a few rounds, less the empty loop. Measured once a process,
 * on the compiled fast path; what the slow path costs beyond it is not taken off.
 */
export function calibrate(): number {
  return (measured ??= measure())
}

function measure(): number {
  const { globals } = createProbe({ edges: true, timing: 'off', marks: [], costMs: 0 })
  let best = Infinity
  let empty = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    let start = performance.now()
    for (let i = 0; i < CALLS; i++) globals.__vlX(globals.__vlE(1))
    best = Math.min(best, performance.now() - start)
    start = performance.now()
    let sum = 0
    for (let i = 0; i < CALLS; i++) sum += i
    empty = Math.min(empty, performance.now() - start + (sum < 0 ? 1 : 0))
  }
  return Math.max(0, best - empty) / CALLS
}
