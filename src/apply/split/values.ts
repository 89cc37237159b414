import type { FunctionTable } from '../bundle/functions.ts'
import type { ParsedBundle } from '../bundle/parse.ts'
import {
  forEachChild,
  identifierName,
  isFunction,
  isNode,
  nodes,
  patternNames,
  type SyntaxNode,
  unparenthesized,
} from '../bundle/syntax.ts'
import { rangeFinder, startingIn } from '../../search.ts'
import { type Binding, type BindingTable, type FunctionNeeds, isNeverAssigned, type Reference } from './bindings.ts'
import { LEAST_VALUE, REFERENCE_COST } from './costs.ts'
import { makingRunsNothing, type Standing } from './making.ts'
import type { LateKind } from './parts.ts'
import type { Section } from './sections.ts'
import { madeLater } from './steady.ts'

/** A class, or the value of a variable, that only code that did not run names: it moves with all that is in it. */
export interface ValueMove {
  readonly form: 'value'
  readonly name: string
  readonly start: number
  readonly end: number
  readonly section: Section
  readonly kind: LateKind
  /** `class X {...}`; else the value of a variable. */
  readonly isDeclaration: boolean
  /**
   * How its text hangs on the variable: it names it (other than a class that has the name itself), it is a function or
   * class that takes its name from it, or neither.
   */
  readonly dependence: 'variable' | 'name' | 'none'
  /** It may be a function that uses `this`, which a call of it by its name leaves undefined. */
  readonly usesThis: boolean
  /** Places outside of its text that name it. */
  readonly references: readonly Reference[]
}

interface Candidate extends Omit<ValueMove, 'form' | 'kind'> {
  readonly node: SyntaxNode
}

/**
 * The classes and values that can be made on their first use instead of where they stand, with no difference to be seen:
 *
 * - they stand in a list of statements of a section, as a declaration of a class or as the first value of a variable that
 *   is never assigned or exported;
 * - all places that name them lie in functions that did not run, or in such values;
 * - making them runs no code, and gives the same at any time ({@link makingRunsNothing});
 * - no function in them ran, has its text looked at or is bound to its place in the file.
 *
 * Their functions see what they saw: the section's variables.
 *
 * @param later functions that run later; what they make goes to the file of these
 * @param least length of the text, in UTF-16 units, from which on it is worth moving
 */
export function findColdValues(
  bundle: ParsedBundle,
  table: FunctionTable,
  bindings: BindingTable,
  cold: ReadonlySet<number>,
  later: ReadonlySet<number>,
  sections: readonly Section[],
  least: number = LEAST_VALUE,
): ValueMove[] {
  if (bindings.hasEval) return []
  const needs = new Map(bindings.functions.map((fn) => [fn.node, fn]))
  const standing: Standing = { variables: new Map(), classes: new Set(), needs }
  for (const section of sections) noteStanding(bundle, section, standing)
  const candidates = sections
    .flatMap((section) => candidatesOf(bundle, section, needs))
    .filter(
      (candidate) =>
        isWorthIt(candidate, least) &&
        makingRunsNothing(candidate.node, candidate.section.scope, standing) &&
        nothingRan(candidate.node, table, bindings, cold),
    )
  const moved = onlyColdNames(candidates, cold)
  const steady = madeLater(moved, table, later)
  return moved.map((candidate) => {
    const { name, section, start, end, isDeclaration, dependence, usesThis, references } = candidate
    const kind = steady.has(candidate) ? 'steady' : 'cold'
    return { form: 'value', name, section, kind, start, end, isDeclaration, dependence, usesThis, references }
  })
}

/** Those that only cold functions and each other name. */
function onlyColdNames(candidates: readonly Candidate[], cold: ReadonlySet<number>): Candidate[] {
  let moves = candidates.toSorted((a, b) => a.start - b.start)
  for (;;) {
    const valueAt = rangeFinder(moves)
    const left = moves.filter(({ references }) =>
      references.every(({ owner, node }) => (owner !== -1 && cold.has(owner)) || valueAt(node.start) !== undefined),
    )
    if (left.length === moves.length) return moves
    moves = left
  }
}

function statementsOf({ program }: ParsedBundle, section: Section): readonly SyntaxNode[] {
  const body = section.wrapper === undefined ? program : section.wrapper['body']
  return nodes((body as unknown as SyntaxNode)['body'])
}

/** From where on the names of a section's statements have their values. */
function noteStanding(bundle: ParsedBundle, section: Section, { classes, variables }: Standing): void {
  const note = (name: string | undefined, end: number, isClass: boolean): void => {
    const binding = name === undefined ? undefined : constantOf(section, name)
    if (binding === undefined) return
    variables.set(binding, end)
    if (isClass) classes.add(binding)
  }
  for (const statement of statementsOf(bundle, section)) {
    if (statement.type === 'ClassDeclaration') note(identifierName(statement['id']), statement.end, true)
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init, end } of nodes(statement['declarations'])) {
      const isClass = isNode(init) && init.type === 'ClassExpression' && isNode(id) && id.type === 'Identifier'
      for (const name of patternNames(id)) note(name, end, isClass)
    }
  }
}

/** The variable of a section that has one declaration and is never assigned again. */
function constantOf({ scope }: Section, name: string): Binding | undefined {
  const binding = scope.names.get(name)
  return binding !== undefined && isNeverAssigned(binding) ? binding : undefined
}

function candidatesOf(
  bundle: ParsedBundle,
  section: Section,
  needs: ReadonlyMap<SyntaxNode, FunctionNeeds>,
): Candidate[] {
  const found: Candidate[] = []
  const add = (id: unknown, node: unknown, isDeclaration: boolean): void => {
    const name = identifierName(id)
    if (name === undefined || name === '__proto__' || !isNode(node)) return
    const binding = constantOf(section, name)
    if (binding === undefined || binding.references.some(({ role }) => role === 'export')) return
    const { start, end } = node
    const references = binding.references.filter((one) => one.node.start < start || one.node.end > end)
    // A name may stand for any function; classes cannot be called.
    const usesThis = needs.get(node)?.usesThis ?? /^(?:Identifier|ParenthesizedExpression)$/.test(node.type)
    const namesItself = !isDeclaration && references.length < binding.references.length
    const dependence = namesItself ? 'variable' : isAnonymous(node) ? 'name' : 'none'
    found.push({ name, node, section, start, end, isDeclaration, dependence, usesThis, references })
  }
  for (const statement of statementsOf(bundle, section)) {
    if (statement.type === 'ClassDeclaration') add(statement['id'], statement, true)
    else if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of nodes(statement['declarations'])) add(id, init, false)
    }
  }
  return found
}

/** A function or class that the language names after the variable. */
function isAnonymous(node: SyntaxNode): boolean {
  const value = unparenthesized(node)!
  return (isFunction(value) || value.type === 'ClassExpression') && !isNode(value['id'])
}

/** No function of it ran, none looks at its text or is bound to its place in the file. */
function nothingRan(
  node: SyntaxNode,
  table: FunctionTable,
  bindings: BindingTable,
  cold: ReadonlySet<number>,
): boolean {
  const stays = startingIn(table.functions, node).some((fn) => {
    const needs = bindings.functions[fn.index]!
    return !cold.has(fn.index) || needs.hasEval || needs.hasImport || table.textIsObserved(fn)
  })
  return !stays && !usesModule(node)
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

function isWorthIt({ start, end, references }: Candidate, least: number): boolean {
  return end - start >= least + references.length * REFERENCE_COST
}
