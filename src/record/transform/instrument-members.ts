import { leaveBlock } from '../probe/index.ts'
import { type AstNode, isAnonymousDefinition } from './ast.ts'
import type { Edits } from './edits.ts'
import type { ModuleFunction } from './module-function.ts'
import { isPure } from './purity.ts'
import { findToken } from './scan.ts'

const NOTHING: ReadonlySet<string> = new Set()

/**
 * Counts a run of a class's field initialisers or static blocks once, at the first of them, and makes each that can
 * call anything a frame of its own. An anonymous function keeps the name it takes from its field.
 *
 * @param count Expression that counts one run.
 */
export function instrumentClassMembers(
  fn: ModuleFunction,
  slot: number,
  code: string,
  edits: Edits,
  edges: boolean,
  count: string = `__vlC(${slot})`,
): void {
  for (const [index, member] of fn.members.entries()) {
    const isFirst = index === 0
    if (member.type === 'StaticBlock') {
      const enter = isFirst ? `__vlE(${slot})` : `__vlQ(${slot})`
      const at = findToken(code, '{', member.start, member.end) + 1
      if (edges) {
        edits.after(at, `const __vls=${enter};try{`)
        edits.close(member.start, member.end - 1, leaveBlock)
      } else if (isFirst) {
        edits.after(at, `${count};`)
      }
    } else {
      instrumentField(member, isFirst, slot, code, edits, edges, count)
    }
  }
}

function instrumentField(
  member: AstNode,
  isFirst: boolean,
  slot: number,
  code: string,
  edits: Edits,
  edges: boolean,
  count: string,
): void {
  const { value } = member
  if (value === null) {
    if (!isFirst) return
    const end = member.computed ? findToken(code, ']', member.key.end, member.end) + 1 : member.key.end
    // With a semicolon: what follows on the next line may begin with `*` or `[`.
    edits.after(end, `=void ${count};`)
    return
  }
  const mustRun = edges && !isPure(value, NOTHING)
  if (!isFirst && !mustRun) return
  let open = ''
  let close = ''
  if (isAnonymousDefinition(value)) {
    const name = staticName(member)
    if (name === undefined) {
      // No name is known here: count in a private field of our own, which no code can see.
      if (isFirst)
        edits.around(member.start, member.end, `${member.static ? 'static ' : ''}#__vl${slot}=${count};`, '', 2)
      return
    }
    open = `{${JSON.stringify(name)}:`
    close = `}[${JSON.stringify(name)}]`
  }
  if (mustRun) edits.around(value.start, value.end, `__vl${isFirst ? 'P' : 'U'}(${slot},()=>(${open}`, `${close}))`, 2)
  else edits.around(value.start, value.end, `(${count},${open}`, `${close})`, 2)
}

/** The name an anonymous definition in a field takes, where it stands in the source. */
function staticName({ key, computed }: AstNode): string | undefined {
  if (computed) return undefined
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  const name = key.type === 'Identifier' ? key.name : String(key.value)
  return name === '__proto__' ? undefined : name
}
