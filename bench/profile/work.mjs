// What the measured programs are given to do; a unit of it is the same for all.
import { Agent, request } from 'node:http'

import { answer } from './processes.mjs'

const CONCURRENCY = 8
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

/** Requests over loopback from this process; gives wall time and latencies, milliseconds. */
async function requests({ port }, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })
  const latencies = []
  let next = 0
  const client = async () => {
    for (let i = next++; i < count; i = next++) latencies.push(await send(agent, port, i))
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: CONCURRENCY }, client))
  const ms = performance.now() - begun
  agent.destroy()
  return { ms, latencies }
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

async function parses({ child }, count) {
  const begun = performance.now()
  child.send({ rounds: count })
  const { times } = await answer(child)
  return { ms: performance.now() - begun, latencies: times }
}

export const PROGRAMS = {
  server: {
    title: 'HTTP server (fastify, ajv, eta; all bundled code has probes)',
    run: requests,
    warmUp: 12_000,
    slice: 300,
    // Its client takes the other core.
    startsAtOnce: 1,
    // Milliseconds of CPU, which falls into the slices after the warm-up.
    firstBurst: '2600',
    beginning: 500,
    beginningTitle: '500 requests',
  },
  parser: {
    title: 'Parser (acorn reading itself; all code has probes)',
    run: parses,
    warmUp: 40,
    slice: 1,
    startsAtOnce: 2,
    firstBurst: '2400',
    beginning: 10,
    beginningTitle: '10 parses',
  },
}
