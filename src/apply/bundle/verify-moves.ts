import { entryKey, moduleObjects } from './module-objects.ts'
import { parseBundle, type ParsedBundle } from './parse.ts'
import { registrationId, registrationRuns } from './registrations.ts'
import { directiveCount, identifierName, isFunction, isNode, nodes, type SyntaxNode } from './syntax.ts'
import { unproven } from './unproven.ts'

/**
 * Proves that a file differs from the old one in nothing but the places of function declarations within their lists of
 * statements, of module registrations within unbroken runs of them, and of entries of tables of modules.
 *
 * @throws LayoutError `APPLY_UNPROVEN` at the first place that differs otherwise.
 */
export function verifyMoves(before: ParsedBundle, after: string): void {
  const parsed = parseBundle(after, { kind: before.kind, file: before.file })
  new MoveVerifier(before).compare(
    before.program as unknown as SyntaxNode,
    parsed.program as unknown as SyntaxNode,
    before.kind === 'module',
  )
}

class MoveVerifier {
  private readonly before: ParsedBundle
  private readonly bodies: Set<SyntaxNode> = new Set()
  private readonly tables: ReadonlySet<SyntaxNode>

  constructor(before: ParsedBundle) {
    this.before = before
    this.tables = moduleObjects(before.program as unknown as SyntaxNode)
  }

  compare(a: SyntaxNode, b: SyntaxNode, outer: boolean): void {
    if (a.type !== b.type) this.fail(a, `a ${a.type} became a ${b.type}`)
    const isList = a.type === 'Program' || a.type === 'BlockStatement'
    const list = isList ? nodes(a['body']) : []
    if (isFunction(a) && isNode(a['body'])) this.bodies.add(a['body'])
    const hasDirective = list.slice(0, directiveCount(list)).some(({ directive }) => directive === 'use strict')
    const strict = outer || a.type.startsWith('Class') || hasDirective
    // eslint-disable-next-line guard-for-in -- nodes have no inherited enumerable keys
    for (const key in a) {
      if (key === 'start' || key === 'end') continue
      if (isList && key === 'body') this.compareLists(a, list, nodes(b['body']), strict)
      else if (key === 'properties' && this.tables.has(a)) this.compareTables(a, b, strict)
      else this.compareValues(a, key, a[key], b[key], strict)
    }
  }

  /** Entry by entry under the same key, wherever it stands. */
  private compareTables(a: SyntaxNode, b: SyntaxNode, strict: boolean): void {
    const entries = nodes(b['properties'])
    const byKey = new Map(entries.map((entry) => [entry.type === 'Property' ? entryKey(entry) : '', entry]))
    const own = nodes(a['properties'])
    if (entries.length !== own.length) this.fail(a, 'the number of its entries changed')
    for (const entry of own) this.compare(entry, byKey.get(entryKey(entry)) ?? this.fail(entry, 'it is gone'), strict)
  }

  private compareValues(owner: SyntaxNode, key: string, a: unknown, b: unknown, strict: boolean): void {
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) this.fail(owner, `the number of its ${key} changed`)
      for (const [index, item] of a.entries()) this.compareValues(owner, key, item, (b as unknown[])[index], strict)
    } else if (isNode(a)) {
      if (!isNode(b)) this.fail(owner, `its ${key} is gone`)
      this.compare(a, b, strict)
    } else if (typeof a === 'object' && a !== null) {
      const text = (value: unknown): string => (value instanceof RegExp ? String(value) : JSON.stringify(value))
      if (text(a) !== text(b)) this.fail(owner, `its ${key} changed`)
    } else if (!Object.is(a, b)) this.fail(owner, `its ${key} changed`)
  }

  private compareLists(
    owner: SyntaxNode,
    fullA: readonly SyntaxNode[],
    fullB: readonly SyntaxNode[],
    strict: boolean,
  ): void {
    const a = fullA.filter(isNotEmpty)
    const b = fullB.filter(isNotEmpty)
    if (a.length !== b.length) this.fail(owner, 'the number of its statements changed')
    if (directiveCount(a) !== directiveCount(b)) this.fail(owner, 'its directives changed')
    const isFree = owner.type === 'Program' ? this.before.kind !== 'script' : strict || this.bodies.has(owner)
    const movable = isFree ? uniqueDeclarations(a) : new Map<string, SyntaxNode>()
    const found = isFree ? uniqueDeclarations(b) : new Map<string, SyntaxNode>()
    for (const [name, declaration] of movable) {
      const other = found.get(name)
      if (other === undefined) this.fail(declaration, 'it is gone')
      this.compare(declaration, other, strict)
    }
    const isFixed = (statement: SyntaxNode): boolean => !movable.has(declaredName(statement) ?? '')
    const restA = a.filter(isFixed)
    const restB = this.inRegisteredOrder(restA, b.filter(isFixed), owner)
    if (restA.length !== restB.length) this.fail(owner, 'the number of its statements changed')
    for (const [index, statement] of restA.entries()) this.compare(statement, restB[index]!, strict)
  }

  /** The statements of `b`, with each run of registrations put back into the order that `a` has. */
  private inRegisteredOrder(
    a: readonly SyntaxNode[],
    b: readonly SyntaxNode[],
    owner: SyntaxNode,
  ): readonly SyntaxNode[] {
    if (owner.type !== 'Program') return b
    const out = [...b]
    for (const run of registrationRuns({ ...owner, body: a })) {
      const from = a.indexOf(run[0]!)
      const byId = new Map(b.slice(from, from + run.length).map((statement) => [registrationId(statement), statement]))
      for (const [index, statement] of run.entries()) {
        out[from + index] = byId.get(registrationId(statement)) ?? this.fail(statement, 'it left its run')
      }
    }
    return out
  }

  private fail(node: SyntaxNode, what: string): never {
    throw unproven(this.before, node, what, 'moves of declarations and modules')
  }
}

function isNotEmpty({ type }: SyntaxNode): boolean {
  return type !== 'EmptyStatement'
}

/** Name of the function that a statement declares, exported or not. */
function declaredName(statement: SyntaxNode): string | undefined {
  if (statement.type === 'FunctionDeclaration') return identifierName(statement['id'])
  const { declaration } = statement
  return isNode(declaration) && declaration.type === 'FunctionDeclaration'
    ? identifierName(declaration['id'])
    : undefined
}

/** Function declarations of a list by name, those left out whose name another one of the list has. */
function uniqueDeclarations(list: readonly SyntaxNode[]): Map<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>()
  const twice = new Set<string>()
  for (const statement of list) {
    const name = declaredName(statement)
    if (name === undefined) continue
    if (found.has(name)) twice.add(name)
    found.set(name, statement)
  }
  for (const name of twice) found.delete(name)
  return found
}
