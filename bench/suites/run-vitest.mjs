import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'

import { watchHost } from './host-clock.mjs'

/** The shell's own books of all descendants that ended: `times` prints user and system time of its children last. */
const SCRIPT = '"$@" 2>&1; status=$?; echo; echo layout-times; times; exit $status'

/** One run of the suite: CPU seconds of the whole process tree, wall seconds, speed of the host, and each test's result. */
export async function runVitest({ suite, configFile, temporary, name, pair, counts, args }) {
  const out = join(temporary, `${name}-${pair}`)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const vitest = join(dirname(createRequire(join(suite, 'x.js')).resolve('vitest/package.json')), 'vitest.mjs')
  const command = [process.execPath, vitest, 'run', '--config', configFile, ...args]
  const env = {
    ...process.env,
    NO_COLOR: '1',
    CI: '1',
    LAYOUT_BENCH_VARIANT: name,
    LAYOUT_BENCH_OUT: out,
    ...(counts ? { LAYOUT_BENCH_COUNTS: join(temporary, 'counts.json') } : {}),
  }
  const host = watchHost()
  const started = performance.now()
  const child = spawn('sh', ['-c', SCRIPT, 'sh', ...command], { cwd: suite, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
  const status = await new Promise((done, failed) => child.on('error', failed).on('close', done))
  const wall = (performance.now() - started) / 1000
  const sliceUs = host.stop()
  const times = output.slice(output.lastIndexOf('layout-times')).trim().split('\n').at(-1)
  const cpu = times
    .split(/\s+/)
    .map(seconds)
    .reduce((a, b) => a + b)
  return { status, wall, cpu, sliceUs, output, tests: readTests(join(out, 'results.json'), suite) }
}

/** `1m2.50s` or `1m2,50s`. */
function seconds(text) {
  const [, minutes, rest] = /^(\d+)m([\d.,]+)s$/.exec(text)
  return Number(minutes) * 60 + Number(rest.replace(',', '.'))
}

/** Test -> status, in the order of the file; a name that comes again is numbered. */
function readTests(path, suite) {
  let results
  try {
    results = JSON.parse(readFileSync(path, 'utf8')).testResults
  } catch {
    return new Map()
  }
  const tests = new Map()
  for (const file of results) {
    const name = relative(suite, file.name)
    if (file.assertionResults.length === 0) add(tests, `${name} (the file)`, file.status, file.message)
    for (const test of file.assertionResults) {
      add(tests, `${name} > ${test.fullName}`, test.status, test.failureMessages?.[0])
    }
  }
  return tests
}

function add(tests, name, status, message) {
  let key = name
  for (let n = 2; tests.has(key); n++) key = `${name} #${n}`
  tests.set(key, { status, message: message?.split('\n')[0] })
}
