import { type AstNode, addBoundNames, isFunction, walkBelow } from './ast.ts'
import { isPure } from './purity.ts'

/** How a function's parameters let the probe run before anything the user wrote. */
export interface ParameterPlan {
  /**
   * `head`: nothing happens before the body. `body`: parameters become plain ones that the body takes apart inside its
   * handler. `thunk`: they are assigned in a closure that runs in the parameter list. `impossible`: none of these.
   */
  readonly form: 'head' | 'body' | 'thunk' | 'impossible'
  /** Index of the first parameter that can run code or throw; it and all after it are replaced. */
  readonly first: number
  /** Number of parameters that count for `length`. */
  readonly length: number
}

/**
 * Decides how the parameters of a function are treated, so that calls and errors in defaults and patterns belong
 * to the function, while `length` and the scopes stay what they were.
 */
export function planParameters(node: AstNode, isSetter: boolean): ParameterPlan {
  const params = node.params as AstNode[]
  const stop = params.findIndex((p) => p.type === 'AssignmentPattern' || p.type === 'RestElement')
  const length = stop === -1 ? params.length : stop
  const own = new Set<string>()
  for (const param of params) addBoundNames(param, own)
  const first = params.findIndex((param) => !isQuiet(param, own))
  if (first === -1) return { form: 'head', first: params.length, length }
  if (node.generator) return { form: 'thunk', first, length }

  const used = new Set(own)
  for (let i = first; i < params.length; i++) addIdentifiers(params[i]!, used)
  const hoisted = new Set<string>()
  if (node.body.type === 'BlockStatement') addHoisted(node.body, hoisted)
  const hasConflict = [...used].some((name) => hoisted.has(name))
  if (!hasConflict) return { form: 'body', first, length }
  const canThunk = node.type !== 'ArrowFunctionExpression' && !isSetter
  return { form: canThunk ? 'thunk' : 'impossible', first, length }
}

/** A parameter whose binding runs nothing and cannot throw. */
function isQuiet(param: AstNode, own: ReadonlySet<string>): boolean {
  if (param.type === 'Identifier') return true
  if (param.type === 'AssignmentPattern') return param.left.type === 'Identifier' && isPure(param.right, own)
  return param.type === 'RestElement' && param.argument.type === 'Identifier'
}

export function boundNames(pattern: AstNode): Set<string> {
  const names = new Set<string>()
  addBoundNames(pattern, names)
  return names
}

function addIdentifiers(param: AstNode, into: Set<string>): void {
  if (param.type === 'Identifier') into.add(param.name)
  walkBelow(param, (node) => {
    if (node.type === 'Identifier') into.add(node.name)
    return true
  })
}

/** Names that `var` declares anywhere in a function's body: they would clash with a `let` around it. */
function addHoisted(body: AstNode, into: Set<string>): void {
  walkBelow(body, (node) => {
    if (isFunction(node) || node.type === 'ClassBody') return false
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      for (const declarator of node.declarations) addBoundNames(declarator.id, into)
    }
    return true
  })
}

/**
 * Whether the statements of a function's body mean the same inside a block: a function declared twice, or as a
 * `var` too, is legal only at the top.
 */
export function canStandInBlock(body: AstNode): boolean {
  let declared: Set<string> | undefined
  for (const statement of body.body as AstNode[]) {
    if (statement.type !== 'FunctionDeclaration') continue
    if (declared?.has(statement.id.name)) return false
    ;(declared ??= new Set()).add(statement.id.name)
  }
  if (declared === undefined) return true
  const hoisted = new Set<string>()
  addHoisted(body, hoisted)
  return [...declared].every((name) => !hoisted.has(name))
}
