// Draws docs/pages.svg from the demo's recording: `npm run demo && node docs/make-picture.mjs`.
// Each column is a page of 4 KB, each stripe a function in the order in which the bytes lie, its colour the phase it runs in.
import { writeFileSync } from 'node:fs'

import { LayoutConfig } from '../dist/src/model/index.js'
import { readRecordingFile } from '../dist/src/record/session/index.js'
import { solveLayout } from '../dist/src/solve/index.js'

const COLOURS = { startup: '#e5484d', first_frame: '#f5a623', steady: '#3b82f6', cold: '#cbd5e1' }
const PAGE = 4096
const COLUMN = { width: 30, gap: 6, height: 200 }
const LEFT = 20
const TOP = 56

const example = new URL('../examples/pressroom/', import.meta.url)
const recording = readRecordingFile(new URL('.vitest/layout/recording.sdn', example).pathname)
const layout = solveLayout(recording, LayoutConfig.fromFile(new URL('layout.sdn', example).pathname))

const sizeOf = (f) => recording.functions[f].size
const source = new Map()
let position = 0
for (const f of layout.sourceOrder) {
  source.set(f, position)
  position += sizeOf(f)
}

const stripes = (x0, order, startOf) =>
  Array.from(order).flatMap((f) => {
    const rects = []
    for (let byte = startOf(f), left = sizeOf(f); left > 0;) {
      const page = Math.floor(byte / PAGE)
      const length = Math.min(left, (page + 1) * PAGE - byte)
      const x = x0 + page * (COLUMN.width + COLUMN.gap)
      const y = TOP + ((byte % PAGE) / PAGE) * COLUMN.height
      const height = Math.max(0.4, (length / PAGE) * COLUMN.height)
      const colour = COLOURS[layout.phaseOf(f)]
      rects.push(
        `<rect x="${x}" y="${y.toFixed(1)}" width="${COLUMN.width}" height="${height.toFixed(1)}" fill="${colour}"/>`,
      )
      byte += length
      left -= length
    }
    return rects
  })

const frames = (x0, pages) =>
  Array.from({ length: pages }, (_, page) => {
    const x = x0 + page * (COLUMN.width + COLUMN.gap)
    return `<rect x="${x}" y="${TOP}" width="${COLUMN.width}" height="${COLUMN.height}" fill="none" stroke="#94a3b8"/>`
  })

const sourcePages = Math.ceil(position / PAGE)
const packedX = LEFT + sourcePages * (COLUMN.width + COLUMN.gap) + 40
const width = packedX + layout.pagination.pageCount * (COLUMN.width + COLUMN.gap) + LEFT
const legend = Object.entries(COLOURS).map(
  ([phase, colour], index) =>
    `<rect x="${LEFT + index * 110}" y="${TOP + COLUMN.height + 18}" width="12" height="12" fill="${colour}"/>` +
    `<text x="${LEFT + index * 110 + 18}" y="${TOP + COLUMN.height + 28}">${phase}</text>`,
)
writeFileSync(
  new URL('pages.svg', import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${TOP + COLUMN.height + 48}" font-family="system-ui, sans-serif" font-size="12" fill="#334155">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="14" font-weight="600">As in the source: ${sourcePages} pages</text>
<text x="${packedX}" y="24" font-size="14" font-weight="600">Packed by phase: ${layout.pagination.pageCount} pages</text>
<text x="${LEFT}" y="42">start-up code lies on every page</text>
<text x="${packedX}" y="42">start-up code lies on ${layout.stats.phases.startup.pages}</text>
${[...stripes(LEFT, layout.sourceOrder, (f) => source.get(f)), ...stripes(packedX, layout.order, (f) => layout.pagination.starts[f]), ...frames(LEFT, sourcePages), ...frames(packedX, layout.pagination.pageCount), ...legend].join('\n')}
</svg>
`,
)
