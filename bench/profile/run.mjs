// Overhead of profiling: `node bench/profile/run.mjs [--pairs N] [--limit SECONDS] [--only server,parser,startup]
// [--variants PARTS] [--no-build] [--show]`.
//
// Two processes of one build differ by several per cent for as long as they live: by the order in which V8 happened to
// optimise their functions, above all. So each round starts a fresh process for each variant, warms it up with equal
// work, and then gives slices of equal work to all of them in turn; the round's ratio is that of the sums. What is
// stated is the median of the rounds. "plain again" is a second process of the plain build: the noise.
//
// The client of the server runs in this process, and CPU is that of the measured process alone, all its threads.
// Rounds are kept in bench/out and those of the same build are put together, so that a table can come from several
// short runs on a quiet machine; `--show` prints what is there and runs nothing.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { buildAll, out } from './build.mjs'
import { cpuOf, start, stop, VARIANTS } from './processes.mjs'
import { readRounds, writeRounds } from './store.mjs'
import { printTable, quantile } from './table.mjs'
import { PROGRAMS } from './work.mjs'

const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '15' },
    limit: { type: 'string', default: '600' },
    only: { type: 'string', default: 'server,parser,startup' },
    variants: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
  },
})
const SLICES = 5
const COLUMNS = [
  { name: 'throughput', key: 'ms', isInverse: true },
  { name: 'p50', key: 'p50' },
  { name: 'p99', key: 'p99' },
]

if (!options['no-build'] && !options.show) await buildAll()
const stored = readRounds()
const parts = options.only
  .split(',')
  .flatMap((only) => (only === 'startup' ? ['server start', 'parser start'] : [only]))
const until = performance.now() + Number(options.limit) * 1000
if (!options.show) for (const part of parts) await measure(part)
for (const part of parts) show(part)
rmSync(join(out, 'feedback'), { recursive: true, force: true })

/** `--variants` takes names or parts of names, divided by semicolons; plain is always there. */
function chosenVariants() {
  const wanted = options.variants?.split(';')
  return Object.keys(VARIANTS).filter(
    (name) =>
      name === 'plain' || !wanted || wanted.some((part) => (part in VARIANTS ? part === name : name.includes(part))),
  )
}

async function measure(part) {
  const [name, isStart] = part.split(' ')
  for (let round = 0; round < Number(options.pairs) && performance.now() < until; round++) {
    const results = isStart ? await startRound(name) : await steadyRound(name)
    stored.parts[part] = [...(stored.parts[part] ?? []), results]
    writeRounds(stored)
  }
}

/** Fresh processes of all variants, warmed up, then slices in turn. */
async function steadyRound(program) {
  const { run, warmUp, slice } = PROGRAMS[program]
  const running = {}
  const results = {}
  try {
    for (const name of shuffled(chosenVariants())) {
      running[name] = await start(program, name)
      await run(running[name], warmUp)
    }
    const slices = {}
    for (let i = 0; i < SLICES; i++) {
      for (const name of shuffled(Object.keys(running))) {
        const before = await cpuOf(running[name])
        const { ms, latencies } = await run(running[name], slice)
        ;(slices[name] ??= []).push({ ms, latencies, cpu: (await cpuOf(running[name])) - before })
      }
    }
    for (const [name, list] of Object.entries(slices)) {
      const sum = (key) => list.reduce((total, one) => total + one[key], 0)
      const latencies = list.flatMap((one) => one.latencies)
      results[name] = {
        cpu: sum('cpu') / 1000,
        ms: sum('ms'),
        p50: quantile(latencies, 0.5),
        p99: quantile(latencies, 0.99),
      }
    }
  } finally {
    await Promise.all(Object.values(running).map(stop))
  }
  return results
}

/** CPU until ready, and until a second's worth of first work is done: the windows at the start are within it. */
async function startRound(program) {
  const { run, beginning } = PROGRAMS[program]
  const results = {}
  for (const name of shuffled(chosenVariants().filter((variant) => !variant.includes('bursts')))) {
    // Without bursts, of which the first comes after 2 s by default.
    const running = await start(program, name, '60000')
    await run(running, beginning)
    results[name] = { cpu: running.startCpu / 1000, beginning: (await cpuOf(running)) / 1000 }
    await stop(running)
  }
  return results
}

function show(part) {
  const rounds = stored.parts[part] ?? []
  if (rounds.length === 0) return
  const [name, isStart] = part.split(' ')
  const plain = quantile(
    rounds.map((round) => round.plain.cpu),
    0.5,
  ).toFixed(0)
  const names = Object.keys(VARIANTS).slice(1)
  const { title, beginningTitle } = PROGRAMS[name]
  if (isStart) {
    const first = quantile(
      rounds.map((round) => round.plain.beginning),
      0.5,
    ).toFixed(0)
    printTable(`${name} until ready (plain: ${plain} ms of CPU), Node ${process.version}`, rounds, names, [
      { name: `with ${beginningTitle} (plain: ${first} ms)`, key: 'beginning' },
    ])
  } else {
    printTable(`${title}, ${plain} ms of CPU in ${SLICES} slices, Node ${process.version}`, rounds, names, COLUMNS)
  }
}

/** Random neighbours: no variant always follows the same other one. */
function shuffled(names) {
  return names
    .map((name) => ({ name, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ name }) => name)
}
