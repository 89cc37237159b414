import { identifierName, isFunction, isNode, nodes, type SyntaxNode } from '../bundle/syntax.ts'
import { type Binding, findBinding, type FunctionNeeds, isNeverAssigned, type Scope } from './bindings.ts'

/** What is known of the variables around. */
export interface Standing {
  /** From which place on each has the value that it keeps. */
  readonly variables: Map<Binding, number>
  /** Those of them whose value is a class. */
  readonly classes: Set<Binding>
  readonly needs: ReadonlyMap<SyntaxNode, FunctionNeeds>
}

/**
 * Whether a class or a value can be made at any time after its place was reached: making it runs no code of the program
 * and reads nothing that can change.
 *
 * - constants, regular expressions, templates without expressions, `-1`, `!0`, `void 0`;
 * - arrays and objects of such, without spread and computed keys;
 * - functions; arrow functions only without the `this`, `arguments`, `super` and `new.target` of what is around them;
 * - names of variables and functions around that are never assigned and have their value before;
 * - classes without static blocks, decorators and computed keys other than well-known symbols, whose static fields are such
 *   values, and which extend nothing or a class that stands before.
 */
export function makingRunsNothing(node: SyntaxNode, scope: Scope, standing: Standing): boolean {
  const isPure = (value: unknown): boolean => isNode(value) && makingRunsNothing(value, scope, standing)
  switch (node.type) {
    case 'Literal':
      return true
    case 'TemplateLiteral':
      return nodes(node['expressions']).length === 0
    case 'ParenthesizedExpression':
      return isPure(node['expression'])
    case 'UnaryExpression':
      return /^(?:[-+!~]|void)$/.test(String(node['operator'])) && isConstant(node['argument'])
    case 'ArrayExpression':
      return (node['elements'] as unknown[]).every((element) => element === null || isPure(element))
    case 'ObjectExpression':
      return nodes(node['properties']).every(
        (property) => property.type === 'Property' && property['computed'] !== true && isPure(property['value']),
      )
    case 'Identifier':
      return isConstantName(node, scope, standing)
    case 'ClassDeclaration':
    case 'ClassExpression':
      return makingClassRunsNothing(node, scope, standing)
    default:
      return isFunction(node) && standsAlone(node, standing)
  }
}

/** `-x` of an object would call its `valueOf`. */
function isConstant(node: unknown): boolean {
  return isNode(node) && node.type === 'Literal' && !('regex' in node) && typeof node['value'] !== 'bigint'
}

function isConstantName(node: SyntaxNode, scope: Scope, { variables }: Standing): boolean {
  const name = identifierName(node)!
  const binding = findBinding(scope, name)
  if (binding === undefined) return name === 'undefined'
  const end = variables.get(binding)
  if (end !== undefined) return end <= node.start
  // Declared functions and parameters have their values from the start.
  return (binding.kind === 'function' || binding.kind === 'parameter') && isNeverAssigned(binding)
}

/** An arrow function would take these from what makes it. */
function standsAlone(node: SyntaxNode, { needs }: Standing): boolean {
  if (node.type !== 'ArrowFunctionExpression') return node.type === 'FunctionExpression'
  const { usesThis, usesArguments, usesSuper, usesNewTarget } = needs.get(node)!
  return !usesThis && !usesArguments && !usesSuper && !usesNewTarget
}

function makingClassRunsNothing(node: SyntaxNode, scope: Scope, standing: Standing): boolean {
  const base = node['superClass']
  if (isNode(base)) {
    const name = identifierName(base)
    const found = name === undefined || name === identifierName(node['id']) ? undefined : findBinding(scope, name)
    if (found === undefined || !standing.classes.has(found) || standing.variables.get(found)! > node.start) return false
  }
  if (nodes(node['decorators']).length > 0) return false
  return nodes((node['body'] as SyntaxNode)['body']).every((member) => {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return false
    if (nodes(member['decorators']).length > 0) return false
    if (member['computed'] === true && !isWellKnownSymbol(member['key'])) return false
    if (member.type === 'MethodDefinition' || member['static'] !== true) return true
    const { value } = member
    return !isNode(value) || isFunction(value) || makingRunsNothing(value, scope, standing)
  })
}

function isWellKnownSymbol(key: unknown): boolean {
  return (
    isNode(key) &&
    key.type === 'MemberExpression' &&
    key['computed'] === false &&
    identifierName(key['object']) === 'Symbol' &&
    /^(?:asyncIterator|iterator|toStringTag|toPrimitive|species|hasInstance)$/.test(
      identifierName(key['property']) ?? '',
    )
  )
}
