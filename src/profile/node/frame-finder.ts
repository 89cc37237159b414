import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { TalliedFunction } from './script-tally.ts'

/** Where a function begins as the sampling profiler reports it: at its parameters. Line and column count from 0. */
export interface CallFrame {
  readonly functionName: string
  readonly scriptId: string
  readonly url: string
  readonly lineNumber: number
  readonly columnNumber: number
}

/** What V8 takes for the end of a line. */
const LINE_END = /\r\n?|[\n\u2028\u2029]/g

/**
 * Finds the counted function that a sampled frame belongs to. The counters know functions by their whole range, the
 * sampling profiler by the place of their parameters: it is the innermost range that holds the place.
 */
export class FrameFinder {
  readonly #lineStarts: Map<string, readonly number[] | undefined> = new Map()

  /** The function of each frame; `undefined` where its script has not been counted (yet). */
  find(frames: readonly CallFrame[], functions: Iterable<TalliedFunction>): (TalliedFunction | undefined)[] {
    const byScript = new Map<string, TalliedFunction[]>(frames.map(({ scriptId }) => [scriptId, []]))
    for (const tallied of functions) byScript.get(tallied.scriptId)?.push(tallied)
    const nestings = new Map([...byScript].map(([scriptId, list]) => [scriptId, nest(list)]))
    return frames.map((frame) => {
      const candidates = byScript.get(frame.scriptId)!
      if (candidates.length === 0) return undefined
      if (frame.functionName === '' && frame.lineNumber === 0 && frame.columnNumber === 0) {
        const module = candidates.find(({ isModule }) => isModule)
        if (module !== undefined) return module
      }
      const lineStart = this.#linesOf(frame)?.[frame.lineNumber]
      return lineStart === undefined
        ? undefined
        : innermost(nestings.get(frame.scriptId)!, lineStart + frame.columnNumber)
    })
  }

  #linesOf({ scriptId, url }: CallFrame): readonly number[] | undefined {
    if (!this.#lineStarts.has(scriptId)) this.#lineStarts.set(scriptId, lineStarts(url))
    return this.#lineStarts.get(scriptId)
  }
}

/** Functions of one script by start, outer ones first, each with the index of the one around it. */
interface Nesting {
  readonly functions: readonly TalliedFunction[]
  readonly outer: readonly number[]
}

function nest(list: readonly TalliedFunction[]): Nesting {
  const functions = list.filter(({ isModule }) => !isModule).sort((a, b) => a.start - b.start || b.end - a.end)
  const outer: number[] = []
  for (const [i, { start }] of functions.entries()) {
    let around = i - 1
    while (around >= 0 && functions[around]!.end <= start) around = outer[around]!
    outer.push(around)
  }
  return { functions, outer }
}

function innermost({ functions, outer }: Nesting, offset: number): TalliedFunction | undefined {
  let [low, high] = [0, functions.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (functions[middle]!.start <= offset) low = middle + 1
    else high = middle
  }
  let at = low - 1
  while (at >= 0 && functions[at]!.end <= offset) at = outer[at]!
  return functions[at]
}

function lineStarts(url: string): readonly number[] | undefined {
  try {
    const text = readFileSync(fileURLToPath(url), 'utf8').replace(/^\uFEFF/, '')
    return [0, ...[...text.matchAll(LINE_END)].map((end) => end.index + end[0].length)]
  } catch {
    return undefined
  }
}
