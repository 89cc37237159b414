import { moduleWrapperHelpers } from './module-wrappers.ts'
import type { ParsedBundle } from './parse.ts'
import { Scope, type NameFacts } from './scope.ts'
import {
  directiveCount,
  forEachChild,
  identifierName,
  isFunction,
  isNode,
  memberName,
  nodes,
  patternNames,
  type SyntaxNode,
  unparenthesized,
} from './syntax.ts'
import { textOperands } from './text-operands.ts'

export type FunctionForm = 'declaration' | 'expression' | 'arrow' | 'method'

/** A function of a built file, with what the rules for edits ask about. Offsets are UTF-16 units into the code. */
export interface BundleFunction {
  readonly index: number
  readonly node: SyntaxNode
  readonly form: FunctionForm
  /** Where its text begins: for a method, its first modifier or its key. */
  readonly start: number
  readonly end: number
  /** The opening parenthesis of its parameters, or its only parameter where that has none. */
  readonly parametersAt: number
  /** Index of the function around it, or -1. */
  readonly parent: number
  /** The name it has in the built file, `''` when it has none. */
  readonly name: string
  /** V8 compiles it with its surroundings as it stands, since it looks like one that is called at once. */
  readonly alreadyEager: boolean
  /** Why it must be left alone whatever it is asked for, or undefined. */
  readonly blocked: string | undefined
  /** For declarations: the scope it is declared in, and whether it stands in a list of statements there. */
  readonly scope: Scope | undefined
  readonly inList: boolean
  /** For declarations: how it is exported in place. */
  readonly exported: 'no' | 'named' | 'default'
  /** The statement to remove when a declaration moves: itself, or the `export` around it. */
  readonly statement: SyntaxNode
  /** For a method of an object literal that could be written as a function expression: the property. */
  readonly literalMethod: SyntaxNode | undefined
  /** Only a bundler's module wrapper sees the method. */
  readonly inWrapper: boolean
  /** It uses `super`, which only methods have. */
  readonly usesSuper: boolean
}

export interface FunctionTable {
  readonly functions: readonly BundleFunction[]
  /** Whether the text of the function, or of one around it, is looked at by code that names it. */
  textIsObserved(fn: BundleFunction): boolean
}

interface Context {
  readonly scope: Scope
  readonly strict: boolean
  readonly owner: number
  /** Inside `"use asm"`, whose text is a language of its own. */
  readonly asm: boolean
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** All functions of a built file in the order of their text, each before those inside it. */
export function findFunctions(bundle: ParsedBundle): FunctionTable {
  return new FunctionFinder(bundle).run()
}

class FunctionFinder {
  private readonly bundle: ParsedBundle
  private readonly functions: Mutable<BundleFunction>[] = []
  private readonly eagerStarts: Set<number> = new Set()
  private readonly eagerFunctionStarts: Set<number> = new Set()
  private readonly statementStarts: Set<number> = new Set()
  private readonly lexed: Set<SyntaxNode> = new Set()
  private readonly wrapperMethods: Set<SyntaxNode> = new Set()
  private readonly wrapperHelpers: ReadonlySet<string>
  private readonly observed: { name: string; scope: Scope }[] = []
  /** Functions and classes whose text is looked at where they stand. */
  private readonly observedTexts: SyntaxNode[] = []
  private readonly classes: SyntaxNode[] = []
  /** The variable that a function or class is first put into, by its node. */
  private readonly bound: Map<SyntaxNode, { name: string; scope: Scope }> = new Map()

  constructor(bundle: ParsedBundle) {
    this.bundle = bundle
    this.wrapperHelpers = moduleWrapperHelpers(bundle)
  }

  run(): FunctionTable {
    const { program, kind } = this.bundle
    const root = program as unknown as SyntaxNode
    const body = nodes(root['body'])
    const strict = kind === 'module' || hasDirective(body, 'use strict')
    const scope = new Scope('program', undefined, strict, body)
    if (kind === 'commonjs') {
      for (const name of ['exports', 'require', 'module', '__filename', '__dirname', 'arguments']) {
        scope.declare(name).parameter = true
      }
    }
    this.visitList(body, root, { scope, strict, owner: -1, asm: hasDirective(body, 'use asm') })
    const observed = new Set<NameFacts>()
    for (const { name, scope: from } of this.observed) {
      for (const facts of from.find(name)) observed.add(facts)
    }
    const factsOf = (node: SyntaxNode): NameFacts[] => {
      const binding = this.bound.get(node)
      return binding === undefined ? [] : binding.scope.find(binding.name)
    }
    const seen = this.classes.filter((node) => factsOf(node).some((fact) => observed.has(fact)))
    const isInSeen = rangesAround([...this.observedTexts, ...seen])
    const flags: boolean[] = []
    for (const { parent, node, scope, name } of this.functions) {
      const facts = scope === undefined ? factsOf(node) : scope.find(name)
      if (scope !== undefined && !scope.strict) facts.push(...scope.variableScope().find(name))
      flags.push((flags[parent] ?? false) || isInSeen(node) || facts.some((fact) => observed.has(fact)))
    }
    return { functions: this.functions, textIsObserved: (fn) => flags[fn.index] === true }
  }

  private visitList(list: readonly SyntaxNode[], parent: SyntaxNode, context: Context): void {
    for (const statement of list) this.visit(statement, parent, undefined, context)
  }

  private visit(node: SyntaxNode, parent: SyntaxNode, grand: SyntaxNode | undefined, outer: Context): void {
    let context = outer
    if (isFunction(node)) {
      this.visitFunction(node, parent, grand, context)
      return
    }
    for (const operand of textOperands(node)) this.observe(operand, context)
    switch (node.type) {
      case 'ParenthesizedExpression':
        this.noteParentheses(node)
        break
      case 'UnaryExpression':
        // V8 takes "!function" for a call at once; the other operators not.
        if (node['operator'] === '!' && isNode(node['argument'])) this.eagerFunctionStarts.add(node['argument'].start)
        break
      case 'ExpressionStatement':
        this.statementStarts.add(node.start)
        break
      case 'BlockStatement':
        this.visitBlock(node, context)
        return
      case 'SwitchStatement': {
        if (isNode(node['discriminant'])) this.visit(node['discriminant'], node, parent, context)
        const scope = new Scope('switch', context.scope, context.strict)
        for (const part of nodes(node['cases'])) this.visit(part, node, parent, { ...context, scope })
        return
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        context = { ...context, scope: this.forScope(node, context) }
        break
      case 'CatchClause': {
        const scope = new Scope('block', context.scope, context.strict)
        for (const name of patternNames(node['param'])) scope.declare(name)
        forEachChild(node, (child) => this.visit(child, node, parent, { ...context, scope }))
        return
      }
      case 'StaticBlock': {
        const scope = new Scope('static-block', context.scope, true)
        this.visitList(nodes(node['body']), node, { ...context, scope, strict: true })
        return
      }
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.visitClass(node, parent, context)
        return
      case 'VariableDeclaration':
        this.declareVariables(node, context)
        break
      case 'ImportDeclaration':
        for (const specifier of nodes(node['specifiers'])) {
          for (const name of patternNames(specifier['local'])) context.scope.declare(name)
        }
        return
      case 'CallExpression':
        this.noteCall(node, context)
        break
      case 'AssignmentExpression':
        this.noteCommonJsExports(node)
        this.noteBinding(node['left'], node['right'], context.scope)
        break
      case 'Super':
        this.noteSuper(context.owner)
        break
      default:
    }
    forEachChild(node, (child) => this.visit(child, node, parent, context))
  }

  /** Arrow functions have the `super` of the function around them. */
  private noteSuper(owner: number): void {
    const fn = this.functions[owner]
    if (fn?.form === 'arrow') this.noteSuper(fn.parent)
    else if (fn !== undefined) fn.usesSuper = true
  }

  private forScope(node: SyntaxNode, context: Context): Scope {
    const scope = new Scope('block', context.scope, context.strict)
    const head = node['init'] ?? node['left']
    if (isNode(head) && head.type === 'VariableDeclaration' && head['kind'] !== 'var') {
      for (const { id } of nodes(head['declarations'])) for (const name of patternNames(id)) scope.declare(name)
    }
    return scope
  }

  private visitBlock(node: SyntaxNode, context: Context): void {
    const list = nodes(node['body'])
    this.visitList(list, node, { ...context, scope: new Scope('block', context.scope, context.strict, list) })
  }

  private visitClass(node: SyntaxNode, parent: SyntaxNode, context: Context): void {
    this.classes.push(node)
    const own = identifierName(node['id'])
    if (own !== undefined && node.type === 'ClassDeclaration') this.bound.set(node, { name: own, scope: context.scope })
    for (const name of patternNames(node['id'])) context.scope.declare(name)
    const scope = new Scope('block', context.scope, true)
    for (const name of patternNames(node['id'])) scope.declare(name)
    forEachChild(node, (child) => {
      if (child !== node['id']) this.visit(child, node, parent, { ...context, scope, strict: true })
    })
  }

  private declareVariables(node: SyntaxNode, context: Context): void {
    const scope = node['kind'] === 'var' ? context.scope.variableScope() : context.scope
    for (const { id, init } of nodes(node['declarations'])) {
      for (const name of patternNames(id)) scope.declare(name)
      this.noteBinding(id, init, scope)
    }
  }

  private noteBinding(target: unknown, value: unknown, scope: Scope): void {
    const name = identifierName(target)
    const inner = unparenthesized(value)
    if (name !== undefined && inner !== undefined && hasSourceText(inner)) this.bound.set(inner, { name, scope })
  }

  private noteParentheses(node: SyntaxNode): void {
    const expression = node['expression']
    if (!isNode(expression)) return
    this.eagerFunctionStarts.add(expression.start)
    if (expression.type === 'ArrowFunctionExpression' && expression['async'] !== true)
      this.eagerStarts.add(expression.start)
  }

  private observe(node: unknown, context: Context): void {
    const value = unparenthesized(node)
    const name = identifierName(value)
    if (name !== undefined) this.observed.push({ name, scope: context.scope })
    else if (value !== undefined && hasSourceText(value)) this.observedTexts.push(value)
  }

  private noteCall(node: SyntaxNode, context: Context): void {
    const callee = node['callee']
    const called = nodes(node['arguments'])
    const name = identifierName(callee)
    // At the top level no other variable can have the helper's name.
    if (name !== undefined && this.wrapperHelpers.has(name) && context.scope.kind === 'program') {
      const properties = called[0]?.type === 'ObjectExpression' ? nodes(called[0]['properties']) : []
      const property = properties[0]
      const isOnly = called.length === 1 && properties.length === 1
      if (isOnly && property?.['method'] === true && property['computed'] === false && isNode(property['value'])) {
        this.wrapperMethods.add(property['value'])
      }
    }
    if (this.bundle.kind === 'commonjs') this.noteLexedCall(callee, called)
  }

  /** Node's lexer reads the names of a CommonJS module's exports from its text, by these shapes. */
  private noteLexedCall(callee: unknown, called: readonly SyntaxNode[]): void {
    const method = memberName(callee)
    if (method === 'defineProperty') {
      for (const property of nodes(called[2]?.['properties'])) {
        if (isNode(property['value'])) this.lexed.add(property['value'])
      }
    } else if (method === 'forEach' && called[0] !== undefined) this.lexed.add(called[0])
  }

  private noteCommonJsExports(node: SyntaxNode): void {
    if (this.bundle.kind !== 'commonjs' || memberName(node['left']) !== 'exports') return
    const value = node['right']
    if (!isNode(value) || value.type !== 'ObjectExpression') return
    for (const property of nodes(value['properties'])) {
      const held = property['value']
      if (isNode(held)) this.lexed.add(held)
      // The lexer wants a comma after a name; here it finds none, and looks no further.
      if (isNode(held) && (isFunction(held) || ENDS_LEXING.has(held.type))) return
    }
  }

  private visitFunction(node: SyntaxNode, parent: SyntaxNode, grand: SyntaxNode | undefined, context: Context): void {
    const body = node['body'] as SyntaxNode
    const list = body.type === 'BlockStatement' ? nodes(body['body']) : undefined
    const strict = context.strict || (list !== undefined && hasDirective(list, 'use strict'))
    const asm = context.asm || (list !== undefined && hasDirective(list, 'use asm'))
    const index = this.functions.length
    this.functions.push(this.describe(node, parent, grand, context, index, asm))
    const name = identifierName(node['id'])
    if (name !== undefined && node.type === 'FunctionDeclaration') {
      context.scope.declare(name).functions++
      if (!context.strict) context.scope.variableScope().declareMaybe(name)
    }
    let outer = context.scope
    if (name !== undefined && node.type === 'FunctionExpression') {
      outer = new Scope('block', outer, strict)
      outer.declare(name)
    }
    const scope = new Scope('function', outer, strict, list)
    const inner: Context = { scope, strict, owner: index, asm }
    for (const parameter of nodes(node['params'])) {
      for (const declared of patternNames(parameter)) scope.declare(declared).parameter = true
      this.visit(parameter, node, parent, inner)
    }
    if (node.type !== 'ArrowFunctionExpression') scope.declare('arguments').parameter = true
    if (list === undefined) this.visit(body, node, parent, inner)
    else this.visitList(list, body, inner)
  }

  private describe(
    node: SyntaxNode,
    parent: SyntaxNode,
    grand: SyntaxNode | undefined,
    context: Context,
    index: number,
    asm: boolean,
  ): Mutable<BundleFunction> {
    const isMethod =
      parent.type === 'MethodDefinition' ||
      (parent.type === 'Property' &&
        parent['value'] === node &&
        (parent['method'] === true || parent['kind'] !== 'init'))
    const isDeclaration = node.type === 'FunctionDeclaration'
    const isArrow = node.type === 'ArrowFunctionExpression'
    const exported =
      parent.type === 'ExportNamedDeclaration' ? 'named' : parent.type === 'ExportDefaultDeclaration' ? 'default' : 'no'
    const statement = isDeclaration && exported !== 'no' ? parent : node
    const holder = exported === 'no' ? parent : (grand ?? parent)
    return {
      index,
      node,
      form: isMethod ? 'method' : isDeclaration ? 'declaration' : isArrow ? 'arrow' : 'expression',
      start: isMethod ? parent.start : node.start,
      end: node.end,
      parametersAt: this.parametersAt(node),
      parent: context.owner,
      name: identifierName(node['id']) ?? (isMethod ? (identifierName(parent['key']) ?? '') : ''),
      alreadyEager: this.eagerStarts.has(node.start) || (!isArrow && this.eagerFunctionStarts.has(node.start)),
      blocked: this.blockedReason(node, isArrow, asm),
      scope: isDeclaration ? context.scope : undefined,
      inList: isDeclaration && (exported !== 'no' || holder.type === 'Program' || holder.type === 'BlockStatement'),
      exported: isDeclaration ? exported : 'no',
      statement,
      literalMethod: isLiteralMethod(parent, node) ? parent : undefined,
      inWrapper: this.wrapperMethods.has(node),
      usesSuper: false,
    }
  }

  private blockedReason(node: SyntaxNode, isArrow: boolean, asm: boolean): string | undefined {
    if (asm) return 'inside "use asm"'
    if (this.lexed.has(node)) return 'its shape tells Node the names of CommonJS exports'
    if (isArrow && node['async'] === true) return 'async arrow functions have no eager form'
    if (isArrow && this.statementStarts.has(node.start)) return 'it begins a statement'
    return undefined
  }

  /** Where V8 counts a function from when it is hinted. */
  private parametersAt(node: SyntaxNode): number {
    const { code } = this.bundle
    const id = isNode(node['id']) ? node['id'] : undefined
    const first = nodes(node['params'])[0]
    const from = id?.end ?? node.start
    if (node.type === 'ArrowFunctionExpression') {
      // `x => ...`, `async x => ...`, `(x) => ...`, `async (x) => ...`
      const from = node['async'] === true ? node.start + 'async'.length : node.start
      const open = skipTo(code, '(', from, first === undefined ? node.end : first.start)
      return open === -1 ? (first?.start ?? node.start) : open
    }
    return skipTo(code, '(', from, node.end)
  }
}

/** Values of `module.exports = {...}` that are more than a name. */
const ENDS_LEXING: ReadonlySet<string> = new Set(['ObjectExpression', 'ArrayExpression', 'ClassExpression'])

/** A function or class, whose text is its source. */
function hasSourceText(node: SyntaxNode): boolean {
  return isFunction(node) || node.type === 'ClassExpression'
}

function rangesAround(around: readonly SyntaxNode[]): (node: SyntaxNode) => boolean {
  return ({ start, end }) => around.some((range) => range.start <= start && end <= range.end)
}

/** `{ m() {} }`, but for `__proto__`, which as a property with a value would set the prototype. */
function isLiteralMethod(parent: SyntaxNode, value: SyntaxNode): boolean {
  if (parent.type !== 'Property' || parent['method'] !== true || parent['value'] !== value) return false
  const { key, computed } = parent
  return computed === true || (identifierName(key) ?? (isNode(key) ? key['value'] : undefined)) !== '__proto__'
}

/** Offset of the next `wanted` before `limit` that is not in a comment, or -1. */
export function skipTo(code: string, wanted: string, from: number, limit: number): number {
  let at = from
  while (at < limit) {
    if (code.startsWith('/*', at)) at = code.indexOf('*/', at) + 2
    else if (code.startsWith('//', at)) at = code.indexOf('\n', at) + 1
    else if (code[at] === wanted) return at
    else at++
    if (at === 0) return -1
  }
  return -1
}

function hasDirective(list: readonly SyntaxNode[], text: string): boolean {
  return list.slice(0, directiveCount(list)).some((statement) => statement['directive'] === text)
}
