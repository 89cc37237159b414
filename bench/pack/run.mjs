/**
 * Packs generated workloads with our algorithms and, where they are installed, with the peers, and prints ratios.
 *
 *   npm run build && node bench/pack/run.mjs                      2k, 20k and 200k functions, 5 seeds
 *   node bench/pack/run.mjs --sizes 1m --seeds 1                  a million functions
 *   node bench/pack/run.mjs --sizes 20k --page-size 16384
 *
 * Every ratio is of numbers measured in the same run. Pages and area are on held-out traces, over the better of LLVM's two runs
 * (for each number the better one, and the CPU and memory of the run with fewer pages); several seeds by their geometric mean.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { findPeers, runLld, runLlvm } from './peers.mjs'
import { scoreSteady, scoreTraces } from './score.mjs'
import { makeWorkload, writeWorkload } from './workload.mjs'

const SIZES = {
  '2k': { functions: 2000, traces: 20, heldOut: 20 },
  '20k': { functions: 20_000, traces: 60, heldOut: 30 },
  '200k': { functions: 200_000, traces: 100, heldOut: 30 },
  '1m': { functions: 1_000_000, traces: 200, heldOut: 30 },
}
const CLI = fileURLToPath(new URL('../../dist/src/cli/bin.js', import.meta.url))
const WALK_STEPS = 1_000_000

function packWithOurs(input, folder, algorithm, pageSize) {
  const output = join(folder, 'order.txt')
  const args = [CLI, 'pack', input, '-o', output, '--algorithm', algorithm, '--page-size', String(pageSize), '--stats']
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
  const stats = JSON.parse(done.stdout)
  const order = readFileSync(output, 'utf8')
    .trimEnd()
    .split('\n')
    .map((name) => Number(name.slice(name.lastIndexOf('_f') + 2)))
  return { order, cpu: stats.cpuSeconds, memory: stats.peakMemoryBytes, parse: stats.parseSeconds }
}

function runSeed(size, seed, pageSize, peers, folder) {
  const workload = makeWorkload({ ...SIZES[size], seed })
  const input = join(folder, 'workload.json')
  writeWorkload(workload, input)
  const score = ({ order, ...rest }, withSteady) => ({
    ...rest,
    ...scoreTraces(order, workload.sizes, workload.heldOut, pageSize),
    ...(withSteady ? { tlb: scoreSteady(order, workload, pageSize, WALK_STEPS) } : {}),
  })
  const result = { bp: score(packWithOurs(input, folder, 'bp', pageSize), true) }
  result.hybrid = score(packWithOurs(input, folder, 'hybrid', pageSize), true)
  result.cdsort = score(packWithOurs(input, folder, 'cdsort', pageSize), true)
  result.greedy = score(packWithOurs(input, folder, 'greedy', pageSize), true)
  result.source = score({ order: [...workload.sizes.keys()] }, true)
  if (peers.llvm) {
    const runs = [false, true].map((withFiller) => score(runLlvm(workload, folder, withFiller), true))
    const best = runs[0].pages <= runs[1].pages ? runs[0] : runs[1]
    result.llvm = { ...best, area: Math.min(runs[0].area, runs[1].area) }
  }
  if (peers.lld) result.lld = score({ order: runLld(workload, folder) }, true)
  return result
}

const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

function printTables(size, results, pageSize) {
  console.log(`\n### ${size} functions, ${results.length} seeds, ${pageSize} byte pages\n`)
  console.log('| order | pages / least | area / least | i-TLB misses per 1000 calls | CPU s | peak MB |')
  console.log('|---|---|---|---|---|---|')
  const mean = (name, key) => geometricMean(results.map((result) => result[name][key]))
  const digits = (value, count) => (Number.isFinite(value) ? value.toFixed(count) : '-')
  for (const name of Object.keys(results[0])) {
    const memory = mean(name, 'memory') / 2 ** 20
    console.log(
      `| ${name} | ${digits(mean(name, 'pages'), 4)} | ${digits(mean(name, 'area'), 4)} | ` +
        `${digits(mean(name, 'tlb'), 1)} | ${digits(mean(name, 'cpu'), 2)} | ${digits(memory, 0)} |`,
    )
  }
  const rows = []
  const ratio = (what, ours, peer, key, bar) => {
    if (results[0][peer] === undefined) return
    const value = geometricMean(results.map((result) => result[ours][key] / result[peer][key]))
    const verdict = bar === undefined ? '' : value <= bar ? 'met' : 'missed'
    rows.push(`| ${what} | ${value.toFixed(4)} | ${bar ?? '-'} | ${verdict} |`)
  }
  ratio('pages, `bp` / LLVM', 'bp', 'llvm', 'pages', 1)
  ratio('area, `bp` / LLVM', 'bp', 'llvm', 'area', 0.98)
  ratio('pages, `hybrid` / LLVM', 'hybrid', 'llvm', 'pages', size === '2k' ? undefined : 1.02)
  ratio('i-TLB misses, `hybrid` / lld cdsort', 'hybrid', 'lld', 'tlb', size === '200k' ? 1.1 : undefined)
  ratio('CPU without parsing, `bp` / LLVM', 'bp', 'llvm', 'cpu', { '20k': 1.5, '200k': 0.9, '1m': 0.6 }[size])
  ratio('peak memory, `bp` / LLVM', 'bp', 'llvm', 'memory', size === '1m' ? 1.2 : undefined)
  if (rows.length > 0) console.log(`\n| ratio | | bar | |\n|---|---|---|---|\n${rows.join('\n')}`)
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '2k,20k,200k' },
    seeds: { type: 'string', default: '5' },
    'page-size': { type: 'string', default: '4096' },
  },
})
const peers = findPeers()
console.log(`Node.js ${process.version}, ${cpus()[0].model}`)
for (const line of peers.missing) console.log(line)
mkdirSync(tmpdir(), { recursive: true })
for (const size of values.sizes.split(',')) {
  const results = []
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const folder = mkdtempSync(join(tmpdir(), 'pack-'))
    try {
      results.push(runSeed(size, seed, Number(values['page-size']), peers, folder))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  printTables(size, results, Number(values['page-size']))
}
