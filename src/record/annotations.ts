import { LayoutError, type SourcePlace } from '../errors.ts'
import { normalizeAnchor } from '../model/anchor.ts'
import type { FunctionLayoutHint } from '../model/hint.ts'
import { type LayoutPhase, parsePhase } from '../model/phase.ts'
import { findDocComments } from './doc-comments.ts'
import { type Place, lineOf, lineStarts } from './source-place.ts'

/**
 * What may stand between an annotation and the place of its function: the start of a declaration, a binding, modifiers.
 * Maps of some compilers know no place of an arrow function itself but the name it is bound to.
 */
const BINDING =
  /^\s*(?:@[\w$.]+(?:\([^)]*\))?\s+)*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:(?:static|async|public|private|protected|readonly|override|get|set)\s+)*(?:(?:const|let|var)\s+)?(?:[\w$.#'"[\]]+\s*[?!]?\s*(?::[^;{}]*?)?(?:=|:)\s*)?(?:async\s+)?\*?\s*\(?\s*(?:<[^>]*>\s*)?$/
/** What may stand before an annotation that is meant for the whole file. */
const NOTHING_BEFORE = /^(?:#![^\n]*\n)?(?:[\s;]|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|'use [a-z]+'|"use [a-z]+")*$/
/** The name in a function's or a method's signature: TypeScript's overloads stand before the function, and the tag before them. */
const SIGNATURE =
  /^\s*(?:(?:export|default|declare|static|async|public|private|protected|override)\s+)*(function\b\s*\*?\s*)?([\w$#]+)\s*[?]?\s*[(<]/
/** A function declaration: the tag before it is its own, and not the file's, though this part of the file may not hold it. */
const FUNCTION_NEXT = /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b/
const SCRIPT_TAG = /<script[^>]*>/g
const TAG = /(?:^\/\*\*|\n)[ \t]*\*?[ \t]*@layout\b([^\n]*)/g

/** The annotations of a module: hints parallel to its functions, and where each of its tags stands. */
export interface ModuleAnnotations {
  readonly hints: readonly (FunctionLayoutHint | undefined)[]
  /** Words that mean nothing. */
  readonly errors: readonly LayoutError[]
  /** Tags that belong to a function or to the file, by offset. */
  readonly placed: readonly number[]
  /** Tags that belong to nothing here; in a component, which is compiled in parts, perhaps to something in another part. */
  readonly unplaced: ReadonlyMap<number, LayoutError>
}

interface Annotation {
  readonly hint: FunctionLayoutHint
  /** Offsets of its comment. */
  readonly start: number
  readonly end: number
}

/**
 * Reads the `@layout` tags in the original source of a module.
 * A tag belongs to the function that its comment stands directly before; one before a file's first statement, which
 * is no function, to all functions of the file without one of their own.
 *
 * @param places of functions, the module first
 * @param isTarget leaves out functions that are none in the source
 * @throws never: mistakes (an unknown phase, an unknown word) are part of the result
 */
export function readAnnotations(
  file: string,
  source: string,
  places: readonly Place[],
  isTarget: (index: number) => boolean,
): ModuleAnnotations {
  const hints: (FunctionLayoutHint | undefined)[] = places.map(() => undefined)
  const errors: LayoutError[] = []
  const placed: number[] = []
  const unplaced = new Map<number, LayoutError>()
  if (!source.includes('@layout')) return { hints, errors, placed, unplaced }
  const starts = lineStarts(source)
  // No tag stands before a function of unknown place.
  const offsets = places.map(({ line, column }) => (line === 0 ? -1 : (starts[line - 1] ?? source.length) + column - 1))
  const order = offsets.map((_, index) => index).filter((index) => index > 0 && isTarget(index))
  order.sort((a, b) => offsets[a]! - offsets[b]!)
  let whole: FunctionLayoutHint | undefined
  for (const { hint, start, end } of findAnnotations(file, source, starts, errors)) {
    const target = order.find((index) => offsets[index]! >= end)
    if (target !== undefined && isBefore(source, end, offsets[target]!)) {
      hints[target] = hint
      placed.push(start)
    } else if (NOTHING_BEFORE.test(codeBefore(source, start)) && !FUNCTION_NEXT.test(source.slice(end))) {
      whole = hint
      placed.push(start)
    } else {
      unplaced.set(
        start,
        new LayoutError('ANNOTATION_PLACE', 'this @layout tag stands before no function.', {
          ...placeOf(file, starts, start),
          hint: 'Put it directly before a function, a method, a function bound to a name, or a file’s first statement.',
        }),
      )
    }
  }
  return { hints: whole === undefined ? hints : hints.map((hint) => hint ?? whole), errors, placed, unplaced }
}

/** Whether nothing but the beginning of a function's declaration, or its other signatures, stands between the two offsets. */
function isBefore(source: string, end: number, offset: number): boolean {
  const between = source.slice(end, offset)
  if (BINDING.test(between)) return true
  const [, keyword, name] = SIGNATURE.exec(source.slice(offset)) ?? []
  const [, otherKeyword, otherName] = SIGNATURE.exec(between) ?? []
  return name !== undefined && name === otherName && (keyword === undefined) === (otherKeyword === undefined)
}

function* findAnnotations(
  file: string,
  source: string,
  starts: readonly number[],
  errors: LayoutError[],
): Generator<Annotation> {
  for (const { start, end } of findDocComments(file, source)) {
    for (const tag of source.slice(start, end).matchAll(TAG)) {
      const at = start + tag.index + tag[0].indexOf('@layout')
      try {
        const hint = parseTag(tag[1]!.replace(/\*\/$/, ''), placeOf(file, starts, at))
        yield { hint, start, end }
      } catch (error) {
        if (!(error instanceof LayoutError)) throw error
        errors.push(error)
      }
    }
  }
}

/** The words after `@layout`: `startup pin`, `anchor=event_loop`, `phase=cold anchor=x pin`. */
function parseTag(text: string, place: SourcePlace): FunctionLayoutHint {
  let phase: LayoutPhase | undefined
  let anchor: string | undefined
  let pinned = false
  for (const word of text.trim().split(/[\s,]+/)) {
    const [key, value] = word.split('=', 2) as [string, string | undefined]
    if (word === 'pin') pinned = true
    else if (key === 'anchor' && value !== undefined && value !== '') anchor = normalizeAnchor(value)
    else if (key === 'phase' && value !== undefined) phase = parsePhase(value, place)
    else if (value === undefined && word !== '') phase = parsePhase(word, place)
    else if (word !== '') {
      throw new LayoutError('ANNOTATION', `unknown word ${JSON.stringify(word)} in a @layout tag.`, {
        ...place,
        hint: 'It takes a phase, anchor=NAME and pin.',
      })
    }
  }
  if (phase === undefined && anchor === undefined && !pinned) {
    throw new LayoutError('ANNOTATION', 'a @layout tag without a phase, an anchor or pin.', place)
  }
  return anchor === undefined ? { phase: phase ?? 'steady', pinned } : { phase: phase ?? 'steady', anchor, pinned }
}

/** In a component, what stands before its script is no code. */
function codeBefore(source: string, at: number): string {
  const before = source.slice(0, at)
  const tag = [...before.matchAll(SCRIPT_TAG)].at(-1)
  return tag === undefined ? before : before.slice(tag.index + tag[0].length)
}

function placeOf(file: string, starts: readonly number[], offset: number): SourcePlace {
  const line = lineOf(starts, offset)
  return { file, line: line + 1, column: offset - starts[line]! + 1 }
}
