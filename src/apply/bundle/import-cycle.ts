import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { parseBundle } from './parse.ts'
import { isNode, nodes, type SyntaxNode } from './syntax.ts'

/** What is no ES module and imports nothing statically. */
const LEAF = /\.(?:cjs|json|node|wasm|css)$/

/** The files that a file imports statically by a relative path; none where it is no ES module. */
function staticImports(file: string): string[] {
  if (LEAF.test(file)) return []
  const { program, kind } = parseBundle(readFileSync(file, 'utf8'), { file })
  if (kind !== 'module') return []
  const found: string[] = []
  for (const { type, source } of nodes((program as unknown as SyntaxNode)['body'])) {
    const imports = type === 'ImportDeclaration' || type === 'ExportNamedDeclaration' || type === 'ExportAllDeclaration'
    const specifier = imports && isNode(source) ? source['value'] : undefined
    if (typeof specifier === 'string' && /^\.{0,2}\//.test(specifier)) found.push(resolve(dirname(file), specifier))
  }
  return found
}

/**
 * Whether a module on disk is part of a cycle of static imports. True too when a file on the way cannot be read or
 * parsed: what is not known is taken for a cycle.
 */
export function isInImportCycle(file: string, known: Map<string, readonly string[]> = new Map()): boolean {
  const start = resolve(file)
  const seen = new Set<string>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    let imports = known.get(at)
    if (imports === undefined) {
      try {
        imports = staticImports(at)
      } catch {
        return true
      }
      known.set(at, imports)
    }
    for (const next of imports) {
      if (next === start) return true
      if (!seen.has(next)) {
        seen.add(next)
        open.push(next)
      }
    }
  }
  return false
}
