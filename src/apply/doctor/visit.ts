import { LayoutError } from '../../errors.ts'
import type { DevTools } from './devtools.ts'

/** How long a page may take until it is ready, in milliseconds. */
const READY_MS = 60_000

/** The entry of the performance timeline that every page with something to see has. */
export const FIRST_PAINT = 'first-contentful-paint'

export interface VisitOptions {
  readonly url: string
  /** Name of the entry of the performance timeline at which the page is ready: {@link FIRST_PAINT}, or a mark. */
  readonly ready: string
  /** Megabits a second; undefined for no limit. With a limit each request takes 40 ms more. */
  readonly network?: number | undefined
  /** How many times slower the processor is to be. */
  readonly slow: number
}

export interface Visit {
  /** Milliseconds from navigation to the entry. */
  readonly start: number
  /** Milliseconds of the main thread's CPU until then. */
  readonly cpu: number
  /** What the page shows, and errors it threw. */
  readonly shown: string
}

const LATENCY_MS = 40

const COLLECT_ERRORS = `{ const errors = []; Object.defineProperty(globalThis, Symbol.for('vitest-layout.errors'), { value: errors });
addEventListener('error', (event) => errors.push(String(event.message))); addEventListener('unhandledrejection', (event) => errors.push(String(event.reason))) }`

/** Resolves to the entry's time, or to what went wrong. */
const readyScript = (name: string): string => `new Promise((done) => {
  const errors = () => globalThis[Symbol.for('vitest-layout.errors')] ?? []
  const finish = (start) => done({ start, text: document.body?.innerText ?? '', errors: errors() })
  const look = () => { const [entry] = performance.getEntriesByName(${JSON.stringify(name)}); if (entry) finish(entry.startTime); return entry !== undefined }
  if (look()) return
  const observer = new PerformanceObserver(() => { if (look()) observer.disconnect() })
  observer.observe({ entryTypes: ['mark', 'paint'] })
  setTimeout(() => finish(null), ${READY_MS})
})`

/**
 * One first visit of a page, in a browser context of its own: no HTTP cache, no code cache. Neither the JavaScript
 * debugger nor tracing is turned on, since both make V8 do more work.
 *
 * @throws LayoutError `DOCTOR_NOT_READY` when the entry does not come, `DOCTOR_BROWSER`
 */
export async function visit(browser: DevTools, options: VisitOptions): Promise<Visit> {
  const { browserContextId } = await browser.send<{ browserContextId: string }>('Target.createBrowserContext')
  try {
    const target = { url: 'about:blank', browserContextId }
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', target)
    const attach = { targetId, flatten: true }
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', attach)
    const send = async <T>(method: string, params: object = {}): Promise<T> =>
      await browser.send<T>(method, params, sessionId)
    await send('Page.enable')
    await send('Page.addScriptToEvaluateOnNewDocument', { source: COLLECT_ERRORS })
    if (options.network !== undefined) {
      const throughput = (options.network * 1e6) / 8
      const limits = { downloadThroughput: throughput, uploadThroughput: throughput }
      await send('Network.enable')
      await send('Network.emulateNetworkConditions', { offline: false, latency: LATENCY_MS, ...limits })
    }
    if (options.slow > 1) await send('Emulation.setCPUThrottlingRate', { rate: options.slow })
    await send('Performance.enable', { timeDomain: 'threadTicks' })
    const { errorText } = await send<{ errorText?: string }>('Page.navigate', { url: options.url })
    if (errorText !== undefined) throw notReady(options, errorText)
    const { result } = await send<{ result: { value?: Ready } }>('Runtime.evaluate', {
      expression: readyScript(options.ready),
      awaitPromise: true,
      returnByValue: true,
    })
    const ready = result.value
    if (ready === undefined || ready.start === null) {
      const seen = ready === undefined || ready.errors.length === 0 ? 'no errors on the page' : ready.errors.join('; ')
      throw notReady(options, `no ${options.ready} within ${READY_MS / 1000} s; ${seen}`)
    }
    const { metrics } = await send<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics')
    const cpu = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
    return { start: ready.start, cpu: cpu * 1000, shown: [ready.text, ...ready.errors].join('\n') }
  } finally {
    await browser.send('Target.disposeBrowserContext', { browserContextId }).catch(() => undefined)
  }
}

interface Ready {
  readonly start: number | null
  readonly text: string
  readonly errors: readonly string[]
}

function notReady({ url, ready }: VisitOptions, found: string): LayoutError {
  return new LayoutError('DOCTOR_NOT_READY', `the page did not get ready: ${found}.`, {
    file: new URL(url).pathname,
    hint: `It must come to ${ready} by itself; name another mark with --ready.`,
  })
}
