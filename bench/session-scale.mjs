// Merging, writing, reading and phases at the size of a large monorepo. Needs `npm run build`.
// Usage: node --expose-gc bench/session-scale.mjs [functions] [edges] [files]
import { assignPhases } from '../dist/src/phase/index.js'
import { readRecording, RecordingSession, writeRecording } from '../dist/src/record/session/index.js'
import { random } from './random.mjs'

const [functionCount = 200_000, edgeCount = 1_000_000, fileCount = 5_000] = process.argv.slice(2).map(Number)
/** Tests in a file, and functions that one of them reaches. */
const TESTS = 8
const REACHED = 300
/** Functions that a test reaches lie so far apart. */
const STEP = 7

const facts = Array.from({ length: functionCount }, (_, i) => ({
  name: `src/area${i % 97}/module${i % 4999}.ts:Class${i}.method`,
  module: `src/area${i % 97}/module${i % 4999}.ts`,
  line: (i % 900) + 1,
  column: 3,
  size: 40 + (i % 700),
  totalSize: 40 + (i % 700),
  bodyHash: i.toString(36),
}))
const callees = Math.round(edgeCount / functionCount)

/** What one file's worker sends: the functions its tests reach, their edges, a trace a test. */
function block(file) {
  const slots = new Map()
  const add = (f) => {
    if (!slots.has(f)) slots.set(f, slots.size)
    return slots.get(f)
  }
  const scenarios = []
  for (let t = 0; t < TESTS; t++) {
    const order = new Set()
    const start = random(functionCount)
    for (let i = 0; i < REACHED; i++) order.add(add((start + i * STEP) % functionCount))
    scenarios.push({
      kind: 'test',
      project: '',
      file: `test/${file}.test.ts`,
      test: `t${t}`,
      weight: 1,
      order: Int32Array.from(order),
      calls: new Float64Array(order.size).fill(3),
      marks: [],
    })
  }
  const reached = [...slots.keys()]
  const edgeCaller = []
  const edgeCallee = []
  for (const f of reached) {
    for (let k = 1; k <= callees; k++) {
      const callee = slots.get((f + k * STEP) % functionCount)
      if (callee === undefined) continue
      edgeCaller.push(slots.get(f))
      edgeCallee.push(callee)
    }
  }
  const n = slots.size
  return {
    functions: reached.map((f) => facts[f]),
    callCount: new Float64Array(n).fill(6),
    firstCallUs: new Float64Array(n).fill(1000),
    lastCallUs: new Float64Array(n).fill(2000),
    totalUs: new Float64Array(n).fill(12.5),
    selfUs: new Float64Array(n).fill(2.25),
    isStartupPath: new Uint8Array(n),
    edgeCaller,
    edgeCallee,
    edgeCount: new Float64Array(edgeCaller.length).fill(2),
    scenarios,
    complete: true,
    problems: [],
  }
}

const rows = []
/** Seconds of processor time: other programs on the machine do not count. */
function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
function time(label, run) {
  const start = cpu()
  const result = run()
  const seconds = (cpu() - start).toFixed(2)
  const before = process.memoryUsage().rss
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  rows.push({
    step: label,
    'CPU s': seconds,
    'held MB': Math.round((heapUsed + arrayBuffers) / 1e6),
    'RSS MB': Math.round(before / 1e6),
  })
  return result
}

const session = new RecordingSession().addFunctions(facts)
let absorbing = 0
let firstHalf = 0
let edgeRows = 0
for (let file = 0; file < fileCount; file++) {
  const one = block(file)
  const start = cpu()
  session.absorb(one)
  absorbing += cpu() - start
  edgeRows += one.edgeCaller.length
  if (file === (fileCount >> 1) - 1) firstHalf = absorbing
}
rows.push({ step: `absorb ${fileCount} blocks, ${edgeRows} edges`, 'CPU s': absorbing.toFixed(2) })
// Linear: the second half of the files costs what the first did, though the session is larger by then.
console.log(`second half of the files over the first: ${((absorbing - firstHalf) / firstHalf).toFixed(2)}`)
time('canonical form', () => session.functions)
console.log(
  `${session.functions.length} functions, ${session.edges.counts.length} edges, ${session.scenarios.length} scenarios`,
)
time('merge into an empty session', () => new RecordingSession().merge(session))
time('phases', () => assignPhases(session))
const text = time('write recording.sdn', () => writeRecording(session))
console.log(`recording.sdn: ${(text.length / 1e6).toFixed(0)} MB`)
const back = time('read recording.sdn', () => readRecording(text))
time('canonical form of it', () => back.functions.length)
console.table(rows)
console.log(
  `peak RSS ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB (two whole recordings and the text at the end)`,
)
