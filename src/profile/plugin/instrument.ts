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
  /** What the probes import. */
  readonly runtime: string
}

/** @returns undefined where no probe numbers are left. */
export function instrumentModule(request: InstrumentRequest): { code: string; map: SourceMap } | undefined {
  const { code } = request
  const program = request.parse(code)
  const functions = collectFunctions(program, code)
  const base = request.allocate(functions.length)
  if (base === -1) return undefined
  const magic = new MagicString(code)
  for (const fn of functions) if (fn.kind === 'function') insertProbe(magic, fn, probe(base + fn.index), code)
  // The import stands before all others: the runtime is there before anything can call this module's functions.
  const paths = functions.map(({ path }) => path).join('\n')
  const head = `import{$ as __vlp$,n as __vlpN}from${JSON.stringify(request.runtime)};`
  const names = `__vlpN(${base},${JSON.stringify(request.module)},${JSON.stringify(paths)});${probe(base)};`
  magic.appendLeft(directivesEnd(program.body), head + names)
  return { code: magic.toString(), map: magic.generateMap({ hires: 'boundary', source: request.id }) }
}

function probe(number: number): string {
  return `__vlp$.on&&__vlp$.p(${number})`
}

function insertProbe(magic: MagicString, fn: ModuleFunction, text: string, code: string): void {
  const body = fn.node.body as AstNode
  if (body.type === 'BlockStatement') {
    const at = directivesEnd(body.body) || body.start + 1
    magic.appendLeft(at, `${code[at - 1] === ';' || code[at - 1] === '{' ? '' : ';'}${text};`)
  } else {
    // What is inserted after `=>` stays behind closing probes of an inner function that ends here, and before its opening.
    magic.appendRight(body.start, `(${text},`)
    magic.appendLeft(body.end, ')')
  }
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
