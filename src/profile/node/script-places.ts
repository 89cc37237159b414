import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { canSuspend } from './can-suspend.ts'
import { mapPositions } from './mapped-positions.ts'
import type { TalliedFunction } from './script-tally.ts'

interface SourceMapText {
  readonly sources?: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly sourceRoot?: string
  readonly mappings?: string
  readonly sections?: unknown
}

/** Where a function stands in the original source. */
export interface FunctionPlace {
  /** Relative to the project's root, with `/`. */
  readonly module: string
  /** From 1; column too. */
  readonly line: number
  readonly column: number
}

/** Finds original places of functions of scripts, source maps applied, and remembers them. */
export class ScriptPlaces {
  readonly #root: string
  readonly #places: Map<TalliedFunction, FunctionPlace | undefined> = new Map()
  readonly #hashes: Map<string, string> = new Map()

  constructor(root: string) {
    this.#root = root
  }

  /** Hash of each source by module name, to see at apply time whether it is still the same. */
  get hashes(): ReadonlyMap<string, string> {
    return this.#hashes
  }

  placeOf(tallied: TalliedFunction): FunctionPlace | undefined {
    return this.#places.get(tallied)
  }

  /** Locates all functions not located yet, and tells which can be suspended; each script's file and map are read once a call. */
  locate(functions: Iterable<TalliedFunction>): void {
    const byScript = new Map<string, TalliedFunction[]>()
    for (const tallied of functions) {
      if (this.#places.has(tallied)) continue
      const list = byScript.get(tallied.url)
      if (list === undefined) byScript.set(tallied.url, [tallied])
      else list.push(tallied)
    }
    for (const [url, list] of byScript) {
      try {
        this.#locateIn(fileURLToPath(url), list)
      } catch {
        // The file is gone or no file at all: its functions stay without a place, and are asked for only once.
        for (const tallied of list) this.#places.set(tallied, undefined)
      }
    }
  }

  #locateIn(file: string, list: TalliedFunction[]): void {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
    list.sort((a, b) => a.start - b.start)
    for (const tallied of list) tallied.canSuspend = canSuspend(text.slice(tallied.start, tallied.end))
    const generated = placesOf(text, list)
    const map = readSourceMap(text, file)
    if (map?.mappings === undefined) {
      const module = this.#moduleName(file, text)
      for (const [i, tallied] of list.entries()) {
        const { line, column } = generated[i]!
        this.#places.set(tallied, module === undefined ? undefined : { module, line: line + 1, column: column + 1 })
      }
      return
    }
    const sources = (map.sources ?? []).map((source) => (source === null ? undefined : sourceFile(source, map, file)))
    const modules = sources.map((source, i) =>
      source === undefined ? undefined : this.#moduleName(source, map.sourcesContent?.[i] ?? undefined),
    )
    for (const [i, original] of mapPositions(map.mappings, generated).entries()) {
      const tallied = list[i]!
      const module = original === undefined ? undefined : modules[original.source]
      // The code around all of a bundle's modules belongs to none of them.
      const isLost = module === undefined || (tallied.isModule && sources.length > 1)
      const place = isLost ? undefined : { module, line: original!.line, column: original!.column + 1 }
      this.#places.set(tallied, place)
    }
  }

  /** `undefined` for code of others. */
  #moduleName(file: string, text: string | undefined): string | undefined {
    if (file.includes(`${sep}node_modules${sep}`)) return undefined
    const module = relative(this.#root, file).split(sep).join('/')
    if (!this.#hashes.has(module)) {
      const content = text ?? tryRead(file)
      if (content !== undefined) this.#hashes.set(module, contentHash(content))
    }
    return module
  }
}

/** Hash of a source's text, line ends evened out. */
export function contentHash(text: string): string {
  const normal = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  return createHash('sha256').update(normal).digest('hex').slice(0, 16)
}

function placesOf(text: string, sorted: readonly { readonly start: number }[]): { line: number; column: number }[] {
  let line = 0
  let lineStart = 0
  return sorted.map(({ start }) => {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < start; next = text.indexOf('\n', lineStart)) {
      line++
      lineStart = next + 1
    }
    return { line, column: start - lineStart }
  })
}

function readSourceMap(text: string, file: string): SourceMapText | undefined {
  const url = /^\/\/[#@] sourceMappingURL=(\S+)/.exec(
    text.slice(Math.max(0, text.lastIndexOf('sourceMappingURL=') - 4)),
  )?.[1]
  const path = url === undefined ? `${file}.map` : undefined
  try {
    if (url?.startsWith('data:')) {
      const comma = url.indexOf(',')
      const [head, data] = [url.slice(0, comma), url.slice(comma + 1)]
      const json = head.endsWith(';base64') ? Buffer.from(data, 'base64').toString('utf8') : decodeURIComponent(data)
      return JSON.parse(json) as SourceMapText
    }
    const location = path ?? fileURLToPath(new URL(url!, pathToFileURL(file)))
    return JSON.parse(readFileSync(location, 'utf8')) as SourceMapText
  } catch {
    return undefined
  }
}

function sourceFile(source: string, map: SourceMapText, file: string): string | undefined {
  if (source.startsWith('\0')) return undefined
  if (source.startsWith('file://')) return fileURLToPath(source)
  if (/^[a-z][a-z\d+.-]*:/i.test(source) && !/^[a-z]:[\\/]/i.test(source)) return undefined
  return resolve(dirname(file), map.sourceRoot ?? '', source)
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
