import { skipTo } from '../bundle/functions.ts'
import type { TextEdits } from '../bundle/text-edits.ts'
import { nodes, type SyntaxNode } from '../bundle/syntax.ts'
import { shortName } from './fresh-names.ts'
import { hasPlainParameters, parameterCount, type Move } from './plan.ts'

/** Takes a moved function out of the file: altogether, or but for a function that calls it. */
export function stubEdits(code: string, move: Move, key: string, accessor: string, edits: TextEdits): void {
  const { fn } = move
  if (move.form === 'whole') {
    edits.replace(fn.start, fn.end, needsSemicolon(code, fn.end) ? ';' : '')
    return
  }
  const body = fn.node['body'] as SyntaxNode
  const parameters = parameterNames(move)
  if (!hasPlainParameters(fn)) {
    const last = nodes(fn.node['params']).at(-1)!
    const close = skipTo(code, ')', last.end, body.start)
    edits.replace(fn.parametersAt + 1, close, parameters.join())
  }
  const call = callText(move, `${accessor}().${key}`, parameters)
  edits.replace(body.start, body.end, isBlock(code, move, body) ? `{return ${call}}` : call)
}

/** The names of the stub's parameters: as many as the function's length says, so that its own is the same. */
function parameterNames({ fn }: Move): string[] {
  const parameters = nodes(fn.node['params'])
  if (hasPlainParameters(fn)) return parameters.map((parameter) => parameter['name'] as string)
  const count = parameterCount(fn.node)
  // An arrow function has no `arguments` to hand on.
  const rest = fn.form === 'arrow' ? [`...${shortName(count + FIRST_LETTER)}`] : []
  return [...Array.from({ length: count }, (_, index) => shortName(index + FIRST_LETTER)), ...rest]
}

/** `a`: the names before it are those of our own functions. */
const FIRST_LETTER = 3

function callText({ fn, needs }: Move, callee: string, parameters: readonly string[]): string {
  if (fn.form === 'arrow')
    return needs.usesThis ? `${callee}.call(${['this', ...parameters].join()})` : `${callee}(${parameters.join()})`
  if (needs.usesThis || needs.usesArguments || !hasPlainParameters(fn)) return `${callee}.apply(this,arguments)`
  return `${callee}(${parameters.join()})`
}

function isBlock(code: string, { fn }: Move, body: SyntaxNode): boolean {
  if (fn.form !== 'arrow') return true
  // After a block, a line break ends the statement; after an expression, the next line may go on with it.
  return body.type === 'BlockStatement' && !/^[;,)\]}]/.test(code.slice(fn.end, fn.end + 1))
}

/** Whether what follows might join what stands before, or become a directive, once a declaration is gone. */
function needsSemicolon(code: string, end: number): boolean {
  const next = /[^\s]/.exec(code.slice(end, end + 200))?.[0]
  return next === undefined || !/[\w${};]/.test(next)
}
