// Cost and exactness of recording on a suite of somebody else's: see docs/benchmarks.md.
//   node bench/suites/run.mjs PATH [--config FILE] [--pairs N] [--only plain,recorder] [-- VITEST ARGUMENTS]
//   node bench/suites/run.mjs PATH --counts [...]
// Fetches nothing: the suite must be installed, with its coverage packages where coverage is measured.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'

import { configText } from './config.mjs'
import { compareResults, spread } from './compare.mjs'
import { printCounts, readCounts } from './counts.mjs'
import { runVitest } from './run-vitest.mjs'

const VARIANTS = ['plain', 'istanbul', 'v8', 'recorder', 'idle', 'counters']
const USUAL = ['plain', 'istanbul', 'v8', 'recorder']
/** V8 loses counts of calls within optimized code; without it tests take longer. */
const COUNTS_ARGUMENTS = ['--execArgv=--no-opt', '--testTimeout=60000', '--hookTimeout=60000']
const CONFIGS = ['vitest', 'vite'].flatMap((name) =>
  ['ts', 'mts', 'js', 'mjs', 'cjs', 'cts'].map((extension) => `${name}.config.${extension}`),
)

const own = process.argv.slice(2)
const cut = own.indexOf('--')
const { values, positionals } = parseArgs({
  args: cut === -1 ? own : own.slice(0, cut),
  allowPositionals: true,
  options: {
    config: { type: 'string' },
    pairs: { type: 'string', default: '3' },
    only: { type: 'string', default: USUAL.join(',') },
    counts: { type: 'boolean', default: false },
    json: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const [path] = positionals
if (path === undefined) fail('the path of a suite is missing: node bench/suites/run.mjs PATH')
const suite = resolve(path)
const base = values.config ?? CONFIGS.find((name) => existsSync(join(suite, name)))
if (base !== undefined && !existsSync(join(suite, base))) fail(`${join(suite, base)} does not exist`)
const variants = values.counts ? ['plain', 'recorder'] : values.only.split(',')
for (const name of variants) if (!VARIANTS.includes(name)) fail(`unknown variant ${name}: ${VARIANTS.join(', ')}`)
if (!variants.includes('plain')) variants.unshift('plain')
const pairs = values.counts ? 1 : Number(values.pairs)

const temporary = mkdtempSync(join(tmpdir(), 'layout-suite-'))
/** Beside the suite's own, so that all it names is found; its name begins like the suite's for those who look for it. */
const configFile = join(suite, `vitest.layout-bench-${process.pid}.config.mjs`)
process.on('exit', () => {
  rmSync(configFile, { force: true })
  if (!values.verbose) rmSync(temporary, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
writeFileSync(configFile, configText(base))

const runs = Object.fromEntries(variants.map((name) => [name, []]))
for (let pair = 0; pair < pairs; pair++) {
  // Each round begins with another variant: what the one before leaves in the machine's caches goes round.
  for (let i = 0; i < variants.length; i++) {
    const name = variants[(i + pair) % variants.length]
    const run = await runVitest({
      suite,
      configFile,
      temporary,
      name,
      pair,
      counts: values.counts && name === 'recorder',
      args: [...(values.counts ? COUNTS_ARGUMENTS : []), ...(cut === -1 ? [] : own.slice(cut + 1))],
    })
    runs[name].push(run)
    if (values.verbose) process.stderr.write(run.output)
    process.stderr.write(
      `${name} ${pair + 1}: ${run.cpu.toFixed(1)} s CPU, ${run.wall.toFixed(1)} s wall, host ${(run.sliceUs / 1000).toFixed(2)}, ${run.tests.size} tests, exit ${run.status}\n`,
    )
    if (run.tests.size === 0) fail(`${name} ran no test:\n${run.output.slice(-3000)}`)
  }
}

const suiteName = basename(suite)
const rows = []
process.stdout.write(`\n${suiteName}: ${runs.plain[0].tests.size} tests, ${pairs} round(s)\n`)
process.stdout.write(
  'variant     CPU s   CPU / plain        at one host speed    wall / plain       other results than plain\n',
)
for (const name of variants) {
  const cpu = spread(runs[name].map((run, i) => run.cpu / runs.plain[i].cpu))
  const wall = spread(runs[name].map((run, i) => run.wall / runs.plain[i].wall))
  const paced = spread(runs[name].map((run, i) => run.cpu / run.sliceUs / (runs.plain[i].cpu / runs.plain[i].sliceUs)))
  const differing = compareResults(runs.plain, runs[name])
  const seconds = spread(runs[name].map((run) => run.cpu)).median
  rows.push({ suite: suiteName, variant: name, tests: runs[name][0].tests.size, seconds, cpu, paced, wall, differing })
  process.stdout.write(
    `${name.padEnd(10)}${seconds.toFixed(1).padStart(7)}   ${format(cpu)} ${format(paced)}   ${format(wall)} ${differing.length}\n`,
  )
  for (const line of differing.slice(0, 20)) process.stdout.write(`    ${line}\n`)
}
if (values.counts) printCounts(readCounts(join(temporary, 'counts.json')))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`)

function format({ median, least, most }) {
  return `${median.toFixed(2)} (${least.toFixed(2)}-${most.toFixed(2)})`.padEnd(18)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
