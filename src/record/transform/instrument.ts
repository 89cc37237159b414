import { enterBlock, enterExpression, leaveBlock, leaveExpression } from '../probe/index.ts'
import type { AstNode } from './ast.ts'
import { Edits } from './edits.ts'
import { instrumentClassMembers } from './instrument-members.ts'
import { instrumentSuspensions } from './instrument-suspensions.ts'
import type { ModuleFunction } from './module-function.ts'
import { type ParameterPlan, boundNames, canStandInBlock, planParameters } from './parameters.ts'
import { isPure } from './purity.ts'
import { findToken } from './scan.ts'

export interface InstrumentOptions {
  /** Slot of the module's own code; its functions follow. */
  readonly base: number
  /** Slot of the first `import()` expression; the others follow. */
  readonly firstImport: number
  /** False: only counters, no callers and no times. */
  readonly edges: boolean
  /** Whether functions that can neither call nor throw are counted only, not timed. */
  readonly skipTrivial: boolean
  /** Statement that makes sure the probe is there before the module's code runs. */
  readonly head: string
}

/** A function that is not, or not wholly, recorded, and why. */
export interface LeftAlone {
  readonly path: string
  readonly reason: 'eval' | 'with' | 'parameters' | 'declarations' | 'for await'
}

interface FunctionLeftAlone {
  readonly fn: ModuleFunction
  readonly reason: LeftAlone['reason']
}

/** An `import()` expression of a literal. */
export interface ImportSite {
  readonly slot: number
  readonly specifier: string
}

const NOTHING: ReadonlySet<string> = new Set()

/** A handler that takes what stands around an `await` out of V8's messages, at the end of what it handles. */
const MEND = '}catch(__vle){throw __vlG(__vle)}'

/** Puts the probes in. The code's meaning stays; see `docs/recording.md` for the forms. */
export function instrument(
  code: string,
  functions: readonly ModuleFunction[],
  options: InstrumentOptions,
): { edits: Edits; leftAlone: FunctionLeftAlone[]; imports: ImportSite[] } {
  const emitter = new Emitter(code, options)
  for (const fn of functions) emitter.emit(fn)
  return emitter
}

class Emitter {
  readonly edits: Edits = new Edits()
  readonly leftAlone: FunctionLeftAlone[] = []
  readonly imports: ImportSite[] = []
  readonly #code: string
  readonly #options: InstrumentOptions

  constructor(code: string, options: InstrumentOptions) {
    this.#code = code
    this.#options = options
  }

  emit(fn: ModuleFunction): void {
    const slot = this.#options.base + fn.index
    for (const node of fn.blocker === undefined ? fn.imports : []) {
      const site = this.#options.firstImport + this.imports.length
      // No parenthesis in front: it would make a call of a line before that ends without a semicolon.
      this.edits.around(node.start, node.end, `__vlI(${site},`, ')')
      this.imports.push({ slot: site, specifier: node.source.value })
    }
    if (fn.kind === 'module') {
      this.#module(fn, slot)
    } else if (fn.blocker !== undefined) {
      this.#leave(fn, fn.blocker === 'with' ? 'with' : 'eval')
    } else if (fn.kind === 'function') {
      if (fn.node.generator) this.#generator(fn, slot)
      else this.#function(fn, slot)
    } else {
      instrumentClassMembers(fn, slot, this.#code, this.edits, this.#options.edges)
    }
  }

  #leave(fn: ModuleFunction, reason: LeftAlone['reason']): void {
    this.leftAlone.push({ fn, reason })
  }

  #module(fn: ModuleFunction, slot: number): void {
    const { head } = this.#options
    if (fn.blocker !== undefined) {
      this.#leave(fn, fn.blocker === 'with' ? 'with' : 'eval')
      this.#atStart(fn.node, head)
    } else {
      this.#atStart(fn.node, `${head}let __vls=__vlM(${slot});`)
      this.edits.close(0, this.#code.length, '\n;__vlX(__vls);', 2)
      this.#suspensions(fn, slot)
    }
  }

  #function(fn: ModuleFunction, slot: number): void {
    const { node } = fn
    const plan = planParameters(node, fn.isSetter)
    if (plan.form === 'head' && this.#options.skipTrivial && isTrivial(node)) return this.#count(fn, slot)
    if (!this.#options.edges && plan.form === 'head') return this.#count(fn, slot)
    if (plan.form === 'impossible') return this.#countOnly(fn, slot, 'parameters')
    const isBlock = node.body.type === 'BlockStatement'
    if (isBlock && !canStandInBlock(node.body)) return this.#countOnly(fn, slot, 'declarations')

    const { edges } = this.#options
    const isMended = edges && fn.isMended
    const close = isMended ? MEND + leaveBlock.slice(1) : edges ? leaveBlock : ''
    const open = edges ? enterBlock(slot) : `__vlC(${slot});`
    if (plan.form === 'body') {
      const mend = this.#mend(fn, plan) || (isMended ? MEND : '')
      // One handler for both where there are two.
      const isOpen = edges || mend === ''
      this.#unpack(fn, plan, isOpen ? open : `${open}try{`)
      const end = mend === '' ? close : edges ? `${mend}${leaveBlock.slice(1)}` : mend
      this.#close(fn, node.body.type === 'BlockStatement' ? `}${end}` : end)
    } else if (plan.form === 'thunk') {
      this.#thunk(fn, plan, edges ? `__vlT(${slot},` : `__vlP(${slot},`, ')')
      if (edges) this.#body(fn, 'try{', close)
    } else if (edges && !isBlock) {
      this.edits.after(this.#arrowEnd(node), enterExpression(slot))
      this.edits.close(fn.start, node.end, isMended ? `)${MEND}${leaveExpression.slice(2)}` : leaveExpression)
    } else {
      this.#body(fn, open, close)
    }
    if (edges) this.#suspensions(fn, slot)
  }

  #suspensions(fn: ModuleFunction, slot: number): void {
    if (!instrumentSuspensions(fn, slot, this.#code, this.edits)) this.#leave(fn, 'for await')
  }

  /** Puts text at the start and the end of a body; an expression becomes a block that returns it. */
  #body(fn: ModuleFunction, open: string, close: string): void {
    const { node } = fn
    if (node.body.type === 'BlockStatement') this.#atStart(node.body, open)
    else this.edits.after(this.#arrowEnd(node), `{${open}return(`)
    this.#close(fn, close)
  }

  #close(fn: ModuleFunction, text: string): void {
    const { body, end } = fn.node
    if (body.type === 'BlockStatement') this.edits.close(fn.start, body.end - 1, text)
    else this.edits.close(fn.start, end, `)${text}}`)
  }

  /** Turns the parameters from the first moved one on into `let`s in the body, where they stand. */
  #unpack(fn: ModuleFunction, plan: ParameterPlan, open: string): void {
    const { node } = fn
    const first = plan.first
    const params = node.params as AstNode[]
    const header: string[] = []
    for (let i = first; i < params.length; i++) header.push(this.#header(params[i]!, i, plan))
    const isBlock = node.body.type === 'BlockStatement'
    const arrow = node.type === 'ArrowFunctionExpression' ? '=>' : ''
    let before = `${header.join(',')})${arrow}{${open}`
    let end = 0
    for (let i = first; i < params.length; i++) {
      const param = params[i]!
      const isPlainRest = param.type === 'RestElement' && param.argument.type === 'Identifier'
      if (isPlainRest) {
        // `...args` stays a parameter; its text moves to the header, so what stands here goes.
        this.edits.replace(i === first ? param.start : end, param.end, before)
        before = ''
      } else {
        const [left, right] = this.#binding(param, i)
        const start = param.type === 'RestElement' ? param.argument.start : param.start
        if (i === first) {
          if (start > param.start) this.edits.replace(param.start, start, `${before}let ${left}`)
          else this.edits.after(start, `${before}let ${left}`)
        } else {
          this.edits.replace(end, start, `${before}let ${left}`)
        }
        before = `${right};`
      }
      end = param.end
    }
    const bodyStart = isBlock ? node.body.start + 1 : this.#arrowEnd(node)
    this.edits.replace(end, bodyStart, isBlock ? `${before}{` : `${before}return(`)
  }

  #header(param: AstNode, index: number, plan: ParameterPlan): string {
    if (param.type === 'RestElement') {
      return param.argument.type === 'Identifier' ? `...${param.argument.name}` : `...__vlp${index}`
    }
    return index < plan.length ? `__vlp${index}` : `__vlp${index}=void 0`
  }

  /** What stands around a parameter to make it a binding: a default must see `undefined` and give its name. */
  #binding(param: AstNode, index: number): [string, string] {
    if (param.type !== 'AssignmentPattern') return ['', `=__vlp${index}`]
    if (param.left.type === 'Identifier') return ['{p:', `}={p:__vlp${index}}`]
    // A pattern gives no name to its default.
    const equals = findToken(this.#code, '=', param.left.end, param.right.start) + 1
    this.edits.after(equals, `__vlp${index}!==void 0?__vlp${index}:`)
    return ['', '']
  }

  /** The end of a handler that takes our names of parameters out of V8's messages; empty where none can be in them. */
  #mend(fn: ModuleFunction, plan: ParameterPlan): string {
    const names: string[] = []
    const arrays: string[] = []
    for (const [index, param] of (fn.node.params as AstNode[]).entries()) {
      const pattern = param.type === 'AssignmentPattern' ? param.left : param
      if (index < plan.first || !/^(?:Object|Array)Pattern$/.test(pattern.type)) continue
      names.push(`__vlp${index}`)
      if (param !== pattern && pattern.type === 'ArrayPattern') arrays.push(`__vlp${index}`)
    }
    if (names.length === 0) return ''
    return `}catch(__vle){throw __vlG(__vle,{${names.join(',')}}${arrays.length === 0 ? '' : `,[${arrays.join(',')}]`})}`
  }

  /** Assigns the parameters in a closure inside the parameter list. `call` gets the closure and gives `__vls`. */
  #thunk(fn: ModuleFunction, plan: ParameterPlan, before: string, after: string): void {
    const { node } = fn
    const params = node.params as AstNode[]
    const first = plan.first
    const header: string[] = []
    const names: string[] = []
    for (let i = first; i < params.length; i++) {
      if (params[i]!.type !== 'RestElement') header.push(this.#header(params[i]!, i, plan))
      for (const name of boundNames(params[i]!)) names.push(`__vld:${name}=void 0`)
    }
    const mend = this.#mend(fn, plan)
    const start = mend === '' ? '' : 'try{'
    let text = [...header, `...{${names.map((name) => `${name},`).join('')}__vls=${before}()=>{${start}`].join(',')
    let end = 0
    for (let i = first; i < params.length; i++) {
      const param = params[i]!
      const isRest = param.type === 'RestElement'
      const from = isRest ? param.argument.start : param.start
      const [left, right] = isRest ? ['', `=__vlA(arguments,${i})`] : this.#binding(param, i)
      if (i === first && from === param.start) this.edits.after(from, `${text}(${left}`)
      else this.edits.replace(i === first ? param.start : end, from, `${text}(${left}`)
      text = `${right});`
      end = param.end
    }
    const paren = findToken(this.#code, ')', end, node.body.start)
    this.edits.replace(end, paren + 1, `${text}${mend}}${after}})`)
  }

  #generator(fn: ModuleFunction, slot: number): void {
    const { node } = fn
    if (!canStandInBlock(node.body) && this.#options.edges) {
      // Without a handler the body could leave a wrong caller behind; the call itself is counted still.
      this.#leave(fn, 'declarations')
      this.#generatorParameters(fn, slot)
      return
    }
    this.#generatorParameters(fn, slot)
    if (!this.#options.edges) return
    this.#body(fn, `__vls=__vlR(__vls,${slot});try{`, fn.isMended ? MEND + leaveBlock.slice(1) : leaveBlock)
    this.#suspensions(fn, slot)
  }

  /** A generator's parameters are evaluated at its call, its body at the first `next()`: count in the former. */
  #generatorParameters(fn: ModuleFunction, slot: number): void {
    const { node } = fn
    const plan = planParameters(node, false)
    this.#dropStrictDirective(node.body)
    if (plan.form !== 'head') {
      this.#thunk(fn, plan, `(__vlP(${slot},`, '),-1)')
      return
    }
    const params = node.params as AstNode[]
    const last = params.at(-1)
    const open = findToken(this.#code, '(', node.id?.end ?? node.start, node.body.start)
    const count = `__vls=__vlC(${slot})`
    if (last === undefined) {
      this.edits.after(open + 1, `...{${count}}`)
      return
    }
    const paren = findToken(this.#code, ')', last.end, node.body.start)
    if (last.type !== 'RestElement') {
      this.edits.close(fn.start, last.end, `,...{${count}}`)
      const comma = findToken(this.#code, ',', last.end, paren)
      if (comma !== -1) this.edits.replace(comma, comma + 1, '')
    } else {
      const name: string = last.argument.name
      this.edits.replace(last.start, paren, `...{__vld:${name}=__vlA(arguments,${params.length - 1}),${count}}`)
    }
  }

  /** Modules are strict anyway, and the directive is an error beside the parameters we add. */
  #dropStrictDirective(body: AstNode): void {
    for (const statement of body.body as AstNode[]) {
      if (statement.directive === undefined || statement.directive === null) return
      if (statement.directive === 'use strict') this.edits.replace(statement.start, statement.end, ';')
    }
  }

  #countOnly(fn: ModuleFunction, slot: number, reason: LeftAlone['reason']): void {
    this.#leave(fn, reason)
    this.#count(fn, slot)
  }

  #count(fn: ModuleFunction, slot: number): void {
    const { node } = fn
    if (node.body.type === 'BlockStatement') {
      this.#atStart(node.body, `__vlC(${slot});`)
    } else {
      this.edits.after(this.#arrowEnd(node), `(__vlC(${slot}),`)
      this.edits.close(fn.start, node.end, ')')
    }
  }

  /** Puts text in front of a body's statements, after its directives. */
  #atStart(body: AstNode, text: string): void {
    const isModule = body.type === 'Program'
    let at = isModule ? (/^#!.*/.exec(this.#code)?.[0].length ?? 0) : body.start + 1
    let separator = isModule && at > 0 ? '\n' : ''
    for (const statement of body.body as AstNode[]) {
      if (typeof statement.directive !== 'string') break
      at = statement.end
      separator = this.#code[at - 1] === ';' ? '' : ';'
    }
    this.edits.after(at, separator + text)
  }

  #arrowEnd(node: AstNode): number {
    const params = node.params as AstNode[]
    return findToken(this.#code, '=>', params.at(-1)?.end ?? node.start, node.body.start) + 2
  }
}

/** A body that cannot call, throw or suspend. */
function isTrivial(node: AstNode): boolean {
  const { body } = node
  if (body.type !== 'BlockStatement') return isPure(body, NOTHING)
  return body.body.every(
    (s: AstNode) =>
      (s.type === 'ReturnStatement' && isPure(s.argument, NOTHING)) ||
      s.type === 'EmptyStatement' ||
      s.type === 'FunctionDeclaration',
  )
}
