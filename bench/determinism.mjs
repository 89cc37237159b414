/*
 * Same commit, same file: records one suite 24 times, with 1, 2 and 4 workers, in forks and threads, isolated or not, in
 * order and shuffled, and counts the bytes of layout.sdn that differ from the first run's.
 *
 *   npm run build && node bench/determinism.mjs [PROJECT] [RUNS]
 *
 * PROJECT is a folder in this repository whose suite records itself (default examples/pressroom); its
 * .vitest/layout is written anew.
 * RUNS, default all, takes the first of the matrix only.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const [project = 'examples/pressroom', runs = 'Infinity'] = process.argv.slice(2)
if (!existsSync(join(root, 'dist/src/index.js'))) {
  console.error('not built: run `npm run build` first')
  process.exit(2)
}
const folder = resolve(root, project)

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
  rmSync(join(folder, '.vitest/layout'), { recursive: true, force: true })
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=layout', ...options, ...seed]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const file = join(folder, '.vitest/layout/layout.sdn')
  if (status !== 0 || !existsSync(file)) {
    console.error(`${stdout}${stderr}`)
    console.error(`the run with ${options.join(' ')} ended with status ${status}`)
    process.exit(2)
  }
  const bytes = readFileSync(file)
  first ??= bytes
  const different = countDifferent(first, bytes)
  differing += different
  done++
  console.log(`${[...options, ...seed].join(' ').padEnd(82)} ${String(different).padStart(8)} bytes differ`)
}
console.log(`\n${project}: ${done} runs, layout.sdn of ${first.length} bytes, ${differing} differing bytes`)
process.exitCode = differing === 0 ? 0 : 1

/** Bytes at the same place that are not the same, and those that one file has more than the other. */
function countDifferent(a, b) {
  let count = Math.abs(a.length - b.length)
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++
  return count
}
