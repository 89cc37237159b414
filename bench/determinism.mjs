/*
 * Same commit, same file: records one suite 24 times, with 1, 2 and 4 workers, in forks and threads, isolated or not, in
 * order and shuffled, and counts the bytes of layout.sdn that differ from the first run's.
 *
 *   npm run build && node bench/determinism.mjs [PROJECT] [RUNS] [--twice] [--packages FOLDER --node PROGRAM]
 *
 * PROJECT is a folder in this repository whose suite records itself (default examples/pressroom); its
 * .vitest/layout is written anew.
 * RUNS, default all, takes the first of the matrix only.
 * --twice: two copies of it as Vitest projects of one run, a layout.sdn for each (`perProject`).
 * --packages, --node: another Vitest with this package, as `npm run test:matrix` installs them.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    twice: { type: 'boolean', default: false },
    packages: { type: 'string', default: root },
    node: { type: 'string', default: process.execPath },
  },
})
const [project = 'examples/pressroom', runs = 'Infinity'] = positionals
if (!existsSync(join(root, 'dist/src/index.js'))) {
  console.error('not built: run `npm run build` first')
  process.exit(2)
}
const packages = resolve(values.packages)
const { folder, members } = prepare(resolve(root, project))

const matrix = []
for (const order of ['', '--sequence.shuffle']) {
  for (const workers of [1, 4, 2]) {
    for (const pool of ['forks', 'threads']) {
      for (const isolation of ['', '--no-isolate']) {
        const options = [`--pool=${pool}`, `--maxWorkers=${workers}`, isolation, order]
        matrix.push(options.filter((option) => option !== ''))
      }
    }
  }
}

let first
let differing = 0
let done = 0
for (const [index, options] of matrix.slice(0, Number(runs)).entries()) {
  const seed = options.includes('--sequence.shuffle') ? [`--sequence.seed=${index + 1}`] : []
  for (const member of members) rmSync(join(member, '.vitest/layout'), { recursive: true, force: true })
  const args = [join(packages, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=layout', ...options, ...seed]
  const { status, stdout, stderr } = spawnSync(values.node, args, { cwd: folder, encoding: 'utf8' })
  const files = members.map((member) => join(member, '.vitest/layout/layout.sdn'))
  if (status !== 0 || !files.every((file) => existsSync(file))) {
    console.error(`${stdout}${stderr}`)
    console.error(`the run with ${options.join(' ')} ended with status ${status}`)
    process.exit(2)
  }
  const bytes = Buffer.concat(files.map((file) => readFileSync(file)))
  first ??= bytes
  const different = countDifferent(first, bytes)
  differing += different
  done++
  console.log(`${[...options, ...seed].join(' ').padEnd(82)} ${String(different).padStart(8)} bytes differ`)
}
const { version } = JSON.parse(readFileSync(join(packages, 'node_modules/vitest/package.json'), 'utf8'))
const what = members.length === 1 ? 'layout.sdn' : `${members.length} layout.sdn`
console.log(
  `\n${project}, Vitest ${version}: ${done} runs, ${what} of ${first.length} bytes, ${differing} differing bytes`,
)
if (folder !== resolve(root, project)) rmSync(folder, { recursive: true })
process.exitCode = differing === 0 ? 0 : 1

/** The folder to run in, and those that get a layout: the project itself, or copies of it where other packages are found. */
function prepare(source) {
  if (!values.twice && packages === root) return { folder: source, members: [source] }
  mkdirSync(join(packages, 'test/.tmp'), { recursive: true })
  const folder = mkdtempSync(join(packages, 'test/.tmp/determinism-'))
  const members = (values.twice ? ['one', 'two'] : [basename(source)]).map((name) => join(folder, name))
  const isSource = (path) => !/[\\/](?:node_modules|\.vitest)$/.test(path)
  for (const member of members) {
    cpSync(source, member, { recursive: true, filter: isSource })
    // What it extends is not there.
    writeFileSync(join(member, 'tsconfig.json'), '{ "compilerOptions": { "target": "es2023" } }')
  }
  for (const member of members) linkPackages(member)
  if (!values.twice) return { folder: members[0], members }
  const config = `import { layout } from 'vitest-layout'
export default { plugins: [layout({ perProject: true })], test: { projects: ['one', 'two'] } }
`
  writeFileSync(join(folder, 'vitest.config.mjs'), config)
  for (const [i, member] of members.entries()) {
    const manifest = join(member, 'package.json')
    const named = { ...JSON.parse(readFileSync(manifest, 'utf8')), name: `member-${i}` }
    writeFileSync(manifest, JSON.stringify(named))
  }
  return { folder, members }
}

/** What the project depends on and the other packages do not hold. */
function linkPackages(member) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(member, 'package.json'), 'utf8'))
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const link = join(member, 'node_modules', name)
    if (existsSync(join(packages, 'node_modules', name))) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link)
  }
}

/** Bytes at the same place that are not the same, and those that one file has more than the other. */
function countDifferent(a, b) {
  let count = Math.abs(a.length - b.length)
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++
  return count
}
