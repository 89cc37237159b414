import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type EagerChoice, splitCold, type SplitResult } from '../../../src/apply/bundle/index.ts'
import { findChromium, launch } from '../../page/browser.ts'

const CODE = `let count = 0
function cold(step) {
  count += step
  return [count, typeof this, 'as moved as a text can be, and longer than a stub']
}
function failing() { throw new Error('from the cold file, with a place that can be looked up') }
class Box { constructor() { this.value = 7 } read(step) { return [this.value + step, count, 'longer than a stub would be'] } }
globalThis.early = EARLY && cold(1)
globalThis.app = { cold: (step) => cold(step), box: new Box(), failing: () => failing() }
document.body.append('painted')
`

let browser: Browser
let server: Server
let origin: string
/** What the pages ask for. */
const files = new Map<string, { text: string; type: string; policy?: string }>()
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const file = files.get(path)
    if (file === undefined) return void response.writeHead(404).end('missing')
    const policy = file.policy === undefined ? {} : { 'content-security-policy': file.policy }
    return void response
      .writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store', ...policy })
      .end(file.text)
  })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  if (findChromium() !== undefined) browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  server.close()
})

interface ServeOptions {
  readonly policy?: string
  readonly prefetch?: boolean
  /** Name of the function that runs later. */
  readonly later?: string
  readonly clusterSize?: number
  /** What stands before the code. */
  readonly head?: string
}

const named =
  (wanted: string): EagerChoice =>
  (functions) =>
    new Set(functions.filter(({ name }) => name === wanted).map(({ index }) => index))

function serve(name: string, early: boolean, options: ServeOptions = {}): SplitResult {
  const code = (options.head ?? '') + CODE.replace('EARLY', String(early))
  const result = splitCold(code, named('constructor'), {
    kind: 'module',
    output: 'app.js',
    later: options.later === undefined ? undefined : named(options.later),
    clusterSize: options.clusterSize,
    minSize: 20,
    prefetch: options.prefetch,
  })
  files.set(`/${name}/`, {
    text: '<!doctype html><body><script type="module" src="app.js"></script>',
    type: 'text/html',
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  })
  files.set(`/${name}/app.js`, { text: result.main.code, type: 'text/javascript' })
  for (const late of result.late)
    files.set(`/${name}/${late.name.slice(2)}`, { text: late.code, type: 'text/javascript' })
  return result
}

async function open(name: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(`${origin}/${name}/`)
  return page
}

const asksFor = (name: string, file = 'app.cold.js'): number =>
  asked.filter((path) => path === `/${name}/${file}`).length

interface App {
  cold(step: number): unknown[]
  readonly box: { read(step: number): unknown[] }
  failing(): void
}
declare const app: App
declare const early: unknown

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  test('the cold file comes after the first paint, and is there when it is called', async () => {
    expect(serve('later', false).report).toMatchObject({ whole: 2, stubs: 1 })
    const page = await open('later')
    await expect.poll(() => asksFor('later')).toBe(1)
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => [app.cold(2), app.box.read(1), app.cold(3)[0]])).toEqual([
      [2, 'undefined', expect.any(String)],
      [8, 2, expect.any(String)],
      5,
    ])
    expect(asksFor('later')).toBe(1)
    await page.close()
  })

  test.each([true, false])(
    'variables with the names of global objects do no harm (called early: %s)',
    async (early) => {
      const names = [
        'URL',
        'XMLHttpRequest',
        'fetch',
        'self',
        'PerformanceObserver',
        'requestIdleCallback',
        'setTimeout',
      ]
      const name = `globals-${early}`
      serve(name, early, { head: names.map((global) => `const ${global} = null;`).join('') })
      const page = await open(name)
      await expect.poll(() => asksFor(name)).toBe(1)
      expect(await page.evaluate(() => app.cold(1)[0])).toBe(early ? 2 : 1)
      expect(asksFor(name)).toBe(1)
      await page.close()
    },
  )

  test('a call before that fetches it at once', async () => {
    serve('early', true)
    const page = await open('early')
    expect(await page.evaluate(() => [early, app.cold(1)[0]])).toEqual([[1, 'undefined', expect.any(String)], 2])
    await page.waitForLoadState('networkidle')
    expect(asksFor('early')).toBe(1)
    const stack = await page.evaluate(() => {
      try {
        app.failing()
      } catch (error) {
        return (error as Error).stack
      }
      return ''
    })
    expect(stack).toMatch(new RegExp(`at Object\\.failing \\(${origin}/early/app\\.cold\\.js:\\d+:\\d+\\)`))
    await page.close()
  })

  test('without prefetching, only a call fetches it', async () => {
    serve('lazy', false, { prefetch: false })
    const page = await open('lazy')
    await page.waitForLoadState('networkidle')
    expect(asksFor('lazy')).toBe(0)
    await page.evaluate(() => app.cold(1))
    expect(asksFor('lazy')).toBe(1)
    await page.close()
  })

  test('what runs later comes after the first paint, what never ran only when it is called', async () => {
    expect(serve('demand', false, { later: 'read' }).report).toMatchObject({ whole: 2, stubs: 1, steady: 1 })
    const page = await open('demand')
    await expect.poll(() => asksFor('demand', 'app.steady.js')).toBe(1)
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => app.box.read(1))).toEqual([8, 0, expect.any(String)])
    expect([asksFor('demand', 'app.steady.js'), asksFor('demand')]).toEqual([1, 0])
    expect(await page.evaluate(() => [app.cold(2)[0], app.cold(3)[0], app.box.read(1)[1]])).toEqual([2, 5, 5])
    expect([asksFor('demand', 'app.steady.js'), asksFor('demand')]).toEqual([1, 1])
    await page.close()
  })

  test('what never ran comes cluster by cluster', async () => {
    expect(serve('clusters', false, { later: 'read', clusterSize: 40 }).late.map(({ name }) => name)).toEqual([
      './app.cold.js',
      './app.cold.1.js',
      './app.steady.js',
    ])
    const page = await open('clusters')
    await page.waitForLoadState('networkidle')
    const asks = (): number[] => ['app.cold.js', 'app.cold.1.js'].map((file) => asksFor('clusters', file))
    expect(await page.evaluate(() => app.cold(2)[0])).toBe(2)
    expect(asks()).toEqual([1, 0])
    await expect(page.evaluate(() => app.failing())).rejects.toThrow(/from the cold file/)
    expect(asks()).toEqual([1, 1])
    await page.close()
  })

  test('a content security policy must allow eval, else cold functions fail', async () => {
    serve('policy', false, { policy: "script-src 'self'" })
    serve('allowed', false, { policy: "script-src 'self' 'unsafe-eval'" })
    // From a timer of the page: what a debugger evaluates is not held to the policy.
    const call = (page: Page): Promise<string> =>
      page.evaluate(
        () =>
          new Promise<string>((done) => {
            setTimeout(() => {
              try {
                done(String(app.cold(1)[0]))
              } catch (error) {
                done((error as Error).name)
              }
            })
          }),
      )
    const [refused, allowed] = [await open('policy'), await open('allowed')]
    expect([await call(refused), await call(allowed)]).toEqual(['EvalError', '1'])
    await refused.close()
    await allowed.close()
  })

  test('a missing cold file is an error that names it', async () => {
    serve('gone', false, { prefetch: false })
    files.delete('/gone/app.cold.js')
    const page = await open('gone')
    await expect(page.evaluate(() => app.cold(1))).rejects.toThrow(/gone\/app\.cold\.js is missing or of another build/)
    await page.close()
  })
})
