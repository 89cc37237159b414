// Command-line tools under Node's compile cache: their bundle against the same bundle with the functions that Vitest
// scenarios ran made eager. CPU of the whole process (user and system), paired A B A B, the cache warm in both arms.
//
//   npm run build && node bench/apply/v8-node.mjs [--node 24] [--pairs 15] [--tool prettier] [--short]
//     [--single] [--plain-methods] [--share balanced]
//
// Tools and Node come from the npm registry into bench/out/v8-node (not tracked). The functions are recorded by V8's
// coverage of the processes that a Vitest run starts; the measured commands have other inputs, or were not recorded.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { rolldown } from 'rolldown'

import { chooseByCoverage, isInImportCycle, makeEager } from '../../dist/src/apply/bundle/index.js'
import { INPUTS, PACKAGES, TOOLS } from './v8-node/tools.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = resolve(HERE, '../..')
const OUT = join(ROOT, 'bench/out/v8-node')
const { values: options } = parseArgs({
  options: {
    node: { type: 'string', default: '24' },
    pairs: { type: 'string', default: '15' },
    tool: { type: 'string', multiple: true, default: Object.keys(TOOLS) },
    'plain-methods': { type: 'boolean', default: false },
    share: { type: 'string', default: 'balanced' },
    single: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
})
const PAIRS = options.short ? 3 : Number(options.pairs)
const NODE = join(OUT, `node_modules/node-${options.node}/bin/node`)
const WORK = join(OUT, 'work')

function install() {
  mkdirSync(OUT, { recursive: true })
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`)
  wanted.push(`node-${options.node}@npm:node-linux-${process.arch}@${options.node}`)
  const done = join(OUT, `installed-${options.node}.json`)
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
  const file = join(folder, TOOLS[name].file)
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
    ...names,
    ...(options.single ? { codeSplitting: false } : {}),
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

function vitestScenarios(name, file) {
  const folder = join(OUT, 'scenarios', name)
  const coverage = join(folder, 'coverage')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const call = `import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
describe(${JSON.stringify(name)}, () => {
  test.each(${JSON.stringify(TOOLS[name].scenarios)})('$name', ({ args }) => {
    const run = spawnSync(${JSON.stringify(NODE)}, [${JSON.stringify(file)}, ...args], {
      cwd: ${JSON.stringify(WORK)}, encoding: 'utf8', env: { ...process.env, NODE_V8_COVERAGE: ${JSON.stringify(coverage)} } })
    expect([0, 1, 2], run.stderr).toContain(run.status)
    expect(run.stderr).not.toMatch(/Error:|at .*:\\d+:\\d+/)
  })
})
`
  writeFileSync(join(folder, 'tool.test.mjs'), call)
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { test: { include: ['*.test.mjs'], testTimeout: 120_000 } }\n`,
  )
  execFileSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], {
    cwd: folder,
    stdio: 'pipe',
  })
  const folderUrl = pathToFileURL(`${dirname(file)}/`).href
  return readdirSync(coverage).flatMap((entry) =>
    JSON.parse(readFileSync(join(coverage, entry), 'utf8')).result.filter(({ url }) => url.startsWith(folderUrl)),
  )
}

function apply(file, scripts) {
  const total = { files: 0, asked: 0, already: 0, wrapped: 0, declared: 0, lazy: 0, sizeBefore: 0, sizeAfter: 0 }
  const out = file.replace('/plain/', '/eager/')
  cpSync(dirname(file), dirname(out), { recursive: true })
  for (const url of new Set(scripts.map((script) => script.url))) {
    const path = fileURLToPath(url)
    const code = readFileSync(path, 'utf8')
    const choose = chooseByCoverage(
      scripts.filter((script) => script.url === url),
      { share: options.share === 'balanced' ? 'balanced' : Number(options.share) },
    )
    const cyclic = path.endsWith('.mjs') && isInImportCycle(path)
    const { code: after, report } = makeEager(code, choose, {
      file: path,
      cyclic,
      plainMethods: options['plain-methods'],
    })
    writeFileSync(path.replace('/plain/', '/eager/'), after)
    total.files++
    for (const key of Object.keys(total)) total[key] += report[key] ?? 0
  }
  return { out, report: total }
}

const USAGE = join(OUT, 'usage.cjs')
const USAGE_CODE = `const { writeSync } = require('node:fs')
process.on('exit', () => { const { user, system } = process.cpuUsage(); try { writeSync(3, String(user + system)) } catch {} })
`

/** Milliseconds of CPU of one process, and what it printed. */
function run(file, args, cache) {
  const child = spawnSync(NODE, ['--require', USAGE, file, ...args], {
    cwd: WORK,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  if (child.error) throw child.error
  const [, stdout, stderr, cpu] = child.output.map((part) => part?.toString() ?? '')
  return { cpu: Number(cpu) / 1000, printed: `${child.status}\n${stdout}\n${stderr}` }
}

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

function folderSize(path) {
  return readdirSync(path, { recursive: true }).reduce((sum, entry) => {
    const stat = statSync(join(path, entry))
    return sum + (stat.isFile() ? stat.size : 0)
  }, 0)
}

function measure(name, arms) {
  const rows = []
  for (const { name: command, args, recorded } of TOOLS[name].measured) {
    const caches = arms.map((_, arm) => join(OUT, 'cache', `${name}-${options.node}-${arm}-${rows.length}`))
    const warm = arms.map((file, arm) => {
      rmSync(caches[arm], { recursive: true, force: true })
      let last
      for (let time = 0; time < 3; time++) last = run(file, args, caches[arm])
      return last.printed.replaceAll(dirname(file), '')
    })
    if (warm[0] !== warm[1]) throw new Error(`${name} ${command}: the two arms print differently`)
    const cpu = [[], []]
    for (let pair = 0; pair < PAIRS; pair++) {
      for (const arm of [0, 1]) cpu[arm].push(run(arms[arm], args, caches[arm]).cpu)
    }
    const ratios = cpu[0].map((value, pair) => cpu[1][pair] / value)
    rows.push({
      command,
      recorded: recorded ? 'yes' : 'no',
      'plain ms': median(cpu[0]).toFixed(0),
      'eager ms': median(cpu[1]).toFixed(0),
      ratio: median(ratios).toFixed(3),
      quartiles: `${quantile(ratios, 0.25)}-${quantile(ratios, 0.75)}`,
      'cache KB': caches.map((path) => Math.round(folderSize(path) / 1024)).join(' -> '),
    })
  }
  return rows
}

function quantile(values, at) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.round((sorted.length - 1) * at)].toFixed(3)
}

install()
writeInputs()
writeFileSync(USAGE, USAGE_CODE)
console.log(`Node ${execFileSync(NODE, ['--version'], { encoding: 'utf8' }).trim()}, ${PAIRS} pairs, CPU user+system`)
for (const name of options.tool) {
  const file = await bundle(name)
  const scripts = vitestScenarios(name, file)
  const { out, report } = apply(file, scripts)
  const { files, asked, already, wrapped, declared, lazy, sizeBefore, sizeAfter } = report
  console.log(
    `\n${name} ${PACKAGES[TOOLS[name].package]}: ${asked} functions of ${files} files, share ${options.share}, by ` +
      `${TOOLS[name].scenarios.length} Vitest scenarios; ` +
      `${already} eager already, ${wrapped} in parentheses, ${declared} declarations, ${lazy} stay lazy; ` +
      `${sizeBefore} -> ${sizeAfter} characters`,
  )
  console.table(measure(name, [file, out]))
}
