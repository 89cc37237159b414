import { identifierName, isNode, memberName, nodes, type SyntaxNode, unparenthesized } from './syntax.ts'

const NONE: readonly unknown[] = []

/**
 * The operands of a node that it makes texts of. A function's text is its source: code that looks at it would see an edit.
 */
export function textOperands(node: SyntaxNode): readonly unknown[] {
  switch (node.type) {
    case 'TemplateLiteral':
      return nodes(node['expressions'])
    case 'BinaryExpression':
      return node['operator'] === '+' ? [node['left'], node['right']] : NONE
    case 'AssignmentExpression':
      return node['operator'] === '+=' ? [node['right']] : NONE
    case 'MemberExpression':
      return isTextMethod(node) ? [node['object']] : NONE
    case 'CallExpression':
      return ofCall(node)
    default:
      return NONE
  }
}

function ofCall(node: SyntaxNode): readonly unknown[] {
  const callee = unparenthesized(node['callee'])
  const called = nodes(node['arguments'])
  if (callee === undefined) return NONE
  if (identifierName(callee) === 'String') return called.slice(0, 1)
  const method = keyOf(callee)
  // `Function.prototype.toString.call(f)`
  if (method === 'call' || method === 'apply') return isTextMethod(callee['object']) ? called.slice(0, 1) : NONE
  // `"a".concat(f)` is what a template literal becomes in older code.
  return method === 'concat' && isText(callee['object']) ? called : NONE
}

function isTextMethod(value: unknown): boolean {
  const node = unparenthesized(value)
  const key = node === undefined ? undefined : keyOf(node)
  return key === 'toString' || key === 'toSource'
}

function isText(value: unknown): boolean {
  const node = unparenthesized(value)
  if (node === undefined) return false
  if (node.type === 'Literal') return typeof node['value'] === 'string'
  if (node.type === 'CallExpression') return isNode(node['callee']) && isConcatOfText(node['callee'])
  return node.type === 'TemplateLiteral'
}

function isConcatOfText(callee: SyntaxNode): boolean {
  return keyOf(callee) === 'concat' && isText(callee['object'])
}

/** `b` of `a.b` and of `a["b"]`. */
function keyOf(node: SyntaxNode): string | undefined {
  if (node.type !== 'MemberExpression' || node['computed'] !== true) return memberName(node)
  const value = unparenthesized(node['property'])?.['value']
  return typeof value === 'string' ? value : undefined
}
