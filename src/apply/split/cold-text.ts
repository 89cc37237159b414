import type { Piece, TextEdits } from '../bundle/text-edits.ts'
import { nodes, type SyntaxNode } from '../bundle/syntax.ts'
import { shortName } from './fresh-names.ts'
import { globalsIn, type GlobalName } from './global-names.ts'
import type { Part } from './parts.ts'
import type { Move, SplitPlan } from './plan.ts'
import { SECTION_LINE } from './runtime.ts'
import type { ValueMove } from './values.ts'

export interface ColdText {
  readonly pieces: readonly Piece[]
  /** Name of each moved function in its part's object. */
  readonly keys: ReadonlyMap<Move, string>
}

/**
 * A file that is fetched later, from its parts: for each the declarations that moved whole, which see each other by name,
 * and an object with what stubs and other places call. A class or value is a property of it that is made when it is first
 * asked for: what it extends or names may not be there before.
 *
 * @param asked what moved whole and is named outside of its part's moved text
 * @param makeLater name of the function that gives the object those properties
 */
export function coldPieces(
  { partOf, moves, values }: SplitPlan,
  parts: readonly Part[],
  asked: ReadonlySet<Move | ValueMove>,
  edits: TextEdits,
  makeLater: string,
): ColdText {
  const pieces: Piece[] = []
  const keys = new Map<Move, string>()
  for (const [index, part] of parts.entries()) {
    if (index > 0) pieces.push({ text: `\n${SECTION_LINE}\n` })
    const here = moves.filter((move) => partOf.get(move) === part)
    const made = values.filter((move) => partOf.get(move) === part)
    const taken = new Set<string>(made.map(({ name }) => name))
    const whole = here.filter(({ form }) => form === 'whole')
    if (made.length > 0) pieces.push({ text: `${makeLaterText(makeLater, globalsIn(part.section.scope))}\n` })
    for (const move of whole) {
      keys.set(move, move.fn.name)
      taken.add(move.fn.name)
      pieces.push(...edits.stretch(move.fn.start, move.fn.end), { text: '\n' })
    }
    const entries: Piece[][] = whole.filter((move) => asked.has(move)).map(({ fn }) => [{ text: fn.name }])
    for (const move of here) {
      if (move.form === 'whole') continue
      const key = keyOf(move, taken)
      keys.set(move, key)
      entries.push(entryPieces(move, key, edits))
    }
    const later = made.map((move) => valuePieces(move, edits))
    if (later.length === 0) pieces.push({ text: '({' }, ...listed(entries), { text: '})' })
    else {
      pieces.push({ text: `${makeLater}({` }, ...listed(entries), { text: '},{' }, ...listed(later), { text: '})' })
    }
  }
  return { pieces, keys }
}

function listed(entries: readonly Piece[][]): Piece[] {
  return entries.flatMap((entry, at) => (at === 0 ? entry : [{ text: ',\n' }, ...entry]))
}

/**
 * Makes each property of an object by a function of another, when it is first asked for, and keeps it. What is
 * `undefined` is not kept: its place may not have been reached.
 */
function makeLaterText(name: string, global: GlobalName): string {
  const define = `${global('Object')}.defineProperty`
  return (
    `function ${name}(o,t){for(let k in t)${define}(o,k,{configurable:!0,get(){let v=t[k]();` +
    `return v===void 0||${define}(o,k,{value:v}),v}});return o}`
  )
}

/**
 * What makes a value, or gives `undefined` or throws what naming its variable does before its place was reached: the
 * file's own variable says which. It stands for the value there and is never falsy once it is set.
 */
function valuePieces({ name, dependence, start, end }: ValueMove, edits: TextEdits): Piece[] {
  const text = edits.stretch(start, end)
  switch (dependence) {
    case 'variable':
      return [{ text: `${name}(){if(${name}){let ${name}=` }, ...text, { text: `;return ${name}}}` }]
    case 'name':
      return [{ text: `${name}:()=>${name}&&{${name}:` }, ...text, { text: `}.${name}` }]
    case 'none':
      return [{ text: `${name}:()=>${name}&&` }, ...text]
  }
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
