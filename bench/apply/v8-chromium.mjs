// Two apps on their first visit in Chromium: the plain bundle against the same with early functions made eager.
//
//   npm run build && node bench/apply/v8-chromium.mjs [--pairs 15] [--app react] [--short] [--hint] [--split] [--slow 4]
//     [--variant split-eager] [--min-body 120] [--build-only | --measure-only]
//     [--chromium /usr/bin/chromium]
//
// Libraries come from the npm registry into bench/out/v8-chromium (not tracked). No HTTP cache and no code cache: each
// visit has a new context. Network 10 Mbit/s, 40 ms. Which functions run is told by V8's coverage of one visit of its
// own, which is not measured. With --split, also the build whose cold functions are in a second file, which is fetched
// after the first paint; the visit lasts until it has come, and the heap is taken then. Paired A B A B; CPU is the main thread's, in thread time (CDP Performance, threadTicks).
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'

import { chooseByCoverage, makeEager } from '../../dist/src/apply/bundle/index.js'
import { judge, median } from '../../dist/src/apply/doctor/index.js'
import { chooseKept, splitCold } from '../../dist/src/apply/split/index.js'
import { APPS } from './v8-chromium/apps.mjs'

const OUT = resolve(dirname(fileURLToPath(import.meta.url)), '../out/v8-chromium')
const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '15' },
    app: { type: 'string', multiple: true, default: Object.keys(APPS) },
    short: { type: 'boolean', default: false },
    hint: { type: 'boolean', default: false },
    split: { type: 'boolean', default: false },
    variant: { type: 'string', multiple: true },
    'min-body': { type: 'string', default: '120' },
    'build-only': { type: 'boolean', default: false },
    'measure-only': { type: 'boolean', default: false },
    slow: { type: 'string', default: '1' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
})
const PAIRS = options.short ? 3 : Number(options.pairs)
const NETWORK = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 }
const READY_TIMEOUT_MS = 60_000

function install(name) {
  const folder = join(OUT, name)
  mkdirSync(folder, { recursive: true })
  const manifest = JSON.stringify({ private: true, dependencies: APPS[name].packages }, undefined, 2)
  const path = join(folder, 'package.json')
  if (existsSync(join(folder, 'node_modules')) && existsSync(path) && readFileSync(path, 'utf8') === manifest)
    return folder
  writeFileSync(path, manifest)
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' })
  writeFileSync(path, manifest)
  return folder
}

async function bundle(name) {
  const folder = install(name)
  const entry = join(folder, 'app.mjs')
  writeFileSync(entry, APPS[name].source)
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    transform: { define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true' } },
  })
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false })
  await build.close()
  return output[0].code
}

/** Serves `/NAME/` as a page with `/NAME/app.js` and `/NAME/app.cold.js`, gzip as a server would. */
async function serve(files) {
  const server = createServer((request, response) => {
    const [, name, file] = request.url.split('/')
    const key = file === 'app.cold.js' ? `${name}/${file}` : name
    if (!files.has(key)) {
      response.writeHead(404).end()
      return
    }
    const isScript = file.endsWith('.js')
    const body = isScript
      ? files.get(key)
      : gzipSync(
          `<!doctype html><meta charset="utf-8"><div id="app"></div><script type="module" src="app.js"></script>`,
        )
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      'content-encoding': 'gzip',
      'cache-control': 'no-store',
    })
    response.end(body)
  })
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

const isReady = () =>
  performance.getEntriesByName('ready').length > 0 && performance.getEntriesByName('first-contentful-paint').length > 0

async function record(browser, origin) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors = []
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.coverage.startJSCoverage({ resetOnNavigation: false, reportAnonymousScripts: false })
  await page.goto(`${origin}/plain/`)
  await page.waitForFunction(isReady, undefined, { timeout: READY_TIMEOUT_MS }).catch((error) => {
    throw new Error(`the app did not get ready: ${errors.join('; ')}`, { cause: error })
  })
  const scripts = (await page.coverage.stopJSCoverage()).filter(({ url }) => url.endsWith('/app.js'))
  await context.close()
  return scripts
}

const hasColdFile = () =>
  performance
    .getEntriesByType('resource')
    .some(({ name, responseEnd }) => name.endsWith('app.cold.js') && responseEnd > 0)

async function visit(browser, url, hasCold) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', NETWORK)
  if (Number(options.slow) > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: Number(options.slow) })
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(isReady, undefined, { timeout: READY_TIMEOUT_MS })
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  const { metrics } = await cdp.send('Performance.getMetrics')
  if (hasCold) await page.waitForFunction(hasColdFile, undefined, { timeout: READY_TIMEOUT_MS })
  await cdp.send('HeapProfiler.collectGarbage')
  const after = await cdp.send('Performance.getMetrics')
  const metric = (list, name) => list.find((entry) => entry.name === name).value
  const text = await page.evaluate(() => document.body.innerText)
  await context.close()
  return {
    cpu: metric(metrics, 'TaskDuration') * 1000,
    paint,
    heap: metric(after.metrics, 'JSHeapUsedSize') / 1e6,
    text,
  }
}

/** All variants of an app, gzipped, by name; written down too, so that a quiet machine can measure them later. */
async function buildAll(name) {
  const plain = await bundle(name)
  const files = new Map([['plain', gzipSync(plain)]])
  const server = await serve(files)
  let choose
  try {
    choose = chooseByCoverage(await record(browser, server.origin))
  } finally {
    server.close()
  }
  const eager = makeEager(plain, choose, { kind: 'module', file: 'app.js' })
  files.set('eager', gzipSync(eager.code))
  if (options.hint) {
    const hinted = makeEager(plain, choose, { kind: 'module', parentheses: false, hintComment: true })
    files.set('hint', gzipSync(hinted.code))
  }
  const { asked, wrapped, declared, lazy } = eager.report
  console.log(
    `\n${name}: ${(plain.length / 1e6).toFixed(2)} MB; ${asked} functions run before it is ready, ${wrapped} in ` +
      `parentheses, ${declared} declarations, ${lazy} stay lazy`,
  )
  if (options.split) addSplit(name, plain, choose, files)
  const folder = join(OUT, name, 'built')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [variant, body] of files) writeFileSync(join(folder, `${encodeURIComponent(variant)}.gz`), body)
  return files
}

function stored(name) {
  const folder = join(OUT, name, 'built')
  const names = readdirSync(folder).sort()
  return new Map(names.map((file) => [decodeURIComponent(file.slice(0, -3)), readFileSync(join(folder, file))]))
}

/** The build with cold functions in a second file; the same with the functions that run made eager. */
function addSplit(name, plain, choose, files) {
  const { main, cold, report } = splitCold(plain, choose, {
    kind: 'module',
    file: 'app.js',
    coldFile: './app.cold.js',
    minSize: Number(options['min-body']),
  })
  console.log(
    `${name}: ${report.cold} outermost functions (${report.coldSize} characters) do not run; ${report.whole} moved whole, ` +
      `${report.stubs} behind stubs (${report.movedSize} characters)`,
  )
  const { code } = makeEager(main.code, chooseKept(plain, choose, main.pieces, { kind: 'module' }), {
    kind: 'module',
    file: 'app.js',
  })
  for (const [variant, text] of [
    ['split', main.code],
    ['split-eager', code],
  ]) {
    files.set(variant, gzipSync(text))
    files.set(`${variant}/app.cold.js`, gzipSync(cold.code))
  }
}

async function compare(browser, origin, variant) {
  const figures = { cpu: [[], []], paint: [[], []], heap: [[], []] }
  for (let pair = -1; pair < PAIRS; pair++) {
    for (const [arm, name] of ['plain', variant].entries()) {
      const seen = await visit(browser, `${origin}/${name}/`, name.startsWith('split'))
      if (pair === -1) figures[`text${arm}`] = seen.text
      else for (const key of ['cpu', 'paint', 'heap']) figures[key][arm].push(seen[key])
    }
  }
  if (figures.text0 !== figures.text1) throw new Error(`${variant}: the two builds show different pages`)
  return ['cpu', 'paint', 'heap'].map((key) => {
    const { before, after, ratio, interval, verdict } = judge(...figures[key])
    const unit = { cpu: 'main-thread CPU ms', paint: 'first contentful paint ms', heap: 'JS heap MB' }[key]
    const [low, high] = interval.map((bound) => bound.toFixed(3))
    return {
      variant,
      figure: unit,
      plain: median(before).toFixed(1),
      applied: median(after).toFixed(1),
      ratio: ratio.toFixed(3),
      interval: `${low}-${high}`,
      verdict,
    }
  })
}

const args = ['--no-sandbox', '--disable-background-networking']
if (options.hint) args.push('--enable-features=JavaScriptCompileHintsPerFunctionMagicRuntime')
const browser = await chromium.launch({ executablePath: options.chromium, headless: true, args })
try {
  console.log(`Chromium ${browser.version()}, ${PAIRS} pairs, CPU slowed ${options.slow} times, 10 Mbit/s, 40 ms`)
  for (const name of options.app) {
    const files = options['measure-only'] ? stored(name) : await buildAll(name)
    if (options['build-only']) continue
    const server = await serve(files)
    try {
      for (const variant of files.keys()) {
        if (variant === 'plain' || variant.includes('/') || options.variant?.includes(variant) === false) continue
        const [before, after] = [files.get('plain').length, files.get(variant).length]
        const later = files.get(`${variant}/app.cold.js`)?.length ?? 0
        console.log(
          `\n${name}, ${variant}: bytes on the wire (gzip) ${before} -> ${after}: ${(after / before).toFixed(3)}`,
        )
        if (later > 0)
          console.log(`and after the first paint ${later}: together ${((after + later) / before).toFixed(3)}`)
        console.table(await compare(browser, server.origin, variant))
      }
    } finally {
      server.close()
    }
  }
} finally {
  await browser.close()
}
