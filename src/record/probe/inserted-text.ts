/**
 * Marks around what the transform puts into a program, so that the text of a function can be given as it was:
 * comments, which every later rewriting keeps. The closing one carries the text that was replaced, if any.
 */
const OPEN = '/*{vl*/'
const CLOSE = '/*vl}*/'

/** A function can end within an insertion: that of a function around it. */
const INSERTED = /\/\*\{vl\*\/[\s\S]*?(?:\/\*vl(?:([^*}]*))?\}\*\/|$)/g

// What most functions get is known by its own text and needs no marks, a third of it: every worker compiles it. Bodies that
// were expressions have forms that differ from those of blocks, whose own `{` or `return(` may stand beside them.
const ENTER_BLOCK = /let __vls=__vlE\(\d+\);try\{/
const LEAVE_BLOCK = /\}finally\{__vlX\(__vls\)\}/
const ENTER_EXPRESSION = /\{let __vls=__vlE\(\d+\);;try\{return\(/
const LEAVE_EXPRESSION = /\)\}finally\{;__vlX\(__vls\)\}\}/
const COUNT_BLOCK = /__vlC\(\d+\);/
const BEFORE_SUSPENSION = /__vlW\(/
const BEFORE_OPERAND = / __vlS\(/
const BEFORE_DELEGATED = / __vlS\(__vlY\(\d+,\(/
const AFTER_OPERAND = /,__vls,__vls=-1\),__vls=__vl[NR]\(__vls,\d+\)\)/
const AFTER_DELEGATED = /\)\), __vls,__vls=-1\),__vls=__vl[NR]\(__vls,\d+\)\)/
/** Of two that begin alike the longer one first. */
const FORM = [
  ENTER_EXPRESSION,
  ENTER_BLOCK,
  LEAVE_EXPRESSION,
  LEAVE_BLOCK,
  COUNT_BLOCK,
  BEFORE_SUSPENSION,
  BEFORE_DELEGATED,
  BEFORE_OPERAND,
  AFTER_DELEGATED,
  AFTER_OPERAND,
]
  .map(({ source }) => source)
  .join('|')
const FORMS = new RegExp(FORM, 'g')
const ONLY_FORMS = new RegExp(`^(?:${FORM})+$`)

/** Enters a function at the start of its block. */
export function enterBlock(slot: number): string {
  return `let __vls=__vlE(${slot});try{`
}

/** Leaves it at the block's end. */
export const leaveBlock = '}finally{__vlX(__vls)}'

/** Makes an arrow function's expression a block that enters and returns it. */
export function enterExpression(slot: number): string {
  return `{let __vls=__vlE(${slot});;try{return(`
}

/** The end of that. */
export const leaveExpression = ')}finally{;__vlX(__vls)}}'

/** In front of `await` or `yield`, when the operand follows with {@link beforeOperand}. */
export const beforeSuspension = '__vlW('

/** In front of what is awaited or yielded: gives the caller back once it has been evaluated. */
export const beforeOperand = ' __vlS('

/** Behind it; `resume` takes the place of the resumer. */
export function afterOperand(resume: string): string {
  return `,__vls,__vls=-1),${resume})`
}

/** In front of what a `yield*` delegates to. */
export function beforeDelegated(slot: number): string {
  return ` __vlS(__vlY(${slot},(`
}

/** Behind that. */
export function afterDelegated(resume: string): string {
  return `)), __vls,__vls=-1),${resume})`
}

/** Marks inserted text; `replaced` is what stood in its place. */
export function markInserted(inserted: string, replaced = ''): string {
  if (replaced !== '') return `${OPEN}${inserted}/*vl${escape(replaced)}}*/`
  return ONLY_FORMS.test(inserted) ? inserted : `${OPEN}${inserted}${CLOSE}`
}

/** The text before anything was inserted. */
export function withoutInserted(text: string): string {
  // A function that is left alone can hold no name of ours and yet end within an insertion around it.
  if (!text.includes('__vl') && !text.includes(OPEN)) return text
  return text
    .replaceAll(INSERTED, (_match, replaced: string | undefined) => unescape(replaced ?? ''))
    .replaceAll(FORMS, '')
}

function escape(text: string): string {
  return text.replaceAll(/[^ -~]|[%*}]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function unescape(text: string): string {
  return text.replaceAll(/%(....)/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
