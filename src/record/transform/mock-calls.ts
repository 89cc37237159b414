import type { AstNode } from './ast.ts'

/** The names by which Vitest knows its calls, whatever they are bound to. */
const OBJECTS: ReadonlySet<string> = new Set(['vi', 'vitest'])
const MOCKING: ReadonlySet<string> = new Set(['mock', 'unmock', 'doMock', 'doUnmock'])

/**
 * What names the module in `vi.mock(import('./x'))`: Vitest, which rewrites the module later, puts the path in its place.
 * An `await` in front of the `import()` goes as well.
 */
export function mockedModule(call: AstNode): readonly AstNode[] {
  if (!MOCKING.has(methodOf(call) ?? '')) return []
  const argument = call.arguments[0] as AstNode | undefined
  if (argument?.type === 'ImportExpression') return [argument]
  const isAwaited = argument?.type === 'AwaitExpression' && argument.argument.type === 'ImportExpression'
  return isAwaited ? [argument, argument.argument] : []
}

/** Whether it is the `vi.hoisted()` of an `await`: Vitest moves both to where the module has not begun. */
export function isHoisted(awaited: AstNode): boolean {
  return awaited.type === 'CallExpression' && methodOf(awaited) === 'hoisted'
}

function methodOf({ callee }: AstNode): string | undefined {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined
  return OBJECTS.has(callee.object.name) && callee.property.type === 'Identifier' ? callee.property.name : undefined
}
