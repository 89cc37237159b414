// What the probe costs: plain, counters only, edges, edges with sampled timing, full timing, on a call-heavy and a
// call-light program, in turn in one process. Needs a build: `npm run build && node bench/probe.mjs [rounds]`.
import vm from 'node:vm'

import { parseAst } from 'vite'

import { createProbe } from '../dist/src/record/probe/index.js'
import { readJournal } from '../dist/src/record/transport/index.js'
import { transformModule } from '../dist/src/record/transform/index.js'

const ROUNDS = Number(process.argv[2] ?? 15)

/** Small functions that call each other and do next to nothing: the worst case. */
const callHeavy = `
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) }
class Vector { constructor(x, y) { this.x = x; this.y = y } add(o) { return new Vector(this.x + o.x, this.y + o.y) } get length() { return Math.hypot(this.x, this.y) } }
const compose = (f, g) => (x) => f(g(x))
const inc = (x) => x + 1
const double = (x) => x * 2
function walk(node) { let sum = node.value; for (const child of node.children) sum += walk(child); return sum }
function tree(depth) { return { value: depth, children: depth === 0 ? [] : [tree(depth - 1), tree(depth - 1), tree(depth - 1)] } }
function isSpace(c) { return c === 32 || c === 10 }
function isDigit(c) { return c >= 48 && c <= 57 }
function readNumber(s, at) { let n = 0; while (at.i < s.length && isDigit(s.charCodeAt(at.i))) n = n * 10 + s.charCodeAt(at.i++) - 48; return n }
function skip(s, at) { while (at.i < s.length && isSpace(s.charCodeAt(at.i))) at.i++ }
function factor(s, at) { skip(s, at); if (s[at.i] === '(') { at.i++; const v = sum(s, at); skip(s, at); at.i++; return v } return readNumber(s, at) }
function product(s, at) { let v = factor(s, at); skip(s, at); while (s[at.i] === '*') { at.i++; v *= factor(s, at); skip(s, at) } return v }
function sum(s, at) { let v = product(s, at); skip(s, at); while (s[at.i] === '+') { at.i++; v += product(s, at); skip(s, at) } return v }
const root = tree(7)
const text = '1 + 2 * (3 + 44 * 5) + 6 * (7 + 8 * (9 + 10))'
return () => {
  let total = fib(24)
  let v = new Vector(0, 0)
  const one = new Vector(1, 2)
  for (let i = 0; i < 20000; i++) v = v.add(one)
  const f = compose(inc, double)
  for (let i = 0; i < 20000; i++) total += f(i)
  total += v.length + walk(root)
  for (let i = 0; i < 300; i++) total += sum(text, { i: 0 }) % 7
  return total
}`

/** Work inside functions: loops over typed arrays, strings, sorting. */
const callLight = `
function sieve(n) { const a = new Uint8Array(n); let c = 0; for (let i = 2; i < n; i++) { if (a[i]) continue; c++; for (let j = i * 2; j < n; j += i) a[j] = 1 } return c }
function words(t) { const m = new Map(); for (const w of t.split(' ')) m.set(w, (m.get(w) ?? 0) + 1); return m.size }
function matrix(n) { const a = new Float64Array(n * n).fill(1.5); const c = new Float64Array(n * n); for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) { let s = 0; for (let k = 0; k < n; k++) s += a[i * n + k] * a[k * n + j]; c[i * n + j] = s } return c[5] }
const text = Array.from({ length: 3000 }, (_, i) => 'w' + (i % 97)).join(' ')
return () => sieve(100000) + words(text) + matrix(60)`

const variants = {
  plain: undefined,
  'counters only': { edges: false, timing: 'off' },
  edges: { edges: true, timing: 'off' },
  'edges, sampled timing': { edges: true, timing: 'sampled' },
  'edges, full timing': { edges: true, timing: 'full' },
}

function evaluate(body) {
  return vm.runInThisContext(`(() => {'use strict';${body}\n})()`)
}

function prepare(code, config) {
  if (config === undefined) return { run: evaluate(code) }
  const wrapped = `export default function main() {${code}\n}`
  const { code: instrumented } = transformModule({
    code: wrapped,
    id: 'bench.js',
    parse: (text) => parseAst(text, { sourceType: 'module' }),
    allocate: () => 1,
    edges: config.edges,
    skipTrivial: config.timing !== 'full',
    head: '',
  })
  const probe = createProbe({ ...config, marks: [], costMs: 0 })
  // As in a test run: non-writable properties of the global object. Each variant needs names of its own here.
  const id = `v${Object.keys(variants).findIndex((name) => variants[name] === config)}_${code.length}`
  for (const [name, value] of Object.entries(probe.globals)) {
    Object.defineProperty(globalThis, name + id, { value, enumerable: false, configurable: false, writable: false })
  }
  const renamed = instrumented
    .replaceAll(/\b__vl[A-Z]\b/g, (name) => name + id)
    .replace('export default function main', 'return function main')
  const main = evaluate(renamed.replace(/let __vls=__vlM\w*\(1\);/, '').replace(/\n;__vlX\w*\(__vls\);$/, ''))
  return { run: main(), probe }
}

for (const [program, code] of Object.entries({ 'call-heavy': callHeavy, 'call-light': callLight })) {
  const prepared = Object.entries(variants).map(([name, config]) =>
    Object.assign(prepare(code, config), { name, times: [] }),
  )
  const expected = prepared[0].run()
  for (let round = -5; round < ROUNDS; round++) {
    for (const variant of prepared) {
      const start = process.cpuUsage()
      for (let i = 0; i < 5; i++)
        if (variant.run() !== expected) throw new Error(`${variant.name} computes something else`)
      const { user, system } = process.cpuUsage(start)
      if (round >= 0) variant.times.push(user + system)
    }
  }
  const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1]
  console.log(`${program}: ${(median(prepared[0].times) / 5000).toFixed(2)} ms plain, ${ROUNDS} rounds`)
  for (const { name, times, probe } of prepared) {
    const ratios = times.map((time, i) => time / prepared[0].times[i])
    const calls =
      probe === undefined
        ? ''
        : `, ${Math.round(readJournal(probe.drain()).calls.reduce((a, b) => a + b, 0) / (ROUNDS + 5) / 5)} calls a run`
    console.log(
      `  ${name.padEnd(24)} ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})${calls}`,
    )
  }
}
