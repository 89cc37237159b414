import { type AstNode, walkBelow } from '../../record/transform/ast.ts'

const WORDS: ReadonlySet<unknown> = new Set(['require', 'module', 'exports'])
const FUNCTIONS: ReadonlySet<string> = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/**
 * Whether a module is CommonJS, for bundlers that take it: nothing in it is of ES modules alone, and it refers to
 * `require`, `module` or `exports`. Variables of its own by these names count too: `require` of a module does in those
 * bundlers also where the file is an ES module after all.
 */
export function isCommonJs(program: AstNode): boolean {
  return !isEsModule(program) && refersToCommonJs(program)
}

function isEsModule(program: AstNode): boolean {
  const statements = program.body as AstNode[]
  if (statements.some(({ type }) => /^(?:Import|Export)\w*Declaration$/.test(type))) return true
  let found = false
  walkBelow(program, (node) => {
    found ||= node.type === 'MetaProperty' && node.meta.name === 'import'
    return !found
  })
  walkBelow(program, (node) => {
    found ||= node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await === true)
    return !found && !FUNCTIONS.has(node.type)
  })
  return found
}

function refersToCommonJs(program: AstNode): boolean {
  let found = false
  const names = new Set<AstNode>()
  walkBelow(program, (node) => {
    found ||= node.type === 'Identifier' && WORDS.has(node.name) && !names.has(node)
    if (node.computed === true) return !found
    // Names of properties refer to nothing.
    if (node.type === 'MemberExpression') names.add(node.property)
    if (node.type === 'Property' && !node.shorthand) names.add(node.key)
    if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') names.add(node.key)
    return !found
  })
  return found
}
