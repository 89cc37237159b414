import {
  forEachChild,
  identifierName,
  isFunction,
  isNode,
  memberName,
  nodes,
  type SyntaxNode,
  unparenthesized,
} from './syntax.ts'

/** Names of webpack's runtime in builds that are not minified. */
const MODULES = '__webpack_modules__'
const REQUIRE = '__webpack_require__'

/**
 * Object literals whose entries may stand in any order: webpack's tables of modules, `{ 967(e, t, r) {...}, 170: ... }`.
 *
 * All entries must be plain ones with a function as value and a key of its own: making functions does nothing else, so
 * that only the order of the keys could be seen. Two cases where it cannot:
 *
 * - keys that are array indexes: the language lists those by their number, wherever they stand;
 * - names as keys, in the variable `__webpack_modules__` of a build that is not minified, while nothing in the file lists
 *   that variable: it and `__webpack_require__.m` are only indexed, assigned and asked with `in`.
 *
 * Tables that are arrays have their order from their ids, and stay.
 */
export function moduleObjects(program: SyntaxNode): ReadonlySet<SyntaxNode> {
  const found = new Set<SyntaxNode>()
  let named: SyntaxNode | undefined
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'ObjectExpression' && entryKeys(node)?.every(isIndex) === true) found.add(node)
    if (node.type === 'VariableDeclarator' && identifierName(node['id']) === MODULES) {
      const value = unparenthesized(node['init'])
      if (value?.type === 'ObjectExpression' && entryKeys(value) !== undefined) named = value
    }
    forEachChild(node, visit)
  }
  visit(program)
  if (named !== undefined && isNeverListed(program)) found.add(named)
  return found
}

/** The key of an entry as the object has it. */
export function entryKey(property: SyntaxNode): string {
  const { key } = property
  return identifierName(key) ?? String((key as SyntaxNode)['value'])
}

/** Keys of a table of modules with two entries or more; undefined when it is none, or when a key stands twice. */
function entryKeys(object: SyntaxNode): string[] | undefined {
  const entries = nodes(object['properties'])
  if (entries.length < 2 || !entries.every(isModuleEntry)) return undefined
  const keys = entries.map(entryKey)
  return new Set(keys).size === keys.length ? keys : undefined
}

function isModuleEntry(property: SyntaxNode): boolean {
  if (property.type !== 'Property' || property['kind'] !== 'init' || property['computed'] === true) return false
  const value = unparenthesized(property['value'])
  return value !== undefined && isFunction(value) && entryKey(property) !== '__proto__'
}

/** An array index in its one spelling: from 0 to 2^32 - 2. */
function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1
}

function isNeverListed(program: SyntaxNode): boolean {
  let isSafe = true
  const visit = (node: SyntaxNode, parent: SyntaxNode): void => {
    const name = identifierName(node)
    // `eval` may do anything with any name.
    if (name === 'eval' || (name === MODULES && !isAllowedUse(node, parent))) isSafe = false
    if (memberName(node) === 'm' && identifierName(node['object']) === REQUIRE) {
      const isSet = parent.type === 'AssignmentExpression' && parent['left'] === node
      if (!isSet && !isLookUp(node, parent)) isSafe = false
    }
    if (isSafe) forEachChild(node, (child) => visit(child, node))
  }
  forEachChild(program, (child) => visit(child, program))
  return isSafe
}

function isAllowedUse(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'VariableDeclarator') return parent['id'] === node
  if (parent.type === 'AssignmentExpression') {
    const { left, right } = parent
    return right === node && memberName(left) === 'm' && isNode(left) && identifierName(left['object']) === REQUIRE
  }
  return isLookUp(node, parent)
}

/** `node[key]`, `key in node`, or `__webpack_require__.o(node, key)`, which asks for an own property. */
function isLookUp(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'MemberExpression') return parent['object'] === node && parent['computed'] === true
  if (parent.type === 'BinaryExpression') return parent['operator'] === 'in' && parent['right'] === node
  const { callee } = parent
  return (
    parent.type === 'CallExpression' &&
    memberName(callee) === 'o' &&
    isNode(callee) &&
    identifierName(callee['object']) === REQUIRE
  )
}
