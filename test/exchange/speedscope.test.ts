import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { toChromeTrace, toCpuProfile, toPprof, toSpeedscope } from '../../src/exchange/index.ts'
import { findChromium, launch } from '../page/browser.ts'
import { sketchRecording } from './recordings.ts'

const sample = sketchRecording([
  { name: 'src/app.ts:main', calls: 1, selfUs: 20_000, callees: { 'src/app.ts:parse': 2 } },
  { name: 'src/app.ts:parse', calls: 2, selfUs: 30_000 },
])

const EXPORTS: readonly (readonly [file: string, data: string | Uint8Array, shown: RegExp])[] = [
  ['r.speedscope.json', JSON.stringify(toSpeedscope(sample)), /calls, aggregated/],
  ['r.cpuprofile', JSON.stringify(toCpuProfile(sample)), /r\.cpuprofile/],
  ['r.pb.gz', toPprof(sample), /r\.pb/],
  ['r.trace.json', JSON.stringify(toChromeTrace(sample)), /calls \(aggregated/],
]

describe.skipIf(findChromium() === undefined)('speedscope itself opens', () => {
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    const parent = join(import.meta.dirname, '../.tmp')
    mkdirSync(parent, { recursive: true })
    folder = mkdtempSync(join(parent, 'speedscope-'))
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(EXPORTS)('%s', async (file, data, shown) => {
    // The way its command line hands a file to its page.
    const script = join(folder, `${file}.js`)
    const text = Buffer.from(data).toString('base64')
    writeFileSync(script, `speedscope.loadFileFromBase64(${JSON.stringify(file)}, ${JSON.stringify(text)})`)
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('dialog', (dialog) => {
      problems.push(dialog.message())
      void dialog.dismiss()
    })
    const app = new URL('../../node_modules/speedscope/dist/release/index.html', import.meta.url)
    await page.goto(`${app.href}#localProfilePath=${encodeURIComponent(pathToFileURL(script).pathname)}`)
    await page.waitForFunction((pattern) => new RegExp(pattern).test(document.body.innerText), shown.source)
    await page.getByText('Sandwich').click()
    await page.waitForFunction(() => /parse/.test(document.body.innerText))
    // Self and total time of both functions, as it computes them.
    const rows = (await page.locator('table tr').allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '))
    expect(rows.some((row) => /30\.00ms.*30\.00ms.*parse/.test(row))).toBe(true)
    expect(rows.some((row) => /50\.00ms.*20\.00ms.*main/.test(row))).toBe(true)
    expect(problems).toEqual([])
    await page.close()
  })
})
