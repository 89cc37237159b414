import type { BundleFunction } from './functions.ts'
import type { ParsedBundle } from './parse.ts'
import { isNode, nodes, type SyntaxNode } from './syntax.ts'

export interface CycleOptions {
  /**
   * Whether the file can be part of a cycle of static imports. Default: it is if it imports a relative or absolute
   * path; packages and built-in modules are taken not to import the bundle back.
   */
  readonly cyclic?: boolean | undefined
}

/**
 * In a cycle, a module's hoisted functions are called before its body has run: once a declaration is a variable, the
 * caller finds `undefined`. True when that can happen in this file.
 */
export function hoistingIsSeen({ program, kind }: ParsedBundle, options: CycleOptions): boolean {
  if (kind !== 'module') return false
  const body = nodes((program as unknown as SyntaxNode)['body'])
  const cyclic = options.cyclic ?? body.some((statement) => importsFile(statement))
  return cyclic && exportsFunction(body)
}

function importsFile({ type, source }: SyntaxNode): boolean {
  if (type !== 'ImportDeclaration' && type !== 'ExportNamedDeclaration' && type !== 'ExportAllDeclaration') return false
  const specifier = isNode(source) ? source['value'] : undefined
  return typeof specifier === 'string' && /^(?:\.|\/|[a-z]+:\/\/)/i.test(specifier)
}

function exportsFunction(body: readonly SyntaxNode[]): boolean {
  const functions = new Set<unknown>()
  for (const { type, id } of body) if (type === 'FunctionDeclaration' && isNode(id)) functions.add(id['name'])
  return body.some((statement) => {
    const declared = statement['declaration']
    if (isNode(declared)) return declared.type === 'FunctionDeclaration'
    if (statement.type !== 'ExportNamedDeclaration' || isNode(statement['source'])) return false
    return nodes(statement['specifiers']).some(({ local }) => isNode(local) && functions.has(local['name']))
  })
}

/**
 * Why a function declaration must stay one, or undefined when a variable at the head of its scope cannot be told from
 * it. Each rule is named and explained in the user's guide.
 */
export function declarationBlocked(
  fn: BundleFunction,
  bundle: ParsedBundle,
  hoistingSeen: boolean,
): string | undefined {
  const { scope } = fn
  if (scope === undefined || !fn.inList) return 'it does not stand in a list of statements'
  if (scope.kind === 'program' && bundle.kind === 'script') return 'it is a global of a script'
  if (scope.kind === 'program' && hoistingSeen) return 'a cycle of modules may call it before the file has run'
  if (scope.kind === 'block' && !scope.strict) return 'it stands in a block of sloppy code'
  if (scope.kind === 'switch' || scope.kind === 'static-block') return 'it stands in a switch or static block'
  const facts = scope.names.get(fn.name)
  if (facts === undefined || facts.functions !== 1) return 'another function of its scope has its name'
  if (facts.parameter || fn.name === 'arguments') return 'a parameter has its name'
  return undefined
}
