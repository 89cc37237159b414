import { hoistingIsSeen, type CycleOptions } from './declaration-rules.ts'
import { moduleWrapperHelpers } from './module-wrappers.ts'
import { parseBundle, type BundleKind, type ParsedBundle } from './parse.ts'
import { directiveCount, forEachChild, identifierName, isNode, nodes, patternNames, type SyntaxNode } from './syntax.ts'
import { unproven } from './unproven.ts'

/**
 * Proves that an edited file is the old one but for the allowed edits, by walking both trees together:
 *
 * - parentheses around a function or arrow function;
 * - a function declaration that became an anonymous function expression bound by the first `var` (in a strict block,
 *   `let`) of the list it stood in, with an empty statement or its export left in its place;
 * - a method of an object literal without `super` that became a function expression: an async or generator method,
 *   that of a bundler's module wrapper, or with `plainMethods` any.
 *
 * The rules on names and scopes are checked here again, from the two trees alone.
 *
 * @throws LayoutError `APPLY_UNPROVEN` at the first place that differs otherwise.
 */
export function verifyEdits(before: ParsedBundle, after: string, options: VerifyOptions = {}): void {
  const parsed = parseBundle(after, { kind: before.kind, file: before.file })
  new EditVerifier(before, hoistingIsSeen(before, options), options.plainMethods === true).run(parsed)
}

export interface VerifyOptions extends CycleOptions {
  readonly plainMethods?: boolean | undefined
}

interface Surroundings {
  readonly strict: boolean
  /** Names that a declaration of the list must not have. */
  readonly parameters: readonly string[]
  readonly list: 'program' | 'function' | 'block'
}

const COMMONJS_NAMES = ['exports', 'require', 'module', '__filename', '__dirname']

class EditVerifier {
  private readonly before: ParsedBundle
  private readonly kind: BundleKind
  private readonly hoistingSeen: boolean
  private readonly plainMethods: boolean
  private readonly helpers: ReadonlySet<string>
  private readonly wrapperProperties: Set<SyntaxNode> = new Set()
  private strict = false

  constructor(before: ParsedBundle, hoistingSeen: boolean, plainMethods: boolean) {
    this.plainMethods = plainMethods
    this.before = before
    this.kind = before.kind
    this.helpers = moduleWrapperHelpers(before)
    this.hoistingSeen = hoistingSeen
  }

  run(after: ParsedBundle): void {
    const a = this.before.program as unknown as SyntaxNode
    const b = after.program as unknown as SyntaxNode
    this.strict = this.kind === 'module' || isStrict(nodes(a['body']))
    const parameters = this.kind === 'commonjs' ? COMMONJS_NAMES : []
    this.compareLists(nodes(a['body']), nodes(b['body']), a, { strict: this.strict, parameters, list: 'program' })
  }

  private compare(a: SyntaxNode, edited: SyntaxNode): void {
    let b = edited
    if (b.type === 'ParenthesizedExpression' && a.type !== b.type && isFunctionExpression(b['expression'])) {
      b = b['expression']
    }
    if (a.type !== b.type) this.fail(a, `a ${a.type} became a ${b.type}`)
    switch (a.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.compareFunctions(a, b, false)
        return
      case 'BlockStatement':
        this.compareLists(nodes(a['body']), nodes(b['body']), a, { strict: this.strict, parameters: [], list: 'block' })
        return
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const { strict } = this
        this.strict = true
        this.compareFields(a, b)
        this.strict = strict
        return
      }
      case 'CallExpression':
        this.noteWrapper(a)
        break
      case 'Property':
        if (a['method'] === true && b['method'] === false) {
          this.compareMethod(a, b)
          return
        }
        break
      case 'ExportDefaultDeclaration':
        if (this.compareDefault(a, b)) return
        break
      default:
    }
    this.compareFields(a, b)
  }

  private compareFields(a: SyntaxNode, b: SyntaxNode, skipped: readonly string[] = []): void {
    // eslint-disable-next-line guard-for-in -- nodes have no inherited enumerable keys
    for (const key in a) {
      if (key === 'start' || key === 'end' || skipped.includes(key)) continue
      this.compareValues(a, key, a[key], b[key])
    }
  }

  private compareValues(owner: SyntaxNode, key: string, a: unknown, b: unknown): void {
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) this.fail(owner, `the number of its ${key} changed`)
      for (const [index, item] of a.entries()) this.compareValues(owner, key, item, (b as unknown[])[index])
    } else if (isNode(a)) {
      if (!isNode(b)) this.fail(owner, `its ${key} is gone`)
      this.compare(a, b)
    } else if (typeof a === 'object' && a !== null) {
      // Regular expressions and the two readings of template text.
      if (describe(a) !== describe(b)) this.fail(owner, `its ${key} changed`)
    } else if (!Object.is(a, b)) this.fail(owner, `its ${key} changed`)
  }

  private compareFunctions(a: SyntaxNode, b: SyntaxNode, dropsName: boolean): void {
    const { strict } = this
    const bodyA = a['body']
    const bodyB = b['body']
    if (isNode(bodyA) && bodyA.type === 'BlockStatement') {
      if (!isNode(bodyB) || bodyB.type !== 'BlockStatement') this.fail(a, 'its body changed')
      const list = nodes(bodyA['body'])
      this.strict ||= isStrict(list)
      const parameters = nodes(a['params']).flatMap((parameter) => patternNames(parameter))
      this.compareFields(a, b, dropsName ? ['type', 'id', 'body'] : ['body'])
      this.compareLists(list, nodes(bodyB['body']), a, { strict: this.strict, parameters, list: 'function' })
    } else this.compareFields(a, b)
    this.strict = strict
  }

  private compareLists(
    fullA: readonly SyntaxNode[],
    fullB: readonly SyntaxNode[],
    owner: SyntaxNode,
    around: Surroundings,
  ): void {
    // A lone semicolon does nothing, and may become the end of the statement before it.
    const a = fullA.filter(isNotEmpty)
    const b = fullB.filter(isNotEmpty)
    const moved = movedDeclarations(a, b)
    const head = directiveCount(a)
    if (moved.size > 0) this.checkMoved(moved, b[head], owner, around)
    let at = 0
    for (const [index, statement] of a.entries()) {
      if (moved.size > 0 && index === head) at++
      const name = identifierName(declaredFunction(statement)?.['id'])
      if (name !== undefined && moved.has(name) && statement.type === 'FunctionDeclaration') continue
      const other = b[at++]
      if (other === undefined) this.fail(statement, 'it is gone')
      if (name === undefined || !moved.has(name)) this.compare(statement, other)
      else if (!isExportOf(statement, other, name)) this.fail(statement, 'its export is gone')
    }
    if (at !== b.length) this.fail(owner, 'statements came to it')
  }

  private checkMoved(
    moved: ReadonlyMap<string, SyntaxNode>,
    head: SyntaxNode | undefined,
    owner: SyntaxNode,
    around: Surroundings,
  ): void {
    if (around.list === 'program' && (this.kind === 'script' || this.hoistingSeen)) {
      this.fail(owner, 'declarations of its top level may not move')
    }
    if (around.list === 'block' && !around.strict) this.fail(owner, 'declarations of a sloppy block may not move')
    const keyword = around.list === 'block' ? 'let' : 'var'
    if (head?.type !== 'VariableDeclaration' || head['kind'] !== keyword) this.fail(owner, `it lacks its ${keyword}`)
    const declarators = nodes(head['declarations'])
    if (declarators.length !== moved.size) this.fail(owner, 'variables came that no declaration left')
    const seen = new Set<string>()
    for (const { id, init } of declarators) {
      const name = identifierName(id)
      const declaration = name === undefined ? undefined : moved.get(name)
      if (name === undefined || declaration === undefined || seen.has(name)) {
        this.fail(owner, 'a variable came that no declaration left')
      }
      seen.add(name)
      if (name === 'arguments' || around.parameters.includes(name)) this.fail(declaration, 'a parameter has its name')
      const value = isNode(init) && init.type === 'ParenthesizedExpression' ? init['expression'] : undefined
      if (!isNode(value) || value.type !== 'FunctionExpression' || isNode(value['id'])) {
        this.fail(declaration, 'it did not become an anonymous function')
      }
      this.compareFunctions(declaration, value, true)
    }
  }

  private noteWrapper(call: SyntaxNode): void {
    const name = identifierName(call['callee'])
    if (name === undefined || !this.helpers.has(name)) return
    const properties = nodes(nodes(call['arguments'])[0]?.['properties'])
    if (properties.length === 1) this.wrapperProperties.add(properties[0]!)
  }

  private compareMethod(a: SyntaxNode, b: SyntaxNode): void {
    const method = a['value'] as SyntaxNode
    const key = a['key'] as SyntaxNode
    const allowed =
      method['async'] === true || method['generator'] === true || this.plainMethods || this.wrapperProperties.has(a)
    if (!allowed) this.fail(a, 'a method became a function')
    if (usesSuper(method)) this.fail(a, 'a method with super became a function')
    if (a['computed'] !== true && (identifierName(key) ?? key['value']) === '__proto__')
      this.fail(a, 'a __proto__ moved')
    const value = b['value']
    const inner = isNode(value) && value.type === 'ParenthesizedExpression' ? value['expression'] : undefined
    if (!isNode(inner) || inner.type !== 'FunctionExpression') this.fail(a, 'a method became something else')
    this.compareFields(a, b, ['method', 'value'])
    this.compareFunctions(method, inner, false)
  }

  private compareDefault(a: SyntaxNode, b: SyntaxNode): boolean {
    const declared = a['declaration']
    const value = b['declaration']
    if (!isNode(declared) || declared.type !== 'FunctionDeclaration' || isNode(declared['id'])) return false
    if (!isNode(value) || value.type !== 'ParenthesizedExpression') return false
    const inner = value['expression']
    if (!isNode(inner) || inner.type !== 'FunctionExpression' || isNode(inner['id'])) return false
    if (this.hoistingSeen) this.fail(a, 'a cycle of modules may call it before the file has run')
    this.compareFunctions(declared, inner, true)
    return true
  }

  private fail(node: SyntaxNode, what: string): never {
    throw unproven(this.before, node, what, 'the allowed edits')
  }
}

/** Declarations of `a` that are none in `b`; a name that two of them have is not among them, so its move is an error. */
function movedDeclarations(a: readonly SyntaxNode[], b: readonly SyntaxNode[]): Map<string, SyntaxNode> {
  const kept = new Set(b.map((statement) => identifierName(declaredFunction(statement)?.['id'])))
  const moved = new Map<string, SyntaxNode>()
  const twice = new Set<string>()
  for (const statement of a) {
    const declaration = declaredFunction(statement)
    const name = identifierName(declaration?.['id'])
    if (declaration === undefined || name === undefined || kept.has(name)) continue
    if (moved.has(name)) twice.add(name)
    moved.set(name, declaration)
  }
  for (const name of twice) moved.delete(name)
  return moved
}

/** The function that a statement declares, exported or not. */
function declaredFunction(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.type === 'FunctionDeclaration') return statement
  const { declaration } = statement
  return isNode(declaration) && declaration.type === 'FunctionDeclaration' ? declaration : undefined
}

function isNotEmpty({ type }: SyntaxNode): boolean {
  return type !== 'EmptyStatement'
}

function isExportOf(statement: SyntaxNode, other: SyntaxNode, name: string): boolean {
  const specifiers = nodes(other['specifiers'])
  const exported = statement.type === 'ExportDefaultDeclaration' ? 'default' : name
  return (
    other.type === 'ExportNamedDeclaration' &&
    !isNode(other['source']) &&
    specifiers.length === 1 &&
    identifierName(specifiers[0]!['local']) === name &&
    identifierName(specifiers[0]!['exported']) === exported
  )
}

/** Whether a method's own `super` is used: in it, or in arrow functions in it. */
function usesSuper(node: SyntaxNode, isRoot: boolean = true): boolean {
  if (node.type === 'Super') return true
  const ownsSuper =
    node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ClassBody'
  if (ownsSuper && !isRoot) return false
  let found = false
  forEachChild(node, (child) => {
    found ||= usesSuper(child, false)
  })
  return found
}

function isStrict(list: readonly SyntaxNode[]): boolean {
  return list.slice(0, directiveCount(list)).some(({ directive }) => directive === 'use strict')
}

function isFunctionExpression(node: unknown): node is SyntaxNode {
  return isNode(node) && (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression')
}

function describe(value: unknown): string {
  if (value instanceof RegExp) return String(value)
  return JSON.stringify(value) ?? ''
}
