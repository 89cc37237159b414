// Instructions of the parser in the states that profiling puts V8 into: `node bench/profile/instructions.mjs
// [--draws N] [--states PARTS] [--no-build] [--show]`. Needs valgrind.
//
// Times on a shared machine tell some per cent, counted instructions a tenth of one. V8 works without helper threads
// and with fixed seeds here, so that every run of a state is the same; each draw changes how early V8 optimises
// (`--interrupt-budget`), which is the chance that makes processes of one build differ. What is printed is the
// difference between two runs, one some parses longer than the other, for a parse.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

import { buildAll, out, project } from './build.mjs'
import { quantile } from './table.mjs'

const { values: options } = parseArgs({
  options: {
    draws: { type: 'string', default: '5' },
    states: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
  },
})
const FILE = `${out}-instructions.json`
/** Parses after the last step, in the short run and in the long one. */
const [WARM_UP, LONG] = [22, 30]
/** V8's default is 132 KB. */
const BUDGET = { first: 123_000, step: 6000 }
const NODE_FLAGS = ['--single-threaded', '--min-semi-space-size=32', '--hash-seed=1', '--random-seed=1']

const STATES = {
  plain: { steps: ['load'] },
  'plain, optimised 4 times later': { steps: ['load'], budgetFactor: 4 },
  'V8 counted a fourth of a parse': { steps: ['count', 'load', 'read', 'stop counting'] },
  'V8 counted 3 parses': { steps: ['count', 'load', '3', 'stop counting'] },
  'the same, read at the end': { steps: ['count', 'load', '3', 'read', 'stop counting'] },
  'V8 counted 3 parses, later': { steps: ['load', '20', 'count', '3', 'read', 'stop counting', '4'] },
  'probes, always off': { build: 'probes', steps: ['load'] },
  'probes, on for 2 parses': { build: 'probes', steps: ['load', 'probes on', '2', 'probes off'] },
  'the same, and for 3 parses later': {
    build: 'probes',
    steps: ['load', 'probes on', '2', 'probes off', '20', 'probes on', '3', 'probes off', '4'],
  },
  'probes, always on': { build: 'probes', steps: ['load', 'probes on'] },
}

if (!options['no-build'] && !options.show) await buildAll()
const measured = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {}
if (!options.show) await measureAll()
show()

async function measureAll() {
  const wanted = options.states?.split(';')
  const names = Object.keys(STATES).filter((name) => !wanted || wanted.some((part) => name.includes(part)))
  const work = Array.from({ length: Number(options.draws) }, (_, draw) =>
    names.map((name) => ({ name, key: `${draw}` })),
  )
    .flat()
    .filter(({ name, key }) => measured[name]?.[key] === undefined)
  const measureNext = async () => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      const { name, key } = next
      const [short, long] = [
        await instructions(name, Number(key), WARM_UP),
        await instructions(name, Number(key), LONG),
      ]
      ;(measured[name] ??= {})[key] = (long - short) / (LONG - WARM_UP)
      writeFileSync(FILE, JSON.stringify(measured))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, measureNext))
}

async function instructions(name, draw, parses) {
  const { steps, build = 'plain', budgetFactor = 1 } = STATES[name]
  const budget = (BUDGET.first + draw * BUDGET.step) * budgetFactor
  const node = [process.execPath, ...NODE_FLAGS, `--interrupt-budget=${budget}`]
  const script = fileURLToPath(new URL('parser/states.mjs', import.meta.url))
  const files = ['magic-string/dist/index.mjs', 'acorn/dist/acorn.mjs'].map((file) =>
    join(project, 'node_modules', file),
  )
  const program = [script, join(out, 'parser', build, 'main.mjs'), ...files, ...steps, String(parses)]
  const valgrind = [
    '--tool=cachegrind',
    '--cache-sim=no',
    '--cachegrind-out-file=/dev/null',
    '--smc-check=all-non-file',
  ]
  const { stderr } = await promisify(execFile)('valgrind', [...valgrind, ...node, ...program], {
    env: { ...process.env, NODE_OPTIONS: '', VITEST_LAYOUT_PROFILE: 'off' },
  })
  return Number(/I +refs: +([\d,]+)/.exec(stderr)[1].replaceAll(',', ''))
}

function show() {
  console.log('| state | draws | million instructions a parse | ratio to plain, median | least | most |')
  console.log('|---|---|---|---|---|---|')
  for (const name of Object.keys(STATES)) {
    const keys = Object.keys(measured[name] ?? {}).filter((key) => measured.plain?.[key] !== undefined)
    if (keys.length === 0) continue
    const ratios = keys.map((key) => measured[name][key] / measured.plain[key])
    const middle = quantile(
      keys.map((key) => measured[name][key] / 1e6),
      0.5,
    )
    const cells = [0.5, 0, 1].map((share) => quantile(ratios, share).toFixed(3))
    console.log(`| ${name} | ${keys.length} | ${middle.toFixed(1)} | ${cells.join(' | ')} |`)
  }
}
