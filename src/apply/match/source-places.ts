import { extname } from 'node:path'

import { type AstNode, collectFunctions, type ParseModule } from '../../record/transform/index.ts'
import type { RecordedPlace } from './place.ts'
import { lineNumber, lineStarts } from './text-lines.ts'

/** Parses a module in a language: `js`, `jsx`, `ts` or `tsx`; Vite's `parseAst` is one. */
export type ParseSource = (code: string, options: { lang: 'js' | 'jsx' | 'ts' | 'tsx' }) => AstNode

const LANGUAGES: Readonly<Record<string, 'js' | 'jsx' | 'ts' | 'tsx'>> = {
  '.js': 'jsx',
  '.mjs': 'jsx',
  '.cjs': 'jsx',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
}

/**
 * All functions of a source file with their names by the rules of `docs/design.md` and their places: what a layout,
 * which holds names only, needs to be found in a built file.
 *
 * @param module path relative to the root, as in names
 * @returns undefined when the file is of another language or does not parse
 */
export function sourcePlaces(module: string, code: string, parse: ParseSource): RecordedPlace[] | undefined {
  const lang = LANGUAGES[extname(module)]
  if (lang === undefined) return undefined
  const parseModule: ParseModule = (text) => withoutBodiless(parse(text, { lang }))
  let functions
  try {
    functions = collectFunctions(parseModule(code), code)
  } catch {
    return undefined
  }
  const lines = lineStarts(code)
  return functions.map(({ path, start, end }) => {
    const from = placeAt(lines, start)
    const to = placeAt(lines, end)
    return {
      name: `${module}:${path}`,
      module,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
    }
  })
}

/** Drops what TypeScript erases and the collector would count: overloads and abstract methods have no body. */
function withoutBodiless(node: AstNode): AstNode {
  const open: AstNode[] = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [key, value] of Object.entries(next)) {
      if (Array.isArray(value)) {
        const kept = (value as unknown[]).filter((item) => !isBodiless(item))
        if (kept.length < value.length) (next as Record<string, unknown>)[key] = kept
        for (const item of kept) if (isNode(item)) open.push(item)
      } else if (isNode(value)) {
        open.push(value)
      }
    }
  }
  return node
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value
}

function isBodiless(value: unknown): boolean {
  return isNode(value) && isNode(value.value) && value.value.type === 'TSEmptyBodyFunctionExpression'
}

/** Both from 1. */
function placeAt(lines: readonly number[], offset: number): { line: number; column: number } {
  const line = lineNumber(lines, offset)
  return { line, column: offset - lines[line - 1]! + 1 }
}
