import { type AstNode, isAnonymousDefinition, walkBelow } from './ast.ts'
import { isHoisted, mockedModule } from './mock-calls.ts'
import type { FunctionKind, ModuleFunction } from './module-function.ts'
import { namesSuspension } from './named-suspensions.ts'

/** Where names are given: a function, a class or an object literal that is bound to a name. */
interface Scope {
  readonly path: string
  readonly counter: { anonymous: number }
}

/**
 * Finds all functions of a module, in source order with the module's own code first,
 * and gives each its name by the table in `docs/design.md`.
 */
export function collectFunctions(program: AstNode, code: string): ModuleFunction[] {
  return new Collector(code).run(program)
}

class Collector {
  readonly #code: string
  readonly #functions: ModuleFunction[] = []
  readonly #taken = new Map<string, number>()
  /** Nodes that Vitest replaces, and must find as they are. */
  readonly #mocked = new Set<AstNode>()

  constructor(code: string) {
    this.#code = code
  }

  run(program: AstNode): ModuleFunction[] {
    const module = this.#add('module', '<module>', program, 0, this.#code.length, undefined)
    this.#children(program, module, { path: '', counter: { anonymous: 0 } })
    return this.#functions
  }

  #children(node: AstNode, owner: ModuleFunction, scope: Scope): void {
    walkBelow(node, (child) => this.#enter(child, owner, scope, undefined))
  }

  /** `bound` is the name that an anonymous definition at this place would take. */
  #visit(node: AstNode, owner: ModuleFunction, scope: Scope, bound: string | undefined): void {
    if (this.#enter(node, owner, scope, bound)) this.#children(node, owner, scope)
  }

  /** Notes a node, and says whether what is below it is still to be visited, by the same owner and scope. */
  #enter(node: AstNode, owner: ModuleFunction, scope: Scope, bound: string | undefined): boolean {
    if (namesSuspension(node)) owner.isMended = true
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#function(node, owner, scope, node.id?.name ?? bound ?? anonymous(scope), node.start, false)
        return false
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node, owner, scope, bound)
        return false
      case 'ObjectExpression':
        this.#object(node, owner, bound === undefined ? scope : this.#container(scope, bound))
        return false
      case 'VariableDeclarator':
        this.#visit(node.id, owner, scope, undefined)
        if (node.init) this.#visit(node.init, owner, scope, node.id.type === 'Identifier' ? node.id.name : undefined)
        return false
      case 'AssignmentExpression':
        this.#visit(node.left, owner, scope, undefined)
        this.#visit(node.right, owner, scope, targetName(node.left, this.#code))
        return false
      case 'AssignmentPattern':
        this.#visit(node.left, owner, scope, undefined)
        this.#visit(node.right, owner, scope, node.left.type === 'Identifier' ? node.left.name : undefined)
        return false
      case 'ExportDefaultDeclaration':
        this.#visit(node.declaration, owner, scope, 'default')
        return false
      case 'ParenthesizedExpression':
        this.#visit(node.expression, owner, scope, bound)
        return false
      case 'AwaitExpression':
        if (!this.#mocked.has(node) && !isHoisted(node.argument)) owner.awaits.push(node)
        break
      case 'YieldExpression':
        owner.yields.push(node)
        break
      case 'ReturnStatement':
        owner.returns.push(node)
        break
      case 'LabeledStatement':
        if (this.#labelledForAwait(node, owner, scope)) return false
        break
      case 'ForOfStatement':
        if (node.await) owner.forAwaits.push({ loop: node, outer: node })
        break
      case 'TryStatement':
        if (node.handler) owner.handlers.push({ body: node.handler.body, param: node.handler.param ?? undefined })
        if (node.finalizer) owner.handlers.push({ body: node.finalizer, param: undefined })
        break
      case 'ImportExpression':
        if (this.#mocked.has(node)) break
        if (node.source.type === 'Literal' && typeof node.source.value === 'string') owner.imports.push(node)
        break
      case 'WithStatement':
        owner.blocker ??= 'with'
        break
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'eval') owner.blocker ??= 'eval'
        for (const replaced of mockedModule(node)) this.#mocked.add(replaced)
        break
      default:
    }
    return true
  }

  #labelledForAwait(node: AstNode, owner: ModuleFunction, scope: Scope): boolean {
    let inner = node.body as AstNode
    while (inner.type === 'LabeledStatement') inner = inner.body
    if (inner.type !== 'ForOfStatement' || !inner.await) return false
    owner.forAwaits.push({ loop: inner, outer: node })
    this.#children(inner, owner, scope)
    return true
  }

  #function(node: AstNode, owner: ModuleFunction, scope: Scope, name: string, start: number, isSetter: boolean): void {
    const fn = this.#add('function', join(scope.path, name), node, start, node.end, owner, isSetter)
    // A name that a nested declaration takes is the function's, not a container's of the same path.
    this.#children(node, fn, { path: fn.path, counter: { anonymous: 0 } })
  }

  #object(node: AstNode, owner: ModuleFunction, scope: Scope): void {
    for (const property of node.properties as AstNode[]) {
      if (property.type !== 'Property') {
        this.#visit(property, owner, scope, undefined)
        continue
      }
      if (property.computed) this.#visit(property.key, owner, scope, undefined)
      const name = keyName(property, this.#code)
      if (property.method || property.kind !== 'init') {
        const prefix = property.kind === 'init' ? '' : `${property.kind} `
        this.#function(property.value, owner, scope, prefix + name, property.start, property.kind === 'set')
      } else {
        this.#visit(property.value, owner, scope, name)
      }
    }
  }

  #class(node: AstNode, owner: ModuleFunction, scope: Scope, bound: string | undefined): void {
    for (const decorator of node.decorators ?? []) this.#visit(decorator, owner, scope, undefined)
    if (node.superClass) this.#visit(node.superClass, owner, scope, undefined)
    const inner = this.#container(scope, node.id?.name ?? bound ?? anonymous(scope))
    const body = node.body as AstNode
    const fields = (body.body as AstNode[]).filter((m) => m.type === 'PropertyDefinition' && !m.static)
    const statics = (body.body as AstNode[]).filter(
      (m) => m.type === 'StaticBlock' || (m.type === 'PropertyDefinition' && m.static),
    )
    const instanceOwner = this.#members('instance_members', inner, body, fields, owner)
    const staticOwner = this.#members('static_members', inner, body, statics, owner)
    for (const member of body.body as AstNode[]) {
      for (const decorator of member.decorators ?? []) this.#visit(decorator, owner, scope, undefined)
      if (member.computed) this.#visit(member.key, owner, inner, undefined)
      if (member.type === 'MethodDefinition') {
        const prefix = `${member.static ? 'static ' : ''}${member.kind === 'get' || member.kind === 'set' ? `${member.kind} ` : ''}`
        const name = member.kind === 'constructor' ? 'constructor' : keyName(member, this.#code)
        this.#function(member.value, owner, inner, prefix + name, member.start, member.kind === 'set')
      } else if (member.type === 'PropertyDefinition') {
        const memberOwner = (member.static ? staticOwner : instanceOwner)!
        if (!member.value) continue
        const name = (member.static ? 'static ' : '') + keyName(member, this.#code)
        const scopeOfValue = isAnonymousDefinition(member.value) || member.value.type === 'ObjectExpression'
        this.#visit(member.value, memberOwner, scopeOfValue ? inner : this.#scopeOf(memberOwner), name)
      } else if (member.type === 'StaticBlock') {
        for (const statement of member.body) {
          this.#visit(statement, staticOwner!, this.#scopeOf(staticOwner!), undefined)
        }
      } else {
        this.#children(member, owner, inner)
      }
    }
  }

  readonly #scopes = new Map<ModuleFunction, Scope>()

  #scopeOf(fn: ModuleFunction): Scope {
    let scope = this.#scopes.get(fn)
    if (scope === undefined) this.#scopes.set(fn, (scope = { path: fn.path, counter: { anonymous: 0 } }))
    return scope
  }

  #members(
    kind: 'instance_members' | 'static_members',
    scope: Scope,
    body: AstNode,
    members: AstNode[],
    owner: ModuleFunction,
  ): ModuleFunction | undefined {
    const first = members[0]
    if (first === undefined) return undefined
    const fn = this.#add(kind, join(scope.path, `<${kind}>`), body, first.start, members.at(-1)!.end, owner)
    fn.members.push(...members)
    return fn
  }

  #container(scope: Scope, name: string): Scope {
    return { path: this.#unique(join(scope.path, name), false), counter: { anonymous: 0 } }
  }

  #add(
    kind: FunctionKind,
    path: string,
    node: AstNode,
    start: number,
    end: number,
    parent: ModuleFunction | undefined,
    isSetter = false,
  ): ModuleFunction {
    const fn: ModuleFunction = {
      kind,
      path: this.#unique(path, true),
      start,
      end,
      node,
      parent,
      children: [],
      index: this.#functions.length,
      isSetter,
      awaits: [],
      yields: [],
      forAwaits: [],
      returns: [],
      imports: [],
      handlers: [],
      isMended: false,
      members: [],
      blocker: undefined,
    }
    parent?.children.push(fn)
    this.#functions.push(fn)
    return fn
  }

  #unique(path: string, isFunction: boolean): string {
    // Containers (classes, object literals) hand out their members' names: two of one path must differ as well,
    // or `a.render` could mean two functions. A function and a container never share a counter.
    const key = isFunction ? path : `{${path}`
    let count = (this.#taken.get(key) ?? 0) + 1
    let unique = count === 1 ? path : `${path}~${count}`
    while (count > 1 && this.#taken.has(isFunction ? unique : `{${unique}`)) unique = `${path}~${++count}`
    this.#taken.set(key, count)
    if (unique !== path) this.#taken.set(isFunction ? unique : `{${unique}`, 1)
    return unique
  }
}

function anonymous(scope: Scope): string {
  return `<anonymous#${++scope.counter.anonymous}>`
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function keyName(member: AstNode, code: string): string {
  const key = member.key as AstNode
  if (member.computed) return `[${fold(code.slice(key.start, key.end))}]`
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (key.type === 'Identifier') return key.name
  return fold(String(key.value))
}

/** The name an assignment gives: `exports.f = () => {}` is `exports.f`, `this.f = ...` is `f`. */
function targetName(target: AstNode, code: string): string | undefined {
  if (target.type === 'Identifier') return target.name
  if (target.type !== 'MemberExpression') return undefined
  let root = target
  while (root.type === 'MemberExpression') {
    if (root.computed && root.property.type !== 'Literal') return undefined
    root = root.object
  }
  if (root.type === 'ThisExpression') return fold(code.slice(root.end, target.end)).replace(/^\??\./, '')
  return root.type === 'Identifier' ? fold(code.slice(target.start, target.end)) : undefined
}

/** Text of the user's as a part of a name: on one line, and such as a file can hold. */
function fold(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  // Half of a surrogate pair, which no UTF-8 carries, is written as in code.
  return line.replaceAll(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`)
}
