// Single executables of Node: tsc as one file, without and with a code cache, as it is and with the functions that were
// recorded made eager. CPU of the whole process (user and system), all arms in turn.
//
//   npm run build && node bench/apply/sea.mjs [--node 24] [--rounds 15] [--only check] [--build-only | --measure-only]
//
// TypeScript, Node and postject come from the npm registry into bench/out/sea (not tracked). Recorded by V8's coverage of
// other commands and inputs than those that are measured. Linux and macOS with bash, for its `time`.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { judge, median } from '../../dist/src/apply/doctor/index.js'
import { INPUTS, PACKAGES, TOOLS } from './v8-node/tools.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = resolve(HERE, '../..')
const OUT = join(ROOT, 'bench/out/sea')
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
const { values: options } = parseArgs({
  options: {
    node: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', multiple: true },
    'build-only': { type: 'boolean', default: false },
    'measure-only': { type: 'boolean', default: false },
  },
})
const NODE = join(OUT, `node_modules/node-${options.node}/bin/node`)
const LIB = join(OUT, 'lib')
const ARMS = {
  'no code cache': { share: undefined, useCodeCache: false },
  'code cache': { share: undefined, useCodeCache: true },
  'code cache, eager': { share: '0', useCodeCache: true },
  'code cache, eager, balanced': { share: 'balanced', useCodeCache: true },
}

function build() {
  mkdirSync(OUT, { recursive: true })
  const wanted = [
    `typescript@${PACKAGES.typescript}`,
    'postject@1.0.0-alpha.6',
    `node-${options.node}@npm:node-${process.platform}-${process.arch}@${options.node}`,
  ]
  const done = join(OUT, `installed-${options.node}.json`)
  if (!existsSync(done) || readFileSync(done, 'utf8') !== JSON.stringify(wanted)) {
    if (!existsSync(join(OUT, 'package.json'))) writeFileSync(join(OUT, 'package.json'), '{"private":true}\n')
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted])
    writeFileSync(done, JSON.stringify(wanted))
  }
  for (const [path, text] of Object.entries(INPUTS)) {
    mkdirSync(dirname(join(OUT, 'work', path)), { recursive: true })
    writeFileSync(join(OUT, 'work', path), text)
  }
  // The compiler looks for its library files beside itself.
  rmSync(LIB, { recursive: true, force: true })
  mkdirSync(LIB)
  const library = join(OUT, 'node_modules/typescript/lib')
  for (const entry of readdirSync(library)) {
    if (entry === '_tsc.js' || /^lib\..*\.d\.ts$/.test(entry)) cpSync(join(library, entry), join(LIB, entry))
  }
  const plain = join(LIB, '_tsc.js')
  const coverage = join(OUT, 'coverage')
  rmSync(coverage, { recursive: true, force: true })
  for (const { args } of TOOLS.tsc.scenarios) {
    spawnSync(NODE, [plain, ...args], { cwd: join(OUT, 'work'), env: { ...process.env, NODE_V8_COVERAGE: coverage } })
  }
  const cli = join(ROOT, 'dist/src/cli/bin.js')
  for (const [index, arm] of Object.values(ARMS).entries()) {
    const config = join(LIB, `arm-${index}.json`)
    const blob = join(LIB, `arm-${index}.blob`)
    const { useCodeCache } = arm
    const main = arm.share === undefined ? plain : join(LIB, `_tsc.${arm.share}.js`)
    if (arm.share !== undefined) {
      const kind = ['--kind', 'commonjs', '--share', arm.share]
      console.log(run(process.execPath, [cli, 'apply', plain, '--coverage', coverage, ...kind, '-o', main]).trim())
    }
    writeFileSync(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, useCodeCache }))
    run(NODE, ['--experimental-sea-config', config])
    const program = programOf(index)
    copyFileSync(NODE, program)
    chmodSync(program, 0o755)
    const postject = join(OUT, 'node_modules/postject/dist/cli.js')
    run(process.execPath, [postject, program, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE])
    console.log(`${Object.keys(ARMS)[index]}: blob of ${(statSync(blob).size / 1e6).toFixed(1)} MB`)
  }
}

function programOf(index) {
  return join(LIB, `tsc-${index}`)
}

/** Milliseconds of user and system CPU, by bash, and what was printed. */
function timed(program, args) {
  const child = spawnSync('bash', ['-c', 'TIMEFORMAT="%3U %3S"; time "$@" 2>/dev/null', 'bash', program, ...args], {
    cwd: join(OUT, 'work'),
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', NO_COLOR: '1' },
  })
  const [user, system] = child.stderr.trim().split(' ').map(Number)
  return { cpu: (user + system) * 1000, printed: `${child.status}\n${child.stdout}` }
}

function measure() {
  console.log(`Node ${run(NODE, ['--version']).trim()}, ${options.rounds} rounds, CPU user+system`)
  const names = Object.keys(ARMS)
  for (const { name, args, recorded } of TOOLS.tsc.measured.filter((one) => options.only?.includes(one.name) ?? true)) {
    const seen = names.map((_, index) => timed(programOf(index), args).printed)
    if (new Set(seen).size !== 1) throw new Error(`tsc ${name}: the arms print different things`)
    const cpu = names.map(() => [])
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const index of names.keys()) cpu[index].push(timed(programOf(index), args).cpu)
    }
    const rows = names.map((arm, index) => {
      const { ratio, interval } = judge(cpu[0], cpu[index])
      const overCache = judge(cpu[1], cpu[index]).ratio
      const bounds = interval.map((bound) => bound.toFixed(3)).join('-')
      return {
        arm,
        'CPU ms': median(cpu[index]).toFixed(0),
        ratio: ratio.toFixed(3),
        interval: bounds,
        'over code cache': overCache.toFixed(3),
      }
    })
    console.log(`tsc ${name} (${recorded ? 'recorded with other inputs' : 'not recorded'})`)
    console.table(rows)
  }
}

function run(program, args) {
  return execFileSync(program, args, { cwd: OUT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

if (!options['measure-only']) build()
if (!options['build-only']) measure()
