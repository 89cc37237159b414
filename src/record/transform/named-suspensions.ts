import type { AstNode } from './ast.ts'

/**
 * Whether V8 can name the value of an `await` or a `yield` in a message about what this node does with it: it is called,
 * taken apart or iterated. What stands around it then, is named instead.
 */
export function namesSuspension(node: AstNode): boolean {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return isSuspension(node.callee)
    case 'TaggedTemplateExpression':
      return isSuspension(node.tag)
    case 'VariableDeclarator':
      return node.id.type !== 'Identifier' && node.init !== null && isSuspension(node.init)
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return node.left.type.endsWith('Pattern') && isSuspension(node.right)
    case 'SpreadElement':
      return isSuspension(node.argument)
    case 'ForOfStatement':
      // The pattern of a `for await` takes its value from a variable of ours.
      return isSuspension(node.right) || (node.await === true && !isName(node.left))
    default:
      return false
  }
}

/** Whether the expression, or what it reads and calls step by step (`(await x).a().b`), begins with one. */
function isSuspension(expression: AstNode): boolean {
  let node = expression
  for (;;) {
    if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true
    const next = node.object ?? node.callee ?? node.tag ?? (isWrapping(node) ? node.expression : undefined)
    if (next === undefined) return false
    node = next
  }
}

function isWrapping({ type }: AstNode): boolean {
  return type === 'ParenthesizedExpression' || type === 'ChainExpression'
}

function isName(left: AstNode): boolean {
  return (left.type === 'VariableDeclaration' ? left.declarations[0].id : left).type === 'Identifier'
}
