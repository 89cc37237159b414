import type { ParsedBundle } from './parse.ts'
import { identifierName, isNode, nodes, type SyntaxNode } from './syntax.ts'

/**
 * Names of the helpers by which esbuild runs a module on its first use. They take the module as the only method of an
 * object literal (its key is the module's path) and do nothing with it but call that method, without `this`:
 *
 *     var __commonJS = (cb, mod) => function __require() { ... (0, cb[__getOwnPropNames(cb)[0]])(...) ... }
 *
 * So the method may be a function just as well. Told by shape, since names change when bundles are bundled again.
 */
export function moduleWrapperHelpers({ program, code }: ParsedBundle): ReadonlySet<string> {
  const variables = new Map<string, SyntaxNode>()
  for (const statement of nodes((program as unknown as SyntaxNode)['body'])) {
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init } of nodes(statement['declarations'])) {
      const name = identifierName(id)
      if (name !== undefined && isNode(init)) variables.set(name, init)
    }
  }
  const text = ({ start, end }: SyntaxNode): string => code.slice(start, end)
  const found = new Set<string>()
  for (const [name, init] of variables) {
    const held = init.type === 'ArrowFunctionExpression' ? identifierName(nodes(init['params'])[0]) : undefined
    if (held === undefined || init.end - init.start > LONGEST_HELPER) continue
    const call = CALL.exec(text(init))
    const keys = variables.get(call?.[2] ?? '')
    if (call?.[1] !== held || keys === undefined || text(keys) !== 'Object.getOwnPropertyNames') continue
    if (onlyHeld(text(init).replace(call[0], ''), held)) found.add(name)
  }
  return found
}

const LONGEST_HELPER = 600

/** `(0, cb[__getOwnPropNames(cb)[0]])(` */
const CALL = /\(0,\s*([\w$]+)\[([\w$]+)\(\1\)\[0\]\]\)\(/

/** Whether the rest of the helper has the module as parameter, in `cb &&` and in `cb = 0` only. */
function onlyHeld(rest: string, held: string): boolean {
  const word = held.replaceAll('$', String.raw`\$`)
  const left = rest
    .replace(new RegExp(String.raw`^\(${word}\b`), '')
    .replaceAll(new RegExp(String.raw`(?<![\w$.])${word} (?:&&|= 0\b)`, 'g'), '')
  return !new RegExp(String.raw`(?<![\w$])${word}(?![\w$])`).test(left)
}
