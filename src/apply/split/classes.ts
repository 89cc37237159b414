import type { FunctionTable } from '../bundle/functions.ts'
import type { ParsedBundle } from '../bundle/parse.ts'
import { forEachChild, identifierName, isFunction, isNode, nodes, type SyntaxNode } from '../bundle/syntax.ts'
import type { Binding, BindingTable, Reference } from './bindings.ts'
import { LEAST_CLASS, REFERENCE_COST } from './costs.ts'
import type { Section } from './sections.ts'

/** A class of which nothing ran, and which only code that did not run names: it moves with all that is in it. */
export interface ClassMove {
  readonly form: 'class'
  readonly name: string
  readonly start: number
  readonly end: number
  readonly section: Section
  /** `class X {...}`; else the value of a variable. */
  readonly isDeclaration: boolean
  /** Places outside of the class that name it. */
  readonly references: readonly Reference[]
}

interface Candidate {
  readonly move: ClassMove
  readonly binding: Binding
  readonly node: SyntaxNode
}

/**
 * The classes that can be made on their first use instead of where they stand, with no difference to be seen:
 *
 * - they stand in a list of statements of a section, as a declaration or as the first value of a variable that is
 *   never assigned or exported;
 * - all places that name them lie in functions that did not run, or in such classes;
 * - making them runs no code: no static blocks, no decorators, static fields with constants or functions only, no
 *   computed keys but well-known symbols;
 * - what they extend is another class of a section that stands before them and whose variable is never assigned.
 *
 * Their methods see what they saw: the section's variables.
 *
 * @param least length of a class, in UTF-16 units, from which on it is worth moving
 */
export function findColdClasses(
  bundle: ParsedBundle,
  table: FunctionTable,
  bindings: BindingTable,
  cold: ReadonlySet<number>,
  sections: readonly Section[],
  least: number = LEAST_CLASS,
): ClassMove[] {
  if (bindings.hasEval) return []
  const all = sections.flatMap((section) => classesOf(bundle, section))
  const ends = new Map(all.map(({ binding, move }) => [binding, move.end]))
  let candidates = all.filter(
    (candidate) =>
      makingRunsNothing(candidate, ends) &&
      nothingRan(candidate, table, bindings, cold) &&
      isWorthIt(candidate.move, least),
  )
  for (;;) {
    const left = candidates.filter(({ move }) =>
      move.references.every(
        ({ owner, node }) =>
          (owner !== -1 && cold.has(owner)) ||
          candidates.some(({ move: other }) => other.start <= node.start && node.end <= other.end),
      ),
    )
    if (left.length === candidates.length) break
    candidates = left
  }
  return candidates.map(({ move }) => move)
}

/** The classes in the statements of a section whose name always means them. */
function classesOf({ program }: ParsedBundle, section: Section): Candidate[] {
  const body = section.wrapper === undefined ? program : (section.wrapper['body'] as SyntaxNode)
  const found: Candidate[] = []
  const add = (id: unknown, node: unknown): void => {
    const name = identifierName(id)
    if (name === undefined || !isNode(node) || !/^Class(?:Declaration|Expression)$/.test(node.type)) return
    const binding = section.scope.names.get(name)
    if (binding === undefined || binding.declarations !== 1) return
    if (binding.references.some(({ role }) => role === 'write' || role === 'export')) return
    const { start, end } = node
    const isDeclaration = node.type === 'ClassDeclaration'
    const references = binding.references.filter((one) => one.node.start < start || one.node.end > end)
    found.push({ move: { form: 'class', name, start, end, section, isDeclaration, references }, binding, node })
  }
  for (const statement of nodes((body as unknown as SyntaxNode)['body'])) {
    if (statement.type === 'ClassDeclaration') add(statement['id'], statement)
    else if (statement.type === 'VariableDeclaration') {
      for (const declarator of nodes(statement['declarations'])) {
        add(declarator['id'], declarator['init'])
      }
    }
  }
  return found
}

function makingRunsNothing({ node, move }: Candidate, ends: ReadonlyMap<Binding, number>): boolean {
  const base = node['superClass']
  if (isNode(base)) {
    const name = identifierName(base)
    const found = name === undefined || name === identifierName(node['id']) ? undefined : lookUp(name, move.section)
    if (found === undefined || (ends.get(found) ?? Infinity) > node.start) return false
  }
  if (nodes(node['decorators']).length > 0) return false
  return nodes((node['body'] as SyntaxNode)['body']).every((member) => {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return false
    if (nodes(member['decorators']).length > 0) return false
    if (member['computed'] === true && !isWellKnownSymbol(member['key'])) return false
    if (member.type === 'MethodDefinition' || member['static'] !== true) return true
    const { value } = member
    return !isNode(value) || value.type === 'Literal' || isFunction(value)
  })
}

function lookUp(name: string, section: Section): Binding | undefined {
  for (let { scope } = section as { scope: Section['scope'] | undefined }; scope !== undefined; scope = scope.parent) {
    const binding = scope.names.get(name)
    if (binding !== undefined) return binding
  }
  return undefined
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

/** No function of the class ran, none looks at its text or is bound to its place in the file. */
function nothingRan(
  { node }: Candidate,
  table: FunctionTable,
  bindings: BindingTable,
  cold: ReadonlySet<number>,
): boolean {
  const inside = table.functions.filter(({ start, end }) => node.start <= start && end <= node.end)
  return (
    inside.every((fn) => {
      const needs = bindings.functions[fn.index]!
      return cold.has(fn.index) && !needs.hasEval && !needs.hasImport && !table.textIsObserved(fn)
    }) && !usesModule(node)
  )
}

/** `import()` or `import.meta`, also in the values of fields. */
function usesModule(node: SyntaxNode): boolean {
  if (node.type === 'ImportExpression') return true
  if (node.type === 'MetaProperty' && identifierName(node['meta']) === 'import') return true
  let found = false
  forEachChild(node, (child) => {
    found ||= usesModule(child)
  })
  return found
}

function isWorthIt({ start, end, references }: ClassMove, least: number): boolean {
  return end - start >= least + references.length * REFERENCE_COST
}
