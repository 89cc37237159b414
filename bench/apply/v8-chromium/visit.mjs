// Visits of a page for the bench, by the DevTools protocol alone. `Runtime.enable`, which drivers such as Playwright send
// for every page, makes V8 collect the source positions of the whole file on the main thread (100 ms of these apps) in
// both arms, and more where more functions are eager; so it is never sent here.
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { PacedLine } from './paced-line.mjs'

const BITS_PER_SECOND = 10e6
const DELAY_MS = 40
const READY_TIMEOUT_MS = 60_000

/**
 * Serves `/NAME/` as a page with `/NAME/app.js` (kept under `NAME`) and its other files (under `NAME/FILE`), gzip as a
 * server would. Chunks are preloaded, as builds write it into the page; a cold file is not.
 *
 * @param paced whether the server is the slow line, and not the browser
 */
export async function serve(files, { paced = false } = {}) {
  const line = paced ? new PacedLine({ bitsPerSecond: BITS_PER_SECOND, delayMs: DELAY_MS }) : undefined
  const server = createServer((request, response) => {
    const [, name, file] = request.url.split('/')
    const key = file === '' || file === 'app.js' ? name : `${name}/${file}`
    if (!files.has(key)) {
      response.writeHead(404).end()
      return
    }
    const isScript = file.endsWith('.js')
    const preloads = chunksOf(files, name).map((chunk) => `<link rel="modulepreload" href="${chunk}">`)
    const page = `<!doctype html><meta charset="utf-8">${preloads.join('')}<div id="app"></div><script type="module" src="app.js"></script>`
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      'content-encoding': 'gzip',
      'cache-control': 'no-store',
    })
    const body = isScript ? files.get(key) : gzipSync(page)
    if (line === undefined) response.end(body)
    else line.send(response, body)
  })
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

/** Files that a split build fetches later. */
const LATE_FILE = /^app\.(?:steady|cold(?:\.\d+)?)\.js$/

/** Files of a variant beside `app.js` that it imports statically: with it, what comes before the first paint. */
export function chunksOf(files, name) {
  return filesBeside(files, name).filter((file) => !LATE_FILE.test(file))
}

/** The file that a variant fetches after the first paint. */
export function aheadOf(files, name) {
  return ['app.steady.js', 'app.cold.js'].find((file) => filesBeside(files, name).includes(file))
}

function filesBeside(files, name) {
  return [...files.keys()].filter((key) => key.startsWith(`${name}/`)).map((key) => key.slice(name.length + 1))
}

/** The gzipped variants of an app as a build left them in a folder. */
export function storedVariants(folder) {
  const names = readdirSync(folder).sort()
  return new Map(names.map((file) => [decodeURIComponent(file.slice(0, -3)), readFileSync(join(folder, file))]))
}

/** Resolves to the two times once a condition holds. */
const waitScript = (condition) => `new Promise((done, fail) => {
  const entry = (name) => performance.getEntriesByName(name)[0]?.startTime
  const look = () => {
    const [paint, ready] = [entry('first-contentful-paint'), entry('ready')]
    const found = ${condition}
    if (found) done({ paint, ready })
    return found
  }
  if (look()) return
  const observer = new PerformanceObserver(() => { if (look()) observer.disconnect() })
  observer.observe({ entryTypes: ['mark', 'paint', 'resource'] })
  setTimeout(() => fail(new Error('not ready')), ${READY_TIMEOUT_MS})
})`

const READY = 'paint !== undefined && ready !== undefined'
const hasCome = (file) =>
  `performance.getEntriesByType("resource").some((one) => one.name.endsWith("/${file}") && one.responseEnd > 0)`

/**
 * A page of its own without caches, attached to but not yet anywhere; `use` gets a sender of commands to it. What it
 * leaves behind is thrown away.
 */
export async function withPage(browser, { slow, paced = false }, use) {
  const { browserContextId } = await browser.send('Target.createBrowserContext')
  try {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId })
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true })
    const send = async (method, params = {}) => await browser.send(method, params, sessionId)
    await send('Page.enable')
    await send('Network.enable')
    if (!paced) {
      await send('Network.emulateNetworkConditions', {
        offline: false,
        latency: DELAY_MS,
        downloadThroughput: BITS_PER_SECOND / 8,
        uploadThroughput: BITS_PER_SECOND / 8,
      })
    }
    if (slow > 1) await send('Emulation.setCPUThrottlingRate', { rate: slow })
    return await use(send)
  } finally {
    await browser.send('Target.disposeBrowserContext', { browserContextId }).catch(() => undefined)
  }
}

export async function evaluate(send, expression) {
  const { result, exceptionDetails } = await send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value
}

/** Goes to a page and waits until it is painted and says that it is ready. */
export async function goAndWait(send, url) {
  await send('Page.navigate', { url })
  return await evaluate(send, waitScript(READY))
}

/** Waits until a file has come that the page fetches by itself. */
export async function waitForFile(send, file) {
  await evaluate(send, waitScript(hasCome(file)))
}

/** Does what a visitor does: clicks, types, moves the mouse over something; each step ends with the frame after it. */
export async function use(send, steps) {
  const nextFrame = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))'
  for (const { click, move, type } of steps) {
    const selector = click ?? move
    const place = await evaluate(
      send,
      `(() => { const one = document.querySelector(${JSON.stringify(selector)}); if (!one) return undefined
        one.scrollIntoView({ block: 'center' }); const box = one.getBoundingClientRect()
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 } })()`,
    )
    if (place === undefined) throw new Error(`the page has no ${selector}`)
    const mouse = (kind, more) => send('Input.dispatchMouseEvent', { type: kind, ...place, ...more })
    await mouse('mouseMoved')
    if (click !== undefined) {
      await mouse('mousePressed', { button: 'left', clickCount: 1 })
      await mouse('mouseReleased', { button: 'left', clickCount: 1 })
    }
    if (type !== undefined) await send('Input.insertText', { text: type })
    await evaluate(send, nextFrame)
  }
}

/** One measured visit: main-thread CPU until ready, first paint, heap after a collection, and what is shown. */
export async function visit(browser, url, { slow, ahead, paced }) {
  return await withPage(browser, { slow, paced }, async (send) => {
    await send('Performance.enable', { timeDomain: 'threadTicks' })
    const { paint, ready } = await goAndWait(send, url)
    const { metrics } = await send('Performance.getMetrics')
    if (ahead !== undefined) await waitForFile(send, ahead)
    await send('HeapProfiler.collectGarbage')
    const after = await send('Performance.getMetrics')
    const text = await evaluate(send, 'document.body.innerText')
    const metric = (list, name) => list.find((entry) => entry.name === name).value
    return {
      cpu: metric(metrics, 'TaskDuration') * 1000,
      paint,
      ready,
      heap: metric(after.metrics, 'JSHeapUsedSize') / 1e6,
      text,
    }
  })
}
