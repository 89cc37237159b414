import {
  decodedMappings,
  encodedMap,
  TraceMap,
  type EncodedSourceMap,
  type SourceMapSegment,
} from '@jridgewell/trace-mapping'

import { LayoutError } from '../../errors.ts'
import { lowerBound } from '../../search.ts'
import type { Piece } from './text-edits.ts'
import { lineOf, lineStarts } from '../../record/source-place.ts'

export interface ExactMapOptions {
  /** Map of the code before the edits. Without it, the map leads from the new code to the old. */
  readonly inputMap?: TraceMap | undefined
  /** Name of the old code in a map that leads to it. */
  readonly source: string
  /** Name of the new file. */
  readonly file?: string | undefined
}

/**
 * Source map of an edited text. With an input map, each kept character leads exactly where it led before (a look-up of
 * any kept place gives the same answer before and after); text of our own leads nowhere.
 *
 * @throws LayoutError `MAP_FOREIGN` when the input map speaks of places that the code does not have.
 */
export function exactMap(code: string, pieces: readonly Piece[], options: ExactMapOptions): EncodedSourceMap {
  const starts = lineStarts(code)
  const { inputMap } = options
  if (inputMap !== undefined) checkBelongs(code, starts, inputMap, options.file ?? options.source)
  const before = inputMap === undefined ? wordMappings(code, starts) : decodedMappings(inputMap)
  const mappings = new MappingWriter(code, starts, before).write(pieces)
  const decoded = new TraceMap({
    version: 3,
    names: [...(inputMap?.names ?? [])],
    sources: inputMap === undefined ? [options.source] : [...inputMap.sources],
    sourcesContent: inputMap === undefined ? [code] : [...(inputMap.sourcesContent ?? [])],
    mappings,
  })
  const { file: _file, sourceRoot: _root, ignoreList: _ignored, ...map } = encodedMap(decoded)
  return {
    ...map,
    ...(options.file === undefined ? {} : { file: options.file }),
    ...(inputMap?.sourceRoot === undefined ? {} : { sourceRoot: inputMap.sourceRoot }),
    ...(inputMap?.ignoreList === undefined ? {} : { ignoreList: inputMap.ignoreList }),
  }
}

class MappingWriter {
  private readonly code: string
  private readonly starts: readonly number[]
  private readonly before: readonly (readonly SourceMapSegment[])[]
  private readonly lines: SourceMapSegment[][] = [[]]
  private column = 0

  constructor(code: string, starts: readonly number[], before: readonly (readonly SourceMapSegment[])[]) {
    this.code = code
    this.starts = starts
    this.before = before
  }

  write(pieces: readonly Piece[]): SourceMapSegment[][] {
    for (const piece of pieces) {
      if ('text' in piece) this.writeText(piece.text)
      else this.writeSlice(piece.from, piece.to)
    }
    return this.lines
  }

  private writeText(text: string): void {
    const rows = text.split('\n')
    this.mark([this.column])
    for (let row = 1; row < rows.length; row++) {
      this.lines.push([])
      this.column = 0
    }
    this.column += rows.at(-1)!.length
  }

  private writeSlice(from: number, to: number): void {
    let at = from
    let line = lineOf(this.starts, from)
    while (at < to) {
      const start = this.starts[line]!
      const next = this.starts[line + 1] ?? this.code.length + 1
      const end = Math.min(to, next)
      this.writeWithinLine(line, at - start, end - start)
      if (end === next && next <= this.code.length) {
        this.lines.push([])
        this.column = 0
      } else this.column += end - at
      at = end
      line++
    }
  }

  /** Columns `from` to `to` of one old line, put at the present place. */
  private writeWithinLine(line: number, from: number, to: number): void {
    const row = this.before[line] ?? []
    const shift = this.column - from
    let index = firstFrom(row, from)
    // What holds at the first column may have been said before it; a name belongs to the place of its segment only.
    if (row[index]?.[0] !== from) {
      const governing = row[index - 1]
      if (governing === undefined || governing.length === 1) this.mark([this.column])
      else this.mark([this.column, governing[1], governing[2], governing[3]])
    }
    for (; index < row.length && row[index]![0] < to; index++) this.copy(shifted(row[index]!, shift))
  }

  /** Says what holds from here on; the later of two at one place counts. */
  private mark(segment: SourceMapSegment): void {
    this.dropEmptyMark(segment[0])
    const previous = this.lines.at(-1)!.at(-1)
    // "Nowhere" needs to be said only after something.
    if (segment.length === 1 && (previous === undefined || previous.length === 1)) return
    this.lines.at(-1)!.push(segment)
  }

  /** Two segments at one column stay two: look-ups at it and after it tell them apart. */
  private copy(segment: SourceMapSegment): void {
    if (segment.length > 1) this.dropEmptyMark(segment[0])
    this.lines.at(-1)!.push(segment)
  }

  private dropEmptyMark(column: number): void {
    const row = this.lines.at(-1)!
    const last = row.at(-1)
    if (last?.length === 1 && last[0] === column) row.pop()
  }
}

function shifted(segment: SourceMapSegment, by: number): SourceMapSegment {
  if (segment.length === 1) return [segment[0] + by]
  if (segment.length === 4) return [segment[0] + by, segment[1], segment[2], segment[3]]
  return [segment[0] + by, segment[1], segment[2], segment[3], segment[4]]
}

/** Index of the first segment at or past `column`. */
function firstFrom(row: readonly SourceMapSegment[], column: number): number {
  return lowerBound(row.length, (index) => row[index]![0] < column)
}

/** A map of the code onto itself, one segment a word: what a bundler needs to join maps without loss. */
function wordMappings(code: string, starts: readonly number[]): SourceMapSegment[][] {
  return starts.map((start, line) => {
    const text = code.slice(start, starts[line + 1] ?? code.length)
    const row: SourceMapSegment[] = []
    for (const { index } of text.matchAll(/[\p{ID_Continue}$]+|[^\p{ID_Continue}$]/gu))
      row.push([index, 0, line, index])
    return row
  })
}

function checkBelongs(code: string, starts: readonly number[], map: TraceMap, file: string): void {
  const rows = decodedMappings(map)
  for (let line = 0; line < rows.length; line++) {
    const last = rows[line]!.at(-1)
    if (last === undefined) continue
    const start = starts[line]
    const length = start === undefined ? -1 : (starts[line + 1] ?? code.length + 1) - start
    if (last[0] > length) {
      throw new LayoutError(
        'MAP_FOREIGN',
        `the source map speaks of line ${line + 1}, column ${last[0] + 1}; the file has ${
          start === undefined ? `${starts.length} lines` : `${Math.max(length - 1, 0)} columns there`
        }.`,
        { file, hint: 'Give the map that was written together with this file.' },
      )
    }
  }
}
