import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { makeEager, orderDeclarations, type BundleFunction } from '../../../src/apply/bundle/index.ts'

const FOLDER = resolve('test/.tmp/apply-bundle-libraries')

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

const SOURCE = readFileSync('node_modules/picomatch/lib/parse.js', 'utf8')

/** A library, and work that goes through much of it; the result is text. */
const LIBRARIES: Record<string, string> = {
  acorn: `import { parse, tokenizer } from 'acorn'
export const work = (source) => JSON.stringify([parse(source, { ecmaVersion: 'latest' }), [...tokenizer(source, { ecmaVersion: 2020 })].length])`,
  yaml: `import { parse, parseDocument, stringify } from 'yaml'
export const work = (source) => {
  const text = stringify({ a: [1, { b: null, c: source.slice(0, 500) }], d: new Date(0), 'e f': [true, 1.5, 'x: y'] })
  return text + JSON.stringify([parse(text), parseDocument('a: &x 1\\nb: *x\\nc: [').errors.map(String)])
}`,
  picomatch: `import picomatch from 'picomatch'
export const work = (source) => JSON.stringify(['*.js', '**/a?[b-d]/{x,y}*', '!(foo|bar)', '+(a|b)/**', source.slice(0, 40)].map((glob) =>
  [picomatch.makeRe(glob).source, ['a.js', 'p/ab/x1', 'foo', 'a/b/c'].map((path) => picomatch(glob)(path)), picomatch.scan(glob)]))`,
  valibot: `import * as v from 'valibot'
export const work = (source) => {
  const schema = v.object({ a: v.pipe(v.string(), v.minLength(3), v.email()), b: v.optional(v.array(v.union([v.number(), v.literal('x')])), [1]) })
  return JSON.stringify([{ a: source }, { a: 'a@b.cd', b: ['x', 2] }, {}, null].map((value) => v.safeParse(schema, value)))
}`,
  'magic-string': `import MagicString, { Bundle } from 'magic-string'
export const work = (source) => {
  const text = new MagicString(source)
  text.overwrite(3, 9, 'new').move(20, 30, 50).prepend('a').indent().trim()
  const bundle = new Bundle().addSource({ filename: 'a', content: text })
  return bundle.toString() + bundle.generateMap({ hires: true }).toString()
}`,
}

const everyFunction = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.map(({ index }) => index))
const reversed = (functions: readonly BundleFunction[]): Map<number, number> =>
  new Map(functions.map(({ index }) => [index, -index]))

async function bundle(name: string, minify: boolean): Promise<string> {
  const entry = join(FOLDER, `${name}-entry.mjs`)
  writeFileSync(entry, LIBRARIES[name]!)
  const build = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' })
  const { output } = await build.generate({ format: 'esm', minify })
  await build.close()
  return output[0].code
}

async function workOf(file: string, code: string): Promise<string> {
  const path = join(FOLDER, file)
  writeFileSync(path, code)
  const { work } = (await import(pathToFileURL(path).href)) as { work: (source: string) => string }
  return work(SOURCE)
}

describe.each(Object.keys(LIBRARIES))('%s', (name) => {
  for (const minify of [false, true]) {
    test(`does the same with all functions eager, and in another order (minified: ${minify})`, async () => {
      const code = await bundle(name, minify)
      const plain = await workOf(`${name}-${minify}-plain.mjs`, code)
      expect(plain.length).toBeGreaterThan(400)
      const eager = makeEager(code, everyFunction, { kind: 'module', plainMethods: true })
      expect(eager.report.wrapped + eager.report.declared).toBeGreaterThan(20)
      expect(await workOf(`${name}-${minify}-eager.mjs`, eager.code)).toBe(plain)
      const ordered = orderDeclarations(code, reversed, { kind: 'module' })
      expect(await workOf(`${name}-${minify}-ordered.mjs`, ordered.code)).toBe(plain)
    })
  }
})
