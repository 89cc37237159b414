import MagicString, { type SourceMap } from 'magic-string'

import type { AstNode, ParseModule } from '../../record/transform/ast.ts'
import { collectFunctions } from '../../record/transform/collect-functions.ts'
import type { ModuleFunction } from '../../record/transform/module-function.ts'

export interface InstrumentRequest {
  readonly code: string
  /** Goes into the source map. */
  readonly id: string
  /** The module's name in function names. */
  readonly module: string
  readonly parse: ParseModule
  /** Gives the first of `count` probe numbers in a row, or -1 when none are left. */
  readonly allocate: (count: number) => number
  /** Module that sets up the probes. */
  readonly runtime: string
  /** Global variable that the probes read. */
  readonly variable: string
}

/** @returns undefined where no probe numbers are left. */
export function instrumentModule(request: InstrumentRequest): { code: string; map: SourceMap } | undefined {
  const { code } = request
  const program = request.parse(code)
  const functions = collectFunctions(program, code)
  const base = request.allocate(functions.length)
  if (base === -1) return undefined
  const magic = new MagicString(code)
  const probe = (number: number): string => `${request.variable}.on&&${request.variable}.p(${number})`
  for (const fn of functions) if (fn.kind === 'function') insertProbe(magic, fn, probe(base + fn.index), code)
  // The import stands before all others: the runtime is there before anything can call this module's functions.
  const paths = functions.map(({ path }) => path).join('\n')
  const from = JSON.stringify(request.runtime)
  const head = isCommonJs(program, code)
    ? `const{register:__vlpN}=require(${from});`
    : `import{register as __vlpN}from${from};`
  const names = `__vlpN(${base},${JSON.stringify(request.module)},${JSON.stringify(paths)});${probe(base)};`
  const at = directivesEnd(program['body'])
  magic.appendLeft(at, separator(code, at) + head + names)
  return { code: magic.toString(), map: magic.generateMap({ hires: 'boundary', source: request.id }) }
}

function insertProbe(magic: MagicString, fn: ModuleFunction, text: string, code: string): void {
  const body = fn.node.body as AstNode
  if (body.type === 'BlockStatement') {
    const at = directivesEnd(body.body) || body.start + 1
    magic.appendLeft(at, `${separator(code, at)}${text};`)
  } else {
    // What is inserted after `=>` stays behind closing probes of an inner function that ends here, and before its opening.
    magic.appendRight(body.start, `(${text},`)
    magic.appendLeft(body.end, ')')
  }
}

/** Bundlers that take CommonJS do so where a module has no `import` or `export`. */
function isCommonJs(program: AstNode, code: string): boolean {
  const isModule = (program.body as AstNode[]).some(({ type }) => /^(?:Import|Export)\w*Declaration$/.test(type))
  return !isModule && /\b(?:require|module|exports)\b/.test(code)
}

/** A directive may end without a semicolon. */
function separator(code: string, at: number): string {
  return at === 0 || code[at - 1] === ';' || code[at - 1] === '{' ? '' : ';'
}

/** End of the last directive, 0 without any. */
function directivesEnd(statements: readonly AstNode[]): number {
  let end = 0
  for (const statement of statements) {
    if (typeof statement['directive'] !== 'string') break
    end = statement.end
  }
  return end
}
