import type { ParsedBundle } from '../bundle/parse.ts'
import {
  directiveCount,
  forEachChild,
  identifierName,
  isFunction,
  isNode,
  nodes,
  patternIdentifiers,
  type SyntaxNode,
} from '../bundle/syntax.ts'

/** How a place uses a name. */
export type ReferenceRole =
  /** The callee of a call or of `new`, or the tag of a template. */
  | 'call'
  | 'value'
  /** Assigned, or part of a pattern that assigns. */
  | 'write'
  /** Exported from the module. */
  | 'export'

export interface Reference {
  readonly node: SyntaxNode
  readonly role: ReferenceRole
  /** Index of the innermost function around it, -1 for none. */
  readonly owner: number
  /** It is the value of `{ name }`, whose key must stay. */
  readonly isShorthand: boolean
  /** The callee of a `new` begins with it: `new X()`, `new X.Y()`. */
  readonly isNew: boolean
  /** A statement of a list begins with it, which nothing but a line break may part from the one before. */
  readonly beginsStatement: boolean
}

export type BindingKind = 'variable' | 'function' | 'class' | 'import' | 'parameter' | 'own-name'

export interface Binding {
  readonly name: string
  readonly scope: Scope
  readonly kind: BindingKind
  /** Of a function declaration: the function. */
  readonly fn: SyntaxNode | undefined
  /** How often the scope declares it. */
  declarations: number
  readonly references: Reference[]
  /** For a class's name inside of it: the same class's name outside, if the two can never differ. */
  same: Binding | undefined
}

/** One scope of strict code, where functions in blocks belong to the block. */
export interface Scope {
  readonly parent: Scope | undefined
  readonly depth: number
  /** Index of the function it belongs to, -1 for the program. */
  readonly owner: number
  /** The program's, or that of a function's body: what `var` declares in. */
  readonly isVariableScope: boolean
  readonly names: Map<string, Binding>
}

/** What the text of a function needs from its surroundings. Arrow functions share `this` and the like with them. */
export interface FunctionNeeds {
  readonly node: SyntaxNode
  /** Scope that the function stands in; for a named function expression the one that holds that name. */
  readonly outer: Scope
  /** Scope of its body's statements. */
  readonly inner: Scope
  usesThis: boolean
  usesArguments: boolean
  usesNewTarget: boolean
  usesSuper: boolean
  /** A private name of a class around it. */
  usesPrivate: boolean
  /** Direct eval, in it or in a function in it. */
  hasEval: boolean
  /** `import()` or `import.meta`, in it or in a function in it. */
  hasImport: boolean
  /** Names in its text that are declared outside of it. */
  readonly free: Set<Binding>
}

export interface BindingTable {
  readonly program: Scope
  /** In the order of the text, each before those inside it. */
  readonly functions: readonly FunctionNeeds[]
  /** Somewhere the file calls eval directly, so names may be used that its text does not show. */
  readonly hasEval: boolean
  /** Every identifier of the file, to choose names that it does not have. */
  readonly identifiers: ReadonlySet<string>
}

interface ClassAround {
  readonly names: ReadonlySet<string>
  /** How many functions are around the class. */
  readonly depth: number
}

interface Context {
  readonly scope: Scope
  /** Functions around the place, the outermost first. */
  readonly around: readonly number[]
  /** Those of them that share the place's `this`. */
  readonly lexical: readonly number[]
  readonly classes: readonly ClassAround[]
}

interface Pending {
  readonly scope: Scope
  readonly around: readonly number[]
  readonly reference: Reference
}

/** Resolves every name of a built file of strict code. */
export function findBindings(bundle: ParsedBundle): BindingTable {
  return new BindingFinder().run(bundle)
}

export function isStrictBundle({ program, kind }: ParsedBundle): boolean {
  const body = nodes((program as unknown as SyntaxNode)['body'])
  return kind === 'module' || body.slice(0, directiveCount(body)).some(({ directive }) => directive === 'use strict')
}

/** Whether a scope is another one or around it. */
export function isAround(scope: Scope, inner: Scope): boolean {
  let at: Scope | undefined = inner
  while (at !== undefined && at.depth > scope.depth) at = at.parent
  return at === scope
}

class BindingFinder {
  private readonly functions: FunctionNeeds[] = []
  private readonly pending: Pending[] = []
  private readonly identifiers: Set<string> = new Set()
  /** Names that callees of `new` begin with. */
  private readonly newHeads: Set<SyntaxNode> = new Set()
  /** Where statements of lists begin that are expressions. */
  private readonly starts: Set<number> = new Set()
  private hasEval = false

  run({ program: root }: ParsedBundle): BindingTable {
    const program = newScope(undefined, -1, true)
    const context: Context = { scope: program, around: [], lexical: [], classes: [] }
    this.visitStatements(nodes((root as unknown as SyntaxNode)['body']), context)
    const resolved: { binding: Binding; around: readonly number[] }[] = []
    for (const { scope, around, reference } of this.pending) {
      const binding = findBinding(scope, identifierName(reference.node)!)
      if (binding === undefined) continue
      binding.references.push(reference)
      resolved.push({ binding, around })
    }
    const same = new Map<Binding, Binding>()
    for (const { binding } of resolved) same.set(binding, isSame(binding) ? binding.same! : binding)
    for (const { binding: found, around } of resolved) {
      const binding = same.get(found)!
      for (const index of around) {
        const { outer, free } = this.functions[index]!
        if (isAround(binding.scope, outer)) free.add(binding)
      }
    }
    return { program, functions: this.functions, hasEval: this.hasEval, identifiers: this.identifiers }
  }

  private visitAll(list: readonly SyntaxNode[], context: Context): void {
    for (const node of list) this.visit(node, context)
  }

  private visitStatements(list: readonly SyntaxNode[], context: Context): void {
    for (const { type, start } of list) if (type === 'ExpressionStatement') this.starts.add(start)
    this.visitAll(list, context)
  }

  private visit(node: SyntaxNode, context: Context): void {
    if (isFunction(node)) {
      this.visitFunction(node, context)
      return
    }
    switch (node.type) {
      case 'Identifier':
        this.refer(node, 'value', context)
        return
      case 'BlockStatement':
        this.visitStatements(nodes(node['body']), within(context))
        return
      case 'SwitchCase':
        if (isNode(node['test'])) this.visit(node['test'], context)
        this.visitStatements(nodes(node['consequent']), context)
        return
      case 'ForStatement':
      case 'SwitchStatement': {
        const inner = within(context)
        forEachChild(node, (child) => this.visit(child, inner))
        return
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = within(context)
        const left = node['left'] as SyntaxNode
        if (left.type === 'VariableDeclaration') this.visit(left, inner)
        else this.visitPattern(left, inner, 'write')
        this.visitAll([node['right'], node['body']] as SyntaxNode[], inner)
        return
      }
      case 'CatchClause': {
        const inner = within(context)
        if (isNode(node['param'])) this.declarePattern(node['param'], 'variable', inner.scope, inner)
        this.visit(node['body'] as SyntaxNode, inner)
        return
      }
      case 'VariableDeclaration':
        this.visitVariables(node, context)
        return
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.visitClass(node, context)
        return
      case 'AssignmentExpression':
        this.visitPattern(node['left'] as SyntaxNode, context, 'write')
        this.visit(node['right'] as SyntaxNode, context)
        return
      case 'UpdateExpression':
        this.visitPattern(node['argument'] as SyntaxNode, context, 'write')
        return
      case 'CallExpression':
      case 'NewExpression':
        this.visitCall(node, context)
        return
      case 'TaggedTemplateExpression': {
        const tag = node['tag'] as SyntaxNode
        if (tag.type === 'Identifier') this.refer(tag, 'call', context)
        else this.visit(tag, context)
        this.visit(node['quasi'] as SyntaxNode, context)
        return
      }
      case 'MemberExpression':
        this.visit(node['object'] as SyntaxNode, context)
        if (node['computed'] === true) this.visit(node['property'] as SyntaxNode, context)
        else this.visitKey(node['property'] as SyntaxNode, context)
        return
      case 'Property': {
        if (node['computed'] === true) this.visit(node['key'] as SyntaxNode, context)
        else this.visitKey(node['key'] as SyntaxNode, context)
        const value = node['value'] as SyntaxNode
        if (node['shorthand'] === true && value.type === 'Identifier')
          this.refer(value, 'value', context, { isShorthand: true })
        else this.visit(value, context)
        return
      }
      case 'LabeledStatement':
        this.visit(node['body'] as SyntaxNode, context)
        return
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      default:
        this.visitModuleSyntax(node, context)
    }
  }

  private visitModuleSyntax(node: SyntaxNode, context: Context): void {
    switch (node.type) {
      case 'ImportDeclaration':
        for (const { local } of nodes(node['specifiers'])) this.declare(local as SyntaxNode, 'import', context.scope)
        return
      case 'ExportNamedDeclaration':
        if (isNode(node['declaration'])) {
          this.visit(node['declaration'], context)
          for (const id of declaredIdentifiers(node['declaration'])) this.refer(id, 'export', context)
        } else if (!isNode(node['source'])) {
          for (const { local } of nodes(node['specifiers'])) this.refer(local as SyntaxNode, 'export', context)
        }
        return
      case 'ExportDefaultDeclaration': {
        const declared = node['declaration'] as SyntaxNode
        this.visit(declared, context)
        if (declared.type.endsWith('Declaration') && isNode(declared['id']))
          this.refer(declared['id'], 'export', context)
        return
      }
      case 'ExportAllDeclaration':
        return
      case 'ThisExpression':
        this.mark(context.lexical, 'usesThis')
        return
      case 'Super':
        this.mark(context.lexical, 'usesSuper')
        return
      case 'MetaProperty':
        if (identifierName(node['meta']) === 'new') this.mark(context.lexical, 'usesNewTarget')
        else this.mark(context.around, 'hasImport')
        return
      case 'ImportExpression':
        this.mark(context.around, 'hasImport')
        break
      case 'PrivateIdentifier':
        this.visitKey(node, context)
        return
      default:
    }
    forEachChild(node, (child) => this.visit(child, context))
  }

  private visitKey(key: SyntaxNode, context: Context): void {
    const name = key['name']
    if (typeof name !== 'string') return
    this.identifiers.add(name)
    if (key.type !== 'PrivateIdentifier') return
    const owner = context.classes.findLast(({ names }) => names.has(name))
    this.mark(context.around.slice(owner?.depth ?? 0), 'usesPrivate')
  }

  private visitCall(node: SyntaxNode, context: Context): void {
    const callee = node['callee'] as SyntaxNode
    const isNew = node.type === 'NewExpression'
    if (isNew) this.newHeads.add(headOfCallee(callee))
    if (callee.type === 'Identifier') {
      this.refer(callee, 'call', context)
      if (!isNew && callee['name'] === 'eval') {
        this.hasEval = true
        this.mark(context.around, 'hasEval')
      }
    } else this.visit(callee, context)
    this.visitAll(nodes(node['arguments']), context)
  }

  private visitVariables(node: SyntaxNode, context: Context): void {
    const scope = node['kind'] === 'var' ? variableScope(context.scope) : context.scope
    for (const { id, init } of nodes(node['declarations'])) {
      this.declarePattern(id as SyntaxNode, 'variable', scope, context)
      if (isNode(init)) this.visit(init, context)
    }
  }

  /** Declares the names of a pattern, and visits the expressions in it. */
  private declarePattern(pattern: SyntaxNode, kind: BindingKind, scope: Scope, context: Context): void {
    if (pattern.type === 'Identifier') this.declare(pattern, kind, scope)
    else this.visitPatternParts(pattern, context, (part) => this.declarePattern(part, kind, scope, context))
  }

  private visitPattern(pattern: SyntaxNode, context: Context, role: 'write'): void {
    if (pattern.type === 'Identifier') this.refer(pattern, role, context)
    else if (pattern.type === 'ParenthesizedExpression')
      this.visitPattern(pattern['expression'] as SyntaxNode, context, role)
    else if (/^(?:Object|Array|Assignment)Pattern$|^RestElement$/.test(pattern.type)) {
      this.visitPatternParts(pattern, context, (part) => this.visitPattern(part, context, role))
    } else this.visit(pattern, context)
  }

  private visitPatternParts(pattern: SyntaxNode, context: Context, each: (part: SyntaxNode) => void): void {
    switch (pattern.type) {
      case 'ObjectPattern':
        for (const property of nodes(pattern['properties'])) {
          if (property.type === 'RestElement') each(property['argument'] as SyntaxNode)
          else {
            if (property['computed'] === true) this.visit(property['key'] as SyntaxNode, context)
            else this.visitKey(property['key'] as SyntaxNode, context)
            each(property['value'] as SyntaxNode)
          }
        }
        break
      case 'ArrayPattern':
        for (const element of nodes(pattern['elements'])) each(element)
        break
      case 'AssignmentPattern':
        each(pattern['left'] as SyntaxNode)
        this.visit(pattern['right'] as SyntaxNode, context)
        break
      case 'RestElement':
        each(pattern['argument'] as SyntaxNode)
        break
      default:
        this.visit(pattern, context)
    }
  }

  private visitFunction(node: SyntaxNode, context: Context): void {
    const index = this.functions.length
    const isArrow = node.type === 'ArrowFunctionExpression'
    let { scope } = context
    if (isNode(node['id'])) {
      if (node.type === 'FunctionExpression') scope = newScope(scope, index, false)
      this.declare(node['id'], node.type === 'FunctionExpression' ? 'own-name' : 'function', scope, node)
    }
    const parameters = newScope(scope, index, false)
    const inner = newScope(parameters, index, true)
    this.functions.push({
      node,
      outer: scope,
      inner,
      usesThis: false,
      usesArguments: false,
      usesNewTarget: false,
      usesSuper: false,
      usesPrivate: false,
      hasEval: false,
      hasImport: false,
      free: new Set(),
    })
    const own: Context = {
      scope: parameters,
      around: [...context.around, index],
      lexical: isArrow ? [...context.lexical, index] : [index],
      classes: context.classes,
    }
    for (const parameter of nodes(node['params'])) this.declarePattern(parameter, 'parameter', parameters, own)
    const body = node['body'] as SyntaxNode
    const bodyContext = { ...own, scope: inner }
    if (body.type === 'BlockStatement') this.visitStatements(nodes(body['body']), bodyContext)
    else this.visit(body, bodyContext)
  }

  private visitClass(node: SyntaxNode, context: Context): void {
    const scope = newScope(context.scope, context.scope.owner, false)
    const members = nodes((node['body'] as SyntaxNode)['body'])
    if (isNode(node['id'])) {
      const own = this.declare(node['id'], 'own-name', scope)
      if (node.type === 'ClassDeclaration') {
        const outer = this.declare(node['id'], 'class', context.scope)
        // While static parts run, only the name inside has its value.
        const runsCode = members.some(
          (member) =>
            member.type === 'StaticBlock' || (member.type === 'PropertyDefinition' && member['static'] === true),
        )
        if (!runsCode) own.same = outer
      }
    }
    const names = new Set<string>()
    for (const { key } of members) if (isNode(key) && key.type === 'PrivateIdentifier') names.add(key['name'] as string)
    const classes = [...context.classes, { names, depth: context.around.length }]
    const inner: Context = { ...context, scope, classes }
    if (isNode(node['superClass'])) this.visit(node['superClass'], { ...context, scope })
    for (const member of members) {
      const index = this.functions.length
      this.visitMember(member, inner)
      // Even where it does not call it: there is no `this` that a stub could pass on.
      if (member['kind'] === 'constructor' && isNode(node['superClass'])) this.functions[index]!.usesSuper = true
    }
  }

  private visitMember(member: SyntaxNode, context: Context): void {
    const { key, value } = member
    if (member.type === 'StaticBlock') {
      const scope = newScope(context.scope, context.scope.owner, true)
      this.visitStatements(nodes(member['body']), { ...context, scope, lexical: [] })
      return
    }
    if (isNode(key)) {
      if (member['computed'] === true) this.visit(key, context)
      else if (key.type === 'Identifier') this.identifiers.add(key['name'] as string)
    }
    // A field's value has a `this` of its own.
    if (isNode(value))
      this.visit(value, isFunction(value) && member.type === 'MethodDefinition' ? context : { ...context, lexical: [] })
  }

  private declare(id: SyntaxNode, kind: BindingKind, scope: Scope, fn?: SyntaxNode): Binding {
    const name = id['name'] as string
    this.identifiers.add(name)
    const known = scope.names.get(name)
    if (known !== undefined) {
      known.declarations++
      return known
    }
    const binding: Binding = { name, scope, kind, fn, declarations: 1, references: [], same: undefined }
    scope.names.set(name, binding)
    return binding
  }

  private refer(node: SyntaxNode, role: ReferenceRole, context: Context, marks: { isShorthand?: boolean } = {}): void {
    if (node.type !== 'Identifier') return
    const name = node['name'] as string
    this.identifiers.add(name)
    if (name === 'arguments') this.mark(context.lexical, 'usesArguments')
    const reference: Reference = {
      node,
      role,
      owner: context.around.at(-1) ?? -1,
      isShorthand: marks.isShorthand === true,
      isNew: this.newHeads.has(node),
      beginsStatement: this.starts.has(node.start),
    }
    this.pending.push({ scope: context.scope, around: context.around, reference })
  }

  private mark(
    indexes: readonly number[],
    need: 'usesThis' | 'usesArguments' | 'usesNewTarget' | 'usesSuper' | 'usesPrivate' | 'hasEval' | 'hasImport',
  ): void {
    for (const index of indexes) this.functions[index]![need] = true
  }
}

/** Whether a name has one declaration and is never assigned anything after it. */
export function isNeverAssigned({ declarations, references }: Binding): boolean {
  return declarations === 1 && !references.some(({ role }) => role === 'write')
}

/** Whether a class's name inside of it may be read as the one outside. */
function isSame({ same, references }: Binding): boolean {
  return same !== undefined && isNeverAssigned(same) && !references.some(({ role }) => role === 'write')
}

/** What the callee of a `new` begins with. Behind a call or parentheses it is whole. */
function headOfCallee(callee: SyntaxNode): SyntaxNode {
  if (callee.type === 'MemberExpression') return headOfCallee(callee['object'] as SyntaxNode)
  if (callee.type === 'TaggedTemplateExpression') return headOfCallee(callee['tag'] as SyntaxNode)
  return callee
}

function newScope(parent: Scope | undefined, owner: number, isVariableScope: boolean): Scope {
  return { parent, depth: parent === undefined ? 0 : parent.depth + 1, owner, isVariableScope, names: new Map() }
}

function within(context: Context): Context {
  return { ...context, scope: newScope(context.scope, context.scope.owner, false) }
}

function variableScope(scope: Scope): Scope {
  return scope.isVariableScope || scope.parent === undefined ? scope : variableScope(scope.parent)
}

/** What a name means in a scope; undefined for what the file does not declare. */
export function findBinding(from: Scope, name: string): Binding | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const binding = scope.names.get(name)
    if (binding !== undefined) return binding
  }
  return undefined
}

function declaredIdentifiers(declaration: SyntaxNode): SyntaxNode[] {
  if (declaration.type !== 'VariableDeclaration') return isNode(declaration['id']) ? [declaration['id']] : []
  return nodes(declaration['declarations']).flatMap(({ id }) => patternIdentifiers(id))
}
