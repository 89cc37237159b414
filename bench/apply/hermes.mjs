/*
 * Hermes bytecode, pages touched at start-up: as compiled, and rewritten.
 *
 *   npm run build && node bench/apply/hermes.mjs [C,A,T]
 *
 * Engine: hermes-engine-cli 0.12 (bytecode 89), Linux x86-64, `cc` for the page tracker. Deterministic: pages are counted,
 * not timed. Two layouts are tried:
 *   recorded   from a run of the libraries' own modules in Node (V8 coverage), matched to the bytecode through three
 *              source maps: what a user has;
 *   reordered  the bundle's source with the recorded functions first (`apply --reorder`), compiled; bytecode not touched
 *   oracle     from the measured run itself: what no user has, and the bound.
 * Body pages are pages that hold bytes of function bodies; the first and the last of the area, which hold other things
 * too, count only where they hold a body that runs.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

import { parseAst } from 'vite'

import { build, BUNDLES, install } from './hermes/bundles.mjs'

const PAGE = 4096
/** Small headers reach 32 MiB; bodies that stand on pages of their own must stay below. */
const ISOLATED_BYTES = 24 * 2 ** 20

const root = join(import.meta.dirname, '../..')
if (!existsSync(join(root, 'dist/src/apply/hermes/index.js'))) quit('not built: run `npm run build` first')
const { hermesFunctions, readHermesFile, rewriteHermesBytecode } = await import('../../dist/src/apply/hermes/index.js')
const { chooseByPlaces, orderDeclarations } = await import('../../dist/src/apply/bundle/index.js')
const { matchFunctions, sourcePlaces } = await import('../../dist/src/apply/match/index.js')

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`skipped: the page tracker is for Linux on x86-64, this is ${process.platform} ${process.arch}`)
  process.exit(0)
}
const folder = join(root, 'bench/out/hermes')
mkdirSync(folder, { recursive: true })
const tracker = join(folder, 'pagetrack')
const compiled = spawnSync('cc', ['-O2', '-o', tracker, join(root, 'src/apply/doctor/pagetrack.c')], {
  encoding: 'utf8',
})
if (compiled.error !== undefined) {
  console.log('skipped: no C compiler (`cc`) for the page tracker')
  process.exit(0)
}
if (compiled.status !== 0) quit(compiled.stderr)
const engine = join(dirname(createRequire(import.meta.url).resolve('hermes-engine-cli/package.json')), 'linux64-bin')
for (const name of ['hermes', 'hermesc']) chmodSync(join(engine, name), 0o755)

install(folder)
const rows = []
for (const name of process.argv[2]?.split(',') ?? BUNDLES) rows.push(...(await measure(name)))
console.log(table(rows))

async function measure(name) {
  const { main, script, maps } = await build(folder, name)
  const hbc = join(folder, `${name}.hbc`)
  run(join(engine, 'hermesc'), ['-O', '-w', '-emit-binary', '-output-source-map', '-out', hbc, script])
  const original = readFileSync(hbc)
  const file = readHermesFile(original)
  const before = track(name, original)
  const executed = executedBodies(name, original, file, before.output)
  const executedBytes = sum(executed, (body) => file.bodies[body].size)
  const bound = Math.ceil(executedBytes / PAGE)

  const ids = file.functions.filter(({ body }) => executed.has(body)).map(({ id }) => id)
  const oracle = rewriteHermesBytecode(original, ids)
  const recording = recordInNode(name, main, maps)
  const { layout, notes } = recordedLayout(file, `${hbc}.map`, maps, recording, executed, executedBytes)
  const recorded = rewriteHermesBytecode(original, layout, { rest: 'cold' })
  for (const line of notes) console.log(`${name}: ${line}`)

  const result = [row(name, 'as compiled', original, before, executed, bound)]
  const reordered = compileReordered(name, script, maps, recording)
  const running = executedBodies(`${name}.reordered`, reordered, readHermesFile(reordered), before.output)
  const source = track(`${name}.reordered`, reordered)
  if (source.output !== before.output) quit(`${name}, reordered: the output differs`)
  result.push(row(name, 'source reordered', reordered, source, running, bound))
  for (const [how, rewritten] of Object.entries({ recorded, oracle })) {
    const { bytes } = rewritten
    const after = track(`${name}.${how}`, bytes)
    if (after.output !== before.output) quit(`${name}, ${how}: the output differs`)
    // Bodies keep their functions: the executed ones of this file are those of the same functions.
    const { functions } = readHermesFile(bytes)
    const moved = new Set(ids.map((id) => functions[id].body))
    result.push(row(name, how, bytes, after, moved, bound))
  }
  return result
}

/** Bytecode of the bundle with the recorded functions first. */
function compileReordered(name, script, maps, { places, called }) {
  const texts = maps.map((path) => ({ map: readFileSync(path, 'utf8'), path }))
  const choose = chooseByPlaces({ maps: texts, places, wants: (index) => called[index] === 1, root: folder })
  const rank = (functions, bundle) => new Map([...choose(functions, bundle)].map((index) => [index, index]))
  const { code, moved } = orderDeclarations(readFileSync(script, 'utf8'), rank, { kind: 'script', file: script })
  console.log(`${name}: ${moved} declarations moved in the source`)
  const path = join(folder, `${name}.reordered.js`)
  writeFileSync(path, code)
  run(join(engine, 'hermesc'), ['-O', '-w', '-emit-binary', '-output-source-map', '-out', `${path}.hbc`, path])
  return readFileSync(`${path}.hbc`)
}

/** Which bodies run: every body on pages of its own, as many at a time as headers can reach. */
function executedBodies(name, original, file, output) {
  const groups = [[]]
  let bytes = 0
  const seen = new Set()
  for (const { id, body, size: instructions } of file.functions) {
    if (instructions === 0 || seen.has(body)) continue
    seen.add(body)
    const size = Math.ceil(file.bodies[body].size / PAGE) * PAGE
    if (bytes + size > ISOLATED_BYTES) {
      groups.push([])
      bytes = 0
    }
    groups.at(-1).push(id)
    bytes += size
  }
  const executed = new Set()
  for (const group of groups) {
    const { bytes } = rewriteHermesBytecode(original, group, { isolate: true })
    const run = track(`${name}.isolated`, bytes)
    if (run.output !== output) quit(`${name}, isolated: the output differs`)
    const isolated = readHermesFile(bytes)
    const touched = new Set(run.pages)
    for (const id of group) {
      const { offset, size } = isolated.bodies[isolated.functions[id].body]
      for (let page = Math.floor(offset / PAGE); page <= Math.floor((offset + size - 1) / PAGE); page += 1) {
        if (touched.has(page)) executed.add(file.functions[id].body)
      }
    }
  }
  return executed
}

/** Every function of the bundle's sources, and which of them ran in Node. */
function recordInNode(name, main, maps) {
  const out = join(folder, `${name}.recording.json`)
  run(process.execPath, [join(import.meta.dirname, 'hermes/record-node.mjs'), main, out, folder])
  const places = []
  const { sources, sourcesContent } = JSON.parse(readFileSync(maps.at(-1), 'utf8'))
  for (const [index, source] of sources.entries()) {
    const module = relative(folder, resolve(folder, source))
    places.push(...(sourcePlaces(module, sourcesContent[index] ?? '', parseAst) ?? []))
  }
  // V8 begins a method at its name, we at its modifiers: both end it at the same place.
  const byEnd = new Map()
  for (const [index, { module, endLine, endColumn }] of places.entries()) {
    const key = `${module}:${endLine}:${endColumn}`
    byEnd.set(key, [...(byEnd.get(key) ?? []), index])
  }
  const called = new Uint8Array(places.length)
  for (const { module, start, end, callCount } of JSON.parse(readFileSync(out, 'utf8'))) {
    if (callCount === 0) continue
    const candidates = byEnd.get(`${module}:${end.join(':')}`) ?? []
    const before = candidates.filter((index) => compare([places[index].line, places[index].column], start) <= 0)
    const found = before.at(-1) ?? candidates[0]
    if (found !== undefined) called[found] = 1
  }
  return { places, called }
}

function compare(a, b) {
  return a[0] - b[0] || a[1] - b[1]
}

function recordedLayout(file, mapPath, maps, { places, called }, executed, executedBytes) {
  const texts = [mapPath, ...maps].map((path) => ({ map: readFileSync(path, 'utf8'), path }))
  const functions = hermesFunctions(file, texts[0])
  const match = matchFunctions(functions, texts, places, { root: folder })
  const startup = new Set([file.globalCode])
  const calledIds = new Set()
  for (const { generated, recorded } of match.pairs) {
    if (called[recorded] === 1) calledIds.add(generated)
  }
  for (const id of calledIds) startup.add(id)
  // Helpers that compiler and bundler put in come from no module: few, small, and called from everywhere.
  for (const { generated, reason } of match.unmatched) if (reason === 'no-source') startup.add(generated)

  const bodiesOf = (ids) => new Set([...ids].map((id) => file.functions[id].body))
  const matchedBodies = bodiesOf(match.pairs.map(({ generated }) => generated))
  const chosenBodies = bodiesOf(startup)
  const size = (body) => file.bodies[body].size
  const percent = (bytes) => `${((100 * bytes) / executedBytes).toFixed(2)} %`
  if (process.env.DEBUG) {
    const how = new Map(match.pairs.map((pair) => [pair.generated, `${pair.how} ${places[pair.recorded].name}`]))
    for (const { generated, reason } of match.unmatched) how.set(generated, reason)
    for (const { id, body } of file.functions) {
      if (executed.has(body) !== chosenBodies.has(body))
        console.log(executed.has(body) ? 'missed' : 'wrong', id, size(body), how.get(id))
    }
  }
  return {
    layout: { startup: [...startup].sort((a, b) => a - b) },
    notes: [
      `${file.functions.length} functions, ${file.bodies.length} bodies; ${executed.size} bodies run, ${executedBytes} bytes`,
      `matched: ${percent(sum(executed, (body) => (matchedBodies.has(body) ? size(body) : 0)))} of executed bytes, ` +
        `${((100 * match.bytes.matched) / match.bytes.total).toFixed(2)} % of all`,
      `recorded layout holds ${percent(sum(executed, (body) => (chosenBodies.has(body) ? size(body) : 0)))} of executed bytes ` +
        `and ${sum(chosenBodies, (body) => (executed.has(body) ? 0 : size(body)))} bytes that do not run`,
      `unmatched bytes: ${JSON.stringify(match.bytes.unmatched)}`,
    ],
  }
}

/** Runs a bytecode file under the tracker. */
function track(name, bytes) {
  const path = join(folder, `${name}.run.hbc`)
  const report = join(folder, `${name}.pages`)
  writeFileSync(path, bytes)
  const output = run(tracker, [report, path, '--', join(engine, 'hermes'), '-b', path])
  const [, ...pages] = readFileSync(report, 'utf8').trim().split('\n').map(Number)
  // Stack traces name the file.
  return { output: output.replaceAll(path, 'FILE'), pages }
}

function row(bundle, layout, bytes, { pages }, running, bound) {
  const file = readHermesFile(bytes)
  const first = Math.floor(file.bodiesStart / PAGE)
  const last = Math.floor((file.bodiesEnd - 1) / PAGE)
  const hold = new Set()
  for (const body of running) {
    const { offset, size } = file.bodies[body]
    hold.add(Math.floor(offset / PAGE)).add(Math.floor((offset + size - 1) / PAGE))
  }
  const isBody = (page) => (page > first && page < last) || ((page === first || page === last) && hold.has(page))
  return {
    bundle,
    layout,
    'file KB': Math.round(bytes.length / 1024),
    'file pages': Math.ceil(bytes.length / PAGE),
    'pages touched': pages.length,
    'body pages touched': pages.filter(isBody).length,
    bound,
  }
}

function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0)
    quit(
      `${program} ${args.join(' ')}: ${error?.message ?? `status ${status}\n${stdout.slice(-1000)}${stderr.slice(-1000)}`}`,
    )
  return stdout
}

function sum(items, of) {
  let total = 0
  for (const item of items) total += of(item)
  return total
}

function table(rows) {
  const keys = Object.keys(rows[0])
  const lines = [keys, keys.map(() => '---'), ...rows.map((row) => keys.map((key) => row[key]))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function quit(message) {
  console.error(message)
  process.exit(1)
}
