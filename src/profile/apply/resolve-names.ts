import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { ownName } from '../../model/index.ts'
import type { AstNode } from '../../record/transform/ast.ts'
import { collectFunctions } from '../../record/transform/collect-functions.ts'
import { contentHash } from '../node/script-places.ts'
import type { FeedbackEntry, FeedbackFile } from './read-feedback.ts'

type Parse = (code: string, options?: { lang?: string }) => unknown

interface SourceFunction {
  readonly path: string
  readonly own: string
  /** From where the function begins to where its body does: V8 tells a place in there. */
  readonly start: number
  readonly bodyStart: number
}

interface SourceModule {
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
 */
export async function resolveNames(files: readonly FeedbackFile[], root: string): Promise<ResolvedFeedback> {
  const modules = new Map<string, SourceModule | string>()
  const lost = new Map<string, number>()
  let parse: Parse | undefined
  const resolved: FeedbackFile[] = []
  for (const file of files) {
    const entries: FeedbackEntry[] = []
    for (const entry of file.entries) {
      const place = /^(.*):@(\d+):(\d+)$/s.exec(entry.name)
      if (place === null) {
        entries.push(entry)
        continue
      }
      const module = place[1]!
      parse ??= await loadParser()
      let source = modules.get(module)
      if (source === undefined) modules.set(module, (source = readModule(resolve(root, module), parse)))
      const found = typeof source === 'string' ? source : find(source, entry, place, file.hashes.get(module))
      if (typeof found === 'string') {
        const key = `${module}: ${found}`
        lost.set(key, (lost.get(key) ?? 0) + 1)
      } else {
        entries.push({ ...entry, name: `${module}:${found.path}` })
      }
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
    // Innermost: a function in another one's default value stands within its head.
    const heads = source.functions.filter(({ start, bodyStart }) => start <= at && at < bodyStart)
    const inner = heads.reduce<SourceFunction | undefined>(
      (a, b) => (a === undefined || b.start >= a.start ? b : a),
      undefined,
    )
    if (inner !== undefined) return inner
  }
  const own = entry.engineName === '' ? '' : ownName(entry.engineName)
  const named = own === '' ? [] : source.functions.filter((fn) => fn.own === own)
  if (named.length === 1) return named[0]!
  return hash === source.hash ? 'no function at the place that V8 told' : 'the source has changed since it was profiled'
}

function readModule(file: string, parse: Parse): SourceModule | string {
  if (!existsSync(file)) return 'there is no such source'
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  const lang = /\.[cm]?tsx$/.test(file) ? 'tsx' : /\.[cm]?ts$/.test(file) ? 'ts' : file.endsWith('.jsx') ? 'jsx' : 'js'
  let program: AstNode
  try {
    program = parse(text, { lang }) as AstNode
  } catch {
    return 'the source does not parse'
  }
  const functions = collectFunctions(program, text)
    .filter(({ kind, node }) => kind === 'function' && node['body'])
    .map(({ path, start, node }) => {
      return { path, own: ownName(path), start, bodyStart: (node['body'] as AstNode).start }
    })
  const lineStarts = [0]
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) lineStarts.push(i + 1)
  return { hash: contentHash(text), lineStarts, functions }
}

async function loadParser(): Promise<Parse> {
  const { parseAst } = (await import('vite' as string)) as { parseAst: Parse }
  return parseAst
}
