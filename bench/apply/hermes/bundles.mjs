// The bundles that bench/apply/hermes.mjs measures: real libraries, scope-hoisted, lowered to ES5 for Hermes 0.12.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const PACKAGES = [
  'lodash-es@4.17.21',
  'date-fns@4.1.0',
  'immer@10.1.1',
  'markdown-it@14.1.0',
  'zod@3.23.8',
  'fp-ts@2.16.9',
  'mobx@6.13.5',
  'ramda@0.30.1',
  'rxjs@7.8.1',
  'three@0.170.0',
  'immutable@5.0.3',
  'highlight.js@11.10.0',
  'katex@0.16.11',
  'd3@7.9.0',
  'typescript@5.4.5',
  '@swc/core@1.9.3',
]

// Namespaces are kept whole, as in an application that has grown: most of what is in the file never runs at start-up.
const small = `
import * as _ from 'lodash-es'
import * as dateFns from 'date-fns'
import * as immer from 'immer'
import MarkdownIt from 'markdown-it'
import * as zod from 'zod'
import * as fp from 'fp-ts'
import * as mobx from 'mobx'
globalThis.app = { _, dateFns, immer, MarkdownIt, zod, fp, mobx }
export function start(log) {
  const User = zod.z.object({ name: zod.z.string().min(2), tags: zod.z.array(zod.z.string()).optional(), age: zod.z.number().int() })
  log(JSON.stringify(User.safeParse({ name: 'Ada', age: 36, tags: ['x'] }).success), User.safeParse({ name: 'A', age: 1.5 }).error.issues.length)
  log(new MarkdownIt().render('# Title\\n\\nSome *text* with \`code\`, a [link](https://example.org) and\\n\\n* a list\\n* of two\\n'))
  const state = immer.produce({ todos: [{ done: false }], n: 1 }, (draft) => { draft.todos[0].done = true; draft.n += 1 })
  log(JSON.stringify(state), JSON.stringify(_.groupBy(_.range(10), (x) => x % 3)), _.kebabCase('someThingHere'), _.merge({ a: { b: 1 } }, { a: { c: 2 } }).a.c)
  log(dateFns.format(new Date(Date.UTC(2024, 1, 29, 12)), 'yyyy-MM-dd'), dateFns.addMonths(new Date(Date.UTC(2024, 0, 31)), 1).toISOString().slice(0, 10))
  const box = mobx.observable({ count: 1 })
  const seen = []
  mobx.autorun(() => seen.push(box.count * 2))
  mobx.runInAction(() => { box.count = 21 })
  log(seen.join(), JSON.stringify(fp.option.map((x) => x + 1)(fp.option.some(1))))
}
`
const large = `
import { start as startSmall } from './C.mjs'
import * as R from 'ramda'
import * as rxjs from 'rxjs'
import * as three from 'three'
import * as immutable from 'immutable'
import hljs from 'highlight.js/lib/core'
import javascript from 'highlight.js/lib/languages/javascript'
import typescript from 'highlight.js/lib/languages/typescript'
import css from 'highlight.js/lib/languages/css'
import json from 'highlight.js/lib/languages/json'
import bash from 'highlight.js/lib/languages/bash'
import sql from 'highlight.js/lib/languages/sql'
import cpp from 'highlight.js/lib/languages/cpp'
import java from 'highlight.js/lib/languages/java'
import go from 'highlight.js/lib/languages/go'
import rust from 'highlight.js/lib/languages/rust'
import katex from 'katex'
import * as d3 from 'd3'
for (const [name, language] of Object.entries({ javascript, typescript, css, json, bash, sql, cpp, java, go, rust })) hljs.registerLanguage(name, language)
Object.assign(globalThis.app, { R, rxjs, three, immutable, hljs, katex, d3 })
export function start(log) {
  startSmall(log)
  log(R.pipe(R.map(R.add(1)), R.filter((x) => x % 2 === 0), R.sum)([1, 2, 3, 4]), R.path(['a', 0], { a: [7] }))
  const out = []
  rxjs.of(1, 2, 3, 4).pipe(rxjs.map((x) => x * x), rxjs.filter((x) => x > 1), rxjs.scan((a, b) => a + b, 0)).subscribe((x) => out.push(x))
  log(out.join())
  const scene = new three.Scene()
  const mesh = new three.Mesh(new three.BoxGeometry(1, 2, 3), new three.MeshBasicMaterial())
  mesh.position.set(1, 2, 3)
  scene.add(mesh)
  scene.updateMatrixWorld()
  log(mesh.matrixWorld.elements.join(), immutable.Map({ a: 1 }).set('b', 2).toJS().b, immutable.List([3, 1, 2]).sort().join())
  log(hljs.highlight('const x = 1 // y', { language: 'javascript' }).value, katex.renderToString('a^2 + b^2').length)
  log(d3.scaleLinear([0, 10], [0, 100])(5), d3.format(',.2f')(1234.5), d3.line()([[0, 1], [2, 3]]))
}
`
const typescript = `
import ts from 'typescript'
globalThis.app = { ts }
export function start(log) {
  const source = 'interface A { x: number }\\nexport class B<T> implements A { constructor(public x: number, private y?: T) {} get z(): T | undefined { return this.y } }\\nexport const f = async (a: A) => (a as B<string>).z ?? "none"\\n'
  log(ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS } }).outputText)
}
`
const ENTRIES = { C: small, A: large, T: typescript }

// What the libraries look for at load time and the bare engine does not have.
const PRELUDE = `var globalThis = this; var window = undefined, self = undefined;
if (typeof console === 'undefined') globalThis.console = { log: print, warn: print, error: print, debug: function () {}, info: print, time: function () {} };
`

export const BUNDLES = Object.keys(ENTRIES)

/** Installs the libraries into the folder, once. */
export function install(folder) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'package.json')
  const wanted = `${JSON.stringify({ private: true, type: 'module', packages: PACKAGES }, null, 2)}\n`
  const isThere =
    existsSync(join(folder, 'installed.json')) && readFileSync(join(folder, 'installed.json'), 'utf8') === wanted
  if (isThere) return
  writeFileSync(file, '{ "private": true, "type": "module" }\n')
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', ...PACKAGES], {
    cwd: folder,
    stdio: 'inherit',
  })
  writeFileSync(join(folder, 'installed.json'), wanted)
}

/** Writes NAME.mjs (the entry), NAME.js (ES5) and their maps; gives the paths. */
export async function build(folder, name) {
  for (const [entry, code] of Object.entries(ENTRIES)) writeFileSync(join(folder, `${entry}.mjs`), code)
  const main = join(folder, `${name}.main.mjs`)
  writeFileSync(
    main,
    `import { start } from './${name}.mjs'\nstart(typeof print === 'undefined' ? console.log : print)\n`,
  )
  const paths = {
    entry: join(folder, `${name}.mjs`),
    main,
    script: join(folder, `${name}.js`),
    maps: [join(folder, `${name}.js.map`), join(folder, `${name}.bundle.js.map`)],
  }
  if (paths.maps.every((path) => existsSync(path))) return paths
  // Rolldown comes with Vite.
  const { rolldown } = await import(
    pathToFileURL(createRequire(createRequire(import.meta.url).resolve('vite')).resolve('rolldown')).href
  )
  const bundle = await rolldown({
    input: main,
    platform: 'neutral',
    // As Node resolves, so that the recording is of the same files.
    resolve: { mainFields: ['main'], conditionNames: ['node', 'default'] },
    treeshake: { moduleSideEffects: true },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    onLog: () => {},
    external: [/^(?:fs|path|os|inspector|perf_hooks|crypto|module|source-map-support)$/],
  })
  const { output } = await bundle.generate({
    dir: folder,
    format: 'iife',
    sourcemap: true,
    minify: false,
    globals: () => '({})',
    codeSplitting: false,
  })
  const [chunk] = output
  const { transform } = createRequire(join(folder, 'package.json'))('@swc/core')
  const lowered = await transform(chunk.code, {
    filename: `${name}.bundle.js`,
    sourceMaps: true,
    inputSourceMap: false,
    isModule: false,
    configFile: false,
    swcrc: false,
    minify: false,
    jsc: { target: 'es5', parser: { syntax: 'ecmascript' }, externalHelpers: false },
  })
  // On one line in front of the first: the map's lines must stay.
  writeFileSync(paths.script, PRELUDE.replaceAll('\n', ' ') + lowered.code)
  const map = JSON.parse(lowered.map)
  writeFileSync(paths.maps[0], JSON.stringify({ ...map, mappings: shiftFirstLine(map.mappings, PRELUDE.length) }))
  writeFileSync(paths.maps[1], JSON.stringify(chunk.map))
  return paths
}

/** Moves the segments of the first line by as many columns: its first segment's column is the only absolute one. */
function shiftFirstLine(mappings, columns) {
  const CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const first = /^[^,;]*/.exec(mappings)[0]
  if (first === '') return mappings
  let value = 0
  let shift = 0
  let at = 0
  for (;;) {
    const digit = CHARS.indexOf(first[at++])
    value += (digit & 31) << shift
    shift += 5
    if ((digit & 32) === 0) break
  }
  let rest = ((value >> 1) + columns) << 1
  let text = ''
  do {
    const digit = rest & 31
    rest >>>= 5
    text += CHARS[rest > 0 ? digit | 32 : digit]
  } while (rest > 0)
  return text + mappings.slice(at)
}
