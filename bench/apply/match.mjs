// Of the bytes that a built app executes, how many are matched to functions of its sources: the React and the Vue app of
// the Chromium bench, in Chromium, and examples/pressroom, bundled with its packages, in Node.
//
//   npm run build && node bench/apply/match.mjs [--app react] [--chromium FILE] [--list 20]
//
// Executed is what V8's precise coverage of a run says. Pressroom is recorded by its own Vitest tests, with its packages
// inlined, and matched to that recording. No tests of ours can drive the two apps: their functions are matched to those
// of the sources, named by the recorder's rules. All bundles are minified, with one source map.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

import { rolldown } from 'rolldown'

import { chooseByCoverage, generatedFunctions, makeEager } from '../../dist/src/apply/bundle/index.js'
import { DevTools } from '../../dist/src/apply/doctor/index.js'
import { matchFunctions, placesOfSources } from '../../dist/src/apply/match/index.js'
import { readRecordingFile } from '../../dist/src/record/session/index.js'
import { APPS } from './v8-chromium/apps.mjs'
import { buildApp } from './v8-chromium/build.mjs'
import { goAndWait, serve, withPage } from './v8-chromium/visit.mjs'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const OUT = join(ROOT, 'bench/out/match')
/** The package's ES modules, in the tests as in the bundle: Vitest cannot inline the CommonJS that Node would take. */
const YAML = join(ROOT, 'node_modules/yaml/browser/index.js')
const { values: options } = parseArgs({
  options: {
    app: { type: 'string', multiple: true, default: [...Object.keys(APPS), 'pressroom'] },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    list: { type: 'string', default: '0' },
  },
})

/** Coverage of one visit. */
async function visitCoverage(code) {
  const browser = await DevTools.launch(options.chromium)
  const server = await serve(new Map([['plain', gzipSync(code)]]))
  try {
    return await withPage(browser, { slow: 1 }, async (send) => {
      await send('Profiler.enable')
      await send('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
      await goAndWait(send, `${server.origin}/plain/`)
      const { result } = await send('Profiler.takePreciseCoverage')
      return result.filter(({ url }) => url.endsWith('/app.js'))
    })
  } finally {
    server.close()
    await browser.close()
  }
}

async function app(name) {
  const { code, map, folder } = await buildApp(name, join(ROOT, 'bench/out/v8-chromium'))
  const path = join(folder, 'app.js')
  const maps = [{ map: JSON.stringify(map), path: `${path}.map` }]
  const names = map.sources.map((source) => `${relative(folder, resolve(folder, source))}:x`)
  return { code, maps, path, names, root: folder, ran: await visitCoverage(code), recorded: undefined }
}

async function pressroom() {
  const root = join(ROOT, 'examples/pressroom')
  rmSync(OUT, { recursive: true, force: true })
  mkdirSync(OUT, { recursive: true })
  const config = join(OUT, 'vitest.config.mjs')
  writeFileSync(
    config,
    `import { layout } from ${JSON.stringify(join(ROOT, 'dist/src/index.js'))}
export default { root: ${JSON.stringify(ROOT)}, plugins: [layout({ outDir: 'bench/out/match/layout', exclude: [], edges: false, timing: 'off' })],
  resolve: { alias: { yaml: ${JSON.stringify(YAML)} } },
  test: { include: ['examples/pressroom/test/**/*.test.ts'], server: { deps: { inline: [/node_modules\\/(cac|marked|yaml|picocolors)\\//] } } } }
`,
  )
  execFileSync(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config, '--reporter=layout'],
    {
      cwd: ROOT,
      stdio: 'pipe',
    },
  )
  const recording = readRecordingFile(join(OUT, 'layout/recording.sdn'))
  const path = join(OUT, 'bin.mjs')
  const build = await rolldown({
    input: join(root, 'src/bin.ts'),
    platform: 'node',
    logLevel: 'silent',
    resolve: { alias: { yaml: YAML } },
  })
  const { output } = await build.write({
    file: path,
    format: 'esm',
    minify: true,
    sourcemap: true,
    codeSplitting: false,
  })
  await build.close()
  const site = join(OUT, 'site')
  mkdirSync(join(site, 'posts'), { recursive: true })
  writeFileSync(join(site, 'pressroom.yaml'), 'title: Notes\npageSize: 2\ndateFormat: long\n')
  writeFileSync(
    join(site, 'posts/a.md'),
    '---\ntitle: A\ndate: 2026-01-05\ntags: [x]\n---\n\nA **post**.\n\n| a |\n|---|\n| 1 |\n',
  )
  const coverage = join(OUT, 'coverage')
  for (const args of [['build'], ['--version'], ['--help']]) {
    execFileSync(process.execPath, [path, ...args], {
      cwd: site,
      stdio: 'pipe',
      env: { ...process.env, NODE_V8_COVERAGE: coverage },
    })
  }
  const ran = readdirSync(coverage)
    .flatMap((file) => JSON.parse(readFileSync(join(coverage, file), 'utf8')).result)
    .filter(({ url }) => url === pathToFileURL(path).href)
  const names = recording.functions.map(({ name }) => name)
  const recorded = new Set(recording.functions.filter(({ callCount }) => callCount > 0).map(({ name }) => name))
  const maps = [{ map: readFileSync(`${path}.map`, 'utf8'), path: `${path}.map` }]
  return { code: output[0].code, maps, path, names, root: ROOT, ran, recorded }
}

const rows = []
for (const name of options.app) {
  const { code, maps, path, names, root, ran, recorded } = name === 'pressroom' ? await pressroom() : await app(name)
  const { places, unread } = placesOfSources(maps, names, root, path)
  const sums = { executed: 0, matched: 0, recorded: 0, functions: 0 }
  const missing = []
  const measure = (functions, bundle) => {
    const generated = generatedFunctions(functions, bundle)
    const { pairs, unmatched } = matchFunctions(generated, maps, places, { root, file: path })
    const nameOf = new Map(pairs.map((pair) => [pair.generated, places[pair.recorded].name]))
    const why = new Map(unmatched.map((one) => [one.generated, one]))
    for (const index of chooseByCoverage(ran)(functions, bundle)) {
      const { bytes } = generated[index]
      const found = nameOf.get(index)
      sums.functions++
      sums.executed += bytes
      if (found !== undefined) sums.matched += bytes
      if (recorded?.has(found) === true) sums.recorded += bytes
      if (found === undefined) {
        const { reason, source } = why.get(index)
        missing.push({ bytes, reason, source, text: code.slice(functions[index].start, functions[index].start + 90) })
      }
    }
    return new Set()
  }
  makeEager(code, measure, { kind: 'module', file: path, verify: false })
  const part = (value) => `${((100 * value) / sums.executed).toFixed(2)} %`
  rows.push({
    app: name,
    functions: sums.functions,
    'executed bytes': sums.executed,
    matched: part(sums.matched),
    'recorded as run': recorded === undefined ? '-' : part(sums.recorded),
  })
  if (unread.length > 0) console.log(`${name}: not read: ${unread.join(', ')}`)
  missing.sort((a, b) => b.bytes - a.bytes)
  if (Number(options.list) > 0) console.table(missing.slice(0, Number(options.list)))
}
console.table(rows)
