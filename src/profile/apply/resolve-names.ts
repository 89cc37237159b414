import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

import { type EncodedSourceMap, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'

import { isFile } from '../../files/index.ts'
import { ownName, splitFunctionName } from '../../model/index.ts'
import type { AstNode } from '../../record/transform/ast.ts'
import { collectFunctions } from '../../record/transform/collect-functions.ts'
import { lineOf, lineStarts } from '../../record/source-place.ts'
import { contentHash } from '../node/script-places.ts'
import type { FeedbackEntry, FeedbackFile } from './read-feedback.ts'

interface SourceFunction {
  readonly path: string
  readonly own: string
  /** From where the function begins to where its body does: V8 tells a place in there. */
  readonly start: number
  readonly bodyStart: number
}

interface SourceModule {
  readonly text: string
  readonly hash: string
  readonly lineStarts: readonly number[]
  readonly functions: readonly SourceFunction[]
}

export interface ResolvedFeedback {
  readonly files: readonly FeedbackFile[]
  /** Modules, each with why functions of it could not be named, and how many. */
  readonly problems: readonly string[]
}

/**
 * Turns names by place (`MODULE:@LINE:COLUMN`, from V8's counters) into the recorder's, by the sources in `root`.
 * A source that changed since is searched for a function of V8's name instead, if there is only one.
 * Functions of sources that are not there are left out, however they are named.
 */
export async function resolveNames(files: readonly FeedbackFile[], root: string): Promise<ResolvedFeedback> {
  const modules = new Map<string, SourceModule | string>()
  const lost = new Map<string, number>()
  const resolved: FeedbackFile[] = []
  for (const file of files) {
    const entries: FeedbackEntry[] = []
    for (const entry of file.entries) {
      const lose = (module: string, why: string): void => {
        const key = `${module}: ${why}`
        lost.set(key, (lost.get(key) ?? 0) + 1)
      }
      const place = /^(.*):@(\d+):(\d+)$/s.exec(entry.name)
      if (place === null) {
        // Named by probes, or code of a module: the name is the recorder's already, if there is such a source.
        const { module } = splitFunctionName(entry.name)
        if (!isSourceName(module) || isSource(root, module)) entries.push(entry)
        else lose(module, NO_SOURCE)
        continue
      }
      const module = place[1]!
      let source = modules.get(module)
      if (source === undefined) modules.set(module, (source = await readModule(root, module)))
      const found = typeof source === 'string' ? source : find(source, entry, place, file.hashes.get(module))
      if (typeof found === 'string') lose(module, found)
      else entries.push({ ...entry, name: `${module}:${found.path}` })
    }
    resolved.push({ ...file, entries })
  }
  const problems = [...lost].map(([key, count]) => `${key} (${count} ${count === 1 ? 'function' : 'functions'})`)
  return { files: resolved, problems: problems.sort() }
}

function find(
  source: SourceModule,
  entry: FeedbackEntry,
  place: RegExpExecArray,
  hash: string | undefined,
): SourceFunction | string {
  if (hash === source.hash) {
    const at = (source.lineStarts[Number(place[2]) - 1] ?? Infinity) + Number(place[3]) - 1
    const found = findAt(source, at, MEMBERS.get(entry.engineName))
    if (found !== undefined) return found
  }
  const own = entry.engineName === '' ? '' : ownName(entry.engineName)
  const named = own === '' ? [] : source.functions.filter((fn) => fn.own === own)
  if (named.length === 1) return named[0]!
  return hash === source.hash ? 'no function at the place that V8 told' : 'the source has changed since it was profiled'
}

/** V8's names of the functions that initialise a class's members, and the recorder's. */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['<instance_members_initializer>', '<instance_members>'],
  ['<static_initializer>', '<static_members>'],
])

function findAt(
  { text, functions }: SourceModule,
  at: number,
  members: string | undefined,
): SourceFunction | undefined {
  if (members !== undefined) {
    // V8 tells where the class begins; its first member follows.
    return functions.find(({ path, start }) => start >= at && path.endsWith(members))
  }
  // Innermost: a function in another one's default value stands within its head.
  const inner = functions.findLast(({ start, bodyStart }) => start <= at && (at < bodyStart || at === start))
  if (inner !== undefined) return inner
  // Bundlers map a declaration's first token to its `export`, an expression's to the name it is bound to.
  const next = functions.find(({ start }) => start > at)
  return next !== undefined && /^[^;{}()]*$/.test(text.slice(at, next.start)) ? next : undefined
}

const NO_SOURCE = 'there is no such source'

/** Whoever calls `recordCall` names functions as he likes (`db:query`): those are no sources. */
function isSourceName(module: string): boolean {
  return /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(module)
}

/** Modules are named from the root; a name that begins elsewhere is none that was ever recorded. */
function isSource(root: string, module: string): boolean {
  return !isAbsolute(module) && isFile(resolve(root, module))
}

async function readModule(root: string, module: string): Promise<SourceModule | string> {
  if (!isSource(root, module)) return NO_SOURCE
  const file = resolve(root, module)
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  try {
    const { code, map } = await toJavaScript(text, file)
    const { parseAst } = await loadVite()
    const toOriginal = originalOffsets(text, code, map)
    const functions = collectFunctions(parseAst(code) as AstNode, code)
      .filter(({ kind }) => kind !== 'module')
      .map(({ kind, path, start, node }) => {
        const bodyStart = kind === 'function' ? toOriginal((node['body'] as AstNode).start) : -1
        return { path, own: ownName(path), start: toOriginal(start), bodyStart }
      })
      .sort((a, b) => a.start - b.start)
    return { text, hash: contentHash(text), lineStarts: lineStarts(text), functions }
  } catch (error) {
    return `the source cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
  }
}

/** What the recorder names functions by: TypeScript and JSX are gone, which can add functions (enums). */
async function toJavaScript(text: string, file: string): Promise<{ code: string; map?: EncodedSourceMap }> {
  if (!/\.(?:[cm]?ts|[jt]sx)$/.test(file)) return { code: text }
  const { transformWithOxc } = await loadVite()
  const { code, map } = await transformWithOxc(text, file, { sourcemap: true })
  return { code, map: map as EncodedSourceMap }
}

function originalOffsets(text: string, code: string, map: EncodedSourceMap | undefined): (offset: number) => number {
  if (map === undefined) return (offset) => offset
  const trace = new TraceMap(map)
  const [generated, original] = [lineStarts(code), lineStarts(text)]
  return (offset) => {
    const line = lineOf(generated, offset)
    const found = originalPositionFor(trace, { line: line + 1, column: offset - generated[line]! })
    return found.line === null ? -1 : (original[found.line - 1] ?? 0) + found.column
  }
}

interface Vite {
  readonly parseAst: (code: string) => unknown
  readonly transformWithOxc: (
    code: string,
    file: string,
    options: { sourcemap: boolean },
  ) => Promise<{ code: string; map: unknown }>
}

function loadVite(): Promise<Vite> {
  return import('vite' as string) as Promise<Vite>
}
