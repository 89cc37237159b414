import {
  forEachChild,
  identifierName,
  isFunction,
  isNode,
  nodes,
  type SyntaxNode,
  unparenthesized,
} from '../bundle/syntax.ts'
import { lineNumber, lineStarts } from '../match/index.ts'

export interface ImportSite {
  readonly specifier: string
  /** Line in the source, from 1. */
  readonly line: number
  /**
   * `import`: names are imported; `re-export`: passed on; `side-effect`: for what it does; `dynamic`: `import()`.
   */
  readonly kind: 'import' | 're-export' | 'side-effect' | 'dynamic'
  /** Line where an imported name is used while the importer loads, so that it cannot wait; undefined for none. */
  readonly usedAtLoad: number | undefined
}

export interface ModuleFacts {
  readonly imports: readonly ImportSite[]
  /** Lines of the module's top level that do something when it loads, besides declaring. */
  readonly effects: readonly number[]
}

/** What a module of the sources imports and does when it loads; types are left out. */
export function moduleFacts(program: SyntaxNode, code: string): ModuleFacts {
  const starts = lineStarts(code)
  const line = (offset: number): number => lineNumber(starts, offset)
  const body = nodes(program['body'])
  const loading = namesUsedAtLoad(body)
  const imports: ImportSite[] = []
  const effects: number[] = []
  for (const statement of body) {
    const specifier = isNode(statement['source']) ? statement['source']['value'] : undefined
    if (typeof specifier === 'string') {
      const kind = importKind(statement)
      if (kind === undefined) continue
      const locals = nodes(statement['specifiers']).map(({ local }) => identifierName(local) ?? '')
      const used = kind === 'import' ? locals.flatMap((name) => loading.get(name) ?? []) : []
      imports.push({
        specifier,
        line: line(statement.start),
        kind,
        usedAtLoad: used.length === 0 ? undefined : line(Math.min(...used)),
      })
    } else if (hasEffect(statement)) effects.push(line(statement.start))
  }
  const visit = (node: SyntaxNode): void => {
    const source = node['source']
    if (node.type === 'ImportExpression' && isNode(source) && typeof source['value'] === 'string') {
      imports.push({ specifier: source['value'], line: line(node.start), kind: 'dynamic', usedAtLoad: undefined })
    }
    forEachChild(node, visit)
  }
  for (const statement of body) visit(statement)
  return { imports, effects }
}

/** Undefined for what TypeScript drops. */
function importKind(statement: SyntaxNode): ImportSite['kind'] | undefined {
  const { type } = statement
  const isType = statement['importKind'] === 'type' || statement['exportKind'] === 'type'
  if (isType) return undefined
  if (type === 'ExportAllDeclaration' || type === 'ExportNamedDeclaration') return 're-export'
  if (type !== 'ImportDeclaration') return undefined
  const specifiers = nodes(statement['specifiers'])
  if (specifiers.length === 0) return 'side-effect'
  return specifiers.every((specifier) => specifier['importKind'] === 'type') ? undefined : 'import'
}

/** Names that are read outside of functions, with the offsets. */
function namesUsedAtLoad(body: readonly SyntaxNode[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const visit = (node: SyntaxNode): void => {
    // A function that is called where it stands runs as well; its body is looked at.
    if (isFunction(node) || node.type.startsWith('TS')) return
    const callee = node.type === 'CallExpression' ? unparenthesized(node['callee']) : undefined
    if (callee !== undefined && isFunction(callee) && isNode(callee['body'])) forEachChild(callee, visit)
    const name = identifierName(node)
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), node.start])
    if (node.type === 'MemberExpression' && node['computed'] !== true) {
      if (isNode(node['object'])) visit(node['object'])
      return
    }
    if (node.type === 'Property' && node['computed'] !== true) {
      if (isNode(node['value'])) visit(node['value'])
      return
    }
    forEachChild(node, visit)
  }
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration' && !isNode(statement['source']) && !isExportList(statement))
      visit(statement)
  }
  return found
}

function isExportList(statement: SyntaxNode): boolean {
  return statement.type === 'ExportNamedDeclaration' && !isNode(statement['declaration'])
}

/** Whether a statement of the top level may do more than declare: calls, `new`, assignments, deletions. */
function hasEffect(statement: SyntaxNode): boolean {
  let found = false
  const visit = (node: SyntaxNode): void => {
    if (found || isFunction(node) || node.type.startsWith('TS')) return
    if (EFFECTS.has(node.type) || (node.type === 'UnaryExpression' && node['operator'] === 'delete')) found = true
    else forEachChild(node, visit)
  }
  visit(statement)
  return found
}

const EFFECTS = new Set([
  'AssignmentExpression',
  'AwaitExpression',
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'ThrowStatement',
  'UpdateExpression',
])
