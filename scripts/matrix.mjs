// `npm run test:matrix [-- NAME... [-- TEST...]]`: real runs with other versions of Node, Vitest and Vite: the tests of
// test/matrix, and those of other rooms that run Vitest and hold the rules of phases and of projects.
// Each combination is a folder of its own outside the repository, installed with npm once and kept; this package goes in
// as its users get it, from `npm pack`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const COMBINATIONS = {
  'node20-vitest4.1-vite6': { node: 20, vitest: '4.1.12', vite: '6' },
  'node20-vitest4.1-vite7': { node: 20, vitest: '4.1.12', vite: '7' },
  'node20-vitest4.1.0-vite8': { node: 20, vitest: '4.1.0', vite: '8' },
  'node22-vitest5.1-vite7': { node: 22, vitest: '5.1.1', vite: '7' },
  'node22-vitest5.1-vite8': { node: 22, vitest: '5.1.1', vite: '8' },
  'node24-vitest5.1-vite8': { node: 24, vitest: '5.1.1', vite: '8' },
}

/** Tests whose projects run the Vitest of a combination. */
const TESTS = [
  'test/matrix',
  'test/phase/annotations.test.ts',
  'test/phase/components.test.ts',
  'test/phase/same-file.test.ts',
  'test/phase/scenarios.test.ts',
  'test/reporter/per-project.test.ts',
  'test/reporter/shards.test.ts',
]

const repository = fileURLToPath(new URL('..', import.meta.url))
const parent = process.env.LAYOUT_MATRIX ?? join(tmpdir(), 'vitest-layout-matrix')
const args = process.argv.slice(2)
const split = args.includes('--') ? args.indexOf('--') : args.length
const names = args.slice(0, split)
const filters = args.slice(split + 1)
for (const name of names) {
  if (!(name in COMBINATIONS)) {
    process.stderr.write(`no combination ${name}; there are: ${Object.keys(COMBINATIONS).join(', ')}\n`)
    process.exit(1)
  }
}

const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
mkdirSync(parent, { recursive: true })
const archive = join(
  parent,
  npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', parent], repository).trim(),
)
/** The newest of its plugin for a Vite. */
const SVELTE_PLUGIN = { 6: '6', 7: '6', 8: '7' }
const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))

const failed = []
for (const name of names.length > 0 ? names : Object.keys(COMBINATIONS)) {
  const { node, vitest, vite } = COMBINATIONS[name]
  const folder = join(parent, name)
  process.stdout.write(`\n== ${name}\n`)
  mkdirSync(folder, { recursive: true })
  const manifest = JSON.stringify({ private: true, type: 'module' })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), manifest)
  rmSync(join(folder, 'node_modules/vitest-layout'), { recursive: true, force: true })
  const { jsdom, 'happy-dom': happyDom, playwright, svelte, typescript, vue } = devDependencies
  const packages = [
    `@vitest/coverage-istanbul@${vitest}`,
    `@vitest/coverage-v8@${vitest}`,
    `@vitest/browser-playwright@${vitest}`,
    `playwright@${playwright}`,
    `vitest@${vitest}`,
    `vite@${vite}`,
    `jsdom@${jsdom}`,
    `happy-dom@${happyDom}`,
    `typescript@${typescript}`,
    `vue@${vue}`,
    `@vitejs/plugin-vue@${devDependencies['@vitejs/plugin-vue']}`,
    `svelte@${svelte}`,
    `@sveltejs/vite-plugin-svelte@${SVELTE_PLUGIN[vite]}`,
  ]
  // The program alone: the package `node` places it by a script.
  const program = `node-${process.platform}-${process.arch}@${node}`
  npm(
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', '--force', ...packages, program, archive],
    folder,
  )
  const { status } = spawnSync(
    process.execPath,
    [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', ...(filters.length > 0 ? filters : TESTS)],
    {
      cwd: repository,
      stdio: 'inherit',
      env: {
        ...process.env,
        LAYOUT_MATRIX_ROOT: folder,
        LAYOUT_MATRIX_NODE: join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`),
      },
    },
  )
  if (status !== 0) failed.push(name)
}
process.stdout.write(failed.length === 0 ? '\nall combinations passed\n' : `\nfailed: ${failed.join(', ')}\n`)
process.exitCode = failed.length === 0 ? 0 : 1
