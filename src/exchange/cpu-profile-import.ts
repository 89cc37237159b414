import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

import * as v from 'valibot'

import { LayoutError } from '../errors.ts'
import type { Recording } from '../model/recording.ts'
import { LineIndex } from './line-index.ts'
import { projectScript } from './project-path.ts'
import { readJsonFile } from './read-json.ts'
import { importedRecording, type ImportedFunction } from './recording-builder.ts'
import type { SourceFunction } from './source-functions.ts'
import type { ImportOptions } from './v8-coverage.ts'

const Profile = v.object({
  nodes: v.pipe(
    v.array(
      v.object({
        id: v.number(),
        callFrame: v.object({
          functionName: v.string(),
          url: v.string(),
          lineNumber: v.number(),
          columnNumber: v.number(),
        }),
        hitCount: v.optional(v.number()),
        children: v.optional(v.array(v.number())),
        parent: v.optional(v.number()),
      }),
    ),
    v.minLength(1),
  ),
  startTime: v.number(),
  endTime: v.number(),
  samples: v.optional(v.array(v.number())),
  timeDeltas: v.optional(v.array(v.number())),
})

type Profile = v.InferOutput<typeof Profile>

interface Seen {
  readonly module: string
  readonly filePath: string
  readonly functionName: string
  readonly line: number
  readonly column: number
  hits: number
  selfUs: number
  totalUs: number
  first: number | undefined
  last: number | undefined
}

/**
 * Makes a recording of a `.cpuprofile` (`node --cpu-prof`, DevTools): functions stand in the order in which samples first
 * saw them, their times are sampled. A sampled profile counts no calls: the number of samples stands in for it, at least 1.
 * There are no edges.
 *
 * @throws LayoutError `CPU_PROFILE_SHAPE`, `CPU_PROFILE_EMPTY`, `JSON_INVALID`, `READ_FAILED`
 */
export function importCpuProfile(file: string, options: ImportOptions): Recording {
  const profile = parseProfile(file)
  const owner = nodeFunctions(profile, options.root)
  const seen = [...new Set(owner.values())].filter((found) => found !== undefined)
  if (seen.length === 0) {
    throw new LayoutError('CPU_PROFILE_EMPTY', `no function of the project ${options.root} is in this profile.`, {
      file,
      hint: 'Give the folder of the project with --root if it was recorded elsewhere.',
    })
  }
  addSamples(profile, owner)
  const inOrder = seen.sort((a, b) => (a.first ?? Infinity) - (b.first ?? Infinity))
  const describe = sourceLookup(options)
  const problems = ['imported from a sampled CPU profile: call edges are unknown, samples stand for calls']
  const functions = inOrder.map((found): ImportedFunction => {
    const source = describe(found)
    return {
      module: found.module,
      path: source?.path ?? fallbackPath(found),
      line: source?.line ?? found.line,
      column: source?.column ?? found.column,
      size: source?.size ?? 0,
      totalSize: source?.totalSize ?? 0,
      bodyHash: source?.bodyHash ?? '',
      callCount: Math.max(1, found.hits),
      firstCallUs: found.first ?? 0,
      lastCallUs: found.last ?? found.first ?? 0,
      totalUs: found.totalUs,
      selfUs: found.selfUs,
    }
  })
  if (functions.some(({ totalSize }) => totalSize === 0)) {
    problems.push('some sources were not found: sizes of their functions are unknown and count as 0')
  }
  return importedRecording(functions, [...functions.keys()], basename(file), problems)
}

function parseProfile(file: string): Profile {
  const parsed = v.safeParse(Profile, readJsonFile(file))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const at = v.getDotPath(issue)
  throw new LayoutError('CPU_PROFILE_SHAPE', `not a .cpuprofile: ${at === null ? '' : `${at}: `}${issue.message}.`, {
    file,
    hint: 'Expected what `node --cpu-prof` writes: an object with nodes, startTime and endTime.',
  })
}

function nodeFunctions(profile: Profile, root: string): Map<number, Seen | undefined> {
  const byPlace = new Map<string, Seen>()
  const owner = new Map<number, Seen | undefined>()
  for (const { id, callFrame, hitCount = 0 } of profile.nodes) {
    const script = callFrame.functionName === '(root)' ? undefined : projectScript(callFrame.url, root)
    if (script === undefined) {
      owner.set(id, undefined)
      continue
    }
    const { functionName, lineNumber, columnNumber } = callFrame
    const key = `${script.module}\0${lineNumber}\0${columnNumber}\0${functionName}`
    let found = byPlace.get(key)
    if (found === undefined) {
      found = {
        module: script.module,
        filePath: script.path,
        functionName,
        line: lineNumber + 1,
        column: columnNumber + 1,
        hits: 0,
        selfUs: 0,
        totalUs: 0,
        first: undefined,
        last: undefined,
      }
      byPlace.set(key, found)
    }
    found.hits += hitCount
    owner.set(id, found)
  }
  return owner
}

function addSamples(profile: Profile, owner: ReadonlyMap<number, Seen | undefined>): void {
  const { samples = [], timeDeltas = [] } = profile
  const parents = new Map<number, number>()
  for (const { id, children = [], parent } of profile.nodes) {
    if (parent !== undefined) parents.set(id, parent)
    for (const child of children) parents.set(child, id)
  }
  let now = 0
  samples.forEach((id, index) => {
    now += Math.max(0, timeDeltas[index] ?? 0)
    // A sample lasts until the next one.
    const duration = Math.max(0, timeDeltas[index + 1] ?? 0)
    const onStack = new Set<Seen>()
    const self = owner.get(id)
    if (self !== undefined) self.selfUs += duration
    // A malformed file may hold a circle of nodes.
    let steps = 0
    for (
      let at: number | undefined = id;
      at !== undefined && steps <= profile.nodes.length;
      at = parents.get(at), steps++
    ) {
      const found = owner.get(at)
      if (found === undefined || onStack.has(found)) continue
      onStack.add(found)
      found.totalUs += duration
      found.first ??= now
      found.last = now
    }
  })
}

function sourceLookup(options: ImportOptions): (found: Seen) => SourceFunction | undefined {
  const cache = new Map<string, { lines: LineIndex; functions: readonly SourceFunction[] } | undefined>()
  const load = (path: string): { lines: LineIndex; functions: readonly SourceFunction[] } | undefined => {
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
    const functions = options.describe?.(path, text)
    return functions && { lines: LineIndex.ofText(text), functions }
  }
  return (found) => {
    if (!cache.has(found.filePath)) cache.set(found.filePath, load(found.filePath))
    const source = cache.get(found.filePath)
    if (source === undefined) return undefined
    const offset = source.lines.offset(found.line - 1, found.column - 1)
    // V8 points at the parameters or the name: the innermost function around that place.
    return source.functions
      .filter(({ start, end }) => start <= offset && offset < end)
      .sort((a, b) => a.end - a.start - (b.end - b.start))[0]
  }
}

function fallbackPath({ functionName, line, column }: Seen): string {
  if (functionName !== '') return functionName
  // V8 places a module's own code at its very beginning.
  return line === 1 && column === 1 ? '<module>' : `<anonymous@${line}:${column}>`
}
