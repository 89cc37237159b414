import type { Piece, TextEdits } from '../bundle/text-edits.ts'
import { nodes, type SyntaxNode } from '../bundle/syntax.ts'
import { shortName } from './fresh-names.ts'
import type { Move, SplitPlan } from './plan.ts'
import { SECTION_LINE } from './runtime.ts'
import type { ValueMove } from './values.ts'

export interface ColdText {
  readonly pieces: readonly Piece[]
  /** Name of each moved function in its section's object. */
  readonly keys: ReadonlyMap<Move, string>
}

/**
 * The cold file: for each section the declarations that moved whole, which see each other by name, and an object with
 * what stubs and other places call. A class or value is a property of it that is made when it is first asked for: what it
 * extends or names may not be there before.
 *
 * @param asked what moved whole and is named outside of its section's moved text
 * @param keep name of the function that keeps a value that was made
 */
export function coldPieces(
  { sections, moves, values }: SplitPlan,
  asked: ReadonlySet<Move | ValueMove>,
  edits: TextEdits,
  keep: string,
): ColdText {
  const pieces: Piece[] = []
  const keys = new Map<Move, string>()
  for (const [index, section] of sections.entries()) {
    if (index > 0) pieces.push({ text: `\n${SECTION_LINE}\n` })
    const here = moves.filter((move) => move.section === section)
    const made = values.filter((move) => move.section === section)
    const taken = new Set<string>(made.map(({ name }) => name))
    const whole = here.filter(({ form }) => form === 'whole')
    if (made.length > 0) {
      const text = `function ${keep}(o,k,v){Object.defineProperty(o,k,{value:v});return v}\n`
      pieces.push({ text })
    }
    for (const move of whole) {
      keys.set(move, move.fn.name)
      taken.add(move.fn.name)
      pieces.push(...edits.stretch(move.fn.start, move.fn.end), { text: '\n' })
    }
    const entries: Piece[][] = whole.filter((move) => asked.has(move)).map(({ fn }) => [{ text: fn.name }])
    for (const move of made) entries.push(valuePieces(move, keep, edits))
    for (const move of here) {
      if (move.form === 'whole') continue
      const key = keyOf(move, taken)
      keys.set(move, key)
      entries.push(entryPieces(move, key, edits))
    }
    pieces.push({ text: '({' })
    for (const [at, entry] of entries.entries()) pieces.push(...(at === 0 ? [] : [{ text: ',\n' }]), ...entry)
    pieces.push({ text: '})' })
  }
  return { pieces, keys }
}

/**
 * The file's own variable says whether the value's place was reached: before, the getter answers or throws what naming
 * it did. In the block, it has the variable that it had, and a class or function its name from it.
 */
function valuePieces({ name, isDeclaration, start, end }: ValueMove, keep: string, edits: TextEdits): Piece[] {
  return [
    { text: `get ${name}(){if(!${name})return ${name};{${isDeclaration ? '' : `let ${name}=`}` },
    ...edits.stretch(start, end),
    { text: `${isDeclaration ? '' : ';'}return ${keep}(this,"${name}",${name})}}` },
  ]
}

/** The function's own name where it has one: next to itself in the stub, it costs nothing once compressed. */
function keyOf({ fn }: Move, taken: Set<string>): string {
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(fn.name) && fn.name !== '__proto__' ? fn.name : ''
  for (let count = name === '' ? 1 : 0; ; count++) {
    const key = `${name}${shortName(count)}`
    if (taken.has(key)) continue
    taken.add(key)
    return key
  }
}

/** A method of the object: it has a name for stack traces, and none that its text could see. */
function entryPieces({ fn, needs }: Move, key: string, edits: TextEdits): Piece[] {
  if (fn.form !== 'arrow') return [{ text: key }, ...edits.stretch(fn.parametersAt, fn.end)]
  if (!needs.usesThis) return [{ text: `${key}:` }, ...edits.stretch(fn.start, fn.end)]
  const body = fn.node['body'] as SyntaxNode
  const parameters = nodes(fn.node['params'])
  const first = parameters[0]
  const between = first === undefined ? [] : edits.stretch(first.start, parameters.at(-1)!.end)
  const text = edits.stretch(body.start, body.end)
  const isBlock = body.type === 'BlockStatement'
  return [
    { text: `${key}(` },
    ...between,
    { text: isBlock ? ')' : '){return(' },
    ...text,
    ...(isBlock ? [] : [{ text: ')}' }]),
  ]
}
