import { existsSync, rmSync } from 'node:fs'
import { basename, dirname, extname, relative } from 'node:path'

import { LayoutError } from '../../errors.ts'
import { fillCompileCache } from './compile-cache.ts'
import { parseBundle } from './parse.ts'
import { forEachChild, type SyntaxNode } from './syntax.ts'

/** Variable that makes a packed launcher write packs when its program ends. */
const FILL_VARIABLE = 'VITEST_LAYOUT_FILL_PACK'

export interface PackedLauncherOptions {
  /** Where the launcher will stand, an absolute path that ends in `.cjs`. */
  readonly launcher: string
  /** The program, and the chunks that it requires by relative paths; the program first. */
  readonly files: readonly PackedFile[]
}

export interface PackedFile {
  /** Absolute path of a CommonJS file. */
  readonly path: string
  /** Its text. */
  readonly code: string
}

/**
 * Text of a program that starts another one from a pack: its text, and V8's code cache made when a run of it ended. That
 * cache holds all that the run compiled, methods of classes too, which Node's compile cache (made before the first
 * function is called) leaves out. A pack stands beside its file, as `FILE.pack`; {@link fillCodePacks} writes it.
 *
 * V8 refuses a cache of another version or other flags, and compiles the text then. Without a pack, or when the file's
 * size is another than that of the file it was made from, Node loads the file as always.
 *
 * @throws LayoutError `PACK_MODULE` for ES modules, `PACK_FOLDER` for a file elsewhere that uses `import()`, which the
 * launcher does in its place, `BUNDLE_SYNTAX`
 */
export function packedLauncherText({ launcher, files }: PackedLauncherOptions): string {
  for (const file of [launcher, ...files.map(({ path }) => path)]) {
    if (extname(file) !== '.mjs') continue
    throw new LayoutError('PACK_MODULE', 'a pack is for CommonJS programs, with a launcher in CommonJS.', {
      file,
      hint: 'Build in the format cjs and name the launcher .cjs, or leave --pack off.',
    })
  }
  const entries = files.map(({ path, code }) => {
    const imports = importCalls(code, path)
    if (imports.length > 0 && dirname(path) !== dirname(launcher)) {
      throw new LayoutError('PACK_FOLDER', 'it uses import(), and is in another folder than its launcher.', {
        file: path,
        hint: `Write the launcher into ${dirname(path)}.`,
      })
    }
    return [relative(dirname(launcher), path).replaceAll('\\', '/'), imports]
  })
  return LAUNCHER.replace('FILES', () => JSON.stringify(entries)).replace('FILL', FILL_VARIABLE)
}

/**
 * Offsets of `import` in calls of it. V8 forgets, in some versions of Node, for whom a script from a cache imports, and
 * newer ones warn: so the launcher does it, by a function whose name has as many letters.
 */
function importCalls(code: string, file: string): number[] {
  const { program } = parseBundle(code, { kind: 'commonjs', file })
  const found: number[] = []
  const open: SyntaxNode[] = [program as unknown as SyntaxNode]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'ImportExpression') found.push(node.start)
    forEachChild(node, (child) => {
      open.push(child)
    })
  }
  return found.sort((a, b) => a - b)
}

/**
 * Runs a packed launcher once for each list of arguments, from the first on without packs. The packs then hold what all
 * of the runs compiled.
 *
 * @throws LayoutError `CACHE_FILL` when a run cannot be started or is ended by a signal, `PACK_MISSING` when none of
 * them wrote a pack
 */
export function fillCodePacks(
  { launcher, files }: PackedLauncherOptions,
  runs: readonly (readonly string[])[],
  options: { readonly node?: string | undefined; readonly cwd?: string | undefined } = {},
): void {
  for (const { path } of files) rmSync(packOf(path), { force: true })
  fillCompileCache(launcher, runs, options.node, { cwd: options.cwd, env: { [FILL_VARIABLE]: '1' } })
  const [program] = files
  if (program === undefined || existsSync(packOf(program.path))) return
  throw new LayoutError('PACK_MISSING', 'no run of the launcher wrote a pack.', {
    file: program.path,
    hint: `Run ${basename(launcher)} by hand with ${FILL_VARIABLE}=1 in the environment to see why.`,
  })
}

/** Path of a file's pack. */
export function packOf(file: string): string {
  return `${dirname(file)}/${basename(file)}.pack`
}

/**
 * The pack: 24 bytes (`VLAYOUT1`, encoding, bytes of text, size of the file in bytes, 0; as little-endian
 * 32-bit numbers), the text in Latin-1 where that will do (else in UTF-8), filled up to 8 bytes, which spares V8 a copy of what
 * follows, and the code cache.
 */
const LAUNCHER = `#!/usr/bin/env node
'use strict'
const fs = require('node:fs')
const nodeModule = require('node:module')
const path = require('node:path')
const vm = require('node:vm')
nodeModule.enableCompileCache?.()
const { pathToFileURL } = require('node:url')
const imports = new Map(FILES.map(([name, places]) => [path.join(__dirname, name), places]))
const fills = process.env.FILL === '1'
const HEAD = '(function (exports, require, module, __filename, __dirname, $vlimp) { '
const scripts = []

function readPack(file) {
  try {
    const bytes = fs.readFileSync(file + '.pack')
    const encoding = bytes.readUInt32LE(8)
    const end = 24 + bytes.readUInt32LE(12)
    if (bytes.latin1Slice(0, 8) !== 'VLAYOUT1' || end > bytes.length) return undefined
    if (fs.statSync(file).size !== bytes.readUInt32LE(16)) return undefined
    const text = encoding === 1 ? bytes.latin1Slice(24, end) : bytes.utf8Slice(24, end)
    return { text, data: bytes.subarray((end + 7) & ~7) }
  } catch {
    return undefined
  }
}

function textOf(file) {
  let text = fs.readFileSync(file, 'utf8')
  if (text.includes('$vlimp')) throw new Error(file + ' has the name $vlimp, which the pack needs')
  for (const at of imports.get(file)) {
    if (text.slice(at, at + 6) !== 'import') throw new Error(file + ' is not the file that this launcher was made for')
    text = text.slice(0, at) + '$vlimp' + text.slice(at + 6)
  }
  return HEAD + text.replace(/^\\uFEFF|^#!.*/, '') + '\\n})'
}

function load(file, isMain) {
  const cached = require.cache[file]
  if (cached !== undefined) return cached.exports
  const pack = readPack(file)
  // As Node itself starts a program, so that it finds itself in require.main.
  if (pack === undefined && !fills) return nodeModule._load(file, null, isMain)
  const text = pack?.text ?? textOf(file)
  const script = new vm.Script(text, {
    filename: file,
    columnOffset: -HEAD.length,
    cachedData: pack?.data,
  })
  if (fills) scripts.push({ file, text, script })
  const native = nodeModule.createRequire(file)
  const here = path.dirname(file)
  const requireHere = (id) => {
    const target = typeof id === 'string' && id[0] === '.' ? path.resolve(here, id) : ''
    return imports.has(target) ? load(target, false) : native(id)
  }
  const module = new nodeModule(file, isMain ? null : require.main)
  if (isMain) module.id = '.'
  module.filename = file
  module.paths = native.resolve.paths('x') ?? []
  if (isMain) process.mainModule = module
  requireHere.resolve = native.resolve
  requireHere.main = process.mainModule
  requireHere.extensions = native.extensions
  requireHere.cache = native.cache
  require.cache[file] = module
  let isLoaded = false
  try {
    const run = script.runInThisContext()
    const doImport = (specifier, options) => {
      const isRelative = /^\\.{0,2}\\//.test(specifier)
      return import(isRelative ? new URL(specifier, pathToFileURL(file)).href : specifier, options)
    }
    Reflect.apply(run, module.exports, [module.exports, requireHere, module, file, here, doImport])
    isLoaded = module.loaded = true
  } finally {
    if (!isLoaded) delete require.cache[file]
  }
  return module.exports
}

function writePack({ file, text, script }) {
  const encoding = /[^\\x00-\\xff]/.test(text) ? 2 : 1
  const body = Buffer.from(text, encoding === 1 ? 'latin1' : 'utf8')
  const head = Buffer.alloc(24)
  head.write('VLAYOUT1', 'latin1')
  for (const [index, value] of [encoding, body.length, fs.statSync(file).size].entries()) head.writeUInt32LE(value, 8 + 4 * index)
  const gap = Buffer.alloc(-(24 + body.length) & 7)
  const temporary = file + '.pack.' + process.pid + '.tmp'
  fs.writeFileSync(temporary, Buffer.concat([head, body, gap, script.createCachedData()]))
  fs.renameSync(temporary, file + '.pack')
}

if (fills) process.on('exit', () => scripts.forEach(writePack))
load(imports.keys().next().value, true)
`
