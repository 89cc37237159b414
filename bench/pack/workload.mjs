/**
 * Makes packing problems that look like the start-up of a JavaScript program, the same ones for the same numbers.
 *
 * A program is a row of modules; a module is a row of functions, its first being the module's own code. Modules import
 * neighbours, popular libraries and now and then anything. Functions call neighbours, functions of imported modules and
 * a few helpers that everybody uses.
 *
 * A scenario loads the program's core (imports first), runs its boot sequence, then opens some features, popular ones
 * more often. Which optional calls happen depends on the feature, and a little on the scenario. A part of the features
 * is rare, so that held-out scenarios run functions that no training scenario has run. Every scenario also runs some
 * functions nobody can foresee. Steady calls come from event handlers that run over and over.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { Random } from './random.mjs'

const CALL_DEPTH = 30

export function makeWorkload({ functions, traces, heldOut, seed }) {
  const program = makeProgram(functions, new Random(seed))
  const calls = new Float64Array(functions)
  const edgeCalls = new Float64Array(program.callee.length)
  // A module's code is called by the module that imports it first.
  const loads = new Map()
  const train = []
  for (let i = 0; i < traces; i++)
    train.push(runScenario(program, new Random(seed * 7919 + 31 * i + 1), { calls, edgeCalls, loads }))
  const test = []
  for (let i = 0; i < heldOut; i++) test.push(runScenario(program, new Random(seed * 104_729 + 37 * i + 2)))
  runSteady(program, new Random(seed * 15_485_863 + 3), calls, edgeCalls)
  return { ...program, calls, edgeCalls, loads: [...loads.values()], traces: train, heldOut: test }
}

function makeProgram(count, random) {
  const moduleOf = new Int32Array(count)
  const starts = []
  for (let f = 0; f < count;) {
    const length = Math.min(count - f, 2 + Math.floor(random.logNormal(12, 0.8)))
    moduleOf.fill(starts.length, f, f + length)
    starts.push(f)
    f += length
  }
  const modules = starts.length
  starts.push(count)
  const sizes = new Int32Array(count)
  for (let f = 0; f < count; f++) {
    const isModuleCode = starts[moduleOf[f]] === f
    sizes[f] = Math.min(150_000, Math.max(10, Math.round(random.logNormal(isModuleCode ? 260 : 125, 1.4))))
  }
  const libraries = Array.from({ length: Math.max(1, Math.ceil(modules / 7)) }, () => random.below(modules))
  const imports = Array.from({ length: modules }, (_, m) => {
    const found = new Set()
    for (let left = 1 + random.below(5); left > 0; left--) {
      const roll = random.unit()
      if (roll < 0.55) found.add(Math.min(modules - 1, Math.max(0, m + Math.round(6 * random.normal()))))
      else if (roll < 0.88) found.add(libraries[random.popular(libraries.length)])
      else found.add(random.below(modules))
    }
    found.delete(m)
    return [...found]
  })
  const pick = (m, from) => {
    const length = starts[m + 1] - starts[m]
    return starts[m] + Math.min(length - 1, 1 + from(Math.max(1, length - 1)))
  }
  const helpers = Array.from({ length: Math.max(8, count >> 8) }, () =>
    pick(libraries[random.popular(libraries.length)], (n) => random.below(n)),
  )
  const offsets = new Int32Array(count + 1)
  const callee = []
  const likely = []
  for (let f = 0; f < count; f++) {
    const m = moduleOf[f]
    const sites = random.chance(0.3)
      ? 0
      : Math.min(20, Math.floor(random.logNormal(2.6 * Math.min(3, Math.sqrt(sizes[f] / 180)), 0.7)))
    const known = new Set([f])
    for (let site = 0; site < sites; site++) {
      const roll = random.unit()
      let target
      if (roll < 0.52)
        target = Math.min(starts[m + 1] - 1, Math.max(starts[m] + 1, f + Math.round(4 * random.normal())))
      else if (roll < 0.86 && imports[m].length > 0)
        target = pick(imports[m][random.below(imports[m].length)], (n) => random.popular(n))
      else target = helpers[random.popular(helpers.length)]
      if (known.has(target) || target === starts[moduleOf[target]]) continue
      known.add(target)
      callee.push(target)
      likely.push(random.chance(0.45) ? 0.75 + 0.25 * random.unit() : 0.4 * random.unit())
    }
    offsets[f + 1] = callee.length
  }
  const coreSize = 0.33 * count ** 0.86
  const core = collectCore(imports, modules, coreSize / 3, random)
  const entry = (m) => pick(m, (n) => Math.min(n - 1, random.below(3)))
  const boot = Array.from({ length: Math.max(16, Math.floor(coreSize / 9)) }, () =>
    entry(core[random.below(core.length)]),
  )
  const features = Array.from({ length: Math.round(10 + 9 * Math.log10(count)) }, (_, number) => {
    const centre = random.below(modules)
    const near = Array.from({ length: 12 }, () => Math.min(modules - 1, centre + random.below(25)))
    return {
      number,
      modules: near.slice(0, 4),
      entries: Array.from({ length: Math.max(4, Math.floor(coreSize / 55)) }, () =>
        entry(near[random.below(near.length)]),
      ),
    }
  })
  return {
    count,
    sizes,
    moduleOf,
    starts,
    imports,
    offsets,
    callee: Int32Array.from(callee),
    likely,
    core,
    boot,
    features,
    coreSize,
  }
}

/** Modules that every start loads: those reachable from one of them, breadth first. */
function collectCore(imports, modules, wanted, random) {
  const core = new Set()
  let queue = []
  while (core.size < Math.min(wanted, modules)) {
    const next = queue.shift() ?? random.below(modules)
    if (core.has(next)) continue
    core.add(next)
    queue = queue.concat(imports[next])
  }
  return [...core]
}

/** Functions in the order in which a scenario runs them for the first time; adds its calls to `profile`, if there is one. */
function runScenario(program, random, profile) {
  const { moduleOf, starts, imports, offsets, callee, likely, core, boot, features, coreSize, count } = program
  const ran = new Uint8Array(count)
  const loaded = new Uint8Array(starts.length)
  const order = []
  const isCore = new Set(core)
  const run = (f) => {
    if (profile !== undefined) profile.calls[f]++
    if (ran[f] === 1) return false
    ran[f] = 1
    order.push(f)
    return true
  }
  const load = (root) => {
    const stack = [[root, 0]]
    while (stack.length > 0) {
      const top = stack.at(-1)
      const [m, at] = top
      if (at === 0 && loaded[m] === 1) {
        stack.pop()
        continue
      }
      loaded[m] = 1
      const next = imports[m][at]
      top[1]++
      if (next === undefined) {
        run(starts[m])
        stack.pop()
      } else if (loaded[next] === 0 && (isCore.has(next) || mix(m, next) < 0.3)) {
        if (profile !== undefined) countLoad(profile.loads, starts[m], starts[next])
        stack.push([next, 0])
      }
    }
  }
  /** Calls a function and, depth first, those that it calls under this feature. */
  const call = (root, feature, limit) => {
    const until = order.length + limit
    const stack = [root]
    const places = [-1]
    while (stack.length > 0) {
      const f = stack.at(-1)
      let place = places.at(-1)
      if (place < 0) {
        if (loaded[moduleOf[f]] === 0) load(moduleOf[f])
        place = run(f) && stack.length < CALL_DEPTH ? offsets[f] : offsets[f + 1]
      }
      if (place >= offsets[f + 1] || order.length > until) {
        stack.pop()
        places.pop()
        continue
      }
      places[places.length - 1] = place + 1
      const isTaken = mix(place, feature) < likely[place]
      if (isTaken === random.chance(0.02)) continue
      if (profile !== undefined) profile.edgeCalls[place]++
      stack.push(callee[place])
      places.push(-1)
    }
  }
  for (const m of core) if (order.length < coreSize) load(m)
  for (const f of boot) if (order.length < coreSize) call(f, -1, Math.max(25, coreSize / 20))
  // The last tenth of the features is rare: training may never meet them.
  const common = Math.ceil(features.length * 0.9)
  for (let left = 3 + random.below(6); left > 0; left--) {
    const feature = features[random.chance(0.03) ? random.below(features.length) : random.popular(common)]
    for (const m of feature.modules) load(m)
    for (const f of feature.entries) if (random.chance(0.9)) call(f, feature.number, Math.max(12, coreSize / 40))
  }
  for (let left = Math.round(order.length * 0.015); left > 0; left--) {
    const m = moduleOf[order[random.below(order.length)]]
    const f = starts[m] + random.below(starts[m + 1] - starts[m])
    if (run(f)) order.splice(random.below(order.length), 0, order.pop())
  }
  return Int32Array.from(order)
}

function countLoad(loads, from, to) {
  const key = `${from} ${to}`
  const known = loads.get(key)
  if (known === undefined) loads.set(key, { from, to, count: 1 })
  else known.count++
}

/** Event handlers, popular ones more often, with all they call; loops call some of it many times. */
function runSteady({ count, starts, offsets, callee, likely, features }, random, calls, edgeCalls) {
  const handlers = Array.from({ length: Math.max(10, Math.floor(count / 160)) }, () =>
    random.chance(0.5)
      ? features[random.popular(features.length)].entries[0]
      : Math.min(count - 1, starts[random.below(starts.length - 1)] + 1),
  )
  let budget = Math.min(40 * count, 6_000_000)
  while (budget > 0) {
    const queue = [[handlers[random.popular(handlers.length)], 0, -1]]
    for (let at = 0; at < queue.length && at < 500; at++) {
      const [f, depth, from] = queue[at]
      const times = from >= 0 && mix(from, 77) < 0.1 ? 6 : 1
      calls[f] += 4 * times
      if (from >= 0) edgeCalls[from] += 4 * times
      budget -= times
      const keen = depth < 4 ? 0.9 : 0.4
      for (let place = offsets[f]; place < offsets[f + 1]; place++) {
        if (random.chance(likely[place] * keen)) queue.push([callee[place], depth + 1, place])
      }
    }
  }
}

/** A number from 0 to 1 that two others decide. */
function mix(a, b) {
  let x = Math.imul(a + 0x7f4a7c15, 0x2545f491) ^ Math.imul(b + 0x3c6ef372, 0x27220a95)
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
}

export function nameOf({ moduleOf }, f) {
  return `m${moduleOf[f]}_f${f}`
}

/** Writes the workload as `vitest-layout pack` reads it; the held-out traces stand in it under `heldout`. */
export function writeWorkload(workload, path) {
  const file = openSync(path, 'w')
  let text = ''
  const put = (part) => {
    text += part
    if (text.length > 1 << 20) {
      writeSync(file, text)
      text = ''
    }
  }
  put('{"functions":[')
  for (let f = 0; f < workload.count; f++) {
    put(
      `${f === 0 ? '' : ','}\n{"name":"${nameOf(workload, f)}","size":${workload.sizes[f]},"calls":${workload.calls[f]}}`,
    )
  }
  put('],\n"edges":[')
  let isFirst = true
  for (let f = 0; f < workload.count; f++) {
    for (let place = workload.offsets[f]; place < workload.offsets[f + 1]; place++) {
      if (workload.edgeCalls[place] === 0) continue
      put(`${isFirst ? '' : ','}\n[${f},${workload.callee[place]},${workload.edgeCalls[place]}]`)
      isFirst = false
    }
  }
  for (const { from, to, count } of workload.loads) {
    put(`${isFirst ? '' : ','}\n[${from},${to},${count}]`)
    isFirst = false
  }
  for (const [key, traces] of [
    ['traces', workload.traces],
    ['heldout', workload.heldOut],
  ]) {
    put(`],\n"${key}":[`)
    for (const [i, trace] of traces.entries()) put(`${i === 0 ? '' : ','}\n[${trace.join(',')}]`)
  }
  put(']}\n')
  writeSync(file, text)
  closeSync(file)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      functions: { type: 'string', default: '20000' },
      traces: { type: 'string', default: '60' },
      'held-out': { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      output: { type: 'string', short: 'o', default: 'workload.json' },
    },
  })
  const workload = makeWorkload({
    functions: Number(values.functions),
    traces: Number(values.traces),
    heldOut: Number(values['held-out']),
    seed: Number(values.seed),
  })
  writeWorkload(workload, values.output)
  const traced = new Set(workload.traces.flatMap((trace) => Array.from(trace)))
  const later = workload.heldOut.flatMap((trace) => Array.from(trace))
  console.log(
    JSON.stringify({
      functions: workload.count,
      modules: workload.starts.length - 1,
      traced: traced.size,
      meanTrace: Math.round(workload.traces.reduce((sum, { length }) => sum + length, 0) / workload.traces.length),
      unforeseenShare: later.filter((f) => !traced.has(f)).length / later.length,
    }),
  )
}
