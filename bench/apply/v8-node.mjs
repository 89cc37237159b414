// Command-line tools under Node's compile cache: their bundle against the same bundle with the functions that Vitest
// scenarios ran made eager. CPU of the whole process (user and system), in turn, each round beginning with another arm, the
// cache warm in all of them. "Again" is the plain bundle once more: what differs between equal things here. Quick commands
// vary more from run to run and cost little: they have four times as many rounds.
//
//   npm run build && node bench/apply/v8-node.mjs [--node 24 --node 22] [--pairs 15] [--tool prettier] [--short]
//     [--single] [--plain-methods] [--share balanced] [--cjs] [--command lint]
//     [--build] (no measuring) [--reuse] (what was built before)
//
// Tools and Node come from the npm registry into bench/out/v8-node (not tracked). Our recorder records the tools in
// Vitest scenarios that call them; the measured commands have other inputs, or were not recorded.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { rolldown } from 'rolldown'

import {
  chooseByCoverage,
  chooseByRecording,
  fillCodePacks,
  generatedFunctions,
  isInImportCycle,
  makeEager,
  packedLauncherText,
} from '../../dist/src/apply/bundle/index.js'
import { judge, median } from '../../dist/src/apply/doctor/index.js'
import { matchFunctions, placesOfSources } from '../../dist/src/apply/match/index.js'
import { recordScenarios } from './v8-node/record.mjs'
import { INPUTS, PACKAGES, TOOLS } from './v8-node/tools.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = resolve(HERE, '../..')
const OUT = join(ROOT, 'bench/out/v8-node')
const { values: options } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: ['24'] },
    pairs: { type: 'string', default: '15' },
    tool: { type: 'string', multiple: true, default: Object.keys(TOOLS) },
    'plain-methods': { type: 'boolean', default: false },
    command: { type: 'string', multiple: true },
    share: { type: 'string', default: 'balanced' },
    cjs: { type: 'boolean', default: false },
    single: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    build: { type: 'boolean', default: false },
    reuse: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
})
const SHARE = options.share === 'balanced' ? 'balanced' : Number(options.share)
const PAIRS = options.short ? 3 : Number(options.pairs)
const nodeOf = (version) => join(OUT, `node_modules/node-${version}/bin/node`)
/** Runs what builds need; only measuring and filling packs is done with each version. */
const NODE = nodeOf(options.node[0])
const WORK = join(OUT, 'work')
const QUICK_MS = 250
const QUICK_TIMES = 4

function install() {
  mkdirSync(OUT, { recursive: true })
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`)
  for (const version of options.node) wanted.push(`node-${version}@npm:node-linux-${process.arch}@${version}`)
  const done = join(OUT, `installed-${options.node.join('-')}.json`)
  if (!options.fresh && existsSync(done) && readFileSync(done, 'utf8') === JSON.stringify(wanted)) return
  if (!existsSync(join(OUT, 'package.json'))) writeFileSync(join(OUT, 'package.json'), '{"private":true}\n')
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], {
    cwd: OUT,
    stdio: 'pipe',
  })
  writeFileSync(done, JSON.stringify(wanted))
}

function writeInputs() {
  for (const [path, text] of Object.entries(INPUTS)) {
    mkdirSync(dirname(join(WORK, path)), { recursive: true })
    writeFileSync(join(WORK, path), text)
  }
}

/** Each tool bundled with all it needs; what it imports dynamically stays in files of its own unless `--single`. */
async function bundle(name) {
  const folder = join(OUT, 'tools', name, 'plain')
  const file = join(folder, options.cjs ? TOOLS[name].file.replace('.mjs', '.cjs') : TOOLS[name].file)
  rmSync(dirname(folder), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  if (name === 'tsc') {
    const library = join(OUT, 'node_modules/typescript/lib')
    for (const entry of readdirSync(library)) {
      if (entry === '_tsc.js' || /^lib\..*\.d\.ts$/.test(entry)) cpSync(join(library, entry), join(folder, entry))
    }
    writeFileSync(
      join(dirname(folder), 'package.json'),
      readFileSync(join(OUT, 'node_modules/typescript/package.json')),
    )
    return file
  }
  const entry = join(OUT, `${name}-entry.mjs`)
  writeFileSync(entry, TOOLS[name].entry.replace(/'(prettier|eslint)\//g, `'${join(OUT, 'node_modules')}/$1/`))
  const build = await rolldown({
    input: entry,
    platform: 'node',
    logLevel: 'silent',
    // Loaded only where a user's configuration asks for them.
    external: [/^jiti/, /^typescript$/, /^@eslint\/mcp/, /experimental-cli/],
  })
  const extension = extname(file)
  const names = { entryFileNames: `cli${extension}`, chunkFileNames: `[name]${extension}` }
  await build.write({
    dir: folder,
    format: extension === '.cjs' ? 'cjs' : 'esm',
    sourcemap: 'hidden',
    ...names,
    ...(options.single ? { codeSplitting: false } : {}),
    ...(options.cjs ? { dynamicImportInCjs: false } : {}),
  })
  await build.close()
  if (name === 'eslint') {
    // Formatters are loaded by path, at run time.
    for (const part of ['cli-engine/formatters', 'shared']) {
      cpSync(join(OUT, 'node_modules/eslint/lib', part), join(dirname(folder), part), { recursive: true })
    }
  }
  return file
}

/** The tool's own files of a build, without chunks that nothing of it loads. */
function filesOf(file) {
  const more = readdirSync(dirname(file)).filter((entry) => /^[^_].*\.[cm]js$/.test(entry) && entry !== basename(file))
  return [file, ...more.map((entry) => join(dirname(file), entry))]
}

/**
 * Makes eager what the recording says, in a copy of the build. Beside it stands what V8's coverage of the same commands,
 * run as processes, says of the matching: which of the bytes that really ran are known, and were recorded as run.
 */
function apply(name, file, { recording, root }) {
  const total = { files: 0, asked: 0, already: 0, wrapped: 0, declared: 0, lazy: 0, sizeBefore: 0, sizeAfter: 0 }
  const bytes = { executed: 0, matched: 0, recorded: 0 }
  const scripts = coverageOf(name, file)
  const names = recording.functions.map((fn) => fn.name)
  const ranInRecording = new Set(recording.functions.filter((fn) => fn.callCount > 0).map((fn) => fn.name))
  const out = file.replace('/plain/', '/eager/')
  cpSync(dirname(file), dirname(out), { recursive: true })
  for (const path of filesOf(file)) {
    const code = readFileSync(path, 'utf8')
    const map = `${path}.map`
    const maps = TOOLS[name].record.itself === true ? [] : [{ map: readFileSync(map, 'utf8'), path: map }]
    const { places } = placesOfSources(maps, names, root, path)
    const ran = scripts.filter(({ url }) => url === pathToFileURL(path).href)
    // A chunk that no scenario loads.
    if (places.length === 0 && ran.length === 0) continue
    // A chunk of the bundler's helpers alone counts as executed, and is left as it is.
    const choose =
      places.length === 0
        ? () => new Set()
        : chooseByRecording({ recording, maps, places, root, file: path, share: SHARE })
    const cyclic = path.endsWith('.mjs') && isInImportCycle(path)
    const choice = (functions, bundle) => {
      const executed = chooseByCoverage(ran)(functions, bundle)
      const generated = generatedFunctions(functions, bundle)
      const { pairs } = matchFunctions(generated, maps, places, { root, file: path })
      const nameOf = new Map(pairs.map((pair) => [pair.generated, places[pair.recorded].name]))
      for (const index of executed) {
        const known = nameOf.get(index)
        bytes.executed += generated[index].bytes
        if (known !== undefined) bytes.matched += generated[index].bytes
        if (ranInRecording.has(known)) bytes.recorded += generated[index].bytes
      }
      return choose(functions, bundle)
    }
    const { code: after, report } = makeEager(code, choice, {
      file: path,
      cyclic,
      plainMethods: options['plain-methods'],
    })
    writeFileSync(path.replace('/plain/', '/eager/'), after)
    total.files++
    for (const key of Object.keys(total)) total[key] += report[key] ?? 0
  }
  return { out, report: total, bytes }
}

/** The eager build once more, started from packs that runs of the scenarios' commands filled. CommonJS only. */
function pack(name, eager, version) {
  const folder = dirname(eager).replace('/eager', `/packed-${version}`)
  cpSync(dirname(eager), folder, { recursive: true })
  const files = filesOf(join(folder, basename(eager))).map((path) => ({ path, code: readFileSync(path, 'utf8') }))
  const launcher = join(folder, '_bin.cjs')
  const packed = { launcher, files }
  writeFileSync(launcher, packedLauncherText(packed))
  const runs = TOOLS[name].fill ?? TOOLS[name].scenarios.map(({ args }) => args)
  fillCodePacks(packed, runs, { node: nodeOf(version), cwd: WORK })
  return launcher
}

/** V8's coverage of the scenarios' commands, run as processes: what the recording is compared with, never applied. */
function coverageOf(name, file) {
  const folder = join(OUT, 'scenarios', name, 'coverage')
  for (const { args } of TOOLS[name].scenarios) run(file, args, join(OUT, 'cache/none'), { NODE_V8_COVERAGE: folder })
  const folderUrl = pathToFileURL(`${dirname(file)}/`).href
  return readdirSync(folder).flatMap((entry) =>
    JSON.parse(readFileSync(join(folder, entry), 'utf8')).result.filter(({ url }) => url.startsWith(folderUrl)),
  )
}

const USAGE = join(OUT, 'usage.cjs')
const USAGE_CODE = `const { writeSync } = require('node:fs')
process.on('exit', () => { const { user, system } = process.cpuUsage(); try { writeSync(3, String(user + system)) } catch {} })
`

/** Milliseconds of CPU of one process, and what it printed. */
function run(file, args, cache, env = {}, node = NODE) {
  const started = performance.now()
  const child = spawnSync(node, ['--require', USAGE, file, ...args], {
    cwd: WORK,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
  })
  const wall = performance.now() - started
  if (child.error) throw child.error
  const [, stdout, stderr, cpu] = child.output.map((part) => part?.toString() ?? '')
  return { cpu: Number(cpu) / 1000, wall, printed: `${child.status}\n${stdout}\n${stderr}` }
}

function measure(name, arms, version) {
  const node = nodeOf(version)
  const rows = []
  for (const { name: command, args, recorded } of TOOLS[name].measured) {
    if (options.command !== undefined && !options.command.includes(command)) continue
    const caches = arms.map((_, arm) => join(OUT, 'cache', `${name}-${version}-${arm}-${rows.length}`))
    const warm = arms.map((file, arm) => {
      rmSync(caches[arm], { recursive: true, force: true })
      let last
      for (let time = 0; time < 3; time++) last = run(file, args, caches[arm], {}, node)
      return { cpu: last.cpu, printed: last.printed.replaceAll(dirname(file), '') }
    })
    if (warm.some(({ printed }) => printed !== warm[0].printed))
      throw new Error(`${name} ${command}: the arms print differently`)
    const cpu = arms.map(() => [])
    const wall = arms.map(() => [])
    const rounds = warm[0].cpu < QUICK_MS ? QUICK_TIMES * PAIRS : PAIRS
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < arms.length; turn++) {
        const arm = (turn + round) % arms.length
        const seen = run(arms[arm], args, caches[arm], {}, node)
        cpu[arm].push(seen.cpu)
        wall[arm].push(seen.wall)
      }
    }
    const row = { command, recorded: recorded ? 'yes' : 'no', rounds, 'plain ms': median(cpu[0]).toFixed(0) }
    for (const [arm, label] of ['again', 'eager', 'pack'].slice(0, arms.length - 1).entries()) {
      const { ratio, interval } = judge(cpu[0], cpu[arm + 1])
      row[label] = `${ratio.toFixed(3)} (${interval.map((bound) => bound.toFixed(3)).join('-')})`
      row[`${label} wall`] = judge(wall[0], wall[arm + 1]).ratio.toFixed(3)
    }
    rows.push(row)
  }
  return rows
}

install()
writeInputs()

writeFileSync(USAGE, USAGE_CODE)
for (const name of options.tool) {
  const built = join(OUT, 'tools', name, `built${options.cjs ? '-cjs' : ''}.json`)
  if (!options.reuse) {
    const file = await bundle(name)
    const recorded = recordScenarios({ out: OUT, work: WORK, name, tool: TOOLS[name] })
    const { out, report, bytes } = apply(name, file, recorded)
    const { files, asked, already, wrapped, declared, lazy, sizeBefore, sizeAfter } = report
    const part = (value) => `${((100 * value) / bytes.executed).toFixed(2)} %`
    const text =
      `\n${name} ${PACKAGES[TOOLS[name].package]}: ${asked} functions of ${files} files, share ${options.share}, by ` +
      `${TOOLS[name].scenarios.length} Vitest scenarios; ` +
      `${already} eager already, ${wrapped} in parentheses, ${declared} declarations, ${lazy} stay lazy; ` +
      `${sizeBefore} -> ${sizeAfter} characters\n` +
      `of ${bytes.executed} bytes that the scenarios execute in the bundle, ${part(bytes.matched)} are matched to the ` +
      `recording and ${part(bytes.recorded)} were recorded as run`
    const arms = [file, out]
    const packs = Object.fromEntries(
      options.node.map((version) => [version, out.endsWith('.mjs') ? [] : [pack(name, out, version)]]),
    )
    writeFileSync(built, JSON.stringify({ text, arms, packs }))
  }
  const { text, arms, packs } = JSON.parse(readFileSync(built, 'utf8'))
  console.log(text)
  if (options.build) continue
  for (const version of options.node) {
    const full = execFileSync(nodeOf(version), ['--version'], { encoding: 'utf8' }).trim()
    console.log(`${name}, Node ${full}, ${PAIRS} pairs, CPU user and system, to plain`)
    const [plain, eager] = arms
    console.table(measure(name, [plain, plain, eager, ...packs[version]], version))
  }
}
