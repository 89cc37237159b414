import { afterDelegated, afterOperand, beforeDelegated, beforeOperand, beforeSuspension } from '../probe/index.ts'
import { type AstNode, childrenOf, isFunction } from './ast.ts'
import type { Edits } from './edits.ts'
import type { ForAwait, ModuleFunction } from './module-function.ts'
import { findToken } from './scan.ts'

/**
 * Makes `await` and `yield` give the caller back while the function is suspended and take it again on resumption.
 * `__vls` is read after the operand, which may itself have been suspended, and is -1 meanwhile, so that a handler reached by a rejection knows that it has just been resumed.
 *
 * @returns false where calls in the head of a `for await` count as the resumer's.
 */
export function instrumentSuspensions(fn: ModuleFunction, slot: number, code: string, edits: Edits): boolean {
  const isAsyncGenerator = fn.kind === 'function' && fn.node.async === true && fn.node.generator === true
  const isSuspended = fn.awaits.length > 0 || fn.yields.length > 0 || fn.forAwaits.length > 0
  const resume = `__vls=__vl${fn.kind === 'module' ? 'N' : 'R'}(__vls,${slot})`

  for (const node of fn.awaits) {
    edits.around(node.start, node.end, beforeSuspension, afterOperand(resume), 1)
    edits.after(node.start + 'await'.length, beforeOperand)
  }
  for (const node of fn.yields) instrumentYield(node, slot, resume, code, edits)
  let isExact = true
  for (const loop of fn.forAwaits) isExact = instrumentForAwait(loop, resume, code, edits) && isExact
  if (isAsyncGenerator) {
    for (const node of fn.returns) {
      if (!node.argument) continue
      // Awaits its value by itself, before any finally clause.
      const end = code[node.end - 1] === ';' ? node.end - 1 : node.end
      edits.after(node.start + 'return'.length, beforeOperand)
      edits.close(node.start, end, ',__vls,__vls=-1)', 1)
    }
  }
  if (isSuspended || isAsyncGenerator) {
    for (const { body, param } of fn.handlers) {
      const mend = fn.isMended && param?.type === 'Identifier' ? `__vlG(${param.name});` : ''
      edits.after(body.start + 1, `${resume};${mend}`)
    }
  }
  return isExact
}

function instrumentYield(node: AstNode, slot: number, resume: string, code: string, edits: Edits): void {
  const keywordEnd = node.start + 'yield'.length
  if (!node.argument) {
    edits.around(node.start, node.end, beforeSuspension, `${beforeOperand}void 0${afterOperand(resume)}`, 1)
  } else if (node.delegate) {
    const star = findToken(code, '*', keywordEnd, node.argument.start)
    edits.around(node.start, node.end, beforeSuspension, afterDelegated(resume), 1)
    edits.after(star + 1, beforeDelegated(slot))
  } else {
    edits.around(node.start, node.end, beforeSuspension, afterOperand(resume), 1)
    edits.after(keywordEnd, beforeOperand)
  }
}

function instrumentForAwait({ loop, outer }: ForAwait, resume: string, code: string, edits: Edits): boolean {
  edits.around(outer.start, outer.end, 'try{', `}finally{${resume}}`, 2)
  edits.around(loop.right.start, loop.right.end, '__vlZ((', `),()=>{const t=__vls;__vls=-1;return t})`, 2)
  const { left, body } = loop
  const declaration = left.type === 'VariableDeclaration' ? left : undefined
  const target = (declaration === undefined ? left : declaration.declarations[0].id) as AstNode
  let bind = ''
  let end = ''
  const mustStay = holdsEdits(target)
  if (target.type === 'ObjectPattern' && mustStay) {
    // It stays where it is; a key that no object has makes the resumption come first.
    edits.after(target.start + 1, `[(${resume},"__vlq")]:${declaration === undefined ? '[][0]' : '{}={}'},`)
  } else if (target.type !== 'Identifier' && !mustStay) {
    const text = code.slice(target.start, target.end)
    bind = declaration === undefined ? `(${text}=__vlv);` : `${declaration.kind} ${text}=__vlv;`
    edits.replace(left.start, left.end, 'const __vlv')
    bind += '{'
    end = '}'
  }
  if (body.type === 'BlockStatement') {
    edits.after(body.start + 1, `${resume};${bind}`)
    if (end !== '') edits.close(body.start, body.end - 1, end)
  } else {
    edits.around(body.start, body.end, `{${resume};${bind}`, `}${end}`, 2)
  }
  // What it holds runs before the body.
  return !mustStay || target.type === 'ObjectPattern'
}

/** Whether something inside will be rewritten itself, so that the text cannot be copied. */
function holdsEdits(node: AstNode): boolean {
  return (
    isFunction(node) ||
    node.type === 'AwaitExpression' ||
    node.type === 'YieldExpression' ||
    node.type === 'ImportExpression' ||
    node.type === 'ClassExpression' ||
    childrenOf(node).some(holdsEdits)
  )
}
