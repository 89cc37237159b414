// Bun executables: pages of bytecode that a start touches, with no order, with Bun's own joining of several order
// files (`--bytecode-order a,b,c`), and with the one file that `vitest-layout merge --format bun-order` makes of them.
//
//   npm run build && node bench/apply/bun.mjs [--bun FILE] [--app prettier]
//
// Bun and the libraries come from the npm registry into bench/out/bun (not tracked). Linux on x86-64 with a C compiler:
// pages are counted exactly, by faults on the section that holds the bytecode, in three runs each (median). What runs
// print is compared. Some workloads are recorded, others are held out.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { INPUTS, PACKAGES } from './v8-node/tools.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = resolve(HERE, '../..')
const OUT = join(ROOT, 'bench/out/bun')
const BUN_VERSION = '1.4.5'
const PAGE = 4096

const transpiler = `import ts from 'typescript'
const [command, file] = process.argv.slice(2)
const text = file === undefined ? '' : await Bun.file(file).text()
const source = () => ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
if (command === 'transpile') console.log(ts.transpileModule(text, { compilerOptions: { target: 'es2020', module: 'esnext' } }).outputText)
else if (command === 'print') console.log(ts.createPrinter().printFile(source()))
else if (command === 'count') { let n = 0; const walk = (node) => { n++; ts.forEachChild(node, walk) }; walk(source()); console.log(n) }
else if (command === 'config') console.log(JSON.stringify(ts.parseConfigFileTextToJson('a.json', '{"a":[1,]}')))
else if (command === 'es5') console.log(ts.transpileModule(text, { compilerOptions: { target: 'es5', module: 'commonjs' } }).outputText)
else console.log(ts.version)
`

/** @type {Record<string, { source: string, recorded: string[][], heldOut: string[][] }>} */
const APPS = {
  prettier: {
    source: `import { run } from 'prettier/internal/legacy-cli.mjs'\nawait run()\n`,
    recorded: [
      ['train/a.ts'],
      ['train/b.js'],
      ['train/c.css'],
      ['train/d.md'],
      ['--check', 'train/e.json'],
      ['--version'],
    ],
    heldOut: [['other/a.ts'], ['other/b.js'], ['other/c.css'], ['other/f.yaml'], ['other/g.html'], ['--help']],
  },
  typescript: {
    source: transpiler,
    recorded: [['transpile', 'train/a.ts'], ['print', 'train/a.ts'], ['count', 'train/b.js'], ['version']],
    heldOut: [['transpile', 'other/a.ts'], ['print', 'other/b.js'], ['es5', 'other/a.ts'], ['config']],
  },
}

const { values: options } = parseArgs({
  options: { bun: { type: 'string' }, app: { type: 'string', multiple: true, default: Object.keys(APPS) } },
})
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('skipped: the page tracker is for Linux on x86-64')
  process.exit(0)
}
mkdirSync(OUT, { recursive: true })
const wanted = [
  `prettier@${PACKAGES.prettier}`,
  `typescript@${PACKAGES.typescript}`,
  `@oven/bun-linux-x64@${BUN_VERSION}`,
]
const done = join(OUT, 'installed.json')
if (!existsSync(done) || readFileSync(done, 'utf8') !== JSON.stringify(wanted)) {
  if (!existsSync(join(OUT, 'package.json'))) writeFileSync(join(OUT, 'package.json'), '{"private":true}\n')
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted])
  writeFileSync(done, JSON.stringify(wanted))
}
const BUN = options.bun ?? join(OUT, 'node_modules/@oven/bun-linux-x64/bin/bun')
const TRACKER = join(OUT, 'pagetrack')
run('cc', ['-O2', '-o', TRACKER, join(ROOT, 'src/apply/doctor/pagetrack.c')])
for (const [path, text] of Object.entries(INPUTS)) {
  mkdirSync(dirname(join(OUT, path)), { recursive: true })
  writeFileSync(join(OUT, path), text)
}

console.log(`Bun ${run(BUN, ['--version']).trim()}, pages of ${PAGE} bytes`)
for (const name of options.app) {
  const { source, recorded, heldOut } = APPS[name]
  writeFileSync(join(OUT, `${name}.mjs`), source)
  const plain = compile(name, 'plain', [])
  const orders = recorded.map((args, index) => {
    const file = join(OUT, `${name}-${index}.order`)
    // Checking says by its status what it found.
    spawnSync(plain, args, { cwd: OUT, env: environment({ BUN_BYTECODE_ORDER_OUT: file }), stdio: 'ignore' })
    return file
  })
  const merged = join(OUT, `${name}.order`)
  console.log(`\n${name}`)
  console.log(
    run(process.execPath, [
      join(ROOT, 'dist/src/cli/bin.js'),
      'merge',
      '--format',
      'bun-order',
      ...orders,
      '-o',
      merged,
    ]),
  )
  const builds = [
    plain,
    compile(name, 'in-turn', [`--bytecode-order=${orders.join(',')}`]),
    compile(name, 'packed', [`--bytecode-order=${merged}`]),
  ]
  const rows = []
  for (const args of [...recorded, ...heldOut]) {
    const counts = builds.map((build) => touched(build, args))
    if (new Set(counts.map(({ printed }) => printed)).size !== 1)
      throw new Error(`${name} ${args.join(' ')}: builds print different things`)
    const [none, inTurn, packed] = counts.map(({ pages }) => pages)
    const ratio = (packed / inTurn).toFixed(3)
    rows.push({
      workload: args.join(' '),
      recorded: recorded.includes(args) ? 'yes' : 'no',
      'no order': none,
      "Bun's joining": inTurn,
      ours: packed,
      'ours / Bun': ratio,
    })
  }
  console.table(rows)
  for (const kind of ['yes', 'no']) {
    const own = rows.filter((row) => row.recorded === kind)
    const sum = (key) => own.reduce((total, row) => total + row[key], 0)
    console.log(
      `${kind === 'yes' ? 'recorded' : 'held out'}: ${sum('no order')} / ${sum("Bun's joining")} / ${sum('ours')}`,
    )
  }
}

function compile(name, variant, args) {
  const file = join(OUT, `${name}-${variant}`)
  run(BUN, ['build', '--compile', '--bytecode', '--format=esm', ...args, join(OUT, `${name}.mjs`), '--outfile', file])
  return file
}

/** Address and size of the section that Bun appends, at a fixed address of the program. */
function section(file) {
  const line = run('readelf', ['-S', '-W', file])
    .split('\n')
    .find((row) => / \.bun +PROGBITS/.test(row))
  const [, address, , size] = / \.bun +PROGBITS +(\S+) (\S+) (\S+)/.exec(line)
  return [`0x${address}`, `0x${size}`]
}

function touched(file, args) {
  const report = join(OUT, 'pages')
  const counts = []
  let printed
  for (let time = 0; time < 3; time++) {
    const child = spawnSync(TRACKER, [report, file, '--range', ...section(file), '--', file, ...args], {
      cwd: OUT,
      encoding: 'utf8',
      env: environment({}),
    })
    if (child.status === 125) throw new Error(child.stderr)
    printed = `${child.status}\n${child.stdout}`.replaceAll(/\d+ms/g, 'ms')
    counts.push(readFileSync(report, 'utf8').trim().split('\n').length - 1)
  }
  return { pages: counts.sort((a, b) => a - b)[1], printed }
}

function environment(more) {
  return { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...more }
}

function run(program, args, env = {}) {
  return execFileSync(program, args, {
    cwd: OUT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(env),
    maxBuffer: 2 ** 28,
  })
}
