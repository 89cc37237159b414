import { forEachChild, identifierName, isNode, nodes, patternNames, type SyntaxNode } from './syntax.ts'

/** `__d`, or with Metro's `globalPrefix` `app__d`. */
const DEFINE = /^[\w$]*__d$/

/** `__d(function (...) {...}, 7, [1, 2])`, the form in which Metro registers a module; its id and the name it calls. */
function registration(statement: SyntaxNode): { id: number; callee: string } | undefined {
  const call = statement['expression']
  if (statement.type !== 'ExpressionStatement' || !isNode(call) || call.type !== 'CallExpression') return undefined
  const callee = identifierName(call['callee'])
  if (callee === undefined || !DEFINE.test(callee)) return undefined
  const [factory, id, ...rest] = nodes(call['arguments'])
  const isFactory = factory?.type === 'FunctionExpression' || factory?.type === 'ArrowFunctionExpression'
  const key = id?.['value']
  if (!isFactory || id?.type !== 'Literal' || typeof key !== 'number' || !rest.every(isConstant)) return undefined
  return { id: key, callee }
}

/** The id of a registration by Metro. */
export function registrationId(statement: SyntaxNode): number | undefined {
  return registration(statement)?.id
}

/** Values that making them does nothing else: lists of ids, and the paths that lazy bundles name beside them. */
function isConstant(node: SyntaxNode): boolean {
  if (node.type === 'ArrayExpression') return nodes(node['elements']).every(isConstant)
  if (node.type === 'ObjectExpression') {
    return nodes(node['properties']).every(
      (entry) =>
        entry.type === 'Property' &&
        entry['kind'] === 'init' &&
        entry['computed'] !== true &&
        isNode(entry['value']) &&
        isConstant(entry['value']),
    )
  }
  return node.type === 'Literal'
}

/**
 * Runs of registrations that follow each other and call the same function, with no id twice; only runs of two and more.
 * That function must be Metro's, which keeps a factory under its id and does nothing else: a global of its runtime. A
 * file that declares or assigns the name itself has no runs.
 */
export function registrationRuns(program: SyntaxNode): SyntaxNode[][] {
  const runs: SyntaxNode[][] = [[]]
  let last: string | undefined
  const callees = new Set<string>()
  for (const statement of nodes(program['body'])) {
    if (statement.type === 'EmptyStatement') continue
    const callee = registration(statement)?.callee
    if (callee === undefined || callee !== last) runs.push([])
    if (callee !== undefined) {
      callees.add(callee)
      runs.at(-1)!.push(statement)
    }
    last = callee
  }
  const isRun = (run: SyntaxNode[]): boolean => run.length > 1 && new Set(run.map(registrationId)).size === run.length
  const found = runs.filter(isRun)
  return found.length > 0 && bindsOneOf(program, callees) ? [] : found
}

function bindsOneOf(program: SyntaxNode, names: ReadonlySet<string>): boolean {
  let isBound = false
  const visit = (node: SyntaxNode): void => {
    if (isBound) return
    const targets =
      node.type === 'AssignmentExpression'
        ? patternNames(node['left'])
        : [...patternNames(node['id']), ...nodes(node['params']).flatMap((parameter) => patternNames(parameter))]
    isBound = targets.some((name) => names.has(name))
    forEachChild(node, visit)
  }
  visit(program)
  return isBound
}
