// Two apps on their first visit in Chromium: the plain bundle against the same with early functions made eager.
//
//   npm run build && node bench/apply/v8-chromium.mjs [--pairs 15] [--app react] [--short] [--hint] [--split] [--chunks] [--slow 4]
//     [--paced] [--variant split-eager] [--base chunks] [--min-body 120] [--build-only | --measure-only]
//     [--chromium /usr/bin/chromium]
//
// Libraries come from the npm registry into bench/out/v8-chromium (not tracked). No HTTP cache and no code cache: each
// visit has a new context. Network 10 Mbit/s, 40 ms, throttled by DevTools, which gives every answer a pace of its own;
// with --paced by the server, where all answers share the line: for builds in several files compared with one. Which
// functions run is told by V8's coverage of one visit of its own, which is not measured. With --split, also the build
// whose cold functions are in a second file, which is fetched after the first paint; the visit lasts until it has come,
// and the heap is taken then. `split-demand` has more such files: what ran while a visitor did something (clicks,
// typing; see apps.mjs) is fetched after the first paint, what never ran only when it is called, in clusters of --cluster
// characters. What such a visitor's visit loads is printed, and how long calls into the rest take. With --chunks, also
// the app in two chunks and in four (`vendors`) that are fetched at once, plain and eager. Ratios are to --base. Paired
// A B A B; CPU is the main thread's, in thread time (CDP Performance, threadTicks).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

import { chooseByCoverage, makeEager } from '../../dist/src/apply/bundle/index.js'
import { DevTools, judge, median } from '../../dist/src/apply/doctor/index.js'
import { chooseKept, splitCold } from '../../dist/src/apply/split/index.js'
import { APPS } from './v8-chromium/apps.mjs'
import { buildApp, buildChunks } from './v8-chromium/build.mjs'
import {
  aheadOf,
  chunksOf,
  evaluate,
  goAndWait,
  serve,
  storedVariants,
  use,
  visit,
  waitForFile,
  withPage,
} from './v8-chromium/visit.mjs'

const OUT = resolve(dirname(fileURLToPath(import.meta.url)), '../out/v8-chromium')
const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '15' },
    app: { type: 'string', multiple: true, default: Object.keys(APPS) },
    short: { type: 'boolean', default: false },
    hint: { type: 'boolean', default: false },
    split: { type: 'boolean', default: false },
    chunks: { type: 'boolean', default: false },
    base: { type: 'string', default: 'plain' },
    variant: { type: 'string', multiple: true },
    'min-body': { type: 'string', default: '120' },
    cluster: { type: 'string', default: '65536' },
    'build-only': { type: 'boolean', default: false },
    'measure-only': { type: 'boolean', default: false },
    slow: { type: 'string', default: '1' },
    paced: { type: 'boolean', default: false },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
})
const PAIRS = options.short ? 3 : Number(options.pairs)
const SLOW = Number(options.slow)

/**
 * V8's coverage of one visit, which is not measured: what ran before the first frame with something to see, what ran
 * until the app was ready, and what ran while a visitor did something. The visit stops in the callback of that frame,
 * before it is painted.
 */
async function record(browser, origin, steps = [], variant = 'plain') {
  return await withPage(browser, { slow: 1 }, async (send) => {
    await send('Profiler.enable')
    await send('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    const take = async () => {
      const { result } = await send('Profiler.takePreciseCoverage')
      return result.filter(({ url }) => url.startsWith(origin))
    }
    await send('Debugger.enable')
    const taken = []
    browser.onEvent = ({ method }) => {
      if (method !== 'Debugger.paused') return
      if (taken.length === 0) taken.push(take())
      taken[0].then(() => send('Debugger.resume'))
    }
    await send('Page.addScriptToEvaluateOnNewDocument', { source: STOP_BEFORE_PAINT })
    await goAndWait(send, `${origin}/${variant}/`)
    const [first] = await Promise.all(taken)
    if (first === undefined) throw new Error('no frame had anything to see')
    const all = [...first, ...(await take())]
    await use(send, steps)
    return { first, all, later: await take() }
  })
}

const STOP_BEFORE_PAINT = `requestAnimationFrame(function look() {
  if (document.getElementById('app')?.firstElementChild) { debugger } else requestAnimationFrame(look)
})`

/** All variants of an app, gzipped, by name; written down too, so that a quiet machine can measure them later. */
async function buildAll(name) {
  const { code: plain } = await buildApp(name, OUT)
  const files = new Map([['plain', gzipSync(plain)]])
  const server = await serve(files)
  let choose
  let chooseFirst
  let chooseLater
  try {
    const { first, all, later } = await record(browser, server.origin, APPS[name].use)
    choose = chooseByCoverage(all)
    chooseFirst = chooseByCoverage(first)
    chooseLater = chooseByCoverage(later)
  } finally {
    server.close()
  }
  const eager = makeEager(plain, choose, { kind: 'module', file: 'app.js' })
  files.set('eager', gzipSync(eager.code))
  const early = makeEager(plain, chooseFirst, { kind: 'module', file: 'app.js' })
  files.set('eager-first', gzipSync(early.code))
  if (options.hint) {
    const hinted = makeEager(plain, choose, { kind: 'module', parentheses: false, hintComment: true })
    files.set('hint', gzipSync(hinted.code))
  }
  const { asked, wrapped, declared, lazy } = eager.report
  console.log(
    `\n${name}: ${(plain.length / 1e6).toFixed(2)} MB; ${asked} functions run before it is ready, ${wrapped} in ` +
      `parentheses, ${declared} declarations, ${lazy} stay lazy; ${early.report.asked} run before the first frame`,
  )
  if (options.split) {
    addSplit(name, plain, choose, files, 'split')
    addSplit(name, plain, chooseFirst, files, 'split-first')
    addSplit(name, plain, choose, files, 'split-demand', chooseLater)
  }
  if (options.chunks) {
    await addChunks(name, files, 'chunks', [{ name: 'libraries', test: APPS[name].libraries }])
    await addChunks(name, files, 'vendors', APPS[name].vendors)
  }
  const folder = join(OUT, name, 'built')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [variant, body] of files) writeFileSync(join(folder, `${encodeURIComponent(variant)}.gz`), body)
  return files
}

/** The app in chunks; the same with what runs before it is ready made eager. */
async function addChunks(name, files, kind, groups) {
  const chunks = await buildChunks(name, OUT, groups)
  const add = (variant, texts) => {
    for (const [file, text] of texts) files.set(file === 'app.js' ? variant : `${variant}/${file}`, gzipSync(text))
  }
  add(kind, chunks)
  const server = await serve(files)
  try {
    const { all } = await record(browser, server.origin, [], kind)
    const eager = [...chunks].map(([file, text]) => {
      const seen = all.filter(({ url }) => url.endsWith(`/${file}`))
      const { code, report } = makeEager(text, chooseByCoverage(seen), { kind: 'module', file })
      console.log(
        `${name}, ${file}: ${(text.length / 1e6).toFixed(2)} MB, ${report.asked} functions run before it is ready`,
      )
      return [file, code]
    })
    add(`${kind}-eager`, eager)
  } finally {
    server.close()
  }
}

/** The build with cold functions in a second file; the same with the functions that run made eager. */
function addSplit(name, plain, choose, files, kind, later) {
  const { main, late, report } = splitCold(plain, choose, {
    kind: 'module',
    file: 'app.js',
    output: 'app.js',
    later,
    clusterSize: Number(options.cluster),
    minSize: Number(options['min-body']),
  })
  console.log(
    `${name}, ${kind}: ${report.cold} outermost functions (${report.coldSize} characters) do not run; ${report.whole} moved whole, ` +
      `${report.values} classes and values too, ${report.stubs} behind stubs (${report.movedSize} characters)` +
      (later === undefined
        ? ''
        : `; ${report.steady} of them run later (${report.steadyFileSize} characters); ${late.length} files`),
  )
  // What two files cost without a character of ours: texts that are compressed apart do not help each other.
  const kept = ({ pieces }) =>
    gzipSync(pieces.map((piece) => ('text' in piece ? '' : plain.slice(piece.from, piece.to))).join('')).length
  const whole = gzipSync(plain).length
  const made = [main, ...late]
  const sum = (sizes) => (sizes.reduce((all, size) => all + size, 0) / whole).toFixed(4)
  console.log(
    `${name}, ${kind}: all files gzip ${sum(made.map(({ code }) => gzipSync(code).length))}; ` +
      `without our own text in them ${sum(made.map(kept))}`,
  )
  for (const { reason, count, size } of report.kept) console.log(`  stays, ${reason}: ${count} (${size} characters)`)
  const { code } = makeEager(main.code, chooseKept(plain, choose, main.pieces, { kind: 'module' }), {
    kind: 'module',
    file: 'app.js',
  })
  for (const [variant, text] of [
    [kind, main.code],
    [`${kind}-eager`, code],
  ]) {
    files.set(variant, gzipSync(text))
    for (const one of late) files.set(`${variant}/${one.name.slice(2)}`, gzipSync(one.code))
  }
}

/** What the visit of somebody who uses the app loads, and what calls of functions that never ran cost. */
async function useOnce(browser, origin, name, variant, files, base) {
  await withPage(browser, { slow: SLOW, paced: options.paced }, async (send) => {
    await goAndWait(send, `${origin}/${variant}/`)
    await waitForFile(send, aheadOf(files, variant))
    await use(send, APPS[name].use)
    const loaded = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
      .map(({ name, encodedBodySize }) => [name.slice(name.lastIndexOf('/') + 1), encodedBodySize])`
    const before = await evaluate(send, loaded)
    const tell = (list) => {
      const bytes = list.reduce((sum, [, size]) => sum + size, 0)
      return `${list.length} files: ${bytes} bytes, ${(bytes / base).toFixed(3)}`
    }
    console.log(`${name}, ${variant}: a visit with use loads ${tell(before)}`)
    // Each of these calls is the first of something that never ran.
    for (const never of APPS[name].never) {
      const call = `(() => { const start = performance.now(); try { ${never} } catch {} return performance.now() - start })()`
      const [first, again] = [await evaluate(send, call), await evaluate(send, call)]
      const after = await evaluate(send, loaded)
      console.log(`  ${never} takes ${first.toFixed(0)} ms (again: ${again.toFixed(1)}); then ${tell(after)}`)
    }
  })
}

const UNITS = {
  cpu: 'main-thread CPU ms',
  paint: 'first contentful paint ms',
  ready: 'ready ms',
  heap: 'JS heap MB',
}

/** Visits the base and all variants in turn, so that each stands beside a visit of the base in the same round. */
async function compare(browser, origin, variants, files) {
  const arms = [options.base, ...variants]
  const figures = arms.map(() => Object.fromEntries(Object.keys(UNITS).map((key) => [key, []])))
  for (let round = -1; round < PAIRS; round++) {
    const texts = new Set()
    for (const [arm, name] of arms.entries()) {
      const seen = await visit(browser, `${origin}/${name}/`, {
        slow: SLOW,
        ahead: aheadOf(files, name),
        paced: options.paced,
      })
      texts.add(seen.text)
      if (round >= 0) for (const key of Object.keys(UNITS)) figures[arm][key].push(seen[key])
    }
    if (texts.size > 1) throw new Error('the builds show different pages')
  }
  return variants.flatMap((variant, index) =>
    Object.entries(UNITS).map(([key, unit]) => {
      const { before, after, ratio, interval, verdict } = judge(figures[0][key], figures[index + 1][key])
      const [low, high] = interval.map((bound) => bound.toFixed(3))
      return {
        variant,
        figure: unit,
        [options.base]: median(before).toFixed(1),
        applied: median(after).toFixed(1),
        ratio: ratio.toFixed(3),
        interval: `${low}-${high}`,
        verdict,
      }
    }),
  )
}

const args = options.hint ? ['--enable-features=JavaScriptCompileHintsPerFunctionMagicRuntime'] : []
const browser = await DevTools.launch(options.chromium, args)
try {
  const { product } = await browser.send('Browser.getVersion')
  const line = options.paced ? 'by the server' : 'by DevTools'
  console.log(`${product}, ${PAIRS} pairs, CPU slowed ${SLOW} times, 10 Mbit/s, 40 ms ${line}`)
  for (const name of options.app) {
    const files = options['measure-only'] ? storedVariants(join(OUT, name, 'built')) : await buildAll(name)
    if (options['build-only']) continue
    const server = await serve(files, { paced: options.paced })
    try {
      const variants = [...files.keys()].filter(
        (variant) => variant !== options.base && !variant.includes('/') && options.variant?.includes(variant) !== false,
      )
      const first = (variant) =>
        chunksOf(files, variant).reduce(
          (sum, chunk) => sum + files.get(`${variant}/${chunk}`).length,
          files.get(variant).length,
        )
      const before = first(options.base)
      for (const variant of variants) {
        const after = first(variant)
        const ahead = aheadOf(files, variant)
        const later = ahead === undefined ? 0 : files.get(`${variant}/${ahead}`).length
        const both = later === 0 ? '' : `; with ${later} after the first paint ${((after + later) / before).toFixed(3)}`
        console.log(`${name}, ${variant}: gzip ${before} -> ${after}: ${(after / before).toFixed(3)}${both}`)
        if (ahead !== undefined) await useOnce(browser, server.origin, name, variant, files, before)
      }
      console.table(await compare(browser, server.origin, variants, files))
    } finally {
      server.close()
    }
  }
} finally {
  await browser.close()
}
