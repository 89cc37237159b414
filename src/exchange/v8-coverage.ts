import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

import { originalPositionFor, TraceMap, type SourceMapInput } from '@jridgewell/trace-mapping'

import { LayoutError } from '../errors.ts'
import type { Recording } from '../model/recording.ts'
import { readCoverageFile, type CachedSourceMap } from './coverage-file.ts'
import { LineIndex } from './line-index.ts'
import { enclosingRanges } from './nested-ranges.ts'
import { projectScript, type ProjectScript } from './project-path.ts'
import { importedRecording, type ImportedFunction } from './recording-builder.ts'
import type { DescribeSource, SourceFunction } from './source-functions.ts'

interface CountedFunction {
  readonly functionName: string
  readonly start: number
  readonly end: number
  count: number
}

interface CountedScript extends ProjectScript {
  readonly functions: Map<string, CountedFunction>
  sourceMap: CachedSourceMap | undefined
}

export interface ImportOptions {
  /** Absolute path of the project. */
  readonly root: string
  /** Gives exact names and sizes where the source is at hand. */
  readonly describe?: DescribeSource
}

/**
 * Makes a recording of a `NODE_V8_COVERAGE` folder (c8 leaves one in `coverage/tmp`): call counts are exact, scripts stand
 * in the order they were loaded; there are no edges and no times. Counts of several processes are added.
 *
 * @throws LayoutError `COVERAGE_EMPTY` when nothing of the project is in it, `COVERAGE_SHAPE`, `JSON_INVALID`
 */
export function importV8Coverage(folder: string, options: ImportOptions): Recording {
  const files = coverageFiles(folder)
  const problems: string[] = ['imported from V8 coverage: call edges and times are unknown']
  const scripts = new Map<string, CountedScript>()
  let readable = 0
  for (const file of files) {
    try {
      addFile(scripts, join(folder, file), options.root)
      readable++
    } catch (error) {
      // One process that was killed while it wrote must not cost the others; with a single file there is nothing else.
      if (!(error instanceof LayoutError) || files.length === 1) throw error
      problems.push(`${file} was left out: ${error.code}`)
    }
  }
  if (readable === 0) {
    throw new LayoutError(
      'COVERAGE_EMPTY',
      `none of ${files.length} coverage files could be read (${problems.at(-1)}).`,
      {
        file: folder,
      },
    )
  }
  if (scripts.size === 0) {
    throw new LayoutError('COVERAGE_EMPTY', `no script of the project ${options.root} is in this coverage.`, {
      file: folder,
      hint: 'Give the folder of the project with --root if it was recorded elsewhere.',
    })
  }
  const functions = [...scripts.values()].flatMap((script) => scriptFunctions(script, options, problems))
  const ran = functions.flatMap((found, index) => (found.callCount > 0 ? [index] : []))
  return importedRecording(functions, ran, posix.basename(folder.replaceAll('\\', '/')), problems)
}

function coverageFiles(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (cause) {
    throw new LayoutError(
      'READ_FAILED',
      `cannot read this folder: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        file: folder,
        cause,
      },
    )
  }
  const files = names.filter((name) => /^coverage-.*\.json$/.test(name)).sort()
  if (files.length > 0) return files
  const profile = names.sort().find((name) => name.endsWith('.cpuprofile'))
  throw new LayoutError('COVERAGE_EMPTY', 'no file coverage-*.json is in this folder.', {
    file: folder,
    hint:
      profile === undefined
        ? 'Run the program with NODE_V8_COVERAGE set to it, or give the folder c8 writes to (coverage/tmp).'
        : `A folder is read as V8 coverage: give a CPU profile as a file, such as ${profile} in it.`,
  })
}

function addFile(scripts: Map<string, CountedScript>, path: string, root: string): void {
  const file = readCoverageFile(path)
  for (const { url, functions } of file.result) {
    const script = projectScript(url, root)
    // Node tells files as URLs; any other name is a file only where there is one.
    if (script === undefined || (!url.startsWith('file:') && !existsSync(script.path))) continue
    let counted = scripts.get(script.module)
    if (counted === undefined) {
      scripts.set(script.module, (counted = { ...script, functions: new Map(), sourceMap: undefined }))
    }
    counted.sourceMap ??= file['source-map-cache']?.[url]
    for (const { functionName, ranges } of functions) {
      const { startOffset: start, endOffset: end, count } = ranges[0]!
      const key = `${start}-${end}`
      const known = counted.functions.get(key)
      if (known === undefined) counted.functions.set(key, { functionName, start, end, count })
      else known.count += count
    }
  }
}

function scriptFunctions(script: CountedScript, options: ImportOptions, problems: string[]): ImportedFunction[] {
  const source = readText(script.path)
  const counted = [...script.functions.values()].sort((a, b) => a.start - b.start || b.end - a.end)
  const end = counted.reduce((last, found) => Math.max(last, found.end), 0)
  const isSource = source !== undefined && source.length >= end && script.sourceMap?.lineLengths === undefined
  if (isSource) {
    const described = options.describe?.(script.path, source)
    if (described !== undefined) return described.map((found) => withCount(script.module, found, counted))
  } else if (source !== undefined && source.length < end) {
    problems.push(`${script.module}: the file is not what ran; sizes are those of the code that ran`)
  }
  return fromRanges(script, counted, source !== undefined && source.length >= end ? source : undefined)
}

/** V8 reports a function that was never compiled not at all: it did not run. */
function withCount(module: string, found: SourceFunction, counted: readonly CountedFunction[]): ImportedFunction {
  const { path, line, column, size, totalSize, bodyHash } = found
  // Methods begin at their name for us and at their name or modifiers for V8: the end is what both agree on.
  const matches = counted.filter(
    (other) => other.end === found.end && Math.abs(other.start - found.start) <= found.end - found.start,
  )
  const best = matches.sort((a, b) => Math.abs(a.start - found.start) - Math.abs(b.start - found.start))[0]
  const callCount = best?.count ?? 0
  return {
    module,
    path,
    line,
    column,
    size,
    totalSize,
    bodyHash,
    callCount,
    firstCallUs: callCount > 0 ? 0 : undefined,
  }
}

function fromRanges(
  script: CountedScript,
  counted: readonly CountedFunction[],
  source: string | undefined,
): ImportedFunction[] {
  const lengths = script.sourceMap?.lineLengths
  const lines = lengths === undefined ? LineIndex.ofText(source ?? '') : LineIndex.ofLengths(lengths)
  const data = script.sourceMap?.data
  const map =
    data === undefined || data === null
      ? undefined
      : new TraceMap({ names: [], ...data, version: 3 } as unknown as SourceMapInput)
  const parents = enclosingRanges(counted)
  const totals = counted.map(({ start, end }) =>
    source === undefined ? end - start : Buffer.byteLength(source.slice(start, end)),
  )
  const own = [...totals]
  const anonymous = new Int32Array(counted.length + 1)
  const paths: string[] = []
  parents.forEach((parent, index) => {
    if (parent !== -1) own[parent]! -= totals[index]!
  })
  return counted.map(({ functionName, start, count }, index) => {
    const parent = parents[index]!
    // The script itself is the range without a name that encloses all others.
    const isModule = parent === -1 && functionName === '' && index === 0
    const name = functionName === '' ? `<anonymous#${++anonymous[parent + 1]!}>` : functionName
    const prefix = parent === -1 ? '' : paths[parent]!
    paths.push(isModule ? '' : prefix === '' ? name : `${prefix}.${name}`)
    const place = lines.place(start)
    const original = map && originalPositionFor(map, { line: place.line + 1, column: place.column })
    const module = originalModule(script.module, original?.source)
    return {
      module,
      path: isModule ? '<module>' : paths[index]!,
      line: original?.line ?? place.line + 1,
      column: (original?.column ?? place.column) + 1,
      size: Math.max(0, own[index]!),
      totalSize: totals[index]!,
      bodyHash: '',
      callCount: count,
      firstCallUs: count > 0 ? 0 : undefined,
    }
  })
}

function originalModule(module: string, source: string | null | undefined): string {
  if (source === null || source === undefined || /^[a-z]+:/i.test(source)) return module
  const joined = posix.join(posix.dirname(module), source)
  return joined.startsWith('../') ? module : joined
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
