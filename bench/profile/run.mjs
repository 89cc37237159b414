// Overhead of profiling: `node bench/profile/run.mjs [--pairs N] [--limit SECONDS]
// [--only server,parser,startup,bursts] [--variants PARTS] [--no-build] [--show]`.
//
// Two things make equal work differ. The order in which V8 happened to optimise the functions: each round starts a
// fresh process for each variant, and what is stated is the median of the rounds. And what else the host does: after
// equal warm-up all processes of the round get many short slices of equal work in turn, on one processor, and the
// round's ratio is the trimmed mean of the ratios of neighbours: a variant's slice to those of the two plain processes
// in the same turn. "plain again" is the second plain process over the first: the noise. "CPU, all slices" is the ratio
// of the sums. Bursts are not in the slices; `bursts` measures what one costs.
//
// The client of the server runs in this process, and CPU is that of the measured process alone, all its threads.
// Rounds are kept in bench/out and those of the same build are put together, so that a table can come from several
// short runs on a quiet machine; `--show` prints what is there and runs nothing.
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { buildAll, out } from './build.mjs'
import { cpuOf, pin, start, stop, VARIANTS } from './processes.mjs'
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
const PROCESSORS = availableParallelism()
const SLICES = 40
const SLICES_AROUND_BURST = 60
/** Other work on the host only ever adds time: of equal slices the lower quartile is the one that tells them apart best. */
const QUIET = 0.25
const COLUMNS = [
  { name: 'CPU, all slices', key: 'allCpu' },
  { name: 'throughput', key: 'ms', isInverse: true },
  { name: 'p50', key: 'p50' },
  { name: 'p99', key: 'p99' },
]

if (!options['no-build'] && !options.show) await buildAll()
const stored = readRounds()
const parts = options.only.split(',').flatMap((only) => {
  if (only === 'startup') return ['server start', 'parser start']
  return only === 'bursts' ? ['server bursts', 'parser bursts'] : [only]
})
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
  const [name, kind = 'steady'] = part.split(' ')
  const runRound = { steady: steadyRound, start: startRound, bursts: burstsRound }[kind]
  for (let round = 0; round < Number(options.pairs) && performance.now() < until; round++) {
    const results = await runRound(name)
    stored.parts[part] = [...(stored.parts[part] ?? []), results]
    writeRounds(stored)
  }
}

/** Fresh processes of all variants, warmed up, then many short slices in turn. */
async function steadyRound(program) {
  const { run, warmUp, slice, startsAtOnce } = PROGRAMS[program]
  const running = {}
  const slices = {}
  try {
    const waiting = shuffled(chosenVariants())
    const startAll = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const started = await start(program, name)
        running[name] = started
        await run(started, warmUp)
        slices[name] = []
      }
    }
    await Promise.all(Array.from({ length: startsAtOnce }, startAll))
    // Measured one after the other on one processor, the client on another.
    if (PROCESSORS > 1) {
      pin(process.pid, '0')
      for (const { child } of Object.values(running)) pin(child.pid, '1')
    }
    for (let i = 0; i < SLICES; i++) {
      for (const name of shuffled(Object.keys(running))) {
        const before = await cpuOf(running[name])
        const { ms, latencies } = await run(running[name], slice)
        slices[name].push({ ms, latencies, cpu: (await cpuOf(running[name])) - before })
      }
    }
  } finally {
    if (PROCESSORS > 1) pin(process.pid, `0-${PROCESSORS - 1}`)
    await Promise.all(Object.values(running).map(stop))
  }
  return Object.fromEntries(Object.entries(slices).map(([name, list]) => [name, summary(list)]))
}

/** What the slices of one process took, milliseconds. Throughput is taken from the quiet fourth of them. */
function summary(list) {
  const latencies = list.flatMap((one) => one.latencies)
  const cpus = list.map((one) => one.cpu / 1000)
  return {
    cpu: quantile(cpus, QUIET),
    allCpu: cpus.reduce((total, one) => total + one, 0),
    ms: quantile(
      list.map((one) => one.ms),
      QUIET,
    ),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    slices: cpus,
  }
}

/** CPU until ready, and until a second's worth of first work is done: the windows at the start are within it. */
async function startRound(program) {
  const { run, beginning } = PROGRAMS[program]
  const results = {}
  for (const name of shuffled(chosenVariants())) {
    // Without bursts, of which the first comes after 2 s by default.
    const running = await start(program, name, '60000')
    await run(running, beginning)
    results[name] = {
      cpu: running.startCpu / 1000,
      wall: running.startMs,
      beginning: (await cpuOf(running)) / 1000,
    }
    await stop(running)
  }
  return results
}

/** CPU of a process that has a burst within its slices, less what its slices take otherwise. */
async function burstsRound(program) {
  const { run, warmUp, slice, firstBurst } = PROGRAMS[program]
  const results = {}
  for (const name of shuffled(['plain', 'a: default', 'b: default'])) {
    const running = await start(program, name, firstBurst)
    await run(running, warmUp)
    const cpus = []
    for (let i = 0; i < SLICES_AROUND_BURST; i++) {
      const before = await cpuOf(running)
      await run(running, slice)
      cpus.push(((await cpuOf(running)) - before) / 1000)
    }
    await stop(running)
    results[name] = { extra: cpus.reduce((total, one) => total + one, 0) - cpus.length * quantile(cpus, 0.5) }
  }
  return results
}

function showBursts(program, rounds) {
  const extra = (name) =>
    quantile(
      rounds.map((round) => round[name].extra - round.plain.extra),
      0.5,
    ).toFixed(0)
  const cells = ['a: default', 'b: default'].map((name) => `${name} ${extra(name)}`)
  console.log(`\n${program}: ms of CPU for one burst, median of ${rounds.length}: ${cells.join(', ')}`)
}

function show(part) {
  const rounds = stored.parts[part] ?? []
  if (rounds.length === 0) return
  const [name, kind] = part.split(' ')
  if (kind === 'bursts') {
    showBursts(name, rounds)
    return
  }
  const plain = quantile(
    rounds.map((round) => round.plain.cpu),
    0.5,
  ).toFixed(0)
  const names = Object.keys(VARIANTS).slice(1)
  const { title, beginningTitle } = PROGRAMS[name]
  if (kind === 'start') {
    const first = quantile(
      rounds.map((round) => round.plain.beginning),
      0.5,
    ).toFixed(0)
    printTable(`${name} until ready (plain: ${plain} ms of CPU), Node ${process.version}`, rounds, names, [
      { name: 'wall time', key: 'wall' },
      { name: `with ${beginningTitle} (plain: ${first} ms)`, key: 'beginning' },
    ])
  } else {
    printTable(
      `${title}, ${plain} ms of CPU a slice, ${SLICES} slices, Node ${process.version}`,
      rounds,
      names,
      COLUMNS,
    )
  }
}

/** Random neighbours: no variant always follows the same other one. */
function shuffled(names) {
  return names
    .map((name) => ({ name, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ name }) => name)
}
