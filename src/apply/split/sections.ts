import type { FunctionTable } from '../bundle/functions.ts'
import type { ParsedBundle } from '../bundle/parse.ts'
import { directiveCount, forEachChild, isFunction, isNode, nodes, type SyntaxNode } from '../bundle/syntax.ts'
import type { BindingTable, Scope } from './bindings.ts'

/** A scope that cold text is evaluated in: the file's top level, or the body of a wrapper that runs once. */
export interface Section {
  readonly scope: Scope
  /** Where declarations can be put into it. */
  readonly insertAt: number
  /** Function whose body it is, undefined for the top level. */
  readonly wrapper: SyntaxNode | undefined
}

/** Cold characters that a wrapper must hold before it gets a section of its own, for which all its variables go to the heap. */
const LEAST_COLD_IN_WRAPPER = 4096

/**
 * The top level, and the wrappers that bundlers put around CommonJS modules and libraries around themselves: functions
 * that are called where they stand, or handed to a call of the top level. Outer sections come first.
 */
export function findSections(
  bundle: ParsedBundle,
  table: FunctionTable,
  bindings: BindingTable,
  cold: ReadonlySet<number>,
): Section[] {
  const root = bundle.program as unknown as SyntaxNode
  const sections: Section[] = [{ scope: bindings.program, insertAt: bundle.code.length, wrapper: undefined }]
  const indexes = new Map(table.functions.map(({ node, index }) => [node, index]))
  const coldIn = coldSizes(table, cold)
  const visit = (node: SyntaxNode): void => {
    if (isFunction(node)) return
    if (node.type === 'CallExpression') {
      for (const candidate of [node['callee'], ...nodes(node['arguments'])]) noteWrapper(candidate)
    }
    forEachChild(node, visit)
  }
  const noteWrapper = (value: unknown): void => {
    const node = functionOf(value)
    const index = node === undefined ? undefined : indexes.get(node)
    if (node === undefined || index === undefined || cold.has(index)) return
    const { body } = node
    const isPlain = node['async'] !== true && node['generator'] !== true && node.type !== 'FunctionDeclaration'
    if (!isPlain || !isNode(body) || body.type !== 'BlockStatement' || coldIn[index]! < LEAST_COLD_IN_WRAPPER) return
    const list = nodes(body['body'])
    const directives = directiveCount(list)
    // A directive without a semicolon would go on into what is put behind it.
    if (directives > 0 && bundle.code[list[directives - 1]!.end - 1] !== ';') return
    const insertAt = directives === 0 ? body.start + 1 : list[directives - 1]!.end
    sections.push({ scope: bindings.functions[index]!.inner, insertAt, wrapper: node })
    for (const statement of list) visit(statement)
  }
  for (const statement of nodes(root['body'])) visit(statement)
  return sections
}

/** A function that a call calls or is given, also as the only method of an object (esbuild's wrappers). */
function functionOf(value: unknown): SyntaxNode | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'ParenthesizedExpression') return functionOf(value['expression'])
  if (value.type === 'ObjectExpression') {
    const properties = nodes(value['properties'])
    return properties.length === 1 ? functionOf(properties[0]!['value']) : undefined
  }
  return isFunction(value) ? value : undefined
}

/** For each function, the characters of the outermost cold functions in it. */
function coldSizes({ functions }: FunctionTable, cold: ReadonlySet<number>): number[] {
  const sizes = functions.map(() => 0)
  for (const { index, parent, start, end } of functions) {
    if (!cold.has(index) || (parent !== -1 && cold.has(parent))) continue
    for (let at = parent; at !== -1; at = functions[at]!.parent) sizes[at]! += end - start
  }
  return sizes
}
