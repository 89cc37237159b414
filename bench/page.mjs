// The report page in Chromium: how long it takes to open, and how smooth panning is, by number of functions.
// `node bench/page.mjs [FUNCTIONS...]`; needs Chromium (CHROMIUM_PATH, or /usr/bin/chromium).
// Each row stands beside an empty page opened and animated in the same run: what is over it is ours.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

import { chromium } from 'playwright-core'
import { runnerImport } from 'vite'

const ROUNDS = 5
const FRAMES = 180
const root = join(import.meta.dirname, '..')
const load = async (path) =>
  (await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' })).module
const { renderPage } = await load('src/page/index.ts')
const { syntheticRecording } = await load('test/page/synthetic.ts')

const counts = process.argv.slice(2).map(Number)
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path))
const folder = mkdtempSync(join(tmpdir(), 'vitest-layout-page-'))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })

/** Drags the map in circles, a step each frame; without a map the frames alone. */
function pan(frames) {
  return new Promise((done) => {
    const canvas = document.querySelector('canvas.map')
    const times = []
    const send = (type, x, y) =>
      canvas?.dispatchEvent(
        new PointerEvent(type, { clientX: x, clientY: y, button: 0, buttons: 1, pointerId: 1, bubbles: true }),
      )
    if (canvas) canvas.setPointerCapture = () => undefined
    const at = (frame) => [400 + 150 * Math.cos(frame / 20), 400 + 100 * Math.sin(frame / 14)]
    send('pointerdown', ...at(0))
    const step = (now) => {
      times.push(now)
      send('pointermove', ...at(times.length))
      if (times.length <= frames) requestAnimationFrame(step)
      else {
        send('pointerup', ...at(frames))
        done(times.slice(1).map((time, index) => time - times[index]))
      }
    }
    requestAnimationFrame(step)
  })
}

async function measure(html, ready, zooms) {
  const file = join(folder, 'page.html')
  writeFileSync(file, html)
  const opened = []
  let intervals = []
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const from = performance.now()
    await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' })
    await page.waitForSelector(ready, { state: 'attached' })
    opened.push(performance.now() - from)
    if (zooms > 0) {
      await page.locator('canvas.map').first().focus()
      for (let zoom = 0; zoom < zooms; zoom++) await page.keyboard.press('+')
    }
    intervals = intervals.concat(await page.evaluate(pan, FRAMES))
    await page.close()
  }
  opened.sort((a, b) => a - b)
  intervals.sort((a, b) => a - b)
  return {
    open: opened[opened.length >> 1],
    median: intervals[intervals.length >> 1],
    p95: intervals[Math.floor(intervals.length * 0.95)],
    late: intervals.filter((interval) => interval > 25).length / intervals.length,
  }
}

const row = (name, { open, median, p95, late }) =>
  process.stdout.write(
    `${name.padEnd(38)} open ${open.toFixed(0).padStart(5)} ms   frame ${median.toFixed(1)} ms, 95 % under ${p95.toFixed(1)} ms, ${(late * 100).toFixed(1)} % late\n`,
  )
try {
  row('an empty page', await measure('<!doctype html><p id="ready">', '#ready', 0))
  for (const functions of counts.length > 0 ? counts : [5000, 50_000]) {
    const html = renderPage(syntheticRecording({ functions }))
    process.stdout.write(`${functions} functions, ${(html.length / 1e6).toFixed(1)} MB\n`)
    row('  panning, fitted', await measure(html, 'html[data-ready]', 0))
    row('  panning, functions in view', await measure(html, 'html[data-ready]', 8))
  }
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
