import { collectFunctions } from '../record/transform/collect-functions.ts'
import { measureFunctions } from '../record/transform/measure.ts'
import type { AstNode } from '../record/transform/ast.ts'
import { LineIndex } from './line-index.ts'
import type { DescribeSource } from './source-functions.ts'

interface Parser {
  readonly parseAst?: (code: string, options?: { lang?: string }) => unknown
}

/**
 * Names and measures functions as a recording does, with the parser of the Vite that is installed; `undefined` where there
 * is none, and imports then name functions as V8 does.
 */
export async function loadSourceDescriber(): Promise<DescribeSource | undefined> {
  let vite: Parser
  try {
    vite = (await import('vite' as string)) as Parser
  } catch {
    return undefined
  }
  const { parseAst } = vite
  if (parseAst === undefined) return undefined
  return (path, source) => {
    let program: AstNode
    try {
      const lang = /\.[cm]?tsx?$/.exec(path)?.[0].endsWith('x') === true ? 'tsx' : /\.[cm]?ts$/.test(path) ? 'ts' : 'js'
      program = parseAst(source, { lang }) as AstNode
    } catch {
      // JSX or another syntax: what V8 says of it has to do.
      return undefined
    }
    const functions = collectFunctions(program, source)
    const measures = measureFunctions(source, functions)
    const lines = LineIndex.ofText(source)
    return functions.map(({ path: name, start, end }, index) => {
      const { line, column } = lines.place(start)
      const { size, totalSize, bodyHash } = measures[index]!
      return { path: name, line: line + 1, column: column + 1, start, end, size, totalSize, bodyHash }
    })
  }
}
