// A library's own tests against its bundle, against the bundle with cold functions in a second file, against one in
// which every function is taken for cold, so that much is called early, and against that one in clusters, with every
// other function taken for one that runs later. All must give the same results.
//
//   npm run build && node bench/apply/split-suites.mjs CHECKOUT [CHECKOUT...]
//
// CHECKOUT is an installed checkout with Vitest and src/index.ts (date-fns, remeda's packages/remeda). Its modules are
// bundled and minified into one file; what tests import of them is taken from there. What runs when the bundle is
// imported is told by V8's coverage; all else is cold.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { rolldown } from 'rolldown'

import { chooseByCoverage, readCoverage } from '../../dist/src/apply/bundle/index.js'
import { splitCold } from '../../dist/src/apply/split/index.js'

// Vitest takes what lies under node_modules as it is; anything else it would rewrite, and then no other tool may follow.
const OUT = resolve(dirname(fileURLToPath(import.meta.url)), '../out/split-suites/node_modules')

function vitestOf(folder) {
  return dirname(createRequire(join(folder, 'package.json')).resolve('vitest/package.json'))
}

function viteOf(folder) {
  const path = createRequire(join(vitestOf(folder), 'package.json')).resolve('vite/package.json')
  return join(dirname(path), 'dist/node/index.js')
}

function modulesOf(folder) {
  return (
    readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .filter(
        (path) =>
          /\.[cm]?ts$/.test(path) &&
          !/\.d\.ts$|(?:^|[./])(?:test|test-d|test-prop|bench|benchmark)\.ts$|[/_]tests?\//.test(path),
      )
      // Some files under src are programs of their own, which only run with a certain time zone.
      .filter((path) => !/\bprocess\.env\b/.test(readFileSync(path, 'utf8')))
      .sort()
  )
}

async function bundle(folder, modules, out) {
  const entry = join(out, 'entry.ts')
  writeFileSync(entry, modules.map((path, index) => `export * as m${index} from ${JSON.stringify(path)}\n`).join(''))
  const build = await rolldown({
    input: entry,
    platform: 'node',
    logLevel: 'silent',
    external: /^[^./\0]/,
    cwd: folder,
  })
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false })
  await build.close()
  return output[0].code
}

function ranAtImport(file, out) {
  const folder = join(out, 'coverage')
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `await import(${JSON.stringify(pathToFileURL(file).href)})`],
    {
      env: { ...process.env, NODE_V8_COVERAGE: folder },
    },
  )
  return chooseByCoverage(readCoverage([folder], file))
}

function configOf(folder, modules, lib) {
  return `import { existsSync } from 'node:fs'
import { defineConfig } from ${JSON.stringify(pathToFileURL(join(vitestOf(folder), 'dist/config.js')).href)}
import { loadConfigFromFile } from ${JSON.stringify(pathToFileURL(viteOf(folder)).href)}
import * as bundle from ${JSON.stringify(pathToFileURL(lib).href)}
const file = ['ts', 'mts', 'js', 'mjs'].map((ext) => ${JSON.stringify(join(folder, 'vitest.config.'))} + ext).find((path) => existsSync(path))
const base = file === undefined ? {} : (await loadConfigFromFile({ command: 'serve', mode: 'test' }, file)).config
const modules = new Map(${JSON.stringify(modules)}.map((path, index) => [path, 'm' + index]))
const plugin = {
  name: 'from-the-bundle',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return
    const found = await this.resolve(source, importer, { skipSelf: true })
    const name = modules.get(found?.id.replace(/\\?.*$/, ''))
    return name === undefined ? undefined : '\\0bundle:' + name
  },
  load(id) {
    if (!id.startsWith('\\0bundle:')) return
    const name = id.slice('\\0bundle:'.length)
    const lines = Object.keys(bundle[name]).map((key) => key === 'default' ? \`export default \${name}.default\` : \`export const \${key} = \${name}.\${key}\`)
    return \`import { \${name} } from \${JSON.stringify(${JSON.stringify(lib)})}\\n\${lines.join('\\n')}\`
  },
}
const { projects, ...test } = base.test ?? {}
export default defineConfig({ ...base, plugins: [...(base.plugins ?? []), plugin], test: { ...test, ...projects?.[0]?.test, name: undefined } })
`
}

function runTests(folder, config, report) {
  const { stderr } = spawnSync(
    process.execPath,
    [
      join(vitestOf(folder), 'vitest.mjs'),
      'run',
      '--config',
      config,
      '--root',
      folder,
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    { cwd: folder, encoding: 'utf8' },
  )
  let read
  try {
    read = JSON.parse(readFileSync(report, 'utf8'))
  } catch (cause) {
    throw new Error(`the tests did not run: ${stderr}`, { cause })
  }
  const results = new Map()
  for (const { name, assertionResults, message } of read.testResults) {
    if (assertionResults.length === 0) results.set(name, message)
    for (const { fullName, status } of assertionResults) {
      let key = `${name} ${fullName}`
      while (results.has(key)) key += '+'
      results.set(key, status)
    }
  }
  return results
}

const everyOther = (functions) => new Set(functions.flatMap(({ index }) => (index % 2 === 0 ? index : [])))

for (const argument of process.argv.slice(2)) {
  const folder = resolve(argument)
  const out = join(OUT, basename(folder))
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const modules = modulesOf(folder)
  const code = await bundle(folder, modules, out)
  const arms = { plain: undefined, split: undefined, 'all-cold': () => new Set(), clusters: () => new Set() }
  const rows = []
  let before
  for (const arm of Object.keys(arms)) {
    const lib = join(out, arm, 'lib.mjs')
    mkdirSync(dirname(lib), { recursive: true })
    let report
    let files = 0
    if (arm === 'plain') {
      writeFileSync(lib, code)
      arms.split = ranAtImport(lib, out)
    } else {
      const result = splitCold(code, arms[arm], {
        kind: 'module',
        platform: 'node',
        output: 'lib.mjs',
        // Every other function runs later: calls lead from each file to all the others.
        later: arm === 'clusters' ? everyOther : undefined,
        clusterSize: 4096,
        minSize: 0,
      })
      report = result.report
      writeFileSync(lib, result.main.code)
      for (const late of result.late) writeFileSync(join(out, arm, late.name), late.code)
      files = result.late.length
    }
    const config = join(out, arm, 'vitest.config.mjs')
    writeFileSync(config, configOf(folder, modules, lib))
    const results = runTests(folder, config, join(out, arm, 'report.json'))
    before ??= results
    const differ = [...new Set([...before.keys(), ...results.keys()])].filter(
      (key) => before.get(key) !== results.get(key),
    )
    for (const key of differ.slice(0, 20)) console.log(`  differs: ${key}: ${before.get(key)} -> ${results.get(key)}`)
    rows.push({
      suite: basename(folder),
      build: arm,
      bytes: readFileSync(lib).length,
      whole: report?.whole,
      values: report?.values,
      stubs: report?.stubs,
      files: files + 1,
      moved: report === undefined ? undefined : `${((100 * report.movedSize) / report.sizeBefore).toFixed(0)} %`,
      tests: results.size,
      passed: [...results.values()].filter((status) => status === 'passed').length,
      differ: differ.length,
    })
  }
  console.table(rows)
}
