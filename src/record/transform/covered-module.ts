import { type AstNode, isFunction } from './ast.ts'
import { collectFunctions } from './collect-functions.ts'
import type { ModuleFunction } from './module-function.ts'

/** Istanbul's counters of a module lie in a function of such a name, declared at its top. */
const COUNTERS = /^cov_[a-z0-9]+$/

/**
 * The functions of a module that Istanbul has put its counters into, without its own: what is to be instrumented;
 * and parallel to them the same functions in the code as it was before: what they are called and how large they are.
 *
 * Istanbul keeps functions in their order, but neither their text nor always what an anonymous one is bound to.
 *
 * @returns undefined where the two do not agree: something else has rewritten the module in between.
 */
export function matchCovered(
  covered: { readonly program: AstNode; readonly code: string },
  clean: { readonly program: AstNode; readonly code: string },
): { functions: ModuleFunction[]; described: ModuleFunction[] } | undefined {
  const functions = withoutCounters(collectFunctions(covered.program, covered.code))
  const described = collectFunctions(clean.program, clean.code)
  if (functions.length !== described.length) return undefined
  return functions.every((fn, i) => shapeOf(fn) === shapeOf(described[i]!)) ? { functions, described } : undefined
}

function withoutCounters(functions: readonly ModuleFunction[]): ModuleFunction[] {
  const own = new Set<ModuleFunction>()
  for (const fn of functions) {
    const isCounters = fn.node.type === 'FunctionDeclaration' && fn.parent?.kind === 'module' && COUNTERS.test(fn.path)
    if (isCounters || (fn.parent !== undefined && own.has(fn.parent))) own.add(fn)
  }
  const others = functions.filter((fn) => !own.has(fn))
  for (const [index, fn] of others.entries()) fn.index = index
  return others
}

/** What no rewriting of bodies changes. */
function shapeOf({ kind, node, members, awaits, yields }: ModuleFunction): string {
  if (!isFunction(node)) return `${kind} ${members.length}`
  const { type, async, generator, id, params } = node
  return [type, async, generator, id?.name, params.length, awaits.length, yields.length].join(' ')
}
