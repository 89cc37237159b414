import { readFileSync } from 'node:fs'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  SdnDocument,
  SdnPlaces,
  SdnTable,
  fromTagged,
  parseSdn,
  toTagged,
  isContainer,
  writeSdn,
} from '../../src/sdn/index.ts'
import { anyKey, scalar, tree } from './arbitraries.ts'

import type { SdnDict, SdnValue, Tagged } from '../../src/sdn/index.ts'

type Path = (string | number)[]

const inputs: string[] = readFileSync(new URL('vectors.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter(({ ok, input }) => ok && input.length < 1000)
  .map(({ input }) => input)

/** Every path of a tree with what is there. */
function paths(value: SdnValue, path: Path = []): { path: Path; value: SdnValue }[] {
  const here = [{ path, value }]
  if (value instanceof Map) return here.concat(...Array.from(value, ([key, item]) => paths(item, [...path, key])))
  if (value instanceof SdnTable) return here.concat(...value.rows.map((row, index) => paths(row, [...path, index])))
  if (Array.isArray(value)) return here.concat(...value.map((item, index) => paths(item, [...path, index])))
  return here
}

/** The model: edits of tagged trees in place. */
function edit(root: SdnDict, path: Path, change: (holder: Tagged, step: string | number) => void): SdnDict {
  const copy = structuredClone(toTagged(root))
  let holder = copy as unknown
  for (const step of path.slice(0, -1)) holder = child(holder, step)
  change(holder as Tagged, path.at(-1)!)
  return fromTagged(copy) as SdnDict
}

function child(holder: unknown, step: string | number): unknown {
  if (Array.isArray(holder)) return holder[step as number]
  const node = holder as Tagged
  if (node.t === 'dict') return node.v.find(([key]) => key === step)![1]
  if (node.t === 'table') return node.rows[step as number]
  return (node as { v: Tagged[] }).v[step as number]
}

/** The list in which a step is an index: items, rows, cells. */
function listOf(holder: unknown): Tagged[] {
  const node = holder as Tagged
  return (Array.isArray(holder) ? holder : node.t === 'table' ? node.rows : (node as { v: unknown }).v) as Tagged[]
}

function modelSet(root: SdnDict, path: Path, value: SdnValue): SdnDict {
  return edit(root, path, (holder, step) => {
    const tagged = toTagged(value)
    if (holder.t !== 'dict') {
      listOf(holder)[step as number] = tagged
      return
    }
    const pair = holder.v.find(([key]) => key === step)
    if (pair === undefined) holder.v.push([step as string, tagged])
    else pair[1] = tagged
  })
}

function modelDelete(root: SdnDict, path: Path): SdnDict {
  return edit(root, path, (holder, step) => {
    if (holder.t === 'dict') holder.v = holder.v.filter(([key]) => key !== step)
    else listOf(holder).splice(step as number, 1)
  })
}

/** Documents in all kinds of formatting: the vectors, and canonical texts with comments, CRLF and BOM. */
const source: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...inputs),
  fc
    .record({ value: tree(anyKey), comment: fc.boolean(), crlf: fc.boolean(), bom: fc.boolean(), end: fc.boolean() })
    .map(({ value, comment, crlf, bom, end }) => {
      let text = writeSdn(value)
      if (comment) text = text.replaceAll('\n', ' # note\n    # a line\n')
      if (crlf) text = text.replaceAll('\n', '\r\n')
      if (!end) text = text.trimEnd()
      return (bom ? '\ufeff' : '') + text
    }),
)

const cellValue: fc.Arbitrary<SdnValue> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.array(fc.tuple(anyKey, scalar), { maxLength: 2 }).map((entries) => new Map<string, SdnValue>(entries)),
)

/** Whether only dicts lie on a path: then anything can stand there, tables too. */
function isBelowKeys(document: SdnDocument, path: Path): boolean {
  return path.length > 0 && path.every((_, index) => document.get(path.slice(0, index)) instanceof Map)
}

/** All but the lines of the root statement of a key: those before it and those after it. */
function around(text: string, key: string): { before: string; after: string } {
  const places = new SdnPlaces(text)
  const lines = text.split(/(?<=\n)/)
  const starts = Array.from(parseSdn(text).keys(), (name) => places.ofKey([name])!.line).toSorted((a, b) => a - b)
  const from = places.ofKey([key])!.line
  const next = starts.find((line) => line > from) ?? lines.length + 1
  return { before: lines.slice(0, from - 1).join(''), after: lines.slice(next - 1).join('') }
}

/** A repeated key at the root has more statements than the one that counts; the vectors hold a few. */
function hasRepeatedKeys(text: string): boolean {
  const keys = text.match(/^[^\s#:=|]+(?=\s*[:=|])/gm) ?? []
  return new Set(keys).size < keys.length
}

test('an edited text reads as the edited tree, and the other statements keep their bytes', () => {
  const done = { set: 0, setAny: 0, delete: 0, push: 0, insert: 0 }
  fc.assert(
    fc.property(
      source,
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), cellValue, anyKey, tree(anyKey)), { maxLength: 4 }),
      (text, steps) => {
        const document = SdnDocument.parse(text)
        for (const [pick, action, value, key, dict] of steps) {
          const before = document.toString()
          const all = paths(document.tree)
          const { path, value: old } = all[pick % all.length]!
          const holder = path.length > 0 ? document.get(path.slice(0, -1)) : undefined
          const isRow = holder instanceof SdnTable
          const isCell = Array.isArray(holder) && document.get(path.slice(0, -2)) instanceof SdnTable
          let expected: SdnDict
          if (action === 0 && path.length > 0 && !isRow) {
            expected = modelSet(document.tree, path, value)
            document.set(path, value)
            done.set += 1
          } else if (action === 1 && path.length > 0 && !isCell) {
            expected = modelDelete(document.tree, path)
            document.delete(path)
            done.delete += 1
          } else if (action === 2 && Array.isArray(old) && !isRow) {
            expected = modelSet(document.tree, path, [...old, value])
            document.push(path, value)
            done.push += 1
          } else if (action === 2 && old instanceof SdnTable && (old.width > 0 || old.fields !== null)) {
            const cells = Array.from({ length: old.width || 1 }, () => value)
            const table =
              old.fields === null
                ? SdnTable.typed(old.types!, [...old.rows, cells])
                : SdnTable.named(old.fields, [...old.rows, cells])
            expected = modelSet(document.tree, path, table)
            document.push(path, cells)
            done.push += 1
          } else if (action === 3 && old instanceof Map) {
            expected = modelSet(document.tree, [...path, key], value)
            document.set([...path, key], value)
            done.insert += 1
          } else if (action === 4 && isBelowKeys(document, path)) {
            const any = dict.values().next().value ?? dict
            expected = modelSet(document.tree, path, any)
            document.set(path, any)
            done.setAny += 1
          } else continue
          const after = document.toString()
          expect(toTagged(parseSdn(after))).toEqual(toTagged(expected))
          const name = path[0]
          if (typeof name !== 'string') continue
          if (hasRepeatedKeys(before)) continue
          const kept = around(before, name)
          expect(after.startsWith(kept.before)).toBe(true)
          expect(after.endsWith(kept.after)).toBe(true)
        }
      },
    ),
    { numRuns: 2500, seed: 7 },
  )
  expect(Math.min(...Object.values(done))).toBeGreaterThan(50)
})

test('a scalar for a scalar changes that token only', () => {
  let count = 0
  fc.assert(
    fc.property(source, fc.nat(), scalar, (text, pick, value) => {
      const document = SdnDocument.parse(text)
      const scalars = paths(document.tree).filter((node) => !isContainer(node.value))
      if (scalars.length === 0) return
      const { path } = scalars[pick % scalars.length]!
      const { line, column } = new SdnPlaces(text).ofValue(path)!
      document.set(path, value)
      const [before, after] = [text.split('\n'), document.toString().split('\n')]
      const bom = line === 1 && text.startsWith('\ufeff') ? 1 : 0
      const head = (lines: string[]): string =>
        Array.from(lines[line - 1]!)
          .slice(0, column - 1 + bom)
          .join('')
      expect(after.slice(0, line - 1)).toEqual(before.slice(0, line - 1))
      expect(head(after)).toBe(head(before))
      // A string of several lines may become one of one line.
      expect(after.slice(line).join('\n')).toBe(before.slice(before.length - (after.length - line)).join('\n'))
      count += 1
    }),
    { numRuns: 1500, seed: 8 },
  )
  expect(count).toBeGreaterThan(800)
})
