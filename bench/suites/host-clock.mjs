// How fast the host is while a run lasts. On a shared machine equal work takes 10 to 30 % more CPU time at one moment than
// at another; slices of fixed work, done in this process while another one runs, are slowed down by the same things.
import process from 'node:process'

const PERIOD_MS = 100
const TEXT = JSON.stringify(
  Array.from({ length: 600 }, (_, i) => ({ id: i, name: `function${i}`, list: [i, i * 2, `${i}`] })),
)

/** CPU microseconds of one slice: parsing, hashing and sorting, as programs do. */
function slice() {
  const before = process.cpuUsage()
  const seen = new Map()
  for (const { name, list } of JSON.parse(TEXT)) seen.set(name + list[1], list)
  const sorted = [...seen.keys()].sort()
  const { user, system } = process.cpuUsage(before)
  return user + system + (sorted.length === 1 ? 1e-9 : 0)
}

/** Begins to watch the host; `stop` gives the mean CPU microseconds of a slice since then. */
export function watchHost() {
  const slices = []
  const timer = setInterval(() => slices.push(slice()), PERIOD_MS)
  return {
    stop() {
      clearInterval(timer)
      return slices.reduce((a, b) => a + b, 0) / slices.length
    },
  }
}
