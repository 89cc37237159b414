import { identifierName, isNode, nodes, type SyntaxNode } from './syntax.ts'

/** `__d(function (...) {...}, 7, [1, 2])`, the form in which Metro registers a module; its id. */
export function registrationId(statement: SyntaxNode): number | undefined {
  const call = statement['expression']
  if (statement.type !== 'ExpressionStatement' || !isNode(call) || call.type !== 'CallExpression') return undefined
  if (identifierName(call['callee']) !== '__d') return undefined
  const [factory, id, ...rest] = nodes(call['arguments'])
  const isFactory = factory?.type === 'FunctionExpression' || factory?.type === 'ArrowFunctionExpression'
  const key = id?.['value']
  if (!isFactory || id?.type !== 'Literal' || typeof key !== 'number' || !rest.every(isConstant)) return undefined
  return key
}

function isConstant(node: SyntaxNode): boolean {
  if (node.type === 'ArrayExpression') return nodes(node['elements']).every(isConstant)
  return node.type === 'Literal'
}

/** Runs of registrations that follow each other, with no id twice; only runs of two and more. */
export function registrationRuns(list: readonly SyntaxNode[]): SyntaxNode[][] {
  const runs: SyntaxNode[][] = [[]]
  for (const statement of list) {
    if (statement.type === 'EmptyStatement') continue
    if (registrationId(statement) === undefined) runs.push([])
    else runs.at(-1)!.push(statement)
  }
  return runs.filter((run) => run.length > 1 && new Set(run.map(registrationId)).size === run.length)
}
