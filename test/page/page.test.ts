import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { renderPage } from '../../src/page/index.ts'
import { side } from '../compare/placed.ts'
import { findChromium, launch, watch, type Watch } from './browser.ts'
import { syntheticRecording } from './synthetic.ts'

const TMP = join(import.meta.dirname, '../.tmp')
const HOSTILE = [
  '</script><script>document.title="owned"</script>',
  '<img src=x onerror="document.title=\'owned\'">',
  '"><svg onload=document.title="owned">',
  '<!--<script>',
  'a\u202Egnp.exe\u2066',
  '\u2028\u2029\ud800',
  '{{constructor.constructor("document.title=1")()}}',
]

describe.skipIf(findChromium() === undefined)('in a browser', () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    mkdirSync(TMP, { recursive: true })
    folder = mkdtempSync(join(TMP, 'page-'))
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(
    html: string,
    options: Parameters<Browser['newPage']>[0] = {},
  ): Promise<{ page: Page; seen: Watch }> {
    const file = join(folder, 'report.html')
    writeFileSync(file, html)
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, ...options })
    const seen = watch(page)
    await page.goto(pathToFileURL(file).href)
    await page.waitForSelector('html[data-ready]')
    return { page, seen }
  }

  test('names and paths are shown, never run; nothing is fetched', async () => {
    const functions = HOSTILE.flatMap((name, i) => [
      { name: `src/a.ts:${name}${i}`, phase: 'startup' as const, callees: { [`${name}.ts:f`]: 1 } },
      { name: `${name}.ts:f`, phase: 'steady' as const },
    ])
    const head = side(HOSTILE[0]!, functions)
    const traces = HOSTILE.map((name) => ({
      ...head.recording.scenarios[0]!,
      test: name,
      marks: [{ name, position: 1, us: 5 }],
    }))
    const hostile = { ...head, recording: { ...head.recording, complete: false, problems: HOSTILE, scenarios: traces } }
    const { page, seen } = await open(
      renderPage(hostile, { title: HOSTILE[0]!, base: side(HOSTILE[1]!, functions.slice(2)) }),
    )
    for (const tab of ['Pages', 'Functions', 'Call graph', 'Comparison'])
      await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tab', { name: 'Functions' }).click()
    expect(await page.getByRole('gridcell', { name: /onerror/ }).count()).toBeGreaterThan(0)
    expect(await page.title()).toBe(HOSTILE[0])
    expect(await page.locator('img, svg[onload]').count()).toBe(0)
    const policy = await page.locator('meta[http-equiv]').getAttribute('content')
    expect(policy).toContain("default-src 'none'")
    // A script that gets in all the same is stopped by the policy.
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "owned"'
      document.body.append(script)
      void fetch('https://example.com/').catch(() => undefined)
    })
    expect(await page.title()).toBe(HOSTILE[0])
    expect(seen.requests.filter((url) => !url.startsWith('file:'))).toEqual([])
    expect(seen.problems.filter((text) => !text.includes('Content Security Policy'))).toEqual([])
    await page.close()
  })

  test('pages, replay, functions, graph and comparison work by keyboard', async () => {
    const head = syntheticRecording({ functions: 1500, label: 'feature', extraStartup: 12 })
    const base = syntheticRecording({ functions: 1500, label: 'main' })
    const { page, seen } = await open(renderPage(head, { title: 'example', base }))

    // The map: arrow keys choose pages, the panel says what is on them.
    await page.locator('canvas.map').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const first = head.placement.order.filter((f) => head.placement.page[f] === 1)
    expect(await page.locator('.details h2').textContent()).toBe('Page 2, packed')
    expect(
      await page.locator('.details .name').evaluateAll((names) => names.map((name) => name.getAttribute('title'))),
    ).toEqual(Array.from(first, (f) => head.recording.functions[f]!.name))

    // The replay: counts are those of the recording, counted another way.
    const slider = page.getByRole('slider')
    await slider.fill('40')
    const touched = new Set(
      Array.from(head.recording.scenarios[0]!.order.subarray(0, 40), (f) => head.placement.page[f]!),
    )
    expect(await page.locator('.count').first().textContent()).toBe(
      `${touched.size} page${touched.size === 1 ? '' : 's'} touched so far`,
    )
    await slider.focus()
    await page.keyboard.press('ArrowRight')
    expect(await slider.inputValue()).toBe('41')
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^41 of \d+: .*pages packed/)

    // Functions: filter, sort, open with Enter.
    await page.getByRole('tab', { name: 'Pages' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('searchbox').fill('render  FEED')
    const wanted = head.recording.functions.filter(({ name }) => /render/i.test(name) && /feed/i.test(name))
    expect(await page.locator('.bar output').textContent()).toContain(`${wanted.length} functions`)
    await page.getByRole('button', { name: 'calls' }).click()
    expect(await page.getByRole('columnheader', { name: 'calls' }).getAttribute('aria-sort')).toBe('descending')
    const calls = (await page.locator('.rows .row .cell:nth-child(5)').allTextContents()).map((text) =>
      Number(text.replaceAll(',', '')),
    )
    expect(calls).toEqual([...calls].sort((a, b) => b - a))
    expect(calls[0]).toBe(Math.max(...wanted.map(({ callCount }) => callCount)))
    await page.getByRole('grid').focus()
    await page.keyboard.press('Enter')
    const most = wanted.reduce((best, record) => (record.callCount > best.callCount ? record : best))
    expect(await page.locator('.centre h2').textContent()).toBe(most.name)

    // Call graph: the neighbours are those recorded.
    const caller = head.recording.functions.find(({ callees }) => callees.size > 0 && callees.size < 10)!
    await page.getByRole('combobox', { name: 'Find a function' }).fill(caller.name)
    await page.keyboard.press('Enter')
    await page.waitForFunction((name) => document.querySelector('.centre h2')?.textContent === name, caller.name)
    const callees = await page.locator('.graph-column:last-child .name').allTextContents()
    expect(callees.sort()).toEqual([...caller.callees.keys()].sort())
    await expect.poll(() => page.locator('.wires path').count()).toBeGreaterThan(0)

    // Comparison.
    await page.getByRole('tab', { name: 'Comparison' }).click()
    expect(await page.locator('.plain tbody tr').first().textContent()).toContain('start-up')
    expect(await page.locator('.change-entered').count()).toBeGreaterThan(0)
    expect(seen).toEqual({ problems: [], requests: [page.url().replace(/#.*/, '')] })
    await page.close()
  })

  test('axe finds nothing in any view, light and dark', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const base = syntheticRecording({ functions: 300, label: 'main' })
    const html = renderPage(syntheticRecording({ functions: 300, extraStartup: 2 }), { base })
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(html, { colorScheme })
      await page.evaluate(axe)
      for (const tab of ['Pages', 'Functions', 'Call graph', 'Comparison']) {
        await page.getByRole('tab', { name: tab }).click()
        const found = await page.evaluate(async () => {
          const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run()
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html: element }) => element.slice(0, 160)).join(' ')}`,
          )
        })
        expect({ tab, colorScheme, found }).toEqual({ tab, colorScheme, found: [] })
      }
      await page.close()
    }
  })

  test('colours follow the system, and can be chosen; text stays readable', async () => {
    const html = renderPage(syntheticRecording({ functions: 200 }))
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(html, { colorScheme })
      const system = await page.evaluate(contrast)
      await page.getByRole('combobox', { name: 'Colours' }).selectOption(colorScheme === 'dark' ? 'light' : 'dark')
      const chosen = await page.evaluate(contrast)
      expect(system.isDark).toBe(colorScheme === 'dark')
      expect(chosen.isDark).toBe(colorScheme !== 'dark')
      expect(Math.min(system.ink, system.muted, chosen.ink, chosen.muted)).toBeGreaterThanOrEqual(4.5)
      await page.close()
    }
  })

  test('a narrow window scrolls down only', async () => {
    const head = syntheticRecording({ functions: 40_000, extraStartup: 400, label: 'a-branch/with-a-long-name' })
    const budgets = { startup: 1, first_frame: 100, steady: 1, cold: 0 }
    const tight = { ...head, placement: { ...head.placement, budgets } }
    const html = renderPage(tight, { base: syntheticRecording({ functions: 36_000 }) })
    for (const width of [320, 380]) {
      const { page } = await open(html, { viewport: { width, height: 800 } })
      for (const tab of ['Pages', 'Functions', 'Call graph', 'Comparison']) {
        await page.getByRole('tab', { name: tab }).click()
        const scrolled = await page.evaluate(() => document.documentElement.scrollWidth)
        expect({ tab, scrolled }).toEqual({ tab, scrolled: width })
      }
      await page.close()
    }
  })

  test('the focus goes along to the function that is opened, and is never lost', async () => {
    const head = syntheticRecording({ functions: 300 })
    const { page } = await open(renderPage(head))
    const focused = (): Promise<string | undefined> =>
      page.evaluate(() => {
        const { activeElement: element } = document
        return element?.id !== '' ? element?.id : element.textContent
      })
    await page.getByRole('tab', { name: 'Functions' }).focus()
    await page.keyboard.press('Enter')
    const caller = head.recording.functions.find(({ callees }) => callees.size > 0)!
    await page.getByRole('searchbox').fill(caller.name)
    await page.getByRole('grid').focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(caller.name)
    const neighbour = page.locator('button.node').first()
    const name = await neighbour.locator('.name').textContent()
    await neighbour.focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(name)
    await page.getByRole('combobox', { name: 'Find a function' }).fill(head.recording.functions[7]!.name)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(head.recording.functions[7]!.name)
    for (const _ of ['the neighbour', 'the caller', 'the table']) await page.goBack()
    await expect.poll(focused).toBe('panel')

    await page.getByRole('tab', { name: 'Functions' }).focus()
    await page.keyboard.press('End')
    await expect.poll(focused).toBe('tab-graph')
    await page.keyboard.press('Home')
    await expect.poll(focused).toBe('tab-pages')
    const selected = (): Promise<string | null> => page.getByRole('tab', { selected: true }).textContent()
    await expect.poll(selected).toBe('Pages')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(focused).toBe('tab-graph')
    await page.close()
  })

  test('what never ran comes last by time, whichever way', async () => {
    const { page } = await open(renderPage(syntheticRecording({ functions: 60 })))
    await page.getByRole('tab', { name: 'Functions' }).click()
    for (const title of ['first call', 'own time']) {
      const column = title === 'first call' ? 6 : 7
      for (const _ of ['one way', 'the other way']) {
        await page.getByRole('button', { name: title }).click()
        const times = await page.locator(`.rows .row .cell:nth-child(${column})`).allTextContents()
        expect(times[0]).not.toBe('–')
      }
    }
    await page.close()
  })

  test('scenarios are called by what they have', async () => {
    const head = syntheticRecording({ functions: 60 })
    const trace = head.recording.scenarios[0]!
    const bare = { ...trace, project: '', file: '', test: '' }
    const scenarios = [
      { ...bare, kind: 'load' as const },
      { ...bare, scenario: 'boot' },
      { ...bare, test: 'a test' },
      { ...bare, file: 'a.test.ts', test: 'a test', project: 'web', scenario: 'boot' },
      bare,
    ]
    const { page } = await open(renderPage({ ...head, recording: { ...head.recording, scenarios } }))
    expect((await page.locator('.scenario option').allTextContents()).slice(1)).toEqual([
      'loading',
      'boot',
      'a test',
      'boot: [web] a.test.ts › a test',
      'unnamed scenario',
    ])
    await page.close()
  })

  test('a recording without functions opens too, and says so', async () => {
    const { page, seen } = await open(renderPage(side('empty', [])))
    for (const tab of ['Functions', 'Pages', 'Call graph']) await page.getByRole('tab', { name: tab }).click()
    expect(await page.locator('.graph').textContent()).toBe('This recording has no functions.')
    expect(seen.problems).toEqual([])
    await page.close()
  })

  test('50,000 functions: all are there, and few of them are elements', async () => {
    const head = syntheticRecording({ functions: 50_000 })
    const { page, seen } = await open(renderPage(head))
    await page.getByRole('tab', { name: 'Functions' }).click()
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('50001')
    expect(await page.locator('.rows .row').count()).toBeLessThan(60)
    await page.getByRole('grid').focus()
    await page.keyboard.press('End')
    expect(await page.locator('.row[aria-selected=true]').getAttribute('aria-rowindex')).toBe('50001')
    await page.getByRole('tab', { name: 'Pages' }).click()
    await page.locator('canvas.map').first().focus()
    for (const key of ['+', '+', '+', '+', '+', 'ArrowRight', 'End']) await page.keyboard.press(key)
    expect(await page.locator('.details h2').textContent()).toBe(`Page ${head.placement.pageCount}, packed`)
    expect(seen.problems).toEqual([])
    await page.close()
  })
})

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

/** WCAG contrast of text on cards. Runs in the page: it may use nothing of this file. */
function contrast(): { isDark: boolean; ink: number; muted: number } {
  const luminance = (colour: string): number => {
    const [r, g, b] = colour.match(/[\d.]+/g)!.map((part) => {
      const value = Number(part) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const style = (selector: string): CSSStyleDeclaration => getComputedStyle(document.querySelector(selector)!)
  const ground = luminance(style('.tile').backgroundColor)
  const against = (selector: string): number => {
    const text = luminance(style(selector).color)
    return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
  }
  return { isDark: ground < 0.2, ink: against('.tile-title'), muted: against('.tile .muted') }
}

test('the bundled script and style are made from the source as it is', async () => {
  const { bundlePage } = (await import('../../scripts/bundle.mjs' as string)) as {
    readonly bundlePage: () => Promise<{ path: string; text: string }>
  }
  const { path, text } = await bundlePage()
  const isCurrent = readFileSync(join(import.meta.dirname, '../..', path), 'utf8') === text
  expect(`${path} ${isCurrent ? 'is current' : 'is old: run `npm run bundle`'}`).toBe(`${path} is current`)
})
