/** A node of the parser's tree, seen without its type: what generic walks need. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'
}

/** Calls `visit` with each child of a node in the order of the tree's keys, which is the order of the text. */
export function forEachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  // eslint-disable-next-line guard-for-in -- nodes have no inherited enumerable keys; the loop is hot
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item)
    } else if (isNode(value)) visit(value)
  }
}

export function isFunction({ type }: SyntaxNode): boolean {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type === 'FunctionDeclaration'
}

/** What stands in parentheses, however many; a node without them as it is. */
export function unparenthesized(node: unknown): SyntaxNode | undefined {
  let inner = node
  while (isNode(inner) && inner.type === 'ParenthesizedExpression') inner = inner['expression']
  return isNode(inner) ? inner : undefined
}

/** `name` of an identifier, else undefined. */
export function identifierName(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : undefined
}

/** Key of a member access without brackets: `b` of `a.b`. */
export function memberName(node: unknown): string | undefined {
  if (!isNode(node) || node.type !== 'MemberExpression' || node['computed'] === true) return undefined
  return identifierName(node['property'])
}

export function nodes(value: unknown): readonly SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** Identifiers that a binding pattern declares. */
export function patternIdentifiers(pattern: unknown): SyntaxNode[] {
  if (!isNode(pattern)) return []
  switch (pattern.type) {
    case 'Identifier':
      return [pattern]
    case 'ObjectPattern':
      return nodes(pattern['properties']).flatMap((property) =>
        patternIdentifiers(property.type === 'RestElement' ? property['argument'] : property['value']),
      )
    case 'ArrayPattern':
      return nodes(pattern['elements']).flatMap(patternIdentifiers)
    case 'AssignmentPattern':
      return patternIdentifiers(pattern['left'])
    case 'RestElement':
      return patternIdentifiers(pattern['argument'])
    default:
      return []
  }
}

/** Names that a binding pattern declares. */
export function patternNames(pattern: unknown): string[] {
  return patternIdentifiers(pattern).map((identifier) => identifier['name'] as string)
}

/** How many statements at the head of a list are directives such as `"use strict"`. */
export function directiveCount(list: readonly SyntaxNode[]): number {
  let count = 0
  while (list[count]?.['directive'] !== undefined) count++
  return count
}
