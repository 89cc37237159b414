// Overhead of profiling: `node bench/profile/run.mjs [--short] [--pairs N] [--only server,parser,startup]
// [--variants PARTS] [--limit SECONDS] [--no-build]`.
// Every variant's process stays alive; slices of equal work go round the variants, so that all see the same machine.
// Ratios are to the plain build, slice by slice; CPU is the measured process's own.
// `--limit` holds for each program, warm-up included, and half of it for the starts: 12 minutes in all. A program that
// needs longer is reported with the pairs it has; a variant whose process ends or hangs is left out, and said so.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { buildAll, out } from './build.mjs'

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    limit: { type: 'string', default: '280' },
    only: { type: 'string' },
    variants: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
})
const PAIRS = Number(options.pairs ?? (options.short ? 5 : 15))
const REQUESTS = options.short ? 500 : 5000
const CONCURRENCY = 8
const PARSES = options.short ? 1 : 3
// Beyond the windows at the start and the first burst (after 2 s of CPU).
const WARM_UP_CPU_MS = options.short ? 500 : 3500
/** A process that says nothing for so long is taken to hang. */
const ANSWER_MS = 60_000
const LIMIT_MS = Number(options.limit) * 1000
const STARTS = options.short ? 5 : 15

const preload = ['--import', pathToFileURL(join(out, 'profiler/register.mjs')).href]
const VARIANTS = {
  plain: { build: 'plain' },
  'plain again': { build: 'plain' },
  'a: lowOverhead': { build: 'probes', env: { VITEST_LAYOUT_PROFILE: 'lowOverhead' } },
  'a: default': { build: 'probes' },
  'a: default, bursts 20 x as often': { build: 'probes', env: { VITEST_LAYOUT_BURST_EVERY: '3000' } },
  'a: highResolution': { build: 'probes', env: { VITEST_LAYOUT_PROFILE: 'highResolution' } },
  'b: default': { build: 'plain', execArgv: preload },
  'b: default, bursts 20 x as often': { build: 'plain', execArgv: preload, env: { VITEST_LAYOUT_BURST_EVERY: '3000' } },
}

const BODIES = Array.from({ length: 16 }, (_, i) =>
  JSON.stringify({
    country: ['DE', 'FR', 'US'][i % 3],
    lines: Array.from({ length: 1 + (i % 8) }, (_, j) => ({
      id: (i * 31 + j * 7) % 400,
      quantity: 1 + ((i * j) % 12),
    })),
  }),
)
const PATHS = [
  '/products?q=red&sort=price',
  '/api/products?q=shoe&size=50',
  '/products?size=10&page=2',
  '/api/products?sort=stock',
]

if (!options['no-build']) await buildAll()
const only = options.only?.split(',') ?? ['server', 'parser', 'startup']
const parts = { server: measureServer, parser: measureParser, startup: measureStartUp }
for (const name of Object.keys(parts).filter((name) => only.includes(name))) {
  try {
    await parts[name]()
  } catch (error) {
    console.error(`${name}: ${error.stack}`)
    process.exitCode = 1
  }
}
rmSync(join(out, 'feedback'), { recursive: true, force: true })

async function start(program, name) {
  const { build, execArgv = [], env = {} } = VARIANTS[name]
  const feedback = join(out, 'feedback', `${program}-${name.replaceAll(/\W+/g, '-')}.sdn`)
  const child = fork(join(out, program, build, 'main.mjs'), [join(out, 'server/plain/main.mjs')], {
    execArgv,
    env: { ...process.env, VITEST_LAYOUT_FEEDBACK: feedback, ...env },
  })
  const { port, cpu } = await answer(child)
  return { child, port, startCpu: cpu.user + cpu.system }
}

async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const killer = setTimeout(() => child.kill('SIGKILL'), ANSWER_MS)
  if (child.connected) child.send('stop')
  await once(child, 'exit')
  clearTimeout(killer)
}

/** The next message of a process; an error where it ends or hangs instead. */
function answer(child) {
  return new Promise((resolve, reject) => {
    const settle = (done, value) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      done(value)
    }
    const onMessage = (message) => settle(resolve, message)
    const onExit = (code, signal) => settle(reject, new Error(`the process ended (${signal ?? code})`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      settle(reject, new Error(`no answer in ${ANSWER_MS / 1000} s`))
    }, ANSWER_MS)
    child.on('message', onMessage).on('exit', onExit)
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
  })
}

async function cpuOf({ child }) {
  child.send('cpu')
  const { cpu } = await answer(child)
  return cpu.user + cpu.system
}

async function measureServer() {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })
  await measure('HTTP server (fastify, ajv, eta; all bundled code has probes)', 'server', async (running) => {
    const latencies = []
    let next = 0
    const client = async () => {
      for (let i = next++; i < REQUESTS; i = next++) latencies.push(await send(agent, running.port, i))
    }
    const begun = performance.now()
    await Promise.all(Array.from({ length: CONCURRENCY }, client))
    return { ms: performance.now() - begun, latencies }
  })
  agent.destroy()
}

function send(agent, port, i) {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const isPost = i % 3 === 0
    const body = BODIES[i % BODIES.length]
    const headers = isPost ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}
    const path = isPost ? '/api/orders' : PATHS[i % PATHS.length]
    const sent = request(
      { agent, port, host: '127.0.0.1', path, method: isPost ? 'POST' : 'GET', headers },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path}: status ${response.statusCode}`))
        response.resume().on('end', () => resolve(performance.now() - begun))
      },
    )
    sent.on('error', reject)
    sent.setTimeout(ANSWER_MS, () => sent.destroy(new Error(`no answer in ${ANSWER_MS / 1000} s`)))
    sent.end(isPost ? body : undefined)
  })
}

async function measureParser() {
  await measure('Parser (acorn over 1.4 MB; all code has probes)', 'parser', async ({ child }) => {
    const begun = performance.now()
    child.send({ rounds: PARSES })
    const { times } = await answer(child)
    return { ms: performance.now() - begun, latencies: times }
  })
}

/** `--variants` takes parts of names, divided by commas; plain is always there. */
function chosenVariants() {
  const parts = options.variants?.split(',')
  return Object.keys(VARIANTS).filter((name) => name === 'plain' || !parts || parts.some((part) => name.includes(part)))
}

/** Slices of equal work, each round in another order of the variants. */
async function measure(title, program, work) {
  const until = performance.now() + LIMIT_MS
  const running = {}
  const rounds = []
  const leaveOut = async (name, error) => {
    console.log(`\n${program}, ${name}: left out, ${error.message}`)
    running[name]?.child.kill('SIGKILL')
    delete running[name]
    if (name === 'plain') throw new Error(`${program}: without the plain build there is no ratio`, { cause: error })
  }
  const attempt = async (name, task) => {
    try {
      return await task()
    } catch (error) {
      await leaveOut(name, error)
      return undefined
    }
  }
  try {
    for (const name of chosenVariants()) await attempt(name, async () => (running[name] = await start(program, name)))
    for (const name of Object.keys(running)) {
      await attempt(name, async () => {
        do await work(running[name])
        while ((await cpuOf(running[name])) / 1000 < WARM_UP_CPU_MS && performance.now() < until)
      })
    }
    console.error(`${program}: warm, ${((until - performance.now()) / 1000).toFixed(0)} s left for ${PAIRS} pairs`)
    // One round at least, whatever the limit.
    for (let round = 0; round < PAIRS && (round === 0 || performance.now() < until); round++) {
      const results = {}
      for (const name of shuffled(Object.keys(running))) {
        results[name] = await attempt(name, () => slice(running[name], work))
      }
      rounds.push(results)
    }
  } finally {
    await Promise.all(Object.values(running).map(stop))
  }
  const names = Object.keys(VARIANTS).filter((name) => name in running)
  const plain = quantile(
    rounds.map((results) => results.plain.cpu / 1000).sort((a, b) => a - b),
    0.5,
  )
  console.log(`\n${title}: ${rounds.length} pairs of slices of ${plain.toFixed(0)} ms CPU, Node ${process.version}\n`)
  console.log(
    '| variant | CPU | CPU, quartiles | CPU, all slices | throughput | p50 | p99 |\n|---|---|---|---|---|---|---|',
  )
  for (const name of names.slice(1)) {
    const ratio = (key) => rounds.map((results) => results[name][key] / results.plain[key]).sort((a, b) => a - b)
    const total = sum(rounds.map((results) => results[name].cpu)) / sum(rounds.map((results) => results.plain.cpu))
    const cpu = ratio('cpu')
    const spread = `${three(quantile(cpu, 0.25))}-${three(quantile(cpu, 0.75))}`
    const cells = [three(quantile(cpu, 0.5)), spread, three(total), three(1 / quantile(ratio('ms'), 0.5))]
    console.log(`| ${[name, ...cells, ...['p50', 'p99'].map((key) => three(quantile(ratio(key), 0.5)))].join(' | ')} |`)
  }
}

async function slice(process, work) {
  const before = await cpuOf(process)
  const { ms, latencies } = await work(process)
  const cpu = (await cpuOf(process)) - before
  latencies.sort((a, b) => a - b)
  return { ms, cpu, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
}

/** CPU from the start of the process until it is ready, in fresh processes. */
async function measureStartUp() {
  const names = ['plain', 'plain again', 'a: default', 'b: default']
  const until = performance.now() + LIMIT_MS / 2
  console.log(`\nStart-up until ready, fresh processes, Node ${process.version}\n`)
  console.log('| program | variant | pairs | CPU | CPU, quartiles | plain, ms |\n|---|---|---|---|---|---|')
  const all = { server: [], parser: [] }
  for (let i = 0; i < STARTS && (i === 0 || performance.now() < until); i++) {
    for (const [program, results] of Object.entries(all)) {
      const row = {}
      for (const name of shuffled(names)) {
        const running = await start(program, name)
        row[name] = running.startCpu
        await stop(running)
      }
      results.push(row)
    }
  }
  for (const [program, results] of Object.entries(all)) {
    const plain =
      quantile(
        results.map((row) => row.plain).sort((a, b) => a - b),
        0.5,
      ) / 1000
    for (const name of names.slice(1)) {
      const ratios = results.map((row) => row[name] / row.plain).sort((a, b) => a - b)
      const spread = `${three(quantile(ratios, 0.25))}-${three(quantile(ratios, 0.75))}`
      console.log(
        `| ${[program, name, results.length, three(quantile(ratios, 0.5)), spread, plain.toFixed(0)].join(' | ')} |`,
      )
    }
  }
}

/** Random neighbours: no variant always follows the same other one. */
function shuffled(names) {
  return names
    .map((name) => ({ name, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ name }) => name)
}

function quantile(sorted, share) {
  return sorted[Math.floor(share * (sorted.length - 1))]
}

function sum(list) {
  return list.reduce((total, value) => total + value, 0)
}

function three(value) {
  return value.toFixed(3)
}
