// Where the time of a first visit goes: V8's work by thread and kind, before the first contentful paint and after it,
// and when the steps on the way to it begin and end.
//
//   node bench/apply/v8-chromium.mjs --build-only && node bench/apply/v8-chromium/anatomy.mjs react eager [--visits 5]
//
// Traces `v8` and `disabled-by-default-v8.compile` alone; others make V8 do more. Times are medians over visits; those of
// kinds are thread time without what is nested in them, with the cost of tracing in it.
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { DevTools, median } from '../../../dist/src/apply/doctor/index.js'
import { evaluate, goAndWait, serve, storedVariants, withPage } from './visit.mjs'

const OUT = resolve(dirname(fileURLToPath(import.meta.url)), '../../out/v8-chromium')
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    visits: { type: 'string', default: '5' },
    slow: { type: 'string', default: '1' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
})
const [app, ...variants] = positionals
const CATEGORIES = ['v8', 'disabled-by-default-v8.compile', 'blink.user_timing']

async function traced(browser, url) {
  const events = []
  browser.onEvent = ({ method, params }) => {
    if (method === 'Tracing.dataCollected') events.push(...params.value)
    else if (method === 'Tracing.tracingComplete') browser.traceDone?.()
  }
  return await withPage(browser, { slow: Number(options.slow) }, async (send) => {
    await browser.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: CATEGORIES },
    })
    const { paint, ready } = await goAndWait(send, url)
    const network = await evaluate(
      send,
      'Math.max(...performance.getEntriesByType("resource").map((one) => one.responseEnd))',
    )
    const done = new Promise((resolveDone) => {
      browser.traceDone = resolveDone
    })
    await browser.send('Tracing.end')
    await done
    return { paint, ready, network, events }
  })
}

/** Own thread time of each kind of event, in milliseconds, before and after the paint. */
function takeApart({ paint, ready, network, events }) {
  const threads = new Map()
  for (const { name, pid, tid, args } of events) if (name === 'thread_name') threads.set(`${pid}:${tid}`, args.name)
  const module = events.find(({ name }) => name === 'v8.evaluateModule')
  const main = `${module.pid}:${module.tid}`
  const navigation = events.findLast(
    ({ name, args }) => name === 'navigationStart' && args.data?.documentLoaderURL?.startsWith('http'),
  )
  const origin = navigation.ts
  const lanes = new Map()
  for (const event of events) {
    if (event.ph !== 'X' || event.pid !== module.pid) continue
    const key = `${event.pid}:${event.tid}`
    if (!lanes.has(key)) lanes.set(key, [])
    lanes.get(key).push(event)
  }
  const kinds = new Map()
  const steps = { network, paint, ready }
  for (const [key, lane] of lanes) {
    lane.sort((a, b) => a.ts - b.ts || b.dur - a.dur)
    const open = []
    for (const event of lane) {
      while (open.length > 0 && open.at(-1).ts + open.at(-1).dur <= event.ts) open.pop()
      event.own = event.tdur ?? event.dur
      if (open.length > 0) open.at(-1).own -= event.tdur ?? event.dur
      open.push(event)
    }
    for (const { name, ts, own } of lane) {
      const kind = `${key === main ? 'main' : 'other'} ${name}`
      const sums = kinds.get(kind) ?? { count: 0, before: 0, after: 0 }
      sums.count++
      sums[(ts - origin) / 1000 < paint ? 'before' : 'after'] += own / 1000
      kinds.set(kind, sums)
    }
  }
  const step = (name, from, to) => {
    steps[`${name} from`] = (from - origin) / 1000
    steps[`${name} to`] = (to - origin) / 1000
  }
  step('evaluation', module.ts, module.ts + module.dur)
  const longest = (wanted) =>
    events.filter(({ name, pid }) => name === wanted && pid === module.pid).sort((a, b) => b.dur - a.dur)[0]
  const parsed = longest('v8.parseOnBackground')
  if (parsed !== undefined) step('background parsing', parsed.ts, parsed.ts + parsed.dur)
  const compiled = longest('V8.CompileCodeBackground')
  if (compiled !== undefined) step('background compiling', compiled.ts, compiled.ts + compiled.dur)
  return { kinds, steps }
}

const browser = await DevTools.launch(options.chromium)
const files = storedVariants(join(OUT, app, 'built'))
const server = await serve(files)
try {
  for (const variant of variants) {
    await traced(browser, `${server.origin}/${variant}/`)
    const seen = []
    for (let time = 0; time < Number(options.visits); time++) {
      seen.push(takeApart(await traced(browser, `${server.origin}/${variant}/`)))
    }
    const names = new Set(seen.flatMap(({ kinds }) => [...kinds.keys()]))
    const rows = [...names].map((kind) => {
      const of = (key) => median(seen.map(({ kinds }) => kinds.get(kind)?.[key] ?? 0))
      return { kind, count: of('count'), 'before paint ms': of('before'), after: of('after') }
    })
    rows.sort((a, b) => b['before paint ms'] + b.after - a['before paint ms'] - a.after)
    console.log(`\n${app}, ${variant}: steps, ms from navigation`)
    const steps = Object.keys(seen[0].steps).map((step) => {
      return [step, Number(median(seen.map((visit) => visit.steps[step] ?? 0)).toFixed(0))]
    })
    console.table(Object.fromEntries(steps.sort((a, b) => a[1] - b[1])))
    console.table(
      rows.slice(0, 24).map(({ kind, count, after, 'before paint ms': before }) => {
        return { kind, count, 'before paint ms': before.toFixed(1), after: after.toFixed(1) }
      }),
    )
  }
} finally {
  server.close()
  await browser.close()
}
