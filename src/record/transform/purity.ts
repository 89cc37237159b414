import { type AstNode, isClass } from './ast.ts'

/**
 * Whether evaluating an expression can neither run code of the user's nor throw. Conservative: `false` when in doubt.
 * Reading a variable counts as pure unless it is one of `unsafe` (parameters that may still be uninitialised).
 */
export function isPure(node: AstNode | null, unsafe: ReadonlySet<string>): boolean {
  if (node === null) return true
  switch (node.type) {
    case 'Literal':
    case 'ThisExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true
    case 'Identifier':
      return !unsafe.has(node.name)
    case 'TemplateLiteral':
      return node.expressions.length === 0
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return isPure(node.expression, unsafe)
    case 'UnaryExpression':
      if (node.operator === '!' || node.operator === 'void' || node.operator === 'typeof') {
        return isPure(node.argument, unsafe)
      }
      return (node.operator === '-' || node.operator === '+') && isNumber(node.argument)
    case 'LogicalExpression':
      return isPure(node.left, unsafe) && isPure(node.right, unsafe)
    case 'BinaryExpression':
      return (
        (node.operator === '===' || node.operator === '!==') && isPure(node.left, unsafe) && isPure(node.right, unsafe)
      )
    case 'ConditionalExpression':
      return isPure(node.test, unsafe) && isPure(node.consequent, unsafe) && isPure(node.alternate, unsafe)
    case 'SequenceExpression':
      return node.expressions.every((e: AstNode) => isPure(e, unsafe))
    case 'ArrayExpression':
      return node.elements.every((e: AstNode | null) => e === null || (e.type !== 'SpreadElement' && isPure(e, unsafe)))
    case 'ObjectExpression':
      return node.properties.every(
        (p: AstNode) =>
          p.type === 'Property' && (!p.computed || p.key.type === 'Literal') && (p.method || isPure(p.value, unsafe)),
      )
    default:
      return isClass(node) && isPureClass(node)
  }
}

function isNumber(node: AstNode): boolean {
  return node.type === 'Literal' && typeof node.value === 'number'
}

function isPureClass(node: AstNode): boolean {
  return (
    !node.superClass &&
    node.body.body.every(
      (m: AstNode) => !m.computed && (m.type === 'MethodDefinition' || (m.type === 'PropertyDefinition' && !m.static)),
    )
  )
}
