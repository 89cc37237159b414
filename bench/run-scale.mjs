// The main process of a very large run, end to end: it takes the blocks of all test files while nothing else runs,
// lays out and writes the artefacts, as the reporter does. Needs `npm run build`.
// Usage: node --expose-gc bench/run-scale.mjs [functions] [edges] [files]
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

import { LayoutConfig } from '../dist/src/model/index.js'
import { Recorder } from '../dist/src/record/recorder.js'
import { RunCollector } from '../dist/src/record/run-collector.js'
import { writeRecording } from '../dist/src/record/session/index.js'
import { encodeBlock } from '../dist/src/record/transport/index.js'
import { buildReport, writeArtefacts } from '../dist/src/report/index.js'
import { solveLayoutParallel } from '../dist/src/solve/index.js'
import { random } from './random.mjs'

const [functionCount = 200_000, edgeCount = 1_000_000, fileCount = 5_000] = process.argv.slice(2).map(Number)
const PER_MODULE = 40
const TESTS = 8
/** Functions that a test reaches, this far apart. */
const REACHED = 300
const STEP = 7

const recorder = new Recorder('/project')
recorder.projects.set('', {})
for (let module = 0; module * PER_MODULE < functionCount; module++) {
  const functions = Array.from({ length: PER_MODULE }, (_, i) => ({
    path: i === 0 ? '<module>' : `Class${i >> 2}.method${i}`,
    parent: i === 0 ? -1 : 0,
    start: i,
    end: i + 1,
    size: 40 + ((module * 31 + i * 17) % 700),
    totalSize: 40 + ((module * 31 + i * 17) % 700),
    bodyHash: (module * PER_MODULE + i).toString(16).padStart(16, '0'),
  }))
  const file = `/project/src/area${module % 97}/module${module}.ts`
  const code = '\n'.repeat(PER_MODULE)
  recorder.addModule(
    { base: recorder.allocate(PER_MODULE), functions, leftAlone: [], imports: [] },
    { file, code, source: code, map: undefined, key: file },
  )
}

const callees = Math.round(edgeCount / functionCount)

/** What one file's worker sends: in each test every function is called by those that stand before it. */
function block(file) {
  const numbers = new Map()
  const journal = { from: [], to: [], edges: [], counts: [], traces: [], stretches: [], marks: [] }
  const reached = new Set()
  for (let t = 0; t < TESTS; t++) {
    const start = random(functionCount)
    for (let i = 0; i < REACHED; i++) {
      const slot = 1 + ((start + i * STEP) % functionCount)
      reached.add(slot)
      for (let k = 1; k <= callees; k++) {
        const caller = i < k ? 0 : 1 + ((start + (i - k) * STEP) % functionCount)
        journal.edges.push(numberOf(caller, slot))
        journal.counts.push(i < k ? 1 : 2)
        if (caller === 0) break
      }
    }
    journal.traces.push({ kind: 'test', test: `suite > test ${t}`, meta: {} })
    journal.stretches.push({ trace: t, end: journal.edges.length })
  }
  const slots = Int32Array.from(reached)
  const column = (value) => new Float64Array(slots.length).fill(value)
  const times = {
    firstUs: column(1000 + file),
    lastUs: column(2000 + file),
    totalUs: column(12.5),
    selfUs: column(2.25),
  }
  const lists = { from: Int32Array.from(journal.from), to: Int32Array.from(journal.to) }
  const entries = { edges: Int32Array.from(journal.edges), counts: Float64Array.from(journal.counts) }
  return {
    text: encodeBlock({ ...journal, ...lists, ...entries, slots, ...times }),
    edges: journal.from.filter((slot) => slot > 0).length,
  }

  function numberOf(from, to) {
    const key = from * 2 ** 26 + to
    let number = numbers.get(key)
    if (number === undefined) {
      numbers.set(key, (number = numbers.size))
      journal.from.push(from)
      journal.to.push(to)
    }
    return number
  }
}

const project = { name: '', config: { setupFiles: [], benchmark: undefined } }
const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const rows = []
const peak = () => Math.round(process.resourceUsage().maxRSS / 1e3)
async function step(label, run) {
  const [wall, start] = [performance.now(), cpu()]
  const result = await run()
  const row = {
    step: label,
    'wall s': ((performance.now() - wall) / 1e3).toFixed(2),
    'CPU s': (cpu() - start).toFixed(2),
    'peak MB': peak(),
  }
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  rows.push({ ...row, 'held MB': Math.round((heapUsed + arrayBuffers) / 1e6) })
  return result
}

globalThis.gc?.()
process.stdout.write(`before: ${peak()} MB\n`)
const collector = new RunCollector(recorder, { isWatching: false, hasBlobs: false, bail: 0 })
const modules = []
let adding = 0
let firstHalf = 0
let characters = 0
let edgeRows = 0
for (let file = 0; file < fileCount; file++) {
  const { text, edges } = block(file)
  characters += text.length
  edgeRows += edges
  const meta = { layout: text }
  const module = {
    project,
    moduleId: `/project/test/${file}.test.ts`,
    meta: () => meta,
    state: () => 'passed',
    errors: () => [],
  }
  modules.push(module)
  const start = cpu()
  collector.add(module)
  adding += cpu() - start
  if (file === (fileCount >> 1) - 1) firstHalf = adding
}
globalThis.gc?.()
const { heapUsed, arrayBuffers } = process.memoryUsage()
rows.push({
  step: `take ${fileCount} blocks (${Math.round(characters / 1e6)} MB of text, ${edgeRows} edges)`,
  'CPU s': adding.toFixed(2),
  'peak MB': peak(),
  'held MB': Math.round((heapUsed + arrayBuffers) / 1e6),
})
process.stdout.write(`second half of the blocks over the first: ${((adding - firstHalf) / firstHalf).toFixed(2)}\n`)

const { recordings } = await step('finish: loads in their places', () => collector.finish(modules))
const [{ session }] = recordings.values()
await step('canonical form', () => session.functions.length)
const layout = await step('phases, order, pages', () => solveLayoutParallel(session, LayoutConfig.fromObject({})))
const report = await step('report', () => buildReport(layout, []))
const recording = await step('text of recording.sdn', () => writeRecording(session))
const text = await step('text of layout.sdn', () => layout.artefact.toSdn())
const folder = mkdtempSync(join(tmpdir(), 'layout-scale-'))
await step('write the files', () => writeArtefacts(folder, { recording, layout: text, report }))
for (const name of readdirSync(folder)) {
  process.stdout.write(`${name}: ${(statSync(join(folder, name)).size / 1e6).toFixed(1)} MB\n`)
}
rmSync(folder, { recursive: true })
process.stdout.write(
  `${session.functions.length} functions, ${session.edges.counts.length} edges, ${session.scenarios.length} traces\n`,
)
console.table(rows)
process.stdout.write(`peak ${peak()} MB\n`)
