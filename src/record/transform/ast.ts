/** A node of an ESTree syntax tree with UTF-16 offsets, as Vite's own parsers give it. */
export interface AstNode {
  readonly type: string
  readonly start: number
  readonly end: number
  // The tree is walked generically; a typed union of all ESTree nodes buys nothing here but casts.
  readonly [key: string]: any
}

/** Parses a module. Vite's `parseAst` of every version from 6 on fits. */
export type ParseModule = (code: string) => AstNode

/**
 * A module's text for a parser, as long as it was. Rollup's gives offsets without a byte order mark, Rolldown's counts it:
 * with a blank in its place both give the same.
 */
export function withoutMark(code: string): string {
  return code.startsWith('\uFEFF') ? ` ${code.slice(1)}` : code
}

const EMPTY: readonly AstNode[] = []

/** The child nodes of a node in source order, whatever order the parser's keys have. */
export function childrenOf(node: AstNode): readonly AstNode[] {
  let children: AstNode[] | undefined
  for (const key in node) {
    const value: unknown = node[key]
    if (value === null || typeof value !== 'object') continue
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) (children ??= []).push(item)
    } else if (isNode(value)) {
      ;(children ??= []).push(value)
    }
  }
  if (children === undefined) return EMPTY
  for (let i = 1; i < children.length; i++) {
    if (children[i]!.start < children[i - 1]!.start) return children.sort((a, b) => a.start - b.start)
  }
  return children
}

/**
 * Visits the nodes below a node in source order; `enter` says whether those below one are visited too.
 *
 * With a list of its own, not by calls: a sum of thousands of terms is as many levels deep.
 */
export function walkBelow(root: AstNode, enter: (node: AstNode) => boolean): void {
  const waiting: AstNode[] = []
  const push = (node: AstNode): void => {
    const children = childrenOf(node)
    for (let i = children.length - 1; i >= 0; i--) waiting.push(children[i]!)
  }
  push(root)
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) if (enter(node)) push(node)
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && typeof (value as AstNode).type === 'string'
}

/** Adds the names that a binding pattern binds. */
export function addBoundNames(pattern: AstNode | null, into: Set<string>): void {
  if (pattern === null) return
  switch (pattern.type) {
    case 'Identifier':
      into.add(pattern.name)
      break
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        addBoundNames(property.type === 'RestElement' ? property.argument : property.value, into)
      }
      break
    case 'ArrayPattern':
      for (const element of pattern.elements) addBoundNames(element, into)
      break
    case 'AssignmentPattern':
      addBoundNames(pattern.left, into)
      break
    case 'RestElement':
      addBoundNames(pattern.argument, into)
      break
    default:
  }
}

export function isFunction(node: AstNode): boolean {
  return (
    node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration'
  )
}

export function isClass(node: AstNode): boolean {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression'
}

/** An anonymous function or class takes the name of what it is bound to, if nothing stands between. */
export function isAnonymousDefinition(node: AstNode | null): boolean {
  if (node === null) return false
  return node.type === 'ArrowFunctionExpression' || ((isFunction(node) || isClass(node)) && !node.id)
}
