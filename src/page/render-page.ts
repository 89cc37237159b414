import { createHash } from 'node:crypto'

import { escapeHtml, visible, type PlacedRecording } from '../compare/index.ts'
import { buildPageData } from './build-page-data.ts'
import { PAGE_SCRIPT, PAGE_STYLE } from './client.generated.ts'

export interface PageOptions {
  /** @default 'Code layout' */
  readonly title?: string
  /** Compared with it. */
  readonly base?: PlacedRecording
}

/**
 * The report as one HTML file that loads nothing: no name or path of a recording can run code or reach the network, and
 * the page's own policy forbids both.
 *
 * @throws LayoutError as `compareRecordings` does, where a base is given
 */
export function renderPage(head: PlacedRecording, options: PageOptions = {}): string {
  const { title = 'Code layout', base } = options
  const policy = [
    "default-src 'none'",
    `script-src '${hash(PAGE_SCRIPT)}'`,
    `style-src '${hash(PAGE_STYLE)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(visible(title))}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    '<body>',
    '<noscript>This report needs JavaScript; it loads nothing from elsewhere.</noscript>',
    '<div id="app"></div>',
    `<script type="application/json" id="data">${embedJson(buildPageData(title, head, base))}</script>`,
    `<script>${PAGE_SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** JSON that no HTML parser takes for an end tag or a comment. Lone surrogates are escaped by `JSON.stringify`. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
