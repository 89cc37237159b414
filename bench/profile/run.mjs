// Overhead of profiling: `node bench/profile/run.mjs [--short] [--pairs N] [--only server,parser,startup]
// [--variants PARTS] [--limit SECONDS] [--no-build]`.
// Every variant's process stays alive; slices of equal work go round the variants, so that all see the same machine.
// Ratios are to the plain build, slice by slice; CPU is the server process's own.
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
    limit: { type: 'string', default: '900' },
    only: { type: 'string' },
    variants: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
})
const PAIRS = Number(options.pairs ?? (options.short ? 5 : 21))
const REQUESTS = options.short ? 500 : 5000
const CONCURRENCY = 8
const PARSES = options.short ? 1 : 3
// Beyond the windows at the start and the first burst (after 2 s of CPU).
const WARM_UP_SLICES = options.short ? 2 : 9
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
if (only.includes('server')) await measureServer()
if (only.includes('parser')) await measureParser()
if (only.includes('startup')) await measureStartUp()
rmSync(join(out, 'feedback'), { recursive: true, force: true })

async function start(program, name) {
  const { build, execArgv = [], env = {} } = VARIANTS[name]
  const feedback = join(out, 'feedback', `${program}-${name.replaceAll(/\W+/g, '-')}.sdn`)
  const child = fork(join(out, program, build, 'main.mjs'), [join(out, 'server/plain/main.mjs')], {
    execArgv,
    env: { ...process.env, VITEST_LAYOUT_FEEDBACK: feedback, ...env },
  })
  const [{ port, cpu }] = await once(child, 'message')
  return { child, port, startCpu: cpu.user + cpu.system }
}

async function stop({ child }) {
  child.send('stop')
  await once(child, 'exit')
}

async function cpuOf({ child }) {
  child.send('cpu')
  const [{ cpu }] = await once(child, 'message')
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
    sent.end(isPost ? body : undefined)
  })
}

async function measureParser() {
  await measure('Parser (acorn over 1.4 MB; all code has probes)', 'parser', async ({ child }) => {
    const begun = performance.now()
    child.send({ rounds: PARSES })
    const [{ times }] = await once(child, 'message')
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
  const names = chosenVariants()
  const running = {}
  for (const name of names) running[name] = await start(program, name)
  for (let i = 0; i < WARM_UP_SLICES; i++) for (const name of names) await work(running[name])
  const rounds = []
  const until = performance.now() + Number(options.limit) * 1000
  for (let round = 0; round < PAIRS && performance.now() < until; round++) {
    const results = {}
    const order = shuffled(names)
    for (const name of order) {
      const before = await cpuOf(running[name])
      const { ms, latencies } = await work(running[name])
      const cpu = (await cpuOf(running[name])) - before
      latencies.sort((a, b) => a - b)
      results[name] = { ms, cpu, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
    }
    rounds.push(results)
  }
  for (const name of names) await stop(running[name])
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

/** CPU from the start of the process until it is ready, in fresh processes. */
async function measureStartUp() {
  const names = ['plain', 'plain again', 'a: default', 'b: default']
  console.log(`\nStart-up until ready, fresh processes, ${STARTS} pairs, Node ${process.version}\n`)
  console.log('| program | variant | CPU | CPU, quartiles | plain, ms |\n|---|---|---|---|---|')
  for (const program of ['server', 'parser']) {
    const results = []
    for (let i = 0; i < STARTS; i++) {
      const row = {}
      for (const name of names) {
        const running = await start(program, name)
        row[name] = running.startCpu
        await stop(running)
      }
      results.push(row)
    }
    const plain =
      quantile(
        results.map((row) => row.plain).sort((a, b) => a - b),
        0.5,
      ) / 1000
    for (const name of names.slice(1)) {
      const ratios = results.map((row) => row[name] / row.plain).sort((a, b) => a - b)
      const spread = `${three(quantile(ratios, 0.25))}-${three(quantile(ratios, 0.75))}`
      console.log(`| ${[program, name, three(quantile(ratios, 0.5)), spread, plain.toFixed(0)].join(' | ')} |`)
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
