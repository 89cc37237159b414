import { existsSync } from 'node:fs'
import process from 'node:process'

import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A browser of this machine, or the one `CHROMIUM_PATH` names; undefined where there is none. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], ...PLACES].find((path) => path !== undefined && path !== '' && existsSync(path))
}

export async function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error('no Chromium here: `apt-get install chromium`, or set CHROMIUM_PATH')
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

/** What went wrong on a page, and what it asked the network for. */
export interface Watch {
  readonly problems: string[]
  readonly requests: string[]
}

export function watch(page: Page): Watch {
  const seen: Watch = { problems: [], requests: [] }
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.problems.push(message.text())
  })
  page.on('pageerror', (error) => seen.problems.push(error.message))
  page.on('dialog', (dialog) => {
    seen.problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !request.url().startsWith('blob:')) seen.requests.push(request.url())
  })
  return seen
}
